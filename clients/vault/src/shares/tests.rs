use super::*;
use crate::envelope::OVERHEAD;
use proptest::prelude::*;

const GENESIS: GenesisHash = [1; 32];
const PATIENT: PatientId = PatientId([2; 32]);

fn key(byte: u8) -> SecretKey {
	SecretKey::from_seed(Secret::new([byte; 32]))
}

fn root() -> Root {
	Root::from_bytes([7; 32])
}

/// Every choice of shares, as positions.
fn choices(count: usize) -> Vec<Vec<usize>> {
	(0..1u32 << count).map(|bits| (0..count).filter(|position| bits >> position & 1 == 1).collect()).collect()
}

fn chosen(shares: &[Share], positions: &[usize]) -> Vec<Share> {
	positions.iter().map(|position| shares[*position].clone()).collect()
}

#[test]
fn every_choice_of_enough_shares_should_give_the_root_back_and_no_smaller_one() {
	for (threshold, count) in [(2, 2), (2, 3), (3, 5), (5, 5)] {
		let shares = split(&root(), threshold, count, None).unwrap();
		assert_eq!(shares.len(), usize::from(count));
		for positions in choices(count.into()) {
			let combined = combine(&chosen(&shares, &positions), None);
			match positions.len() {
				0 => assert!(matches!(combined, Err(Error::InvalidShares(_)))),
				few if few < threshold.into() => assert!(matches!(
					combined,
					Err(Error::TooFewShares { found, needed }) if found == few && needed == usize::from(threshold)
				)),
				_ => assert_eq!(combined.unwrap(), root()),
			}
		}
	}
}

#[test]
fn too_few_shares_should_be_found_out_when_they_claim_to_suffice() {
	let mut shares = split(&root(), 3, 5, None).unwrap();
	shares.iter_mut().for_each(|share| share.threshold = 2);
	assert!(matches!(combine(&shares[..2], None), Err(Error::NotCombined)));
}

#[test]
fn shares_should_be_refused_when_of_several_sets_or_there_twice() {
	let (one, other) = (split(&root(), 2, 3, None).unwrap(), split(&root(), 2, 3, None).unwrap());
	let mixed = [one[0].clone(), other[1].clone()];
	assert!(matches!(combine(&mixed, None), Err(Error::InvalidShares(_))));
	let twice = [one[0].clone(), one[0].clone()];
	assert!(matches!(combine(&twice, None), Err(Error::InvalidShares(_))));
	// The same split relabelled as another's share.
	let mut relabelled = other[1].clone();
	(relabelled.set, relabelled.check) = (one[0].set, one[0].check);
	assert!(matches!(combine(&[one[0].clone(), relabelled], None), Err(Error::NotCombined)));
}

#[test]
fn numbers_of_shares_should_be_refused_when_out_of_bounds() {
	for (threshold, count) in [(0, 0), (1, 1), (1, 3), (4, 3), (2, 10), (255, 255)] {
		assert!(matches!(split(&root(), threshold, count, None), Err(Error::InvalidShares(_))));
	}
	assert_eq!(split(&root(), 9, 9, None).unwrap().len(), 9);
}

#[test]
fn root_should_come_back_with_its_passphrase_alone() {
	let shares = split(&root(), 2, 3, Some("correct horse")).unwrap();
	assert!(shares.iter().all(Share::needs_passphrase));
	assert_eq!(combine(&shares[1..], Some("correct horse")).unwrap(), root());
	assert!(matches!(combine(&shares, None), Err(Error::PassphraseMissing)));
	assert!(matches!(combine(&shares, Some("correct house")), Err(Error::NotCombined)));
	for bad in [String::new(), "x".repeat(MAX_PASSPHRASE + 1)] {
		assert!(matches!(split(&root(), 2, 3, Some(&bad)), Err(Error::InvalidField { .. })));
	}
}

#[test]
fn splits_should_differ_each_time_and_print_nothing_secret() {
	let (one, other) = (split(&root(), 2, 3, None).unwrap(), split(&root(), 2, 3, None).unwrap());
	assert_ne!(one[0].set(), other[0].set());
	assert_ne!(one[0].value, other[0].value);
	assert_eq!(format!("{:?}", one[0]), "Share { index: 1, of: 3, .. }");
}

