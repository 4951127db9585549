//! A libp2p client of no node: it knows the protocols' names and bytes, and asks for whatever it likes.

use anyhow::{Context, Result};
use futures::{Stream, StreamExt};
use litep2p::{
	config::ConfigBuilder,
	crypto::ed25519::{Keypair, SecretKey},
	protocol::{
		libp2p::identify::{self, IdentifyEvent},
		notification::{self, NotificationEvent, NotificationHandle, ValidationResult},
		request_response::{self, DialOptions, RequestResponseEvent, RequestResponseHandle},
	},
	transport::tcp::config::Config as Tcp,
	Litep2p, Litep2pEvent, PeerId, ProtocolName,
};
use std::{collections::BTreeMap, time::Duration};
use tokio::{sync::watch, task::JoinHandle, time::timeout};

/// How long it waits for what it does not expect; and how often it asks again in that time.
const SHORT: Duration = Duration::from_secs(3);

/// What a node may be asked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Request {
	/// The first block's header.
	Blocks,
	/// The first block's state.
	State,
	/// A proof of finality from the first block on.
	Warp,
	/// A read of the first block's state, with its proof.
	Light,
}

/// What is told to peers unasked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Told {
	/// New blocks.
	Blocks,
	/// Votes of GRANDPA.
	Votes,
	/// Transactions.
	Transactions,
}

/// The client, connected to one node.
pub struct Client {
	peer: PeerId,
	genesis: [u8; 32],
	requests: BTreeMap<Request, RequestResponseHandle>,
	notifications: BTreeMap<Told, NotificationHandle>,
	identify: Box<dyn Stream<Item = IdentifyEvent> + Send + Unpin>,
	worker: JoinHandle<()>,
}

impl Client {
	/// Dials the node at the multiaddress, which ends with its peer id, as the identity of the seed.
	///
	/// # Errors
	/// When there is no connection.
	pub async fn dial(address: &str, seed: [u8; 32], genesis: [u8; 32]) -> Result<Self> {
		let chain: String = genesis.iter().map(|byte| format!("{byte:02x}")).collect();
		let name = |rest: &str| ProtocolName::from(format!("/{chain}/{rest}"));
		let keypair = Keypair::from(SecretKey::try_from_bytes(seed)?);
		let (identify, identified) = identify::Config::new("/substrate/1.0".into(), Some("a client".into()));
		let mut config = ConfigBuilder::new()
			.with_keypair(keypair)
			.with_tcp(Tcp { listen_addresses: Vec::new(), reuse_port: false, ..Default::default() })
			.with_libp2p_identify(identify);
		let mut requests = BTreeMap::new();
		for (request, rest) in [
			(Request::Blocks, "sync/2"),
			(Request::State, "state/2"),
			(Request::Warp, "sync/warp"),
			(Request::Light, "light/2"),
		] {
			let (protocol, handle) = request_response::ConfigBuilder::new(name(rest))
				.with_max_size(16 * 1024 * 1024)
				.with_timeout(Duration::from_secs(20))
				.build();
			config = config.with_request_response_protocol(protocol);
			requests.insert(request, handle);
		}
		// A full node at the first block; the other two tell the role alone.
		const FULL: u8 = 1;
		let hello = [&[FULL], [0; 4].as_slice(), &genesis, &genesis].concat();
		let mut notifications = BTreeMap::new();
		for (told, rest, handshake) in [
			(Told::Blocks, "block-announces/1", hello),
			(Told::Votes, "grandpa/1", vec![FULL]),
			(Told::Transactions, "transactions/1", vec![FULL]),
		] {
			let (protocol, handle) = notification::ConfigBuilder::new(name(rest))
				.with_max_size(16 * 1024 * 1024)
				.with_handshake(handshake)
				.with_auto_accept_inbound(true)
				.build();
			config = config.with_notification_protocol(protocol);
			notifications.insert(told, handle);
		}
		let mut litep2p = Litep2p::new(config.build())?;
		let peer = address.rsplit("/p2p/").next().context("the address ends with a peer id")?.parse()?;
		litep2p.dial_address(address.parse()?).await?;
		let (tell, mut connected) = watch::channel(false);
		let worker = tokio::spawn(async move {
			while let Some(event) = litep2p.next_event().await {
				match event {
					Litep2pEvent::ConnectionEstablished { .. } => drop(tell.send(true)),
					Litep2pEvent::ConnectionClosed { .. } => drop(tell.send(false)),
					_ => {}
				}
			}
		});
		timeout(Duration::from_secs(30), connected.wait_for(|connected| *connected))
			.await
			.context("the node accepts no connection")??;
		Ok(Self { peer, genesis, requests, notifications, identify: identified, worker })
	}

