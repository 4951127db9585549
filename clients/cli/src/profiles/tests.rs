use super::*;

const WALLET: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

struct Home {
	folder: tempfile::TempDir,
}

impl Home {
	fn new() -> Self {
		Self { folder: tempfile::tempdir().unwrap() }
	}

	fn profiles(&self, passphrase: &str, insecure: bool, development: bool) -> Profiles {
		let file = self.folder.path().join("passphrase");
		fs::File::create(&file).unwrap().write_all(passphrase.as_bytes()).unwrap();
		let passphrases = Passphrases::new(Some(file));
		let mut profiles = Profiles::new(self.folder.path(), development, insecure, passphrases);
		profiles.work_factor = Some(2);
		profiles
	}

	fn encrypted(&self) -> Profiles {
		self.profiles("correct horse", false, false)
	}

	fn path(&self, file: &str) -> PathBuf {
		self.folder.path().join("profiles").join(file)
	}
}

fn name(text: &str) -> ProfileName {
	text.parse().unwrap()
}

fn secrets() -> Secrets {
	Secrets::new(WALLET, &Root::from_bytes([7; 32]), 2).unwrap()
}

#[test]
fn profile_should_come_back_with_its_passphrase() {
	let home = Home::new();
	let kept = home.encrypted().keep(&name("carol"), &secrets()).unwrap();
	assert_eq!(kept.kept, Kept::Encrypted);
	let opened = home.encrypted().secrets(&name("carol")).unwrap();
	assert!(opened == secrets());
	let keyring = opened.keyring().unwrap();
	assert_eq!(keyring.account(), kept.address);
	assert_eq!(keyring.root(), &Root::from_bytes([7; 32]));
	let patient = VaultOwner::Patient(PatientId([9; 32]));
	assert_eq!(keyring.vault(&patient, 0).public_keys(), kept.vaults.patient);
	assert_eq!(
		keyring.vault(&patient, 0).public_keys(),
		Root::from_bytes([7; 32]).patient(2).vault(0).public_keys()
	);
	assert_eq!(keyring.vault(&VaultOwner::Practitioner(5), 0).public_keys(), kept.vaults.practitioner);
	assert_eq!(keyring.vault(&VaultOwner::Organisation(5), 0).public_keys(), kept.vaults.organisation);
}

#[test]
fn profile_should_be_denied_when_the_passphrase_is_wrong() {
	let home = Home::new();
	home.encrypted().keep(&name("carol"), &secrets()).unwrap();
	let refused = home.profiles("correct house", false, false).keyring(&name("carol")).unwrap_err();
	assert_eq!(refused.kind(), salus_sdk::Kind::Denied);
	assert!(!refused.to_string().contains("house"));
}

#[test]
fn encrypted_profile_should_show_no_secret_and_be_its_owners_alone() {
	let home = Home::new();
	home.encrypted().keep(&name("carol"), &secrets()).unwrap();
	let words = secrets();
	for file in ["carol.age", "carol.json"] {
		let bytes = fs::read(home.path(file)).unwrap();
		let text = String::from_utf8_lossy(&bytes);
		assert!(!text.contains("bottom") && !text.contains(words.vault_words()), "{file}");
		#[cfg(unix)]
		{
			use std::os::unix::fs::PermissionsExt;
			assert_eq!(fs::metadata(home.path(file)).unwrap().permissions().mode() & 0o777, 0o600, "{file}");
		}
	}
	#[cfg(unix)]
	{
		use std::os::unix::fs::PermissionsExt;
		let mode = fs::metadata(home.path("")).unwrap().permissions().mode();
		assert_eq!(mode & 0o777, 0o700);
	}
}

#[test]
fn profile_should_be_refused_when_any_byte_was_changed() {
	let home = Home::new();
	home.encrypted().keep(&name("carol"), &secrets()).unwrap();
	let path = home.path("carol.age");
	let sound = fs::read(&path).unwrap();
	for at in (0..sound.len()).step_by(7).chain([sound.len() - 1]) {
		let mut bytes = sound.clone();
		bytes[at] ^= 1;
		fs::write(&path, &bytes).unwrap();
		assert!(home.encrypted().secrets(&name("carol")).is_err(), "byte {at}");
	}
	fs::write(&path, &sound[..sound.len() - 1]).unwrap();
	assert!(home.encrypted().secrets(&name("carol")).is_err());
}

