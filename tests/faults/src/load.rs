//! Records, registered at a steady rate by patients and organisations through every node.

use crate::network::VALIDATORS;
use anyhow::{ensure, Result};
use salus_e2e::{
	node::Node,
	people::{wallet, Desk},
};
use salus_sdk::{
	chain::calls,
	primitives::{
		ids::{Digest, KeyEpoch, OrganisationId, PatientId, INBOX},
		people::Actor,
		purpose::Purpose,
		records::{NewRecord, SizeClass},
	},
	vault::root::Root,
	Chain, Error, Keyring, Landed, Wait, Wallet,
};
use std::{
	sync::{Arc, Mutex, PoisonError},
	time::Duration,
};
use tokio::{
	task::JoinSet,
	time::{sleep, sleep_until, Instant},
};

/// Patients of each organisation.
const PATIENTS: u8 = 2;

/// The time from one record of somebody to the next, if the first is final by then.
const PACE: Duration = Duration::from_secs(3);

/// A record that somebody was told is registered for good.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
	/// The block's number.
	pub number: u64,
	/// The block's hash.
	pub block: String,
	/// Whose record it is.
	pub patient: PatientId,
	/// What tells it from all others.
	pub ciphertext: Digest,
}

/// What was reported.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
	/// What was reported finalised.
	pub entries: Vec<Entry>,
	/// How often nobody knew what would become of a record.
	pub unknown: usize,
	/// What the chain refused, and should not have.
	pub refused: Vec<String>,
}

/// Who registers records, for whom.
struct Lane {
	wallet: Wallet,
	actor: Actor,
	patient: PatientId,
	/// The node that it begins with; it goes on to another when one fails.
	node: usize,
}

/// People at work; they stop when it is dropped.
pub struct Load {
	ledger: Arc<Mutex<Ledger>>,
	_people: JoinSet<()>,
}

impl Load {
	/// Enrols the patients, and begins.
	///
	/// # Errors
	/// When a node or the chain refuses.
	pub async fn start(nodes: &[Node]) -> Result<Self> {
		Self::start_beside(nodes, None).await
	}

	/// As [`Self::start`], with the account of one validator left to whoever else signs with it.
	///
	/// # Errors
	/// As [`Self::start`].
	pub async fn start_beside(nodes: &[Node], busy: Option<usize>) -> Result<Self> {
		ensure!(nodes.len() == VALIDATORS.len(), "there are {} nodes", nodes.len());
		let (one, two, three, four) = tokio::try_join!(
			lanes(nodes, 0, busy),
			lanes(nodes, 1, busy),
			lanes(nodes, 2, busy),
			lanes(nodes, 3, busy)
		)?;
		let urls: Arc<[String]> = nodes.iter().map(Node::url).collect();
		let ledger = Arc::new(Mutex::new(Ledger::default()));
		let mut people = JoinSet::new();
		for lane in [one, two, three, four].into_iter().flatten() {
			people.spawn(lane.work(urls.clone(), ledger.clone()));
		}
		Ok(Self { ledger, _people: people })
	}

	/// What was reported until now.
	///
	/// # Errors
	/// When the chain refused something.
	pub fn ledger(&self) -> Result<Ledger> {
		let ledger = self.ledger.lock().unwrap_or_else(PoisonError::into_inner).clone();
		ensure!(ledger.refused.is_empty(), "the chain refused records: {:?}", ledger.refused);
		Ok(ledger)
	}

	/// Waits until `more` records are reported beside the ones of now.
	///
	/// # Errors
	/// As [`Self::ledger`], and when they never are.
	pub async fn goes_on(&self, more: usize) -> Result<()> {
		let (start, before) = (Instant::now(), self.ledger()?.entries.len());
		while self.ledger()?.entries.len() < before + more {
			ensure!(start.elapsed() < salus_e2e::PATIENCE, "nothing is reported finalised any more");
			sleep(Duration::from_millis(300)).await;
		}
		Ok(())
	}
}

/// The people of an organisation: its registrar, unless its account is busy, and patients.
async fn lanes(nodes: &[Node], number: usize, busy: Option<usize>) -> Result<Vec<Lane>> {
	let organisation = OrganisationId::try_from(number)?.saturating_add(1);
	let desk = Desk::new(&nodes[number]).await?;
	let registrar = VALIDATORS[number];
	let mut lanes = Vec::new();
	for one in 0..PATIENTS {
		let account = Wallet::from_suri(&format!("//Eve//{number}//{one}"))?;
		let keyring = Keyring::new(account, Root::generate());
		let patient = desk.enrol_at(&keyring, organisation, registrar).await?;
		let lane = Lane { wallet: keyring.wallet().clone(), actor: Actor::Patient, patient, node: number };
		if one == 0 && busy != Some(number) {
			let (wallet, actor) = (wallet(registrar)?, Actor::Organisation(organisation));
			lanes.push(Lane { wallet, actor, ..lane });
		}
		lanes.push(Lane {
			wallet: keyring.wallet().clone(),
			actor: Actor::Patient,
			patient,
			node: number + usize::from(one),
		});
	}
	Ok(lanes)
}

impl Lane {
	/// Registers record after record, through another node whenever one fails.
	async fn work(self, urls: Arc<[String]>, ledger: Arc<Mutex<Ledger>>) {
		let (mut turn, mut chain) = (self.node, None);
		loop {
			let next = Instant::now() + PACE;
			let ciphertext = Digest(rand::random());
			let outcome = self.register(ciphertext, &urls[turn % urls.len()], &mut chain).await;
			let failed = outcome.is_err();
			{
				let mut ledger = ledger.lock().unwrap_or_else(PoisonError::into_inner);
				match outcome {
					Ok(landed) => ledger.entries.push(Entry {
						number: landed.number,
						block: Digest(landed.block).to_string(),
						patient: self.patient,
						ciphertext,
					}),
					Err(error @ (Error::Dispatch(_) | Error::Usage(_))) => {
						ledger.refused.push(error.to_string())
					}
					Err(_) => ledger.unknown += 1,
				}
			}
			if failed {
				turn += 1;
				chain = None;
			}
			sleep_until(next).await;
		}
	}

	/// Registers a record, and waits until it is final.
	async fn register(
		&self,
		ciphertext: Digest,
		url: &str,
		chain: &mut Option<Chain>,
	) -> salus_sdk::Result<Landed> {
		let chain = match chain {
			Some(chain) => chain,
			None => chain.insert(Chain::connect(url).await?),
		};
		let record = NewRecord {
			ciphertext,
			envelope: Digest(rand::random()),
			size: SizeClass::SMALLEST,
			scope: INBOX,
			epoch: KeyEpoch { generation: 0, index: 0 },
		};
		let call = calls::records::register(&self.patient, &self.actor, Purpose::Treatment, &record);
		chain.submit(&call, &self.wallet, Wait::Finalised).await
	}
}
