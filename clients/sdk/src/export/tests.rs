//! Whatever is altered in an export is found.

mod added;
mod sample;

use super::{
	manifest::{to_json, Block, Outcome, Sheet, FILES, MANIFEST, PROOF, SIGNATURE},
	on_chain::Voters,
	proof::tests as votes,
	state::Entry,
	*,
};
use proptest::prelude::*;
use salus_primitives::{ids::Digest, people::VaultOwner, time::History};
use sample::*;
use serde_json::{json, Value};
use std::fs;
use tempfile::TempDir;

#[test]
fn export_should_be_sound_and_say_what_that_rests_on() {
	let export = eves();
	let sound = export.verify(&export.trusted());
	assert_eq!(sound.findings, []);
	assert_eq!((sound.sound, sound.anchor, sound.files), (true, Anchor::Block, 4));
	assert_eq!((sound.patient, sound.exporter), (Some(EVE), Some(Actor::Patient)));
	let open: Vec<_> = sound.checks.iter().filter(|check| check.ending != Ending::Passed).collect();
	assert_eq!(open.iter().map(|check| check.aspect).collect::<Vec<_>>(), [Aspect::Finality]);

	let alone = export.verify(&Trusted::default());
	assert_eq!((alone.sound, alone.anchor), (true, Anchor::Nothing));
	let anchor = alone.checks.iter().find(|check| check.aspect == Aspect::Anchor).unwrap();
	assert_eq!(anchor.ending, Ending::NotChecked);
	assert!(anchor.detail.contains(&export.block.to_string()), "{}", anchor.detail);
}

#[test]
fn manifest_should_be_read_as_it_was_written() {
	let text = fs::read(eves().path(MANIFEST)).unwrap();
	let manifest: Manifest = serde_json::from_slice(&text).unwrap();
	assert!(serde_json::to_value(&manifest).unwrap() == serde_json::from_slice::<Value>(&text).unwrap());
	let again: Manifest = serde_json::from_slice(&to_json(&manifest)).unwrap();
	assert_eq!(again, manifest);
	assert_eq!(manifest.on_chain.records.len(), 5);
	assert_eq!(manifest.on_chain.scopes[1].entry.keys.len(), 2);
	assert_eq!(manifest.on_chain.exclusions.len(), 1);
	assert_eq!((manifest.on_chain.practitioners.len(), manifest.on_chain.organisations.len()), (2, 1));
}

#[test]
fn export_of_another_chain_or_block_should_be_found_when_those_are_known() {
	let export = eves();
	for (trusted, place) in [
		(Trusted { block: Some(Digest([1; 32])), ..Trusted::default() }, "chain.block"),
		(Trusted { genesis: Some(Digest([1; 32])), ..Trusted::default() }, "chain.genesis"),
	] {
		let found = export.verify(&trusted);
		assert_eq!((found.sound, found.anchor), (false, Anchor::Nothing));
		assert_eq!(found.findings[0].place, place);
	}
}

#[test]
fn file_should_be_found_when_altered_missing_swapped_longer_or_added() {
	let first = "files/000000.json";
	let export = eves();
	fs::write(export.path(first), "{\"first\": 9}").unwrap();
	assert_eq!(aspects(&export.findings()), [Aspect::Files].into());

	let export = eves();
	fs::remove_file(export.path(first)).unwrap();
	assert_eq!(export.findings()[0].problem, "is missing");

	let export = eves();
	fs::rename(export.path(first), export.path("t")).unwrap();
	fs::rename(export.path("files/000001.json"), export.path(first)).unwrap();
	fs::rename(export.path("t"), export.path("files/000001.json")).unwrap();
	assert_eq!(export.findings().len(), 2);

	let export = eves();
	fs::write(export.path(first), "{\"first\": 1} ").unwrap();
	assert!(export.findings()[0].problem.contains("13 bytes instead of 12"));

	for added in ["files/000009.txt", "notes.txt", "files/\u{202e}txt"] {
		let export = eves();
		fs::write(export.path(added), "more").unwrap();
		let findings = export.findings();
		assert_eq!(findings[0].problem, "does not belong to the export", "{added}");
		assert!(!findings[0].place.contains('\u{202e}'));
	}
	for missing in [MANIFEST, PROOF, SIGNATURE] {
		let export = eves();
		fs::remove_file(export.path(missing)).unwrap();
		assert!(export.findings().iter().any(|finding| finding.place == missing), "{missing}");
	}
}

