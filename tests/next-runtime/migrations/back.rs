pub type SingleBlock = names::ForgetNames;
pub type MultiBlock = ();

/// Takes back what the runtime before stored.
pub mod names {
	use frame_support::{storage_alias, traits::OnRuntimeUpgrade, weights::Weight, Twox64Concat};
	use salus_primitives::{ids::OrganisationId, limits::MaxOrganisations};
	use sp_core::Get;

	#[storage_alias]
	pub type NameDigests = StorageMap<NextRuntime, Twox64Concat, OrganisationId, [u8; 32]>;

	pub struct ForgetNames;

	impl OnRuntimeUpgrade for ForgetNames {
		fn on_runtime_upgrade() -> Weight {
			let cleared = NameDigests::clear(MaxOrganisations::get(), None);
			frame_support::weights::constants::ParityDbWeight::get().writes(cleared.unique.into())
		}
	}
}
