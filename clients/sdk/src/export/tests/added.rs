//! What later versions added is held against the chain as everything else is.

use super::{
	super::{
		manifest::{Speaker, MANIFEST},
		on_chain::View,
		proof::{tests as votes, Hex},
		state::Entry,
		*,
	},
	sample::*,
};
use salus_primitives::{
	blinding::Opening,
	people::{Party, VaultOwner},
	time::History,
};
use serde_json::{json, Value};
use std::fs;

/// Where versions 1.1 and 1.2 have something new, and the storage that it comes from.
const NEW: [(&str, &str, &str); 18] = [
	("/disputes", "Records", "Disputes"),
	("/closedScopes", "Consent", "ClosedScopes"),
	("/generationsBegun", "Consent", "GenerationsBegun"),
	("/givenBy", "Consent", "GivenBy"),
	("/knownAhead", "Consent", "KnownAhead"),
	("/recovery/policy", "Identity", "RecoveryPolicies"),
	("/recovery/turn", "Identity", "RecoveryTurns"),
	("/recovery/attempts", "Identity", "RecoveryAttempts"),
	("/recovery/recovered", "Identity", "Recoveries"),
	("/recovery/line", "Identity", "PatientLineages"),
	("/situation/handOver", "Identity", "HandOvers"),
	("/situation/handedOverAt", "Identity", "HandedOver"),
	("/situation/contestedAt", "Identity", "Contests"),
	("/situation/mergedInto", "Identity", "MergedInto"),
	("/situation/mergedFrom", "Identity", "MergedFrom"),
	("/situation/representatives", "Identity", "RepresentativeCount"),
	("/representatives", "Identity", "RepresentativesOf"),
	("/recovery", "", ""),
];

/// A change to a list of the manifest.
type Change<'a> = &'a dyn Fn(&mut Vec<Value>);

fn eve() -> View {
	view(EVE, Actor::Patient)
}

fn text_of(export: &Written) -> Value {
	serde_json::from_slice(&fs::read(export.path(MANIFEST)).unwrap()).unwrap()
}

/// The object that has the field at a place of `onChain`, and the field's name.
fn parent<'a, 'b>(text: &'a mut Value, place: &'b str) -> (&'a mut Value, &'b str) {
	let (parent, name) = place.rsplit_once('/').unwrap();
	(text.pointer_mut(&format!("/onChain{parent}")).unwrap(), name)
}

fn remove(text: &mut Value, place: &str) {
	let (parent, name) = parent(text, place);
	parent.as_object_mut().unwrap().remove(name).unwrap_or_else(|| panic!("there is no {place}"));
}

fn found_in(view: &View, tampering: &Tampering<'_>) -> Vec<Finding> {
	export(view, tampering).findings()
}

#[test]
fn what_was_added_should_be_found_when_it_is_left_out() {
	for (place, ..) in NEW {
		let leave_out: &dyn Fn(&mut Value) = &|text| remove(text, place);
		let findings = found_in(&eve(), &Tampering { text: Some(leave_out), ..Tampering::default() });
		assert_eq!(aspects(&findings), [Aspect::State].into(), "{place}");
	}
}