#[cfg(unix)]
#[test]
fn link_should_never_be_followed_out_of_the_folder() {
	let outside = TempDir::new().unwrap();
	// The very content, elsewhere.
	fs::write(outside.path().join("content"), "{\"first\": 1}").unwrap();
	let export = eves();
	fs::remove_file(export.path("files/000000.json")).unwrap();
	std::os::unix::fs::symlink(outside.path().join("content"), export.path("files/000000.json")).unwrap();
	assert!(export.findings().iter().any(|finding| finding.problem.contains("no ordinary file")));

	let export = eves();
	fs::rename(export.path(FILES), outside.path().join(FILES)).unwrap();
	std::os::unix::fs::symlink(outside.path().join(FILES), export.path(FILES)).unwrap();
	assert!(export.findings().iter().any(|finding| finding.place == FILES));

	let export = eves();
	fs::rename(export.path(PROOF), outside.path().join(PROOF)).unwrap();
	std::os::unix::fs::symlink(outside.path().join(PROOF), export.path(PROOF)).unwrap();
	assert!(export.findings().iter().any(|finding| finding.place == PROOF));
}

#[test]
fn path_in_a_manifest_should_never_be_followed() {
	for path in ["../secret", "/etc/passwd", "files/../../secret", "files/000001.json", ""] {
		let findings = altered(&|manifest| {
			if let Outcome::Exported(sheet) = &mut manifest.contents[0].outcome {
				sheet.file = path.into();
			}
		});
		assert_eq!(aspects(&findings), [Aspect::Files].into(), "{path}");
		assert!(findings[0].problem.contains("not looked at"), "{path}");
	}
}

#[test]
fn record_should_not_be_left_out_added_repeated_or_called_erased() {
	let findings = altered(&|manifest| drop(manifest.contents.remove(1)));
	assert!(aspects(&findings).contains(&Aspect::Completeness));
	assert!(findings.iter().any(|finding| finding.place == "files/000001.json"));

	let findings = altered(&|manifest| {
		manifest.contents.remove(1);
		manifest.on_chain.records.remove(1);
		manifest.on_chain.counts.records -= 1;
	});
	assert!(aspects(&findings).contains(&Aspect::State));

	let findings = altered(&|manifest| {
		let again = manifest.contents[4].clone();
		manifest.contents.push(again);
	});
	assert!(aspects(&findings).contains(&Aspect::Completeness));

	let findings = altered(&|manifest| manifest.contents[1].outcome = Outcome::Erased);
	assert!(findings.iter().any(|finding| finding.problem == "was not erased on chain"));
	let findings = altered(&|manifest| {
		manifest.contents[3].outcome = Outcome::NotOpened { reason: "lost".into() };
	});
	assert!(findings.iter().any(|finding| finding.problem == "was erased on chain"));
}

#[test]
fn chain_with_fewer_entries_than_it_counts_should_be_found() {
	let mut short = chain();
	short.put(Entry::new("Records", "RecordCount").blake2(EVE), 6u32);
	let tampering = Tampering { chain: Some(short), ..Tampering::default() };
	let findings = export(&view(EVE, Actor::Patient), &tampering).findings();
	assert!(findings[0].problem.contains("as many records as it counts"));
}

#[test]
fn description_should_be_what_the_author_signed() {
	let changes: [&dyn Fn(&mut Sheet); 9] = [
		&|sheet| sheet.description.code = "http://loinc.org|9999-9".into(),
		&|sheet| sheet.description.clinical_time = None,
		&|sheet| sheet.description.resource_type = "Observation".into(),
		&|sheet| sheet.description.media_type = "application/json".into(),
		&|sheet| sheet.description.author = CHARLIE,
		&|sheet| sheet.description.length += 1,
		&|sheet| sheet.signature.0[3] ^= 1,
		&|sheet| sheet.signing_key_since = Some(501),
		&|sheet| sheet.authorship = crate::records::Authorship::Uncheckable,
	];
	for (number, change) in changes.iter().enumerate() {
		let findings = altered(&|manifest| {
			if let Outcome::Exported(sheet) = &mut manifest.contents[0].outcome {
				change(sheet);
			}
		});
		assert!(aspects(&findings).contains(&Aspect::Authors), "{number}");
	}
}

#[test]
fn record_signed_with_a_key_that_was_not_its_authors_should_be_found() {
	let mut forged = made();
	// Signed whole and well, by somebody else in the author's name.
	forged[0].author = CHARLIE;
	let tampering = Tampering { records: Some(forged), ..Tampering::default() };
	let findings = export(&view(EVE, Actor::Patient), &tampering).findings();
	assert!(findings.iter().any(|finding| finding.problem.contains("another name")));
	assert!(findings.iter().any(|finding| finding.problem.contains("key that its author's vault had")));
}

