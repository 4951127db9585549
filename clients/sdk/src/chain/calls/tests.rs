use super::*;
use codec::{Decode, DecodeAll};
use salus_primitives::{
	consent::{GrantedItem, Permissions, Reach},
	ids::{Nonce16, ScopeId, SigningKey},
	network::{NodeRole, PeerKey, WireguardKey},
	people::PatientState,
	purpose::Purposes,
	records::SizeClass,
	representation::{Basis, BothSignatures, NewRepresentative, Powers},
};
use salus_runtime::RuntimeCall;
use std::{
	collections::BTreeSet,
	fmt::{self, Debug},
};

const ACCOUNT: AccountId = subxt::utils::AccountId32([0xac; 32]);
const PATIENT: PatientId = PatientId([0x9a; 32]);

fn metadata() -> Metadata {
	Metadata::decode_from(include_bytes!("../../../metadata/salus.scale")).unwrap()
}

/// The same account as the runtime prints it.
fn account() -> salus_runtime::AccountId {
	salus_runtime::AccountId::new(ACCOUNT.0)
}

fn digest(byte: u8) -> Digest {
	Digest([byte; 32])
}

fn signature(byte: u8) -> VaultSignature {
	VaultSignature([byte; 64])
}

fn acceptance() -> Acceptance {
	let signature = MultiSignature::Sr25519([7; 64]);
	Acceptance { expires_at: 77, signature: Decode::decode(&mut signature.encode().as_slice()).unwrap() }
}

/// What the derived `Debug` of a call prints.
struct Expected<'a> {
	name: String,
	fields: &'a [(&'a str, &'a dyn Debug)],
}

impl Debug for Expected<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let mut printed = f.debug_struct(&self.name);
		for (name, value) in self.fields {
			printed.field(name, value);
		}
		printed.finish()
	}
}

/// A call with its pallet, name and arguments as the runtime should see them.
type Case<'a> = (Call, &'a str, &'a str, &'a [(&'a str, &'a dyn Debug)]);

