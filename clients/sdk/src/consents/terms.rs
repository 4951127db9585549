//! The terms of a consent, as they go on chain and as a person reads them.

use super::Terms;
use crate::{words, Error, Result};
use salus_primitives::{
	consent::{Grant, GrantedItem, Item, Permissions, Reach},
	ids::{ConsentIndex, Digest, GenesisHash, PatientId, RepresentativeId},
	limits::MaxConsentItems,
	people::Party,
	time::Moment,
	BoundedVec,
};

impl Terms {
	/// The consent of these terms, as it goes on chain.
	pub(crate) fn grant(
		&self,
		items: Vec<GrantedItem>,
		from: Moment,
		sealed_to: Option<Digest>,
		text: &str,
	) -> Result<Grant> {
		Ok(Grant {
			grantee: self.grantee,
			items: BoundedVec::<_, MaxConsentItems>::try_from(items).map_err(|_| too_many_items())?,
			permissions: self.permissions,
			purposes: self.purposes,
			from,
			until: self.until,
			reach: self.reach,
			sealed_to,
			text: Digest::of(text.as_bytes()),
			policy_version: self.policy_version,
		})
	}
}

/// Who gives a consent.
pub(crate) enum Giver {
	/// The patient.
	Patient,
	/// A grantee, of what it was given.
	Delegator {
		/// Who.
		by: Party,
		/// The consent that it passes on.
		parent: ConsentIndex,
	},
	/// A representative, in the patient's name.
	Representative(RepresentativeId),
}

pub(crate) fn too_many_items() -> Error {
	Error::usage("a consent names at most 16 scopes or records")
}

/// The text of a consent, whose digest goes on chain. It says no more than the chain does, so it needs no salt.
pub(crate) fn consent_text(
	genesis: &GenesisHash,
	patient: &PatientId,
	giver: &Giver,
	terms: &Terms,
	items: &[GrantedItem],
	from: Moment,
) -> String {
	let mut actions = Vec::new();
	for (permission, word) in
		[(Permissions::READ, "read"), (Permissions::WRITE, "write"), (Permissions::DELEGATE, "pass on")]
	{
		if terms.permissions.contains(permission) {
			actions.push(word);
		}
	}
	let named: Vec<String> = items.iter().map(|granted| words::item(&granted.item)).collect();
	let purposes: Vec<&str> = terms.purposes.iter().map(|purpose| purpose.code()).collect();
	let scopes = items.iter().any(|granted| matches!(granted.item, Item::Scope(_)));
	let reach = match terms.reach {
		_ if !scopes || !terms.permissions.contains(Permissions::READ) => "",
		Reach::AllHistory => " (all that is there and what is added)",
		Reach::Ahead => " (all that is there and what is added, with the keys of the next 64 versions)",
		Reach::FromNow => match giver {
			Giver::Patient => " (only what is added from now on)",
			// Only the patient's rotation makes a beginning of just now.
			Giver::Delegator { .. } | Giver::Representative(_) => {
				" (only what is sealed from some version of its key on)"
			}
		},
	};
	let until = terms.until.map_or("I revoke this".to_owned(), words::moment);
	let chain = hex::encode(genesis);
	let giver = match giver {
		Giver::Patient => format!("I, patient {patient} on chain 0x{chain}, consent"),
		Giver::Representative(id) => {
			format!("I, representative {id}, consent for patient {patient} on chain 0x{chain}")
		}
		Giver::Delegator { by, parent } => {
			let by = words::party(by);
			format!("I, {by}, pass on consent {parent} of patient {patient} on chain 0x{chain}, so")
		}
	};
	format!(
		"Salus: {giver} that {} may {} {}{reach} for {}, from {} until {until}. Policy version {}.",
		words::party(&terms.grantee),
		actions.join(" and "),
		named.join(", "),
		purposes.join(", "),
		words::moment(from),
		terms.policy_version,
	)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::consents::Granted;
	use salus_primitives::{limits::EPOCHS_AHEAD, purpose::Purpose};

	#[test]
	fn text_should_say_who_may_do_what_for_what_and_how_long() {
		let terms = Terms {
			grantee: Party::Practitioner(7),
			items: Granted::Scopes(Vec::new()),
			permissions: Permissions::READ.union(Permissions::WRITE),
			purposes: [Purpose::Treatment, Purpose::Research].into_iter().collect(),
			from: None,
			until: Some(2_000),
			reach: Reach::FromNow,
			policy_version: 3,
		};
		let items = [GrantedItem { item: Item::Scope(4), envelope: None }];
		let patient = PatientId([1; 32]);
		let text = consent_text(&[0xab; 32], &patient, &Giver::Patient, &terms, &items, 1_000);
		for part in [
			"practitioner 7",
			"read and write",
			"scope 4",
			"TREAT, HRESCH",
			"from 1970-01-01 00:00:01 UTC",
			"until 1970-01-01 00:00:02 UTC",
			"from now on",
			"version 3",
		] {
			assert!(text.contains(part), "{part} is missing in {text}");
		}
		let open_ended = Terms { until: None, reach: Reach::AllHistory, ..terms.clone() };
		let all = consent_text(&[0; 32], &patient, &Giver::Patient, &open_ended, &items, 1);
		assert!(all.contains("until I revoke this") && all.contains("all that is there"), "{all}");
		let ahead = Terms { reach: Reach::Ahead, ..open_ended.clone() };
		let ahead = consent_text(&[0; 32], &patient, &Giver::Patient, &ahead, &items, 1);
		let versions = format!("the keys of the next {EPOCHS_AHEAD} versions");
		assert!(ahead.contains(&versions), "{ahead}");
		// Who passes on "from now on" does not make a new key.
		let giver = Giver::Delegator { by: Party::Organisation(2), parent: 6 };
		let passed_on = consent_text(&[0; 32], &patient, &giver, &terms, &items, 1);
		for part in ["I, organisation 2, pass on consent 6 of patient 0x01", "some version of its key on"] {
			assert!(passed_on.contains(part), "{part} is missing in {passed_on}");
		}
		assert!(!passed_on.contains("from now on"), "{passed_on}");
	}
}