#[test]
fn share_should_open_for_its_recipient_in_its_place_alone() {
	let share = split(&root(), 2, 3, None).unwrap().remove(1);
	let envelope = share.seal(GENESIS, PATIENT, &key(1).public_key()).unwrap();
	assert_eq!(envelope.len(), PLAINTEXT_LEN + OVERHEAD);
	let (set, index) = (share.set(), share.index());
	let open = |genesis, patient, set: &Digest, index, key: &SecretKey| {
		Share::open(genesis, patient, set, index, key, &envelope)
	};
	assert_eq!(open(GENESIS, PATIENT, &set, index, &key(1)).unwrap(), share);
	for refused in [
		open([9; 32], PATIENT, &set, index, &key(1)),
		open(GENESIS, PatientId([9; 32]), &set, index, &key(1)),
		open(GENESIS, PATIENT, &Digest([9; 32]), index, &key(1)),
		open(GENESIS, PATIENT, &set, index + 1, &key(1)),
		open(GENESIS, PATIENT, &set, index, &key(2)),
	] {
		assert!(matches!(refused, Err(Error::NotOpened)));
	}
	// Resealed to the new vault it is the same share, and the guardian opens that no more.
	let resealed = share.seal(GENESIS, PATIENT, &key(3).public_key()).unwrap();
	assert_eq!(Share::open(GENESIS, PATIENT, &set, index, &key(3), &resealed).unwrap(), share);
	assert!(Share::open(GENESIS, PATIENT, &set, index, &key(1), &resealed).is_err());
}

#[test]
fn share_should_be_refused_when_it_breaks_its_form() {
	let good = split(&root(), 2, 3, None).unwrap().remove(0).encode();
	assert!(Share::decode(&good).is_ok());
	for (at, byte) in
		[(0, 2), (65, 1), (65, 4), (66, 1), (66, 10), (67, 0), (67, 4), (68, 2), (101, 1), (159, 1)]
	{
		let mut bad = good.to_vec();
		bad[at] = byte;
		assert!(Share::decode(&bad).is_err(), "byte {at}");
	}
	assert!(Share::decode(&good[..PLAINTEXT_LEN - 1]).is_err());
	assert!(Share::decode(&[&good[..], &[0]].concat()).is_err());
}

#[test]
fn shares_made_elsewhere_should_give_their_root_back() {
	let vectors: serde_json::Value =
		serde_json::from_str(include_str!("../../tests/vectors/shares.json")).unwrap();
	let bytes = |value: &serde_json::Value| hex::decode(value.as_str().unwrap()).unwrap();
	let root = Root::from_bytes(bytes(&vectors["root"]).try_into().unwrap());
	for set in vectors["sets"].as_array().unwrap() {
		let shares: Vec<Share> = set["plaintexts"]
			.as_array()
			.unwrap()
			.iter()
			.map(|plaintext| Share::decode(&bytes(plaintext)).unwrap())
			.collect();
		for (share, plaintext) in shares.iter().zip(set["plaintexts"].as_array().unwrap()) {
			assert_eq!(*share.encode(), bytes(plaintext));
			assert_eq!(share.set().0.as_slice(), bytes(&set["set"]));
		}
		let threshold = set["threshold"].as_u64().unwrap() as usize;
		let passphrase = set["passphrase"].as_str();
		assert_eq!(combine(&shares[..threshold], passphrase).unwrap(), root);
		assert_eq!(combine(&shares[shares.len() - threshold..], passphrase).unwrap(), root);
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn any_root_should_come_back_from_any_order_of_enough_shares(
		bytes: [u8; 32], threshold in 2u8..=9, spare in 0u8..=7, seed: u64,
	) {
		let count = (threshold + spare).min(MAX_SHARES);
		let root = Root::from_bytes(bytes);
		let mut shares = split(&root, threshold, count, None).unwrap();
		let turn = seed as usize % shares.len();
		shares.rotate_left(turn);
		shares.reverse();
		shares.truncate(threshold.into());
		prop_assert_eq!(combine(&shares, None).unwrap(), root);
	}

	#[test]
	fn root_should_not_come_back_when_any_bit_of_a_share_is_flipped(at in 1usize..PLAINTEXT_LEN, bit in 0u8..8) {
		let shares = split(&root(), 2, 2, None).unwrap();
		let mut bytes = shares[0].encode().to_vec();
		bytes[at] ^= 1 << bit;
		let combined = Share::decode(&bytes).and_then(|bad| combine(&[bad, shares[1].clone()], None));
		prop_assert!(combined.is_err());
	}
}