fn check(cases: &[Case<'_>]) {
	check_each(cases);
	let metadata = metadata();
	// No call of the pallet was forgotten, here or as a constructor.
	let pallets: BTreeSet<&str> = cases.iter().map(|(_, pallet, ..)| *pallet).collect();
	for pallet in pallets {
		let known = metadata.pallet_by_name(pallet).unwrap();
		let all: BTreeSet<&str> =
			known.call_variants().unwrap().iter().map(|call| call.name.as_str()).collect();
		let tested: BTreeSet<&str> =
			cases.iter().filter(|(_, of, ..)| *of == pallet).map(|(_, _, name, _)| *name).collect();
		assert_eq!(tested, all, "{pallet}");
	}
}

fn check_each(cases: &[Case<'_>]) {
	let metadata = metadata();
	for (call, pallet, name, fields) in cases {
		let bytes = call.encode(&metadata).unwrap_or_else(|error| panic!("{pallet}.{name}: {error}"));
		let decoded = RuntimeCall::decode_all(&mut bytes.as_slice())
			.unwrap_or_else(|error| panic!("{pallet}.{name} does not decode: {error}"));
		assert_eq!(decoded.encode(), bytes, "{pallet}.{name}");
		let expected = Expected { name: format!("Call::{name}"), fields };
		assert_eq!(format!("{decoded:?}"), format!("{pallet}({expected:?})"));
		assert_eq!((call.pallet(), call.name()), (*pallet, *name));
	}
}

#[test]
fn consortium_calls_should_be_what_the_runtime_decodes() {
	let name = BoundedVec::try_from(b"Hospital".to_vec()).unwrap();
	let both: &[(&str, &dyn Debug)] = &[("organisation", &1u32), ("account", &account())];
	let accepted = acceptance();
	let one: &[(&str, &dyn Debug)] = &[("organisation", &1u32)];
	let node = NodeAnnouncement {
		peer: PeerKey([4; 32]),
		wireguard: WireguardKey([5; 32]),
		endpoint: "node.hospital.example:51820".parse().unwrap(),
		role: NodeRole::History,
	};
	check(&[
		(
			consortium::add_registrar(1, &ACCOUNT, &accepted),
			"Consortium",
			"add_registrar",
			&[("organisation", &1u32), ("account", &account()), ("acceptance", &accepted)],
		),
		(consortium::remove_registrar(1, &ACCOUNT), "Consortium", "remove_registrar", both),
		(
			consortium::set_name(1, &name),
			"Consortium",
			"set_name",
			&[("organisation", &1u32), ("name", &name)],
		),
		(
			consortium::admit_organisation(&name, &ACCOUNT, &accepted),
			"Consortium",
			"admit_organisation",
			&[("name", &name), ("controller", &account()), ("acceptance", &accepted)],
		),
		(consortium::suspend_organisation(1), "Consortium", "suspend_organisation", one),
		(consortium::reinstate_organisation(1), "Consortium", "reinstate_organisation", one),
		(consortium::expel_organisation(1), "Consortium", "expel_organisation", one),
		(
			consortium::replace_controller(1, &ACCOUNT, &accepted),
			"Consortium",
			"replace_controller",
			&[("organisation", &1u32), ("account", &account()), ("acceptance", &accepted)],
		),
		(
			consortium::give_seat(1, &ACCOUNT, &accepted),
			"Consortium",
			"give_seat",
			&[("organisation", &1u32), ("account", &account()), ("acceptance", &accepted)],
		),
		(consortium::take_seat(&ACCOUNT), "Consortium", "take_seat", &[("account", &account())]),
		(
			consortium::set_parameter(Parameter::MinimumValidators(4)),
			"Consortium",
			"set_parameter",
			&[("parameter", &Parameter::MinimumValidators(4))],
		),
		(consortium::join_validators(&ACCOUNT), "Consortium", "join_validators", &[("account", &account())]),
		(
			consortium::leave_validators(&ACCOUNT),
			"Consortium",
			"leave_validators",
			&[("account", &account())],
		),
		(
			consortium::announce_node(1, &node, &VaultSignature([6; 64])),
			"Consortium",
			"announce_node",
			&[("organisation", &1u32), ("node", &node), ("signature", &VaultSignature([6; 64]))],
		),
		(
			consortium::withdraw_node(1, 9),
			"Consortium",
			"withdraw_node",
			&[("organisation", &1u32), ("node", &9u32)],
		),
		(
			consortium::authorize_upgrade([9; 32]),
			"Consortium",
			"authorize_upgrade",
			&[("code_hash", &salus_runtime::Hash::repeat_byte(9))],
		),
		(
			consortium::note_stalled(600, 1_234),
			"Consortium",
			"note_stalled",
			&[("delay", &600u32), ("best_finalized_block_number", &1_234u32)],
		),
	]);
}

#[test]
fn council_calls_should_be_what_the_runtime_decodes() {
	let metadata = metadata();
	let proposal = consortium::expel_organisation(4);
	let encoded = proposal.encode(&metadata).unwrap();
	let read = |call: &Call| {
		let bytes = call.encode(&metadata).unwrap();
		let decoded = RuntimeCall::decode_all(&mut bytes.as_slice()).unwrap();
		assert_eq!(decoded.encode(), bytes);
		format!("{decoded:?}")
	};
	let (propose, hash) = council::propose(3, &proposal, &metadata).unwrap();
	assert_eq!(
		read(&propose),
		format!("Council(Call::propose {{ threshold: 3, proposal: {}, length_bound: 6 }})", read(&proposal))
	);
	assert_eq!((encoded.len(), hash), (6, sp_crypto_hashing::blake2_256(&encoded)));
	let motion = Motion {
		hash: hash.into(),
		index: 7,
		proposal: None,
		threshold: 3,
		ayes: vec![],
		nays: vec![],
		end: 9,
		length: 6,
		ref_time: 11,
		proof_size: 12,
	};
	let named = format!("0x{}, index: 7", hex::encode(hash));
	let vote = read(&council::vote(&motion, false));
	assert_eq!(vote, format!("Council(Call::vote {{ proposal: {named}, approve: false }})"));
	let close = read(&council::close(&motion));
	assert!(close.starts_with(&format!("Council(Call::close {{ proposal_hash: {named}, ")), "{close}");
	assert!(
		close.contains("ref_time: 11, proof_size: 12") && close.ends_with("length_bound: 6 })"),
		"{close}"
	);
}

#[test]
fn bare_upgrade_should_be_what_the_runtime_decodes() {
	check_each(&[(
		system::apply_authorized_upgrade(&[1, 2, 3]),
		"System",
		"apply_authorized_upgrade",
		&[("code", &vec![1u8, 2, 3])],
	)]);
}

#[test]
fn session_keys_should_be_what_the_runtime_decodes() {
	let keys = salus_primitives::validators::EncodedKeys([[1; 32], [2; 32]].concat());
	let call = session::set_keys(&keys, &[3; 128]);
	let bytes = call.encode(&metadata()).unwrap();
	let decoded = RuntimeCall::decode_all(&mut bytes.as_slice()).unwrap();
	let known = salus_runtime::SessionKeys::decode(&mut keys.0.as_slice()).unwrap();
	let expected = format!("Session(Call::set_keys {{ keys: {known:?}, proof: {:?} }})", vec![3; 128]);
	assert_eq!((decoded.encode(), format!("{decoded:?}")), (bytes, expected));
}

#[test]
fn identity_calls_should_be_what_the_runtime_decodes() {
	let keys = VaultKeys { kem: digest(1), signing: SigningKey([2; 32]) };
	let enrolment = Enrolment {
		account: account(),
		organisation: 7,
		vault: keys,
		inbox: ScopeId([3; 16]),
		inbox_key: digest(4),
		nonce: Nonce16([5; 16]),
		expires_at: 1_000,
	};
	let wallet = MultiSignature::Ecdsa([6; 65]);
	let wallet_as_decoded = salus_runtime::Signature::decode_all(&mut wallet.encode().as_slice()).unwrap();
	let credential = Commitment([8; 32]);
	let (role, privileges) = (PractitionerRole::Laboratory, Privileges::EMERGENCY);
	let accepted = acceptance();
	let representing = NewRepresentative {
		patient: PATIENT,
		number: 1,
		account: account(),
		powers: Powers::GRANT,
		basis: Basis::Appointed,
		from: 1,
		until: 2,
		vault: keys,
		expires_at: 3,
	};
	let words = BothSignatures { wallet: wallet_as_decoded.clone(), vault: signature(10) };
	let appointment = Some(words.clone());
	let other = PatientId([0x9b; 32]);
	let owner = VaultOwner::Practitioner(3);
	let previous = Some(signature(10));
	let membership: &[(&str, &dyn Debug)] = &[("organisation", &1u32), ("practitioner", &2u32)];
	let wallet_signature = acceptance().signature;
	let guardians = vec![Commitment([1; 32]), Commitment([2; 32]), Commitment([3; 32])];
	let policy =
		RecoveryPolicy { guardians: guardians.try_into().unwrap(), threshold: 2, delay: 259_200_000 };
	let new = NewAttempt {
		account: account(),
		kem: digest(4),
		expires_at: 77,
		signature: wallet_signature.clone(),
	};
	let approval =
		GuardianApproval { guardian: account(), salt: [5; 32], expires_at: 77, signature: wallet_signature };
	check(&[
		(
			identity::enrol_patient(&enrolment, &wallet, &signature(9)),
			"Identity",
			"enrol_patient",
			&[
				("enrolment", &enrolment),
				("signature", &wallet_as_decoded),
				("vault_signature", &signature(9)),
			],
		),
		(
			identity::admit_practitioner(1, &ACCOUNT, role, privileges, &credential, 99, &accepted),
			"Identity",
			"admit_practitioner",
			&[
				("organisation", &1u32),
				("account", &account()),
				("role", &role),
				("privileges", &privileges),
				("credential", &credential),
				("until", &99u64),
				("acceptance", &accepted),
			],
		),
		(identity::suspend_practitioner(1, 2), "Identity", "suspend_practitioner", membership),
		(identity::reinstate_practitioner(1, 2), "Identity", "reinstate_practitioner", membership),
		(
			identity::renew_practitioner(1, 2, role, privileges, &credential, 99),
			"Identity",
			"renew_practitioner",
			&[
				("organisation", &1u32),
				("practitioner", &2u32),
				("role", &role),
				("privileges", &privileges),
				("credential", &credential),
				("until", &99u64),
			],
		),
		(
			identity::replace_account(2, &ACCOUNT, &accepted),
			"Identity",
			"replace_account",
			&[("practitioner", &2u32), ("new_account", &account()), ("acceptance", &accepted)],
		),
		(
			identity::set_vault_keys(&owner, &keys, &signature(9), previous.as_ref()),
			"Identity",
			"set_vault_keys",
			&[("owner", &owner), ("keys", &keys), ("signature", &signature(9)), ("previous", &previous)],
		),
		(
			identity::report_vault_compromised(&owner),
			"Identity",
			"report_vault_compromised",
			&[("owner", &owner)],
		),
		(identity::reset_vault(2), "Identity", "reset_vault", &[("practitioner", &2u32)]),
		(
			identity::admit_representative(&representing, &words, appointment.as_ref()),
			"Identity",
			"admit_representative",
			&[("new", &representing), ("signatures", &words), ("appointment", &appointment)],
		),
		(identity::end_representative(3), "Identity", "end_representative", &[("representative", &3u32)]),
		(
			identity::schedule_hand_over(&PATIENT, &ACCOUNT, 9, &accepted, &signature(9)),
			"Identity",
			"schedule_hand_over",
			&[
				("patient", &PATIENT),
				("account", &account()),
				("at", &9u64),
				("acceptance", &accepted),
				("signature", &signature(9)),
			],
		),
		(
			identity::cancel_hand_over(&PATIENT, &signature(9)),
			"Identity",
			"cancel_hand_over",
			&[("patient", &PATIENT), ("signature", &signature(9))],
		),
		(
			identity::attest_state(&PATIENT, PatientState::Deceased),
			"Identity",
			"attest_state",
			&[("patient", &PATIENT), ("state", &PatientState::Deceased)],
		),
		(
			identity::contest_attestation(&PATIENT),
			"Identity",
			"contest_attestation",
			&[("patient", &PATIENT)],
		),
		(identity::lift_state(&PATIENT), "Identity", "lift_state", &[("patient", &PATIENT)]),
		(
			identity::rehome(&PATIENT, 3, &ACCOUNT, 9, &wallet),
			"Identity",
			"rehome",
			&[
				("patient", &PATIENT),
				("organisation", &3u32),
				("account", &account()),
				("expires_at", &9u64),
				("signature", &wallet_as_decoded),
			],
		),
		(
			identity::merge(&PATIENT, &other, 9, &wallet),
			"Identity",
			"merge",
			&[
				("patient", &PATIENT),
				("into", &other),
				("expires_at", &9u64),
				("signature", &wallet_as_decoded),
			],
		),
		(
			identity::move_control(&PATIENT, &ACCOUNT, &acceptance(), &signature(1)),
			"Identity",
			"move_control",
			&[
				("patient", &PATIENT),
				("account", &account()),
				("acceptance", &acceptance()),
				("signature", &signature(1)),
			],
		),
		(
			identity::set_recovery(&PATIENT, Some(&policy), &signature(1)),
			"Identity",
			"set_recovery",
			&[("patient", &PATIENT), ("policy", &Some(policy.clone())), ("signature", &signature(1))],
		),
		(
			identity::start_recovery(&PATIENT, &new, &approval),
			"Identity",
			"start_recovery",
			&[("patient", &PATIENT), ("new", &new), ("approval", &approval)],
		),
		(
			identity::approve_recovery(&PATIENT, &ACCOUNT, &approval),
			"Identity",
			"approve_recovery",
			&[("patient", &PATIENT), ("account", &account()), ("approval", &approval)],
		),
		(
			identity::veto_recovery(&PATIENT, &ACCOUNT),
			"Identity",
			"veto_recovery",
			&[("patient", &PATIENT), ("account", &account())],
		),
		(
			identity::override_veto(&PATIENT, &ACCOUNT, &signature(1)),
			"Identity",
			"override_veto",
			&[("patient", &PATIENT), ("account", &account()), ("signature", &signature(1))],
		),
		(
			identity::finish_recovery(&PATIENT, &ACCOUNT),
			"Identity",
			"finish_recovery",
			&[("patient", &PATIENT), ("account", &account())],
		),
		(
			identity::confirm_recovery(&PATIENT, &signature(1)),
			"Identity",
			"confirm_recovery",
			&[("patient", &PATIENT), ("signature", &signature(1))],
		),
	]);
}

#[test]
fn consent_calls_should_be_what_the_runtime_decodes() {
	let scopes = BoundedVec::try_from(vec![NewScope { id: ScopeId([1; 16]), key: digest(2) }]).unwrap();
	let reseal = Reseal { consent: 4, envelope: digest(3), sealed_to: digest(4) };
	let reseals = BoundedVec::try_from(vec![reseal]).unwrap();
	let epoch = KeyEpoch { generation: 1, index: 2 };
	let rotation = Rotation {
		scope: 3,
		epoch,
		key: digest(5),
		reseals: BoundedVec::try_from(vec![reseal]).unwrap(),
		signature: signature(6),
	};
	let rotations = BoundedVec::try_from(vec![rotation.clone()]).unwrap();
	let party = Party::Organisation(8);
	let item = Item::Record(9);
	let given = Grant {
		grantee: party,
		items: BoundedVec::try_from(vec![GrantedItem { item, envelope: Some(digest(7)) }]).unwrap(),
		permissions: Permissions::READ,
		purposes: Purposes::from(Purpose::Treatment),
		from: 10,
		until: Some(20),
		reach: Reach::FromNow,
		sealed_to: Some(digest(8)),
		text: digest(9),
		policy_version: 11,
	};
	let signed = Some(signature(12));
	let asked = NewRequest {
		permissions: Permissions::READ,
		purposes: Purposes::from(Purpose::Treatment),
		from: None,
		until: Some(20),
		envelope: digest(13),
		expires_at: 14,
	};
	let answered: &[(&str, &dyn Debug)] = &[("patient", &PATIENT), ("request", &5u32)];
	let excluded: &[(&str, &dyn Debug)] = &[("patient", &PATIENT), ("party", &party)];
	check(&[
		(
			consent::create_scopes(&PATIENT, &scopes, &signature(1)),
			"Consent",
			"create_scopes",
			&[("patient", &PATIENT), ("scopes", &scopes), ("signature", &signature(1))],
		),
		(
			consent::rotate_scope(&PATIENT, &rotation),
			"Consent",
			"rotate_scope",
			&[("patient", &PATIENT), ("rotation", &rotation)],
		),
		(
			consent::grant(&PATIENT, &given, signed.as_ref()),
			"Consent",
			"grant",
			&[("patient", &PATIENT), ("grant", &given), ("signature", &signed)],
		),
		(
			consent::grant(&PATIENT, &given, None),
			"Consent",
			"grant",
			&[("patient", &PATIENT), ("grant", &given), ("signature", &None::<VaultSignature>)],
		),
		(consent::revoke(&PATIENT, 4), "Consent", "revoke", &[("patient", &PATIENT), ("consent", &4u32)]),
		(
			consent::revoke_and_rotate(&PATIENT, 4, &rotations),
			"Consent",
			"revoke_and_rotate",
			&[("patient", &PATIENT), ("consent", &4u32), ("rotations", &rotations)],
		),
		(
			consent::delegate(&PATIENT, 4, &given, signed.as_ref()),
			"Consent",
			"delegate",
			&[("patient", &PATIENT), ("parent", &4u32), ("grant", &given), ("signature", &signed)],
		),
		(
			consent::delegate(&PATIENT, 4, &given, None),
			"Consent",
			"delegate",
			&[
				("patient", &PATIENT),
				("parent", &4u32),
				("grant", &given),
				("signature", &None::<VaultSignature>),
			],
		),
		(
			consent::revoke_delegated(&PATIENT, 4),
			"Consent",
			"revoke_delegated",
			&[("patient", &PATIENT), ("consent", &4u32)],
		),
		(consent::exclude(&PATIENT, &party), "Consent", "exclude", excluded),
		(consent::readmit(&PATIENT, &party), "Consent", "readmit", excluded),
		(
			consent::reseal(&PATIENT, &item, &reseals, &signature(1)),
			"Consent",
			"reseal",
			&[("patient", &PATIENT), ("item", &item), ("reseals", &reseals), ("signature", &signature(1))],
		),
		(
			consent::reseal_own(&PATIENT, 4, &item, &digest(1), &digest(2)),
			"Consent",
			"reseal_own",
			&[
				("patient", &PATIENT),
				("consent", &4u32),
				("item", &item),
				("envelope", &digest(1)),
				("sealed_to", &digest(2)),
			],
		),
		(
			consent::request_access(&PATIENT, &party, &asked),
			"Consent",
			"request_access",
			&[("patient", &PATIENT), ("requester", &party), ("request", &asked)],
		),
		(
			consent::approve_request(&PATIENT, 5, &given, signed.as_ref()),
			"Consent",
			"approve_request",
			&[("patient", &PATIENT), ("request", &5u32), ("grant", &given), ("signature", &signed)],
		),
		(
			consent::approve_request(&PATIENT, 5, &given, None),
			"Consent",
			"approve_request",
			&[
				("patient", &PATIENT),
				("request", &5u32),
				("grant", &given),
				("signature", &None::<VaultSignature>),
			],
		),
		(consent::refuse_request(&PATIENT, 5), "Consent", "refuse_request", answered),
		(consent::withdraw_request(&PATIENT, 5), "Consent", "withdraw_request", answered),
		(consent::cleanup(32), "Consent", "cleanup", &[("steps", &32u32)]),
		(
			consent::close_scope(&PATIENT, 3),
			"Consent",
			"close_scope",
			&[("patient", &PATIENT), ("scope", &3u16)],
		),
		(
			consent::open_scope(&PATIENT, 3),
			"Consent",
			"open_scope",
			&[("patient", &PATIENT), ("scope", &3u16)],
		),
	]);
}

#[test]
fn quota_calls_should_be_what_the_runtime_decodes() {
	check(&[(quota::cleanup(32), "Quota", "cleanup", &[("steps", &32u32)])]);
}

#[test]
fn record_calls_should_be_what_the_runtime_decodes() {
	let epoch = KeyEpoch { generation: 1, index: 2 };
	let record = NewRecord {
		ciphertext: digest(1),
		envelope: digest(2),
		size: SizeClass::for_len(1).unwrap(),
		scope: 3,
		epoch,
	};
	let batch = BoundedVec::try_from(vec![record, record]).unwrap();
	let actor = Actor::Practitioner { practitioner: 4, organisation: 5 };
	let purpose = Purpose::PublicHealth;
	let party = Party::Organisation(5);
	let said = SealedText { commitment: Commitment([3; 32]), envelope: digest(4) };
	check(&[
		(
			records::register(&PATIENT, &actor, purpose, &record),
			"Records",
			"register",
			&[("patient", &PATIENT), ("actor", &actor), ("purpose", &purpose), ("record", &record)],
		),
		(
			records::register_batch(&PATIENT, &actor, purpose, &batch),
			"Records",
			"register_batch",
			&[("patient", &PATIENT), ("actor", &actor), ("purpose", &purpose), ("records", &batch)],
		),
		(
			records::amend(&PATIENT, 6, &actor, purpose, &record),
			"Records",
			"amend",
			&[
				("patient", &PATIENT),
				("index", &6u32),
				("actor", &actor),
				("purpose", &purpose),
				("record", &record),
			],
		),
		(
			records::refile(&PATIENT, 6, 3, epoch, &digest(2), &signature(1)),
			"Records",
			"refile",
			&[
				("patient", &PATIENT),
				("index", &6u32),
				("scope", &3u16),
				("epoch", &epoch),
				("envelope", &digest(2)),
				("signature", &signature(1)),
			],
		),
		(
			records::mark_entered_in_error(&PATIENT, 6, &actor),
			"Records",
			"mark_entered_in_error",
			&[("patient", &PATIENT), ("index", &6u32), ("actor", &actor)],
		),
		(
			records::erase(&PATIENT, 6, &signature(1)),
			"Records",
			"erase",
			&[("patient", &PATIENT), ("index", &6u32), ("signature", &signature(1))],
		),
		(
			records::propose_erasure(&PATIENT, 6, &actor),
			"Records",
			"propose_erasure",
			&[("patient", &PATIENT), ("index", &6u32), ("actor", &actor)],
		),
		(
			records::decline_erasure(&PATIENT, 6),
			"Records",
			"decline_erasure",
			&[("patient", &PATIENT), ("index", &6u32)],
		),
		(
			records::dispute(&PATIENT, 6, &said, &party),
			"Records",
			"dispute",
			&[("patient", &PATIENT), ("index", &6u32), ("contest", &said), ("sealed_to", &party)],
		),
		(
			records::refuse_dispute(&PATIENT, 6, &actor, &said),
			"Records",
			"refuse_dispute",
			&[("patient", &PATIENT), ("index", &6u32), ("actor", &actor), ("reason", &said)],
		),
		(
			records::withdraw_dispute(&PATIENT, 6),
			"Records",
			"withdraw_dispute",
			&[("patient", &PATIENT), ("index", &6u32)],
		),
	]);
}

#[test]
fn payload_should_be_encoded_by_subxt_as_by_ourselves() {
	let call = consent::revoke(&PATIENT, 4);
	let metadata = metadata();
	let encoded = subxt::ext::frame_decode::extrinsics::encode_call_data(
		call.pallet_name(),
		call.call_name(),
		call.call_data(),
		&metadata,
		metadata.types(),
	)
	.unwrap();
	assert_eq!(encoded, call.encode(&metadata).unwrap());
}

#[test]
fn call_should_be_refused_when_the_runtime_has_none_such_or_another() {
	let metadata = metadata();
	for call in [
		Call::new("Consent", "revoke", (PATIENT, 4u32, 0u8)),
		Call::new("Consent", "revoke", PATIENT),
		Call::new("Consent", "withdraw", (PATIENT, 4u32)),
		Call::new("Balances", "transfer", (PATIENT, 4u32)),
	] {
		assert_eq!(call.encode(&metadata).unwrap_err().kind(), crate::Kind::Chain, "{call:?}");
	}
}