	/// The names of the protocols that the node says it speaks.
	///
	/// # Errors
	/// When it does not say.
	pub async fn identify(&mut self) -> Result<Vec<String>> {
		let event = timeout(Duration::from_secs(30), self.identify.next()).await?;
		let IdentifyEvent::PeerIdentified { supported_protocols, .. } =
			event.context("the client is running")?;
		Ok(supported_protocols.into_iter().map(|name| name.to_string()).collect())
	}

	/// What a request says.
	fn payload(&self, request: Request) -> Vec<u8> {
		match request {
			// Protobuf: the header alone, from number 0 on, one block.
			Request::Blocks => vec![0x08, 0x80, 0x80, 0x80, 0x08, 0x1a, 4, 0, 0, 0, 0, 0x30, 1],
			// Of the first block, without proof.
			Request::State => [&[0x0a, 32], self.genesis.as_slice(), &[0x18, 1]].concat(),
			// SCALE: from the first block on.
			Request::Warp => self.genesis.to_vec(),
			// Protobuf: the value of one key.
			Request::Light => {
				let key = b":heappages";
				let read =
					[&[0x12, 32], self.genesis.as_slice(), &[0x1a, key.len() as u8], key.as_slice()].concat();
				[&[0x12, read.len() as u8], read.as_slice()].concat()
			}
		}
	}

	/// Asks; tells how many bytes the answer has, and none if there is none.
	///
	/// # Errors
	/// When the client itself has ended.
	pub async fn ask(&mut self, request: Request) -> Result<Option<usize>> {
		let payload = self.payload(request);
		let handle = self.requests.get_mut(&request).context("the client knows the protocol")?;
		let id = handle.send_request(self.peer, payload, DialOptions::Reject).await?;
		loop {
			match handle.next().await.context("the client is running")? {
				RequestResponseEvent::ResponseReceived { request_id, response, .. } if request_id == id => {
					return Ok(Some(response.len()))
				}
				RequestResponseEvent::RequestFailed { request_id, .. } if request_id == id => {
					return Ok(None)
				}
				_ => {}
			}
		}
	}

	/// Whether the node lets it listen, within the time; it asks again until then.
	///
	/// # Errors
	/// When the client itself has ended.
	pub async fn listen(&mut self, told: Told, within: Duration) -> Result<bool> {
		let (peer, end) = (self.peer, tokio::time::Instant::now() + within);
		let handle = self.notifications.get_mut(&told).context("the client knows the protocol")?;
		while tokio::time::Instant::now() < end {
			// It may be open already, by the node.
			let _ = handle.open_substream(peer).await;
			let Ok(event) = timeout(SHORT, handle.next()).await else { continue };
			match event.context("the client is running")? {
				NotificationEvent::NotificationStreamOpened { .. }
				| NotificationEvent::NotificationReceived { .. } => return Ok(true),
				NotificationEvent::ValidateSubstream { peer, .. } => {
					handle.send_validation_result(peer, ValidationResult::Accept);
				}
				_ => tokio::time::sleep(Duration::from_millis(300)).await,
			}
		}
		Ok(false)
	}

	/// Whether the node tells anything, within the time, without being asked to.
	///
	/// # Errors
	/// When the client itself has ended.
	pub async fn hears(&mut self, told: Told, within: Duration) -> Result<bool> {
		let handle = self.notifications.get_mut(&told).context("the client knows the protocol")?;
		let heard = async {
			loop {
				let event = handle.next().await.context("the client is running")?;
				if matches!(event, NotificationEvent::NotificationReceived { .. }) {
					return Ok(true);
				}
			}
		};
		timeout(within, heard).await.unwrap_or(Ok(false))
	}
}

impl Drop for Client {
	fn drop(&mut self) {
		self.worker.abort();
	}
}
