//! Reading.

use super::{ensure_not_erased, Description, GetOrder, Got, Progress};
use crate::{
	access::Question, blinding::asker, keyring::vault_owner, openers::Opener, Client, Error, Keyring, Result,
};
use salus_primitives::{access::Action, consent::Item};
use salus_vault::file::decrypt_to_path;

impl Client {
	/// Fetches a record into a file: asks the chain first, opens the envelope, and writes the content only
	/// once digest, header, every chunk, length, padding, author and signature have verified.
	///
	/// # Errors
	/// Of kind denied with the reasons if the access decision denies reading or no key at hand opens it; of
	/// kind not found if there is no such record, it was erased, or the stores do not have it; of kind integrity if anything
	/// is not as the chain says.
	pub async fn get_record(
		&self,
		keyring: &Keyring,
		order: &GetOrder,
		progress: &dyn Progress,
	) -> Result<Got> {
		let GetOrder { patient, index, as_whom, purpose, out, opening } = order;
		let at = self.chain().pin(self.at()).await?;
		let actor = self.actor(&keyring.account(), patient, *as_whom).await?;
		let shown = match opening {
			Some(file) => Some(self.show(keyring, patient, &actor, file).await?),
			None => None,
		};
		let record = self.chain().record(patient, *index, at).await?;
		ensure_not_erased(*index, &record)?;
		let question = Question {
			patient: *patient,
			asker: asker(&actor, shown.as_ref()),
			action: Action::Read,
			item: Item::Record(*index),
			purpose: *purpose,
			at: None,
		};
		let by = Error::unless_allowed(self.check_access(&question).await?)?;

		let (dispute, disputed_before) = self.disputed(patient, *index, &record, at).await?;
		let mut opener = Opener::new(self, keyring, *patient, &actor, shown, at).await?;
		let sheet = opener.sheet(*index, &record).await?;
		let authorship = self.authorship(&sheet, &record, patient, at).await?;
		let vault = self.chain().vault(&vault_owner(&record.author, patient), at).await?;
		let current = vault.is_some_and(|vault| sheet.is_by(&record.author, &vault.keys.signing));
		let opening = sheet.opening(&opener.place(record.pointer.ciphertext));
		let target = out.clone();
		progress.start("fetching", record.pointer.size.padded_len().unwrap_or_default());
		let fetched = self
			.stores()
			.blobs()
			.read_with(&record.pointer.ciphertext, progress, move |reader| {
				decrypt_to_path(reader, &opening, &target).map_err(Error::from)
			})
			.await;
		progress.finish();
		fetched?;
		Ok(Got {
			index: *index,
			record,
			description: Description::from(sheet.facts()),
			by,
			authorship,
			author_signed_with_current_key: current,
			dispute,
			disputed_before,
			path: out.clone(),
		})
	}
}
