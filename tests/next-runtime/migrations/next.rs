pub type SingleBlock = ();
pub type MultiBlock = (names::DigestNames,);

/// A digest of each organisation's name, one a block, so that the chain migrates for several.
pub mod names {
	use crate::{configs::MigrationServiceWeight, Runtime};
	use frame_support::{
		migrations::{MigrationId, SteppedMigration, SteppedMigrationError},
		storage_alias,
		traits::Get,
		weights::WeightMeter,
		Twox64Concat,
	};
	use salus_pallet_consortium::Organisations;
	use salus_primitives::{
		ids::{sha256, OrganisationId},
		limits::MaxNameLen,
	};

	#[storage_alias]
	pub type NameDigests = StorageMap<NextRuntime, Twox64Concat, OrganisationId, [u8; 32]>;

	pub struct DigestNames;

	impl SteppedMigration for DigestNames {
		type Cursor = OrganisationId;
		type Identifier = MigrationId<17>;

		fn id() -> Self::Identifier {
			MigrationId { pallet_id: *b"salus-test-digest", version_from: 0, version_to: 1 }
		}

		fn max_steps() -> Option<u32> {
			Some(129)
		}

		fn step(
			cursor: Option<Self::Cursor>,
			meter: &mut WeightMeter,
		) -> Result<Option<Self::Cursor>, SteppedMigrationError> {
			// No two fit into a block.
			let required = MigrationServiceWeight::get() / 5 * 3;
			meter.try_consume(required).map_err(|()| SteppedMigrationError::InsufficientWeight { required })?;
			let next = cursor.unwrap_or(1);
			let Some(organisation) = Organisations::<Runtime>::get(next) else { return Ok(None) };
			// What this migration cannot do, so that a test can have it fail.
			if organisation.name.len() == <MaxNameLen as Get<u32>>::get() as usize {
				return Err(SteppedMigrationError::Failed);
			}
			NameDigests::insert(next, sha256(&[&organisation.name]));
			Ok(Some(next.saturating_add(1)))
		}
	}
}
