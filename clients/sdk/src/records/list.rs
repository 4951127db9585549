//! Listing: a list needs no files, only envelopes.

use super::{Authorship, Description, RecordEntry};
use crate::{blinding::OpeningFile, openers::Opener, As, Client, Error, Keyring, Kind, Result};
use salus_primitives::{
	ids::{PatientId, RecordIndex},
	view::DisputeView,
};
use std::collections::BTreeMap;

impl Client {
	/// All records of a patient. What they are is said of those whose envelope the keyring's keys open; of
	/// the others what the chain says, which anybody can read.
	///
	/// # Errors
	/// Of kind not found if there is no such patient, of kind network.
	pub async fn list_records(
		&self,
		keyring: Option<&Keyring>,
		patient: &PatientId,
		as_whom: Option<As>,
	) -> Result<Vec<RecordEntry>> {
		self.list_records_showing(keyring, patient, as_whom, None).await
	}

	/// As [`Self::list_records`], for a blinded reader who shows its opening.
	///
	/// # Errors
	/// As [`Self::list_records`]; those of [`Self::show`], also of kind denied for an opening without keys.
	pub async fn list_records_showing(
		&self,
		keyring: Option<&Keyring>,
		patient: &PatientId,
		as_whom: Option<As>,
		opening: Option<&OpeningFile>,
	) -> Result<Vec<RecordEntry>> {
		let shown = match (opening, keyring) {
			(None, _) => None,
			(Some(_), None) => return Err(Error::NoKey("an opening opens with the reader's vault".into())),
			(Some(file), Some(keyring)) => {
				let actor = self.actor(&keyring.account(), patient, as_whom).await?;
				Some(self.show(keyring, patient, &actor, file).await?)
			}
		};
		let at = self.chain().pin(self.at()).await?;
		let records = self.chain().all_records(patient, at).await?;
		let mut proposals: BTreeMap<_, _> =
			self.chain().erasure_proposals(patient, at).await?.into_iter().collect();
		let disputes: BTreeMap<_, _> = self.chain().all_disputes(patient, at).await?.into_iter().collect();
		let older: BTreeMap<_, _> =
			records.iter().filter_map(|(index, record)| Some((*index, record.supersedes?))).collect();
		let mut opener = match keyring {
			None => Err("no keys were given".to_owned()),
			Some(keyring) => match self.actor(&keyring.account(), patient, as_whom).await {
				Ok(actor) => match Opener::new(self, keyring, *patient, &actor, shown, at).await {
					Ok(opener) => Ok(opener),
					Err(error) if error.kind() == Kind::Network => return Err(error),
					Err(error) => Err(error.to_string()),
				},
				Err(error) if error.kind() != Kind::Denied => return Err(error),
				Err(error) => Err(error.to_string()),
			},
		};
		let mut names = match keyring {
			None => Default::default(),
			Some(keyring) => self.scope_names(keyring, patient).await?,
		};
		if let (Some(keyring), Some(shown)) = (keyring, &shown) {
			names.extend(self.labels_shown(keyring, patient, shown).await?);
		}
		let mut entries = Vec::with_capacity(records.len());
		for (index, record) in records {
			let (described, scope_name, closed) = match &mut opener {
				_ if record.status.is_erased() => (None, None, Some("it was erased".to_owned())),
				Err(why) => (None, None, Some(why.clone())),
				Ok(opener) => {
					let scope = opener.scopes().get(&record.pointer.scope).map(|view| view.scope.id);
					let name = scope.and_then(|id| names.get(&id).cloned());
					match self.describe(opener, index, &record, patient, at).await {
						Ok(described) => (Some(described), name, None),
						Err(error @ Error::Network(_)) => return Err(error),
						Err(error) => (None, name, Some(error.to_string())),
					}
				}
			};
			let (description, authorship) = described.unzip();
			let erasure_proposed = proposals.remove(&index);
			entries.push(RecordEntry {
				index,
				record,
				scope_name,
				description,
				authorship,
				closed,
				erasure_proposed,
				dispute: disputes.get(&index).copied(),
				disputed_before: disputed_before(index, &older, &disputes),
			});
		}
		Ok(entries)
	}

	async fn describe(
		&self,
		opener: &mut Opener<'_>,
		index: u32,
		record: &salus_primitives::records::Record,
		patient: &PatientId,
		at: crate::At,
	) -> Result<(Description, Authorship)> {
		let sheet = opener.sheet(index, record).await?;
		let authorship = self.authorship(&sheet, record, patient, at).await?;
		Ok((Description::from(sheet.facts()), authorship))
	}
}

/// Versions before `index` whose disputes still stand, newest first. `older` has what each version supersedes.
fn disputed_before(
	index: RecordIndex,
	older: &BTreeMap<RecordIndex, RecordIndex>,
	disputes: &BTreeMap<RecordIndex, DisputeView>,
) -> Vec<RecordIndex> {
	// Versions strictly descend, so this ends whatever a node says.
	let step = |newer: &RecordIndex| older.get(newer).copied().filter(|version| version < newer);
	std::iter::successors(step(&index), step)
		.filter(|version| disputes.get(version).is_some_and(|view| view.dispute.stands()))
		.collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::{
		dispute::{Dispute, DisputeState, SealedText},
		people::{Actor, Party},
	};

	#[test]
	fn newest_version_should_tell_which_before_it_are_disputed_still() {
		let view = |state| {
			let (author, party) = (Actor::Organisation(2), Party::Organisation(2));
			let dispute = Dispute::open(author, SealedText::default(), party, 5, 1);
			DisputeView { dispute: Dispute { state, ..dispute }, overdue: false }
		};
		let refused =
			DisputeState::Refused { actor: Actor::Organisation(2), reason: SealedText::default(), at: 6 };
		let older = [(3, 1), (5, 3), (8, 5), (4, 2)].into();
		let disputes = [
			(1, view(refused)),
			(2, view(refused)),
			(3, view(DisputeState::Amended { by: 5 })),
			(5, view(refused)),
			(8, view(DisputeState::Open)),
		]
		.into();
		assert_eq!(disputed_before(8, &older, &disputes), [5, 1]);
		assert_eq!(disputed_before(3, &older, &disputes), [1]);
		assert_eq!(disputed_before(1, &older, &disputes), Vec::<RecordIndex>::new());
		// A circle that a node makes up ends.
		let circle = [(8, 5), (5, 8)].into();
		assert_eq!(disputed_before(8, &circle, &disputes), [5]);
	}
}
