//! The committed metadata is the runtime's.

use codec::Encode;
use subxt::Metadata;

const COMMITTED: &[u8] = include_bytes!("../metadata/salus.scale");

#[test]
fn committed_metadata_should_be_that_of_the_runtime() {
	let current = salus_runtime::Runtime::metadata().encode();
	assert!(
		current == COMMITTED,
		"metadata/salus.scale is not the runtime's; run `cargo run --release -p salus-sdk --example write_metadata`"
	);
}

#[test]
fn committed_metadata_should_have_what_the_library_reads() {
	let metadata = Metadata::decode_from(COMMITTED).unwrap();
	let field = |pallet: &str, event: &str, field: &str| {
		let pallet = metadata.pallet_by_name(pallet).unwrap();
		let variant = pallet.event_variants().unwrap().iter().find(|variant| variant.name == event).unwrap();
		variant.fields.iter().any(|known| known.name.as_deref() == Some(field))
	};
	assert!(field("Consent", "ConsentGranted", "consent"));
	assert!(field("Consent", "RequestMade", "request"));
	assert!(field("Records", "BatchRegistered", "results"));
	assert!(field("Records", "RecordRegistered", "index"));
	assert!(field("Records", "RecordAmended", "index"));
	assert!(field("Records", "RecordDisputed", "due_at"));
	for (pallet, map) in [("Identity", "Lineages"), ("Consent", "ConsentCount")] {
		let pallet = metadata.pallet_by_name(pallet).unwrap();
		assert!(pallet.storage().unwrap().entry_by_name(map).is_some(), "{map}");
	}
}

#[test]
fn errors_that_the_library_tells_apart_should_exist_in_the_runtime() {
	let metadata = Metadata::decode_from(COMMITTED).unwrap();
	for (pallet, error) in [
		("Consent", "ScopeRotationDue"),
		("Consent", "VaultSignatureMissing"),
		("Consent", "InvalidVaultSignature"),
		("Consent", "VaultWasReset"),
		("Consent", "NotRequester"),
		("Consent", "RequestNotFound"),
		("Consent", "RequestClosed"),
		("Consent", "RequestExpired"),
		("Consent", "BeyondRequest"),
		("Consent", "InvalidRequestLife"),
		("Consent", "TooManyRequests"),
		("Consent", "NotDelegable"),
		("Consent", "NotDelegator"),
		("Consent", "DelegatorExcluded"),
		("Consent", "DelegatorNotInStanding"),
		("Consent", "BeyondParent"),
		("Consent", "DelegationTooDeep"),
		("Consent", "DelegationCircular"),
		("Consortium", "TextExpired"),
		("Consortium", "TextTooLong"),
		("Consortium", "BadWalletSignature"),
		("Identity", "BadVaultSignature"),
		("Identity", "BadPreviousSignature"),
		("Identity", "AttemptNotFound"),
		("Identity", "TooEarly"),
		("Records", "StaleEpoch"),
		("Records", "RotationDue"),
		("Records", "Denied"),
		("Records", "ScopeNotFound"),
		("Records", "InvalidSize"),
		("Records", "TooManyRecords"),
		("Records", "NotAuthor"),
		("Records", "NotInStanding"),
		("Records", "RecordErased"),
		("Records", "NotProposed"),
		("Records", "NotDisputed"),
		("Records", "OwnRecord"),
		("Records", "NotSealedToAuthor"),
		("Consortium", "NotController"),
		("Consortium", "NotRegistrar"),
		("Consortium", "OrganisationNotActive"),
		("Identity", "NotController"),
		("Identity", "NotThisActor"),
		("Identity", "NotVaultOwner"),
		("Consent", "NotGrantee"),
		("Consent", "AccessDenied"),
	] {
		let pallet = metadata.pallet_by_name(pallet).unwrap();
		assert!(pallet.error_variants().unwrap().iter().any(|known| known.name == error), "{error}");
	}
}

#[test]
fn grantee_should_be_told_to_turn_to_the_patient_when_its_vault_was_reset() {
	let metadata = Metadata::decode_from(COMMITTED).unwrap();
	let consent = metadata.pallet_by_name("Consent").unwrap();
	let error = consent.error_variants().unwrap().iter().find(|known| known.name == "VaultWasReset").unwrap();
	// A refusal shows people what the metadata says of its error.
	let docs = error.docs.join(" ");
	assert!(docs.contains("reset") && docs.contains("the patient has to seal"), "{docs}");
}