#[test]
fn profile_should_be_refused_when_its_public_side_was_exchanged() {
	// Grants name a profile by its public side: whoever changes it would be granted in another's place.
	let home = Home::new();
	home.encrypted().keep(&name("carol"), &secrets()).unwrap();
	let other = Secrets::new("//Mallory", &Root::from_bytes([8; 32]), 2).unwrap();
	home.encrypted().keep(&name("mallory"), &other).unwrap();
	let exchanged = fs::read_to_string(home.path("mallory.json")).unwrap().replace("mallory", "carol");
	fs::write(home.path("carol.json"), exchanged).unwrap();
	let refused = home.encrypted().secrets(&name("carol")).err().unwrap();
	assert_eq!(refused.kind(), salus_sdk::Kind::Integrity);
	// Nor does one profile's file pass for another's.
	fs::copy(home.path("mallory.age"), home.path("carol.age")).unwrap();
	fs::copy(home.path("mallory.json"), home.path("carol.json")).unwrap();
	assert_eq!(home.encrypted().public(&name("carol")).unwrap_err().kind(), salus_sdk::Kind::Integrity);
}

#[test]
fn profile_should_never_be_overwritten() {
	let home = Home::new();
	home.encrypted().keep(&name("carol"), &secrets()).unwrap();
	let before = fs::read(home.path("carol.age")).unwrap();
	for insecure in [false, true] {
		let again = home.profiles("correct horse", insecure, false).keep(&name("carol"), &secrets());
		assert_eq!(again.unwrap_err().kind(), salus_sdk::Kind::Usage);
	}
	assert_eq!(fs::read(home.path("carol.age")).unwrap(), before);
	assert!(write_new(&home.path("carol.age"), b"x").is_err());
}

#[test]
fn plain_profile_should_be_read_only_when_asked_for() {
	let home = Home::new();
	let insecure = home.profiles("", true, false);
	assert_eq!(insecure.keep(&name("carol"), &secrets()).unwrap().kept, Kept::Plain);
	assert!(insecure.secrets(&name("carol")).unwrap() == secrets());
	assert_eq!(insecure.all().unwrap().len(), 1);
	let refused = home.encrypted().keyring(&name("carol")).unwrap_err();
	assert_eq!(refused.kind(), salus_sdk::Kind::Usage);
	assert_eq!(home.encrypted().all().unwrap(), []);
}

#[test]
fn profile_should_be_named_without_its_passphrase() {
	let home = Home::new();
	let kept = home.encrypted().keep(&name("carol"), &secrets()).unwrap();
	let forgotten = home.profiles("", false, false);
	assert_eq!(forgotten.public(&name("carol")).unwrap(), kept);
	assert_eq!(forgotten.all().unwrap(), [kept]);
}

#[test]
fn profile_should_be_gone_when_deleted() {
	let home = Home::new();
	home.encrypted().keep(&name("carol"), &secrets()).unwrap();
	home.encrypted().delete(&name("carol")).unwrap();
	assert_eq!(home.encrypted().public(&name("carol")).unwrap_err().kind(), salus_sdk::Kind::NotFound);
	assert_eq!(fs::read_dir(home.path("")).unwrap().count(), 0);
	assert_eq!(home.encrypted().delete(&name("carol")).unwrap_err().kind(), salus_sdk::Kind::NotFound);
}

#[test]
fn development_profiles_should_be_there_only_when_asked_for() {
	let home = Home::new();
	let development = home.profiles("", false, true);
	let names: Vec<_> = development.all().unwrap().into_iter().map(|profile| profile.name).collect();
	assert_eq!(names, dev::NAMES);
	let alice = development.public(&name("alice")).unwrap();
	assert_eq!(alice.address.to_string(), "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
	assert_eq!(development.keyring(&name("ferdie")).unwrap().root(), &dev::root("Ferdie"));
	assert_eq!(development.keep(&name("bob"), &secrets()).unwrap_err().kind(), salus_sdk::Kind::Usage);
	assert_eq!(development.delete(&name("bob")).unwrap_err().kind(), salus_sdk::Kind::Usage);
	assert!(development.secrets(&name("bob")).is_err());
	let refused = home.encrypted().keyring(&name("alice")).unwrap_err();
	assert_eq!(refused.kind(), salus_sdk::Kind::NotFound);
	assert!(refused.to_string().contains("--dev"));
}

#[test]
fn development_roots_should_derive_from_the_names() {
	// printf 'salus/dev/alice' | sha256sum
	let digest = "62a83e94999fcf8daf434ea96e63d4021e3002e11df475973921783d174dd1ce";
	assert_eq!(hex::encode(dev::root("alice").expose()), digest);
	assert_eq!(dev::suri("charlie"), "//Charlie");
	let keys = dev::public_keys();
	let digests: std::collections::BTreeSet<_> = keys.iter().map(|key| key.digest()).collect();
	assert_eq!((keys.len(), digests.len()), (18, 18));
}

#[test]
fn wallet_phrase_should_be_refused_as_vault_words() {
	let mut mistaken = secrets();
	mistaken.vault = WALLET.into();
	assert!(mistaken.keyring().is_err());
	assert!(Secrets::new("no words at all", &Root::from_bytes([7; 32]), 0).is_err());
}