#[test]
fn entry_of_a_list_should_be_found_when_it_is_left_out_added_or_altered() {
	for place in [
		"/disputes",
		"/closedScopes",
		"/generationsBegun",
		"/givenBy",
		"/knownAhead",
		"/representatives",
		"/recovery/policy/guardians",
		"/recovery/attempts/list",
		"/recovery/attempts/approvals",
		"/situation/mergedFrom",
	] {
		let changes: [Change<'_>; 3] =
			[&|list| drop(list.pop()), &|list| list.push(list[0].clone()), &|list| list[0] = json!(null)];
		for (number, change) in changes.iter().enumerate() {
			let alter: &dyn Fn(&mut Value) = &|text| {
				change(text.pointer_mut(&format!("/onChain{place}")).unwrap().as_array_mut().unwrap());
			};
			let made = export(&eve(), &Tampering { text: Some(alter), ..Tampering::default() });
			assert!(!made.verify(&made.trusted()).sound, "{place} {number}");
		}
	}
}

#[test]
fn what_was_added_should_be_found_when_the_chain_has_nothing_of_it() {
	let full = text_of(&eves());
	let mut bare = chain();
	let of = |pallet, item| Entry::new(pallet, item).blake2(EVE);
	(0..3u32).for_each(|index| bare.remove(of("Records", "Disputes").twox(index)));
	bare.remove(of("Consent", "ClosedScopes").twox(2u16));
	bare.remove(of("Consent", "GenerationsBegun").twox(1u16));
	bare.remove(of("Consent", "GivenBy").twox(1u32));
	bare.remove(of("Consent", "KnownAhead").twox(2u16));
	for (_, pallet, item) in NEW.iter().filter(|(_, pallet, _)| *pallet == "Identity") {
		bare.remove(of(*pallet, *item));
	}
	let bare = || Tampering { chain: Some(bare.clone()), ..Tampering::default() };
	let made = export(&eve(), &bare());
	assert_eq!(made.findings(), []);
	let written = text_of(&made);
	for name in
		["disputes", "closedScopes", "generationsBegun", "givenBy", "knownAhead", "recovery", "situation"]
	{
		assert_eq!(written["onChain"].get(name), None, "{name}");
	}
	assert_eq!((written["onChain"].get("representatives"), written.get("statements")), (None, None));

	for (place, ..) in NEW {
		let add: &dyn Fn(&mut Value) = &|text| {
			let value = full.pointer(&format!("/onChain{place}")).unwrap().clone();
			let (above, name) = place.rsplit_once('/').unwrap();
			match above {
				"" => text["onChain"][name] = value,
				above => text["onChain"][&above[1..]] = json!({ name: value }),
			}
		};
		let findings = found_in(&eve(), &Tampering { text: Some(add), ..bare() });
		assert_eq!(aspects(&findings), [Aspect::State].into(), "{place}");
	}
	let say: &dyn Fn(&mut Manifest) = &|manifest| manifest.statements.push(statement());
	let findings = found_in(&eve(), &Tampering { manifest: Some(say), ..bare() });
	assert!(findings[0].problem.contains("committed"), "{findings:?}");
}

#[test]
fn export_of_everything_should_have_what_was_added() {
	let manifest: Manifest = serde_json::from_slice(&fs::read(eves().path(MANIFEST)).unwrap()).unwrap();
	let on_chain = &manifest.on_chain;
	let disputed: Vec<_> = on_chain.disputes.iter().map(|dispute| dispute.index).collect();
	assert_eq!(disputed, [0, 1, 2]);
	// Another patient's is not there.
	let representatives: Vec<_> = on_chain.representatives.iter().map(|known| known.index).collect();
	assert_eq!(representatives, [1, 2]);
	for id in [1, 2] {
		let vault = on_chain.vault(&VaultOwner::Representative(id)).unwrap();
		assert_eq!(vault.vault.unwrap().keys.signing, signer(&Actor::Representative(id)).public());
	}
	assert_eq!((on_chain.recovery.turn, on_chain.recovery.line), (4, 1));
	assert_eq!(on_chain.recovery.attempts.as_ref().unwrap().list.len(), 1);
	assert_eq!(on_chain.situation.merged_from.len(), 2);
	assert_eq!(manifest.statements, [statement()]);
}

#[test]
fn grantee_should_get_the_disputes_of_its_records_and_nothing_of_recovery_or_representatives() {
	let part = export(&view(EVE, CHARLIE), &Tampering::default());
	assert_eq!(part.findings(), []);
	let written = text_of(&part)["onChain"].clone();
	let disputed: Vec<_> = written["disputes"].as_array().unwrap().iter().map(|one| &one["index"]).collect();
	assert_eq!(disputed, [1]);
	for name in [
		"closedScopes",
		"generationsBegun",
		"givenBy",
		"knownAhead",
		"recovery",
		"situation",
		"representatives",
	] {
		assert_eq!(written.get(name), None, "{name}");
	}
	assert!(!written["vaults"].to_string().contains("representative"));

	let full = text_of(&eves());
	for (place, ..) in NEW.iter().filter(|(place, ..)| place.matches('/').count() == 1) {
		let name = &place[1..];
		let add: &dyn Fn(&mut Value) = &|text| text["onChain"][name] = full["onChain"][name].clone();
		let made = export(&view(EVE, CHARLIE), &Tampering { text: Some(add), ..Tampering::default() });
		assert_eq!(aspects(&made.findings()), [Aspect::State].into(), "{name}");
	}
	let leave_out: &dyn Fn(&mut Value) = &|text| remove(text, "/disputes");
	let findings =
		found_in(&view(EVE, CHARLIE), &Tampering { text: Some(leave_out), ..Tampering::default() });
	assert_eq!(aspects(&findings), [Aspect::State].into());
}

#[test]
fn statement_should_be_what_its_side_committed_to_for_that_record() {
	let changes: [&dyn Fn(&mut manifest::Statement); 6] = [
		&|said| said.text.push('!'),
		&|said| said.salt.0[7] ^= 1,
		&|said| said.salt = Hex(vec![0xa1; 31]),
		&|said| said.side = Speaker::Contest,
		&|said| said.record = 0,
		&|said| said.record = 4,
	];
	for (number, change) in changes.iter().enumerate() {
		let findings = altered(&|manifest| change(&mut manifest.statements[0]));
		assert_eq!(aspects(&findings), [Aspect::State].into(), "{number}");
		assert!(findings[0].problem.contains("committed"), "{number}");
	}
	let findings = altered(&|manifest| manifest.statements.push(statement()));
	assert!(findings[0].problem.contains("each once"), "{findings:?}");
	// What the patient said opens as well, for whoever can.
	let contest = manifest::Statement {
		side: Speaker::Contest,
		salt: Hex(vec![0xa3; 32]),
		text: "Not mine.".into(),
		..statement()
	};
	assert_eq!(altered(&|manifest| manifest.statements.insert(0, contest.clone())), []);
	assert_eq!(altered(&|manifest| manifest.statements.clear()), []);
}

#[test]
fn record_of_a_representative_should_be_held_against_its_key() {
	let author = Actor::Representative(2);
	let mut with_author = chain();
	let entry = || Entry::new("Records", "Records").blake2(EVE).twox(4u32);
	let (_, on_chain, _) = with_author.prove(&eve());
	let mut record = *on_chain.record(4).unwrap();
	record.author = author;
	with_author.put(entry(), record);
	let records = |signed_by| {
		let mut records = made();
		records[4].author = signed_by;
		records
	};
	let made = |signed_by, chain| Tampering {
		chain: Some(chain),
		records: Some(records(signed_by)),
		..Tampering::default()
	};
	let sound = export(&eve(), &made(author, with_author.clone()));
	let told = sound.verify(&sound.trusted());
	assert_eq!(told.findings, []);
	let authors = told.checks.iter().find(|check| check.aspect == Aspect::Authors).unwrap();
	assert_eq!(authors.ending, Ending::Passed);
	// The grantee who reads it has its key as well.
	assert_eq!(found_in(&view(EVE, CHARLIE), &made(author, with_author.clone())), []);

	for other in [Actor::Representative(1), Actor::Patient, DAVE] {
		let findings = found_in(&eve(), &made(other, with_author.clone()));
		assert!(aspects(&findings).contains(&Aspect::Authors), "{other:?}");
	}
	let later = History::starting(500, signer(&Actor::Representative(1)).public());
	let keys = Entry::new("Identity", "SigningKeys").blake2(VaultOwner::Representative(2));
	let mut exchanged = with_author;
	exchanged.put(keys, later);
	let findings = found_in(&eve(), &made(author, exchanged));
	assert!(findings.iter().any(|finding| finding.problem.contains("key that its author's vault had")));
}

#[test]
fn whoever_is_named_should_be_among_the_representatives_even_if_ended() {
	let mut named = chain();
	named.put(Entry::new("Consent", "GivenBy").blake2(EVE).twox(1u32), 1u32);
	let representatives = |chain: &Chain| {
		let (_, on_chain, _) = chain.prove(&eve());
		on_chain.representatives.iter().map(|known| known.index).collect::<Vec<_>>()
	};
	assert_eq!(representatives(&named), [1]);
	let excluded = Entry::new("Consent", "Exclusions").blake2(EVE).twox(Party::Representative(2));
	named.put(excluded, History::starting(800, true));
	assert_eq!(representatives(&named), [1, 2]);
}

#[test]
fn version_that_says_less_should_be_sound_and_told_where_the_chain_may_have_more() {
	let old = View { minor: 0, ..eve() };
	let without_keys_ahead = View { minor: 1, ..eve() };
	let completeness = |old: &View, runtime: u32| {
		let mut chain = chain();
		let upgrade = (codec::Compact(runtime), "salus");
		chain.put(Entry::new("System", "LastRuntimeUpgrade"), upgrade);
		let made = export(old, &Tampering { chain: Some(chain), ..Tampering::default() });
		let told = made.verify(&made.trusted());
		assert_eq!(told.findings, []);
		told.checks.into_iter().find(|check| check.aspect == Aspect::Completeness).unwrap()
	};
	for (view, before, version) in [(&old, 100, "version 1.0"), (&without_keys_ahead, 101, "version 1.1")] {
		assert_eq!(completeness(view, before).ending, Ending::Passed);
		let more = completeness(view, before + 1);
		assert!(more.ending == Ending::NotChecked && more.detail.contains(version), "{}", more.detail);
	}

	// Neither is one version's export the other's.
	for (view, version) in [(old, "1.1"), (without_keys_ahead, "1.2"), (eve(), "1.1"), (eve(), "1.0")] {
		let rename: &dyn Fn(&mut Value) = &|text| text["version"] = json!(version);
		let findings = found_in(&view, &Tampering { text: Some(rename), ..Tampering::default() });
		assert!(aspects(&findings).contains(&Aspect::State), "{version}");
	}
}

#[test]
fn chain_that_goes_on_from_anothers_state_should_be_known_by_the_first_ones_block() {
	let voters = votes::voters(0, &votes::signers(4));
	let specification = |first: Option<[u8; 32]>| {
		let mut text: Value = serde_json::from_slice(&votes::specification(&voters)).unwrap();
		if let Some(first) = first {
			let key = hex::encode(Entry::new("Consortium", "GenesisBlock").key());
			text["genesis"]["raw"]["top"][format!("0x{key}")] = json!(format!("0x{}", hex::encode(first)));
		}
		Beginning::parse(text.to_string().as_bytes()).unwrap()
	};
	let export = eves();
	let anchored = |first| {
		let given = Trusted { beginning: Some(specification(first)), ..Trusted::default() };
		export.verify(&given).anchor
	};
	assert_eq!(anchored(Some(GENESIS)), Anchor::ChainSpecification);
	assert_eq!((anchored(Some([9; 32])), anchored(None)), (Anchor::Nothing, Anchor::Nothing));
	let mut malformed: Value = serde_json::from_slice(&votes::specification(&voters)).unwrap();
	let key = hex::encode(Entry::new("Consortium", "GenesisBlock").key());
	malformed["genesis"]["raw"]["top"][format!("0x{key}")] = json!("0x00");
	assert_eq!(Beginning::parse(malformed.to_string().as_bytes()), None);
}

#[test]
fn dispute_should_not_be_slipped_in_or_left_out() {
	let full = text_of(&eves());
	let slip: &dyn Fn(&mut Value) = &|text| {
		let first = full["onChain"]["disputes"][0].clone();
		text["onChain"]["disputes"].as_array_mut().unwrap().insert(0, first);
	};
	let findings = found_in(&view(EVE, CHARLIE), &Tampering { text: Some(slip), ..Tampering::default() });
	assert_eq!(aspects(&findings), [Aspect::State].into());
	let findings = altered(&|manifest| manifest.on_chain.disputes.truncate(2));
	assert_eq!(aspects(&findings), [Aspect::State].into());
}

/// Eve's chain with consent 1 to practitioner 2 behind a commitment, and what opens that.
fn blinded() -> (Chain, manifest::OpenedConsent) {
	let (reader, opening) = (Party::Practitioner(2), Opening([0xb1; 32]));
	let mut hidden = chain();
	let entry = Entry::new("Consent", "Consents").blake2(EVE).twox(1u32);
	hidden.put(entry, consent(1, opening.blind(&reader).unwrap()));
	(hidden, manifest::OpenedConsent { consent: 1, reader, opening })
}

fn with_openings(view: &View, alter: &dyn Fn(&mut Manifest)) -> Written {
	let tampering = Tampering { chain: Some(blinded().0), manifest: Some(alter), ..Tampering::default() };
	export(view, &tampering)
}

#[test]
fn reader_of_a_blinded_consent_should_be_shown_when_the_opening_opens_it() {
	let (_, opened) = blinded();
	let named = View { readers: [opened.reader].into(), ..eve() };
	let made = with_openings(&named, &|manifest| manifest.openings.push(opened));
	assert_eq!(made.findings(), []);
	assert_eq!(made.verify(&made.trusted()).readers, [opened]);
	let text = text_of(&made);
	assert!(text["onChain"]["practitioners"].to_string().contains("\"index\":2"), "{text}");
	// Whom the vault does not know, or nobody wants to show, stays a commitment.
	let silent = with_openings(&eve(), &|_| ());
	assert_eq!(silent.findings(), []);
	assert!(silent.verify(&silent.trusted()).readers.is_empty());
	assert_eq!(text_of(&silent).get("openings"), None);
}

#[test]
fn opening_should_be_found_when_it_opens_something_else() {
	let (_, good) = blinded();
	let named = View { readers: [good.reader].into(), ..eve() };
	let changes: [&dyn Fn(&mut manifest::OpenedConsent); 4] = [
		&|opened| opened.opening.0[3] ^= 1,
		&|opened| opened.consent = 0,
		&|opened| opened.consent = 7,
		&|opened| opened.reader = Party::Practitioner(1),
	];
	for (number, change) in changes.iter().enumerate() {
		let made = with_openings(&named, &|manifest| {
			let mut opened = good;
			change(&mut opened);
			manifest.openings.push(opened);
		});
		assert!(made.findings().iter().any(|one| one.problem.contains("commitment")), "{number}");
		assert!(made.verify(&made.trusted()).readers.is_empty(), "{number}");
	}
	let twice = with_openings(&named, &|manifest| manifest.openings.extend([good, good]));
	assert!(twice.findings().iter().any(|one| one.problem.contains("each once")));
	// A version before there were any, and whoever is not the patient.
	let earlier = View { minor: 1, ..named.clone() };
	let grantee = View { readers: named.readers.clone(), ..view(EVE, CHARLIE) };
	for view in [earlier, grantee] {
		let made = with_openings(&view, &|manifest| manifest.openings.push(good));
		assert!(made.findings().iter().any(|one| one.place == "openings"), "{view:?}");
	}
}
