//! Values that tests of several modules start from.

use salus_primitives::{
	consent::{Consent, ConsentItem, Item, Permissions, Reach, Seal},
	ids::{Digest, KeyEpoch},
	people::Party,
	purpose::Purpose,
	view::ConsentView,
	BoundedVec,
};

/// A patient's consent in force to read these items, with their envelopes.
pub(crate) fn consent_to_read(grantee: Party, reach: Reach, seals: Vec<(Item, Seal)>) -> ConsentView {
	let item = |(item, _): &(Item, Seal)| ConsentItem { item: *item, from_epoch: KeyEpoch::default() };
	let consent = Consent {
		grantee,
		items: BoundedVec::truncate_from(seals.iter().map(item).collect()),
		permissions: Permissions::READ,
		purposes: Purpose::Treatment.into(),
		from: 0,
		until: None,
		reach,
		parent: None,
		organisation: 1,
		text: Digest::default(),
		policy_version: 1,
		granted_at: 0,
		revoked_at: None,
	};
	ConsentView { consent, seals, live: true, excluded: false, given_by: None }
}
