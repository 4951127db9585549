//! Whose turn it was: blocks and missed slots of each validator, on the best chain.
//!
//! A slot counts once, when the first best block past it is known. A block that comes too late for that was missed, as far
//! as this node can tell. What lies before the node's first best block since it started is not counted, and neither are
//! the oldest slots when more than [`MAX_STEPS`] blocks come at once, after the node was cut off.

use crate::{metrics::slot_of, service::Client};
use codec::Decode;
use futures::StreamExt;
use salus_primitives::{consortium::ValidatorSeat, ids::OrganisationId};
use salus_runtime::{opaque::Block, AccountId, Hash};
use salus_runtime_api::SalusApi;
use sc_client_api::{BlockchainEvents, StorageKey, StorageProvider};
use sp_api::ProvideRuntimeApi;
use sp_consensus_aura::{sr25519::AuthorityId, AuraApi};
use sp_core::crypto::Ss58Codec;
use sp_runtime::traits::Header as _;
use std::{
	collections::{BTreeMap, BTreeSet},
	sync::Arc,
};
use substrate_prometheus_endpoint::{CounterVec, U64};

/// Labels of a validator: the address of its account, and the number of the organisation that runs it.
pub const LABELS: [&str; 2] = ["validator", "organisation"];

/// Blocks that are looked at for one new best block, at most.
pub const MAX_STEPS: usize = 256;

/// A block as far as turns go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link<H> {
	/// The block before.
	pub parent: H,
	/// Its slot; none of block 0.
	pub slot: Option<u64>,
}

/// A block that counts, with the slots before it that nobody used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Turn<H> {
	/// The block before: its state says whose turn it was.
	pub parent: H,
	/// The slot that the unused ones follow.
	pub after: u64,
	/// The block's slot.
	pub slot: u64,
}

impl<H> Turn<H> {
	/// Who of `validators` made the block, as an index.
	pub fn author(&self, validators: usize) -> Option<usize> {
		usize::try_from(self.slot.checked_rem(validators as u64)?).ok()
	}

	/// How many slots each of `validators` missed, in their order: slots go round.
	pub fn missed(&self, validators: usize) -> Vec<u64> {
		let first = self.after.saturating_add(1);
		let slots = self.slot.saturating_sub(first);
		let count = validators as u64;
		(0..count)
			.map(|validator| {
				let wait = validator.saturating_add(count).saturating_sub(first % count) % count;
				slots.saturating_sub(wait).div_ceil(count)
			})
			.collect()
	}
}

/// Up to which slot turns were counted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Turns {
	counted: Option<u64>,
}

impl Turns {
	/// The turns that count now that `best` is the best block, oldest first. `link` looks a block up.
	pub fn follow<H: Copy>(&mut self, best: H, link: impl Fn(H) -> Option<Link<H>>) -> Vec<Turn<H>> {
		let mut turns = Vec::new();
		let Some(Link { parent, slot: Some(slot) }) = link(best) else { return turns };
		let Some(counted) = self.counted else {
			self.counted = Some(slot);
			return turns;
		};
		let (mut parent, mut slot) = (parent, slot);
		self.counted = Some(counted.max(slot));
		while slot > counted && turns.len() < MAX_STEPS {
			let before = link(parent);
			let parent_slot = before.as_ref().and_then(|block| block.slot);
			// Without the block before nothing is known of the gap.
			let Some(parent_slot) = parent_slot else { break };
			turns.push(Turn { parent, after: parent_slot.max(counted), slot });
			let Some(before) = before else { break };
			(parent, slot) = (before.parent, parent_slot);
		}
		turns.reverse();
		turns
	}
}

/// Counters of blocks and missed slots, with [`LABELS`].
#[derive(Clone)]
pub struct TurnCounts {
	/// Blocks on the best chain.
	pub authored: CounterVec<U64>,
	/// Slots without a block.
	pub missed: CounterVec<U64>,
}

/// Address and organisation.
type Seat = (String, String);

impl TurnCounts {
	/// Counts for as long as the node runs.
	pub async fn watch(self, client: Arc<Client>) {
		let mut imports = client.import_notification_stream();
		let mut turns = Turns::default();
		let mut known = BTreeSet::new();
		while let Some(block) = imports.next().await {
			if !block.is_new_best {
				continue;
			}
			let link = |hash| {
				let header = client.header(hash).ok()??;
				Some(Link { parent: *header.parent_hash(), slot: slot_of(&header) })
			};
			let new = turns.follow(block.hash, link);
			for turn in new {
				// A state that was pruned, or is not there yet after a warp sync, tells nothing.
				let Some(seats) = seats(&client, turn.parent) else { continue };
				for (validator, missed) in turn.missed(seats.len()).into_iter().enumerate() {
					if let Some(seat) = seats.get(validator) {
						self.missed.with_label_values(&labels(seat)).inc_by(missed);
						let made = u64::from(turn.author(seats.len()) == Some(validator));
						self.authored.with_label_values(&labels(seat)).inc_by(made);
					}
				}
				let seated = seats.into_iter().collect();
				self.forget(known.difference(&seated));
				known = seated;
			}
		}
	}

	/// Removes what counted for validators that are none any more, so that series stay as few as validators.
	fn forget<'a>(&self, gone: impl Iterator<Item = &'a Seat>) {
		for seat in gone {
			// There is nothing to remove if it was never counted.
			let _ = self.missed.remove_label_values(&labels(seat));
			let _ = self.authored.remove_label_values(&labels(seat));
		}
	}
}

fn labels((validator, organisation): &Seat) -> [&str; 2] {
	[validator, organisation]
}

/// Whose turns go round after the block `parent`, in Aura's order.
fn seats(client: &Client, parent: Hash) -> Option<Vec<Seat>> {
	let api = client.runtime_api();
	let authorities: Vec<AuthorityId> = AuraApi::<Block, _>::authorities(&*api, parent).ok()?;
	let organisations: BTreeMap<AccountId, OrganisationId> = SalusApi::validators(&*api, parent)
		.ok()?
		.into_iter()
		.map(|ValidatorSeat { account, organisation }| (account, organisation))
		.collect();
	// Session hands its validators to Aura in the same order. `KeyOwner` would forget a key that was replaced, two sessions
	// before the key is out of use.
	let stored = client.storage(parent, &session_validators()).ok()??;
	let accounts = Vec::<AccountId>::decode(&mut stored.0.as_slice()).ok()?;
	(accounts.len() == authorities.len()).then(|| {
		let seat = |account: AccountId| {
			let organisation = organisations.get(&account).map_or("none".into(), ToString::to_string);
			(account.to_ss58check(), organisation)
		};
		accounts.into_iter().map(seat).collect()
	})
}

/// Where Session keeps the accounts of the validators in office.
fn session_validators() -> StorageKey {
	let hash = sp_io::hashing::twox_128;
	StorageKey([hash(b"Session"), hash(b"Validators")].concat())
}
