//! The chain's start, and what holds after every test.

use crate::{
	people::{account, vault},
	runtime::{Runtime, RuntimeGenesisConfig},
	Consent, Consortium, Identity, Quota, Records, System, Timestamp, START,
};
use frame_support::traits::Hooks;
use salus_pallet_consortium::GenesisOrganisation;
use salus_pallet_identity::GenesisPractitioner;
use salus_primitives::{
	ids::{GenesisHash, OrganisationId},
	network::Node,
};
use sp_core::{storage::Storage, H256};
use sp_runtime::{testing::UintAuthorityId, BuildStorage};

/// Hash of the test chain's block 0.
pub const GENESIS: GenesisHash = [0x53; 32];
/// The organisation that alice controls and registers for.
pub const ALICE_ORGANISATION: OrganisationId = 1;
/// The organisation that bob controls and registers for.
pub const BOB_ORGANISATION: OrganisationId = 2;

/// Founds a test chain. The default is the one described at the crate.
pub struct ExtBuilder {
	organisations: Vec<GenesisOrganisation>,
	practitioners: Vec<GenesisPractitioner>,
	nodes: Vec<Node>,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		let organisation = |name: &str, leader| GenesisOrganisation {
			name: name.into(),
			controller: account(leader),
			registrars: vec![account(leader)],
			validators: vec![account(leader)],
		};
		Self {
			organisations: vec![organisation("Northgate", "alice"), organisation("Southgate", "bob")],
			practitioners: Vec::new(),
			nodes: Vec::new(),
		}
	}
}

impl ExtBuilder {
	/// With these organisations instead, numbered from 1.
	pub fn organisations(mut self, organisations: Vec<GenesisOrganisation>) -> Self {
		self.organisations = organisations;
		self
	}

	/// With these practitioners, numbered from 1.
	pub fn practitioners(mut self, practitioners: Vec<GenesisPractitioner>) -> Self {
		self.practitioners = practitioners;
		self
	}

	/// With these nodes, numbered from 1.
	pub fn nodes(mut self, nodes: Vec<Node>) -> Self {
		self.nodes = nodes;
		self
	}

	/// The state of block 0. Each validator's session key is its seat's position.
	pub fn storage(self) -> Storage {
		let validators = self.organisations.iter().flat_map(|organisation| organisation.validators.clone());
		let keys = validators
			.zip(0..)
			.map(|(validator, seat)| (validator.clone(), validator, UintAuthorityId(seat)))
			.collect();
		let organisation_vaults = (1..)
			.zip(&self.organisations)
			.map(|(id, _): (OrganisationId, _)| (id, vault(&format!("organisation {id}")).keys()))
			.collect();
		let genesis = RuntimeGenesisConfig {
			consortium: salus_pallet_consortium::GenesisConfig {
				organisations: self.organisations,
				nodes: self.nodes,
				..Default::default()
			},
			session: pallet_session::GenesisConfig { keys, ..Default::default() },
			identity: salus_pallet_identity::GenesisConfig {
				practitioners: self.practitioners,
				organisation_vaults,
				..Default::default()
			},
			..Default::default()
		};
		genesis.build_storage().expect("genesis is sound")
	}

	/// The chain at block 1 and [`START`].
	pub fn build(self) -> sp_io::TestExternalities {
		let mut ext = sp_io::TestExternalities::new(self.storage());
		ext.execute_with(begin);
		ext
	}

	/// Runs `test` on the chain, and then [`do_try_state`].
	pub fn build_and_execute<R>(self, test: impl FnOnce() -> R) -> R {
		self.build().execute_with(|| {
			let outcome = test();
			do_try_state();
			outcome
		})
	}
}

/// Goes from block 0 to block 1, at [`START`].
pub fn begin() {
	frame_system::BlockHash::<Runtime>::insert(0, H256(GENESIS));
	System::set_parent_hash(H256(GENESIS));
	System::set_block_number(1);
	Timestamp::set_timestamp(START);
	Consortium::on_initialize(1);
	// Two organisations would be too few to suspend one of them.
	salus_pallet_consortium::MinimumOrganisations::<Runtime>::put(1);
}

/// Holds the invariants of every Salus pallet; panics with the one that is broken.
pub fn do_try_state() {
	Consortium::do_try_state().expect("consortium's state is sound");
	Identity::do_try_state().expect("identity's state is sound");
	Consent::do_try_state().expect("consent's state is sound");
	Records::do_try_state().expect("records' state is sound");
	Quota::do_try_state().expect("quota's state is sound");
}
