//! What a node keeps of the headers that it has seen.

use salus_node::equivocations::{
	Evidence, Headers, Pending, KEPT_KEYS, KEPT_SLOTS, MAX_PENDING, MAX_PENDING_OF_KEY,
};
use salus_runtime::{Hash, Header};
use sp_core::sr25519::Public;
use sp_runtime::traits::Header as _;

fn key(number: u8) -> Public {
	Public::from_raw([number; 32])
}

/// A header, sealed in a way that `seal` tells from others.
fn header(state: u8, seal: u8) -> (Header, Hash) {
	let root = Hash::repeat_byte(state);
	let mut header = Header::new(1, root, root, root, Default::default());
	let unsealed = header.hash();
	header.digest_mut().push(sp_runtime::DigestItem::Seal(*b"aura", vec![seal]));
	(header, unsealed)
}

fn note(headers: &mut Headers, slot: u64, key: Public, (header, unsealed): (Header, Hash)) -> bool {
	headers.note(slot, key, header, unsealed).is_some()
}

#[test]
fn second_header_should_prove_it_once() {
	let mut headers = Headers::default();
	assert!(!note(&mut headers, 7, key(1), header(1, 1)));
	let (other, unsealed) = header(2, 1);
	let evidence = headers.note(7, key(1), other.clone(), unsealed).expect("two of one slot");
	assert_eq!((evidence.slot, evidence.key), (7, key(1)));
	assert_eq!(evidence.headers, [header(1, 1).0, other]);
	for state in 1..9 {
		assert!(!note(&mut headers, 7, key(1), header(state, 1)), "it is known");
	}
	assert_eq!(headers.len(), 1);
	// In another slot it is another one.
	assert!(!note(&mut headers, 8, key(1), header(1, 1)));
	assert!(note(&mut headers, 8, key(1), header(2, 1)));
}

#[test]
fn header_should_prove_nothing_when_it_is_the_same_block_or_another_key_s_or_slot_s() {
	let mut headers = Headers::default();
	assert!(!note(&mut headers, 7, key(1), header(1, 1)));
	assert!(!note(&mut headers, 7, key(1), header(1, 1)));
	assert!(!note(&mut headers, 7, key(1), header(1, 2)), "a seal made anew is no second block");
	assert!(!note(&mut headers, 7, key(2), header(2, 1)));
	assert!(!note(&mut headers, 8, key(1), header(2, 1)));
	assert_eq!(headers.len(), 3);
	// Each of them is remembered still.
	assert!(note(&mut headers, 7, key(2), header(3, 1)));
	assert!(note(&mut headers, 7, key(1), header(3, 1)));
}

#[test]
fn headers_should_be_kept_for_so_many_slots_and_keys() {
	let mut headers = Headers::default();
	let most = u8::try_from(KEPT_KEYS).expect("they are few");
	for number in 0..10 + most {
		assert!(!note(&mut headers, 7, key(number), header(number, 1)));
	}
	assert_eq!(headers.len(), KEPT_KEYS);
	// Whoever comes first stays, so that nobody is pushed out by what others made.
	assert!(note(&mut headers, 7, key(0), header(99, 1)));

	for slot in 8..8 + 2 * KEPT_SLOTS {
		note(&mut headers, slot, key(1), header(1, 1));
		assert!(headers.len() <= usize::try_from(KEPT_SLOTS).expect("they fit") - 1 + KEPT_KEYS);
	}
	assert_eq!(headers.len(), usize::try_from(KEPT_SLOTS).expect("they fit"));
	let newest = 7 + 2 * KEPT_SLOTS;
	assert!(!note(&mut headers, newest - KEPT_SLOTS, key(1), header(2, 1)), "it is too old");
	assert_eq!(headers.len(), usize::try_from(KEPT_SLOTS).expect("they fit"));
	assert!(note(&mut headers, newest - KEPT_SLOTS + 1, key(1), header(2, 1)));
	// A slot far ahead takes all before it along; slots that come later of before are too old.
	assert!(!note(&mut headers, u64::MAX, key(1), header(1, 1)));
	assert_eq!(headers.len(), 1);
	assert!(!note(&mut headers, newest, key(1), header(2, 1)));
	assert!(!headers.is_empty());
}

#[test]
fn evidence_against_one_key_should_leave_room_for_that_against_others() {
	let evidence =
		|slot, number| Evidence { slot, key: key(number), headers: [header(1, 1).0, header(2, 1).0] };
	let mut pending = Pending::default();
	for slot in 0..200 {
		pending.push(evidence(slot, 1));
	}
	let slots: Vec<_> = pending.list().iter().map(|kept| kept.slot).collect();
	assert_eq!(slots, [196, 197, 198, 199], "the newest of {MAX_PENDING_OF_KEY}");
	pending.push(evidence(200, 2));
	assert_eq!(pending.list().len(), MAX_PENDING_OF_KEY + 1);
	for number in 3..=200 {
		pending.push(evidence(201, number));
	}
	assert_eq!(pending.list().len(), MAX_PENDING);
}