#[test]
fn author_whose_key_the_chain_forgot_should_be_told_as_uncheckable() {
	let mut forgetful = chain();
	let later = History::starting(5_000, signer(&DAVE).public());
	forgetful.put(Entry::new("Identity", "SigningKeys").blake2(VaultOwner::Practitioner(1)), later);
	let uncheckable = |manifest: &mut Manifest| {
		for content in &mut manifest.contents {
			if let Outcome::Exported(sheet) = &mut content.outcome {
				if sheet.description.author == DAVE {
					sheet.authorship = crate::records::Authorship::Uncheckable;
					sheet.signing_key_since = None;
				}
			}
		}
	};
	let tampering =
		Tampering { chain: Some(forgetful), manifest: Some(&uncheckable), ..Tampering::default() };
	let export = export(&view(EVE, Actor::Patient), &tampering);
	let told = export.verify(&export.trusted());
	assert_eq!(told.findings, []);
	let authors = told.checks.iter().find(|check| check.aspect == Aspect::Authors).unwrap();
	assert_eq!(authors.ending, Ending::NotChecked);
	assert!(authors.detail.contains("of 3 the chain no longer has"), "{}", authors.detail);
}

#[test]
fn proof_of_another_patient_should_not_pass_for_this_ones() {
	// Whole and sound, of Mallory's records, under Eve's name.
	let findings = {
		let as_eve = |manifest: &mut Manifest| manifest.patient = EVE;
		let tampering = Tampering { manifest: Some(&as_eve), ..Tampering::default() };
		export(&view(MALLORY, Actor::Patient), &tampering).findings()
	};
	assert!(aspects(&findings).contains(&Aspect::State));
	// And Mallory's proof beside Eve's manifest.
	let (eves, mallorys) = (eves(), export(&view(MALLORY, Actor::Patient), &Tampering::default()));
	fs::copy(mallorys.path(PROOF), eves.path(PROOF)).unwrap();
	assert!(eves.findings().iter().any(|finding| finding.problem.contains("not the proof")));
}

#[test]
fn manifest_should_be_signed_by_the_exporter_and_nobody_else() {
	let tampering = Tampering { signer: Some(signer(&DAVE)), ..Tampering::default() };
	let findings = export(&view(EVE, Actor::Patient), &tampering).findings();
	assert_eq!(aspects(&findings), [Aspect::Exporter].into());

	// A grantee's export that says it is the patient's.
	let as_patient = |manifest: &mut Manifest| {
		manifest.exporter = Actor::Patient;
		manifest.purpose = None;
	};
	let tampering = Tampering { manifest: Some(&as_patient), ..Tampering::default() };
	let findings = export(&view(EVE, CHARLIE), &tampering).findings();
	assert!(aspects(&findings).is_superset(&[Aspect::Exporter, Aspect::State].into()));
}

#[test]
fn grantees_export_should_say_that_it_is_a_part() {
	let export = export(&view(EVE, CHARLIE), &Tampering::default());
	let part = export.verify(&export.trusted());
	assert_eq!(part.findings, []);
	assert_eq!((part.files, part.exporter), (2, Some(CHARLIE)));
	let complete = part.checks.iter().find(|check| check.aspect == Aspect::Completeness).unwrap();
	assert_eq!(complete.ending, Ending::NotChecked);
	assert!(complete.detail.contains("2 of 5 records"), "{}", complete.detail);
	let manifest: Manifest = serde_json::from_slice(&fs::read(export.path(MANIFEST)).unwrap()).unwrap();
	assert_eq!(manifest.on_chain.consents.iter().map(|consent| consent.index).collect::<Vec<_>>(), [1]);
	assert!(manifest.on_chain.exclusions.is_empty() && manifest.on_chain.requests.is_empty());
}

