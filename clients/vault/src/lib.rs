//! Keys, envelopes and encrypted files of Salus. No network, no chain: bytes in, bytes out.
//!
//! - [`root`]: one random root, written down as 24 words, restores everything.
//! - [`keys`]: what derives from it: a vault (one key that opens envelopes, one that signs) for each person and
//!   organisation, and for each of a patient's scopes a chain of epoch keys.
//! - [`file`]: a record's bytes, padded, encrypted by streaming, named by their digest. The file key is not in the file.
//! - [`record`]: the file key and what describes the record, signed by its author and sealed to the scope's epoch.
//! - [`grant`]: the keys of a scope, sealed to a grantee's vault; [`record::RecordSheet::seal_grant`] for one record.
//! - [`self_envelope`]: the names of the scopes, sealed to the patient's own vault.
//! - [`request`]: what somebody who asks for access says to the patient.
//! - [`dispute`]: what a patient says against a record, and what its author's side answers.
//! - [`shares`]: the root in shares for guardians, any few of which give it back.
//! - [`envelope`], [`hybrid`]: HPKE with X-Wing underneath; [`sign`]: Ed25519; [`secret`]: bytes that are wiped.
//!
//! `docs/formats.md` has the bytes. What the keys promise is *future* secrecy: after a rotation a former reader opens
//! nothing new; what was fetched before can be kept.
//!
//! A laboratory writes what only the patient, and whom the patient grants it, can read:
//! ```
//! use salus_primitives::{ids::{KeyEpoch, PatientId}, people::Actor};
//! use salus_vault::{
//!     file::{decrypt_to_vec, encrypt}, record::{RecordFacts, RecordPlace, RecordSheet}, root::Root,
//! };
//!
//! // The patient's vault derives the scope's key; the laboratory gets its public half.
//! let patient = Root::generate().patient(0);
//! let (scope, epoch) = (patient.scope_id("labs")?, KeyEpoch { generation: 0, index: 0 });
//! let seed = patient.chain_key(scope, epoch)?.epoch_seed();
//! let public_key = seed.public_key();
//!
//! // The laboratory encrypts, signs and seals.
//! let laboratory = Root::generate().holder(0).vault(0);
//! let content = br#"{"resourceType":"Observation"}"#;
//! let mut blob = Vec::new();
//! let file = encrypt(content.as_slice(), &mut blob)?;
//! let place = RecordPlace { genesis: [0; 32], patient: PatientId([1; 32]), ciphertext: file.ciphertext };
//! let facts = RecordFacts {
//!     plaintext: file.plaintext,
//!     length: file.length,
//!     media_type: "application/fhir+json".into(),
//!     resource_type: "Observation".into(),
//!     code: "http://loinc.org|718-7".into(),
//!     clinical_time: Some(1_790_000_000_000),
//!     author: Actor::Practitioner { practitioner: 4, organisation: 1 },
//! };
//! let sheet = RecordSheet::sign(&place, file.file_key.clone(), facts, laboratory.signer())?;
//! let envelope = sheet.seal(&place, scope, epoch, &public_key)?;
//!
//! // The patient opens the envelope, and with the key in it the file.
//! let opened = RecordSheet::open(&place, scope, epoch, &seed.secret_key(), &envelope)?;
//! assert!(opened.is_by(&opened.facts().author, &laboratory.signer().public()));
//! assert_eq!(*decrypt_to_vec(blob.as_slice(), &opened.opening(&place), 1_000)?, content);
//! # Ok::<(), salus_vault::Error>(())
//! ```

#![deny(missing_docs)]

pub mod dispute;
pub mod envelope;
mod error;
pub mod file;
pub mod grant;
pub mod hybrid;
pub mod keys;
pub mod opening;
mod plain;
pub mod record;
pub mod request;
pub mod root;
pub mod secret;
pub mod self_envelope;
pub mod shares;
pub mod sign;
mod wire;

pub use error::Error;
pub use root::Root;
