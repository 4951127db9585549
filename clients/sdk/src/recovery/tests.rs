use super::*;
use crate::Kind;
use salus_primitives::text::wrapped;
use salus_vault::root::Root;

const GENESIS: GenesisHash = [7; 32];
const PATIENT: PatientId = PatientId([8; 32]);
const DAY: Duration = Duration::from_secs(24 * 3_600);

fn keyring(name: &str) -> Keyring {
	Keyring::new(Wallet::from_suri(&format!("//{name}")).unwrap(), Root::from_bytes([5; 32]))
}

fn accounts(names: &[&str]) -> Vec<AccountId> {
	names.iter().map(|name| keyring(name).account()).collect()
}

fn request(name: &str) -> StartRequest {
	let keyring = keyring(name);
	let mut request = StartRequest {
		genesis: GENESIS,
		patient: PATIENT,
		turn: 3,
		account: keyring.account(),
		key: keyring.share_vault().public_key().to_bytes(),
		expires_at: 1_000,
		signature: MultiSignature::Sr25519([0; 64]),
	};
	request.signature = keyring.wallet().sign(request.text().unwrap().as_bytes());
	request
}

fn opening(name: &str) -> Opening {
	Opening { genesis: GENESIS, patient: PATIENT, guardian: keyring(name).account(), salt: [1; 32] }
}

#[test]
fn guardians_should_be_hidden_by_salts_of_their_own() {
	let names = accounts(&["Gill", "Hugo", "Iris"]);
	let [one, other] = [0; 2].map(|_| Guardians::choose(GENESIS, PATIENT, &names, 2, 3 * DAY).unwrap());
	let (policy, again) = (one.policy().unwrap(), other.policy().unwrap());
	assert_eq!((policy.threshold, policy.delay, policy.guardians.len()), (2, 259_200_000, 3));
	assert!(policy.guardians.iter().all(|commitment| !again.guardians.contains(commitment)));
	for opening in &one.openings {
		assert!(policy.position(&opening.salt, &native(&opening.guardian)).is_some());
	}
	let back: Guardians = from_json("list of guardians", &to_json(&one).unwrap()).unwrap();
	assert_eq!(back, one);
}

#[test]
fn guardians_should_be_refused_when_they_would_make_no_sound_policy() {
	let names = accounts(&["Gill", "Hugo", "Iris"]);
	let choose = |names: &[AccountId], threshold, delay| {
		Guardians::choose(GENESIS, PATIENT, names, threshold, delay).unwrap_err().kind()
	};
	for (threshold, delay) in [(0, DAY), (1, DAY), (3, DAY), (2, DAY / 2), (2, 91 * DAY)] {
		assert_eq!(choose(&names, threshold, delay), Kind::Usage);
	}
	assert_eq!(choose(&accounts(&["Gill", "Hugo", "Gill"]), 2, DAY), Kind::Usage);
	let many: Vec<String> = (0..10).map(|number| format!("G{number}")).collect();
	let many: Vec<&str> = many.iter().map(String::as_str).collect();
	assert_eq!(choose(&accounts(&many), 2, DAY), Kind::Usage);
}

#[test]
fn request_should_come_back_from_its_file_and_count_wrapped() {
	let mut good = request("New");
	good.ensure_for(GENESIS, 3, 999).unwrap();
	let back: StartRequest = from_json("request", &to_json(&good).unwrap()).unwrap();
	assert_eq!(back, good);
	let text = good.text().unwrap();
	assert_eq!(good.attempt().unwrap(), Digest::of(text.as_bytes()));
	good.signature = keyring("New").wallet().sign(&wrapped(text.as_bytes()));
	good.ensure_for(GENESIS, 3, 999).unwrap();
}

#[test]
fn request_should_be_refused_when_it_is_for_something_else_or_changed() {
	let good = request("New");
	for (genesis, turn, now) in [([1; 32], 3, 0), (GENESIS, 2, 0), (GENESIS, 4, 0), (GENESIS, 3, 1_000)] {
		assert_eq!(good.ensure_for(genesis, turn, now).unwrap_err().kind(), Kind::Usage);
	}
	let thief = request("Thief");
	let thiefs_key = Root::from_bytes([6; 32]).holder(2).vault(0).public_key().to_bytes();
	for changed in [
		StartRequest { patient: PatientId([1; 32]), ..good.clone() },
		StartRequest { account: thief.account, ..good.clone() },
		StartRequest { key: thiefs_key, ..good.clone() },
		StartRequest { expires_at: 2_000, ..good.clone() },
		StartRequest { signature: thief.signature, ..good.clone() },
	] {
		assert_eq!(changed.ensure_for(GENESIS, 3, 0).unwrap_err().kind(), Kind::Integrity);
	}
	assert_eq!(StartRequest { key: vec![1; 7], ..good }.text().unwrap_err().kind(), Kind::Usage);
}

#[test]
fn approval_should_be_the_guardians_for_this_attempt() {
	let (request, gill) = (request("New"), keyring("Gill"));
	let approval = SignedApproval::sign(&request, opening("Gill"), gill.wallet(), 500).unwrap();
	let call = approval.approval().unwrap();
	let text = approval.text(&request).unwrap();
	assert!(text.contains("I approve a recovery as a guardian") && text.is_ascii());
	let (new, guardian) = (native(&request.account), native(&gill.account()));
	let signed = ApproveRecovery {
		genesis: GENESIS,
		patient: PATIENT,
		turn: 3,
		guardian: &guardian,
		account: &new,
		kem: request.public_key().unwrap().digest(),
		attempt: request.attempt().unwrap(),
		expires_at: 500,
	};
	assert!(signed.is_signed_by(&call.signature, &guardian));
	let back: SignedApproval = from_json("approval", &to_json(&approval).unwrap()).unwrap();
	assert_eq!(back, approval);

	let others = SignedApproval::sign(&request, opening("Hugo"), gill.wallet(), 500).unwrap_err();
	assert_eq!(others.kind(), Kind::Denied);
	let elsewhere = Opening { patient: PatientId([1; 32]), ..opening("Gill") };
	let refused = SignedApproval::sign(&request, elsewhere, gill.wallet(), 500).unwrap_err();
	assert_eq!(refused.kind(), Kind::Usage);
}

#[test]
fn keys_should_wait_for_the_second_delay_when_the_vault_in_use_does_not_sign() {
	use salus_primitives::recovery::Recovery;
	let view = |confirmed_at| RecoveryView {
		turn: 1,
		policy: None,
		attempts: Vec::new(),
		recovered: Some(Recovery {
			account: keyring("New").account(),
			kem: Digest::default(),
			finished_at: 5,
			keys_from: 100,
			confirmed_at,
		}),
		line: 0,
	};
	ensure_waited(&view(None), 100).unwrap();
	let nothing = RecoveryView { recovered: None, ..view(None) };
	for (view, now) in [(view(None), 99), (view(Some(6)), 100), (nothing, 100)] {
		assert_eq!(ensure_waited(&view, now).unwrap_err().kind(), Kind::Usage);
	}
}