#[test]
fn finality_should_lead_from_the_chain_specification_to_the_block() {
	let voters = votes::voters(0, &votes::signers(4));
	let others = votes::voters(0, &votes::signers(3));
	let beginning = |voters: &Voters| Beginning { genesis: Digest(GENESIS), voters: voters.clone() };
	let given = |beginning| Trusted { beginning: Some(beginning), ..Trusted::default() };
	let export = eves();
	let sound = export.verify(&given(beginning(&voters)));
	assert_eq!((sound.findings, sound.anchor), (vec![], Anchor::ChainSpecification));

	let elsewhere = Beginning { genesis: Digest([9; 32]), voters: voters.clone() };
	assert!(aspects(&export.verify(&given(elsewhere)).findings).contains(&Aspect::Anchor));
	let mut strangers = beginning(&others);
	strangers.voters.keys[0].0 = signer(&DAVE).public();
	let found = export.verify(&given(strangers));
	assert!(aspects(&found.findings).is_superset(&[Aspect::Finality, Aspect::Anchor].into()));

	let none: Votes<'_> = &|_| None;
	let tampering = Tampering { finality: Some(none), ..Tampering::default() };
	let unproven = self::export(&view(EVE, Actor::Patient), &tampering);
	assert_eq!(unproven.findings(), []);
	assert_eq!(aspects(&unproven.verify(&given(beginning(&voters))).findings), [Aspect::Anchor].into());
}

#[test]
fn specification_should_not_be_enough_when_the_validators_have_changed() {
	let mut later = chain();
	later.put(Entry::new("Grandpa", "CurrentSetId"), 3u64);
	let in_set: Votes<'_> = &|header| {
		let signers = votes::signers(4);
		let votes: Vec<_> = signers.iter().map(|signer| (signer, header)).collect();
		Some(votes::prove(header, vec![], &votes, vec![], 3))
	};
	let tampering = Tampering { chain: Some(later), finality: Some(in_set), ..Tampering::default() };
	let export = export(&view(EVE, Actor::Patient), &tampering);
	let beginning = Beginning { genesis: Digest(GENESIS), voters: votes::voters(0, &votes::signers(4)) };
	let given = Trusted { beginning: Some(beginning.clone()), ..Trusted::default() };
	assert_eq!(aspects(&export.verify(&given).findings), [Aspect::Anchor].into());
	let both = Trusted { beginning: Some(beginning), ..export.trusted() };
	let sound = export.verify(&both);
	assert_eq!((sound.findings, sound.anchor), (vec![], Anchor::Block));
}

#[test]
fn votes_of_the_validators_before_should_be_no_fault_when_they_change_with_the_block() {
	let mut changed = chain();
	changed.put(Entry::new("Grandpa", "CurrentSetId"), 1u64);
	changed.put(Entry::new("Grandpa", "Authorities"), votes::voters(1, &votes::signers(2)).keys);
	for (change_of_voters, sound) in [(true, true), (false, false)] {
		let tampering = Tampering { chain: Some(changed.clone()), change_of_voters, ..Tampering::default() };
		let export = export(&view(EVE, Actor::Patient), &tampering);
		assert_eq!(export.verify(&export.trusted()).sound, sound);
	}
}

#[test]
fn unknown_fields_should_be_passed_over_in_a_later_version_only() {
	let add: &dyn Fn(&mut Value) = &|text| {
		text["surgeries"] = json!([]);
		text["onChain"]["records"][0]["disputed"] = json!(true);
	};
	let tampering = Tampering { text: Some(add), ..Tampering::default() };
	let found = export(&view(EVE, Actor::Patient), &tampering).findings();
	assert_eq!(aspects(&found), [Aspect::Manifest, Aspect::State].into());

	let later: &dyn Fn(&mut Value) = &|text| {
		add(text);
		text["version"] = json!("1.7");
	};
	// Its proof reaches what is not known here.
	let tampering = Tampering { text: Some(later), node: Some(vec![1, 2]), ..Tampering::default() };
	let made = export(&view(EVE, Actor::Patient), &tampering);
	let newer = made.verify(&made.trusted());
	assert_eq!(newer.findings, []);
	let told = newer.checks.iter().find(|check| check.aspect == Aspect::Manifest).unwrap();
	assert!(told.ending == Ending::NotChecked && told.detail.contains("surgeries"));

	for (field, value) in [("version", json!("2.0")), ("format", json!("other")), ("version", json!(1))] {
		let other: &dyn Fn(&mut Value) = &|text| text[field] = value.clone();
		let tampering = Tampering { text: Some(other), ..Tampering::default() };
		let found = export(&view(EVE, Actor::Patient), &tampering).findings();
		assert_eq!(found[0].aspect, Aspect::Manifest);
	}
}

#[test]
fn node_of_the_proof_that_proves_nothing_should_be_found() {
	let export = eves();
	let mut proof: Value = serde_json::from_slice(&fs::read(export.path(PROOF)).unwrap()).unwrap();
	proof["state"].as_array_mut().unwrap().push(json!("0x0102"));
	fs::write(export.path(PROOF), to_json(&proof)).unwrap();
	assert!(export.findings().iter().any(|finding| finding.problem.contains("prove nothing")));
}

