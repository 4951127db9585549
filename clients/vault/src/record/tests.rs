use super::*;
use crate::secret::Secret;
use proptest::prelude::*;

const EPOCH: KeyEpoch = KeyEpoch { generation: 0, index: 3 };
const SCOPE: ScopeId = ScopeId([3; 16]);

fn key(byte: u8) -> SecretKey {
	SecretKey::from_seed(Secret::new([byte; 32]))
}

fn place() -> RecordPlace {
	RecordPlace { genesis: [1; 32], patient: PatientId([2; 32]), ciphertext: Digest([4; 32]) }
}

fn facts() -> RecordFacts {
	RecordFacts {
		plaintext: Digest([5; 32]),
		length: 1_234,
		media_type: "application/fhir+json".into(),
		resource_type: "Observation".into(),
		code: "http://loinc.org|718-7".into(),
		clinical_time: Some(-1),
		author: Actor::Practitioner { practitioner: 7, organisation: 1 },
	}
}

fn sheet() -> RecordSheet {
	let signer = VaultSigner::from_seed(&[9; 32]);
	RecordSheet::sign(&place(), FileKey::new([8; 16]), facts(), &signer).unwrap()
}

#[test]
fn sheet_should_have_the_documented_bytes() {
	let bytes = sheet().encode().unwrap();
	let mut expected = vec![1];
	expected.extend([8; 16]);
	expected.extend([5; 32]);
	expected.extend(1_234u64.to_be_bytes());
	expected.extend(sheet().signing_key.0);
	expected.extend(sheet().signature.0);
	expected.extend([9, 1, 7, 0, 0, 0, 1, 0, 0, 0]);
	for text in ["application/fhir+json", "Observation", "http://loinc.org|718-7"] {
		expected.push(text.len() as u8);
		expected.extend(text.bytes());
	}
	expected.extend([8, 255, 255, 255, 255, 255, 255, 255, 255]);
	expected.resize(SHEET_LEN, 0);
	assert_eq!(bytes.as_slice(), expected);
}

#[test]
fn sheet_should_fit_with_every_field_at_its_longest() {
	let longest = RecordFacts {
		media_type: "m".repeat(MAX_MEDIA_TYPE),
		resource_type: "R".repeat(MAX_RESOURCE_TYPE),
		code: "c".repeat(MAX_CODE),
		..facts()
	};
	let signer = VaultSigner::from_seed(&[9; 32]);
	let sheet = RecordSheet::sign(&place(), FileKey::new([8; 16]), longest, &signer).unwrap();
	assert_eq!(RecordSheet::decode(sheet.encode().unwrap().as_slice()).unwrap(), sheet);
}

#[test]
fn sheet_should_be_refused_when_a_field_is_too_long_or_not_of_its_form() {
	let refused = [
		RecordFacts { media_type: String::new(), ..facts() },
		RecordFacts { media_type: "m".repeat(MAX_MEDIA_TYPE + 1), ..facts() },
		RecordFacts { media_type: "text/plain\n".into(), ..facts() },
		RecordFacts { media_type: "téxt/plain".into(), ..facts() },
		RecordFacts { resource_type: "R".repeat(MAX_RESOURCE_TYPE + 1), ..facts() },
		RecordFacts { resource_type: "Obser vation".into(), ..facts() },
		RecordFacts { code: "c".repeat(MAX_CODE + 1), ..facts() },
		RecordFacts { code: "a\u{1b}[2J".into(), ..facts() },
	];
	for facts in refused {
		let signer = VaultSigner::from_seed(&[9; 32]);
		let result = RecordSheet::sign(&place(), FileKey::new([8; 16]), facts, &signer);
		assert!(matches!(result, Err(Error::InvalidField { .. })), "{result:?}");
	}
}

#[test]
fn sheet_should_be_refused_when_its_length_version_or_padding_is_wrong() {
	let good = sheet().encode().unwrap();
	assert!(RecordSheet::decode(&good[..SHEET_LEN - 1]).is_err());
	assert!(RecordSheet::decode(&[good.as_slice(), &[0]].concat()).is_err());
	let mut version = good.clone();
	version[0] = 2;
	assert!(matches!(RecordSheet::decode(version.as_slice()), Err(Error::UnknownVersion { found: 2, .. })));
	let mut padding = good.clone();
	padding[SHEET_LEN - 1] = 1;
	assert!(matches!(RecordSheet::decode(padding.as_slice()), Err(Error::Malformed { .. })));
	let mut author = good.clone();
	author[154] = 200;
	assert!(matches!(RecordSheet::decode(author.as_slice()), Err(Error::Malformed { .. })));
}

#[test]
fn signature_should_stay_valid_when_the_record_is_refiled() {
	let inbox = sheet().seal(&place(), SCOPE, EPOCH, &key(1).public_key()).unwrap();
	let opened = RecordSheet::open(&place(), SCOPE, EPOCH, &key(1), &inbox).unwrap();
	let other = ScopeId([7; 16]);
	let epoch = KeyEpoch { generation: 2, index: 0 };
	let refiled = opened.seal(&place(), other, epoch, &key(2).public_key()).unwrap();
	let again = RecordSheet::open(&place(), other, epoch, &key(2), &refiled).unwrap();
	assert_eq!(again.signature(), sheet().signature());
	assert_eq!(again, sheet());
	assert!(RecordSheet::open(&place(), SCOPE, EPOCH, &key(1), &refiled).is_err());
}

#[test]
fn signature_should_fail_when_the_sheet_is_moved_to_another_record() {
	for other in [
		RecordPlace { genesis: [0; 32], ..place() },
		RecordPlace { patient: PatientId([0; 32]), ..place() },
		RecordPlace { ciphertext: Digest([0; 32]), ..place() },
	] {
		assert!(matches!(sheet().verify(&other), Err(Error::BadSignature)));
		assert!(sheet().seal(&other, SCOPE, EPOCH, &key(1).public_key()).is_err());
	}
}

#[test]
fn sheet_of_another_patient_should_be_refused_though_sealed_well() {
	// A thief of one patient's sheet knows its bytes and can seal them to anyone's epoch key.
	let elsewhere = RecordPlace { patient: PatientId([0xee; 32]), ..place() };
	let context =
		EnvelopeContext::record(elsewhere.genesis, elsewhere.patient, SCOPE, EPOCH, elsewhere.ciphertext);
	let bytes = sheet().encode().unwrap();
	let forged = envelope::seal(&context, &key(1).public_key(), bytes.as_slice()).unwrap();
	let refused = RecordSheet::open(&elsewhere, SCOPE, EPOCH, &key(1), &forged);
	assert!(matches!(refused, Err(Error::BadSignature)));
}

#[test]
fn changed_facts_should_be_refused_though_sealed_well() {
	let context = EnvelopeContext::record([1; 32], PatientId([2; 32]), SCOPE, EPOCH, Digest([4; 32]));
	for change in [
		RecordFacts { plaintext: Digest([0; 32]), ..facts() },
		RecordFacts { length: 1_235, ..facts() },
		RecordFacts { media_type: "text/plain".into(), ..facts() },
		RecordFacts { resource_type: "Condition".into(), ..facts() },
		RecordFacts { code: String::new(), ..facts() },
		RecordFacts { clinical_time: None, ..facts() },
		RecordFacts { author: Actor::Organisation(1), ..facts() },
	] {
		let changed = RecordSheet { facts: change, ..sheet() };
		let bytes = changed.encode().unwrap();
		let forged = envelope::seal(&context, &key(1).public_key(), bytes.as_slice()).unwrap();
		let refused = RecordSheet::open(&place(), SCOPE, EPOCH, &key(1), &forged);
		assert!(matches!(refused, Err(Error::BadSignature)), "{refused:?}");
	}
}

#[test]
fn record_grant_should_open_only_as_a_grant_of_that_record() {
	let grant = sheet().seal_grant(&place(), &key(5).public_key()).unwrap();
	assert_eq!(RecordSheet::open_grant(&place(), &key(5), &grant).unwrap(), sheet());
	assert!(RecordSheet::open_grant(&place(), &key(6), &grant).is_err());
	assert!(RecordSheet::open(&place(), SCOPE, EPOCH, &key(5), &grant).is_err());
	let other = RecordPlace { ciphertext: Digest([0; 32]), ..place() };
	assert!(RecordSheet::open_grant(&other, &key(5), &grant).is_err());
}

#[test]
fn author_should_be_told_by_actor_and_key_together() {
	let signer = VaultSigner::from_seed(&[9; 32]);
	assert!(sheet().is_by(&facts().author, &signer.public()));
	assert!(!sheet().is_by(&Actor::Patient, &signer.public()));
	assert!(!sheet().is_by(&facts().author, &VaultSigner::from_seed(&[8; 32]).public()));
}

#[test]
fn sheet_should_print_no_byte_of_the_file_key() {
	let signer = VaultSigner::from_seed(&[9; 32]);
	let sheet = RecordSheet::sign(&place(), FileKey::new([0xab; 16]), facts(), &signer).unwrap();
	assert!(format!("{sheet:?}").contains("Secret(16 bytes)"));
}

prop_compose! {
	fn any_facts()(
		plaintext: [u8; 32],
		length: u64,
		media_type in "[ -~]{1,127}",
		resource_type in "[A-Za-z0-9]{0,64}",
		code in "\\PC{0,60}",
		clinical_time: Option<i64>,
		organisation: u32,
	) -> RecordFacts {
		RecordFacts {
			plaintext: Digest(plaintext),
			length,
			media_type,
			resource_type,
			code,
			clinical_time,
			author: Actor::Organisation(organisation),
		}
	}
}

proptest! {
	#[test]
	fn sheet_should_come_back_from_its_bytes(facts in any_facts(), file_key: [u8; 16], seed: [u8; 32]) {
		let signer = VaultSigner::from_seed(&seed);
		let sheet = RecordSheet::sign(&place(), FileKey::new(file_key), facts, &signer).unwrap();
		let again = RecordSheet::decode(sheet.encode().unwrap().as_slice()).unwrap();
		prop_assert!(again.verify(&place()).is_ok());
		prop_assert_eq!(again, sheet);
	}

	#[test]
	fn sheet_with_a_changed_byte_should_be_refused_or_have_another_file_key(at in 0usize..SHEET_LEN, bit in 0u8..8) {
		let mut bytes = sheet().encode().unwrap();
		bytes[at] ^= 1 << bit;
		let read = RecordSheet::decode(bytes.as_slice()).and_then(|read| read.verify(&place()).map(|()| read));
		prop_assert!(read.is_err() || (1..17).contains(&at), "byte {}", at);
	}

	#[test]
	fn sheet_should_be_read_or_refused_whatever_the_bytes(bytes in prop::collection::vec(any::<u8>(), SHEET_LEN)) {
		let mut bytes = bytes;
		bytes[0] = VERSION;
		if let Ok(sheet) = RecordSheet::decode(&bytes) {
			let encoded = sheet.encode().unwrap();
			prop_assert_eq!(encoded.as_slice(), bytes.as_slice());
		}
	}
}