/// The same text with another last letter.
fn other_text(text: &str) -> String {
	let mut other = text.to_owned();
	let last = other.pop();
	// A version that is higher, too, not one that has less.
	other.push(match last {
		Some('1') => '2',
		Some('2') => '3',
		_ => '1',
	});
	other
}

#[test]
fn every_field_of_the_manifest_should_be_held_against_something() {
	fn leaves(place: &str, value: &Value, all: &mut Vec<String>) {
		match value {
			Value::Object(fields) => {
				fields.iter().for_each(|(name, value)| leaves(&format!("{place}/{name}"), value, all))
			}
			Value::Array(items) => {
				items.iter().enumerate().for_each(|(at, value)| leaves(&format!("{place}/{at}"), value, all))
			}
			_ => all.push(place.to_owned()),
		}
	}
	let text: Value = serde_json::from_slice(&fs::read(eves().path(MANIFEST)).unwrap()).unwrap();
	let mut places = Vec::new();
	leaves("", &text, &mut places);
	assert!(places.len() > 100, "{}", places.len());
	// The exporter vouches for these alone, as the documentation says.
	let unproven = ["/chain/name", "/scopeNames/0/name", "/scopeNames/0/scope", "/version"];
	for place in places {
		let alter: &dyn Fn(&mut Value) = &|text| {
			let leaf = text.pointer_mut(&place).unwrap();
			*leaf = match &*leaf {
				Value::Number(number) if number.is_u64() => json!(number.as_u64().unwrap() ^ 1),
				Value::Number(number) => json!(number.as_i64().unwrap() + 1),
				Value::Bool(flag) => json!(!flag),
				Value::String(text) => json!(other_text(text)),
				_ => json!(1),
			};
		};
		// Even if the exporter signs for it.
		let tampering = Tampering { text: Some(alter), ..Tampering::default() };
		let made = export(&view(EVE, Actor::Patient), &tampering);
		let sound = made.verify(&made.trusted()).sound;
		assert_eq!(sound, unproven.contains(&place.as_str()), "{place}");
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn flipped_bit_should_be_found_wherever_it_is(file in 0usize..7, at: prop::sample::Index, bit in 0u8..8) {
		let export = eves();
		let names = [
			MANIFEST, PROOF, SIGNATURE, "files/000000.json", "files/000001.json", "files/000002.txt", "files/000004.bin",
		];
		let path = export.path(names[file]);
		let mut bytes = fs::read(&path).unwrap();
		let position = at.index(bytes.len());
		bytes[position] ^= 1 << bit;
		fs::write(&path, bytes).unwrap();
		prop_assert!(!export.verify(&export.trusted()).sound, "{} {position}", names[file]);
	}

	#[test]
	fn verifying_should_end_whatever_the_documents_say(file in 0usize..3, text in "\\PC{0,200}") {
		let export = eves();
		fs::write(export.path([MANIFEST, PROOF, SIGNATURE][file]), text).unwrap();
		prop_assert!(!export.verify(&export.trusted()).sound);
	}
}

#[test]
fn folder_should_take_an_export_only_when_it_is_empty_or_not_there() {
	let folder = TempDir::new().unwrap();
	assert!(folder_name_is_free(folder.path()).is_ok());
	assert!(folder_name_is_free(&folder.path().join("new")).is_ok());
	fs::write(folder.path().join("file"), "").unwrap();
	assert_eq!(folder_name_is_free(folder.path()).unwrap_err().kind(), Kind::Usage);
	assert_eq!(folder_name_is_free(&folder.path().join("file")).unwrap_err().kind(), Kind::Usage);
}

#[test]
fn exit_should_be_for_the_worst_that_stood_in_the_way() {
	let record = |kind| NotOpened { record: 0, kind, reason: String::new() };
	let exported = |kinds: &[Kind]| Exported {
		path: "a".into(),
		patient: EVE,
		exporter: Actor::Patient,
		block: Block { number: 1, hash: Digest::default() },
		records: 1,
		records_on_chain: 1,
		files: 0,
		finality: true,
		not_opened: kinds.iter().copied().map(record).collect(),
	};
	assert_eq!(exported(&[]).failed(), None);
	assert_eq!(exported(&[Kind::Denied]).failed(), Some(Kind::Denied));
	assert_eq!(exported(&[Kind::Denied, Kind::NotFound]).failed(), Some(Kind::NotFound));
	assert_eq!(exported(&[Kind::NotFound, Kind::Integrity, Kind::Denied]).failed(), Some(Kind::Integrity));
}
