//! Attacks on a real chain with the library: stolen devices, former employees, replays, stores that lie, lost races.

use anyhow::{ensure, Context, Result};
use salus_e2e::{
	cli::object,
	node::Node,
	people::{keyring, root, wallet, Desk, CHARLIE, DAVE},
	until,
};
use salus_sdk::{
	chain::calls,
	consents::{Granted, Terms},
	enrol::EnrolmentRequest,
	practitioners::Admission,
	primitives::{
		access::Reason,
		consent::{Grant, GrantedItem, Item, Permissions, Reach, Reseal},
		ids::{Commitment, Digest, PatientId, RecordIndex, VaultSignature},
		people::{Party, PractitionerRole, Privileges, Standing, VaultOwner},
		purpose::Purpose,
		text::{EraseRecord, GiveConsent, RefileRecord, ResealHolders, Role, SignedText},
	},
	records::{Filed, NewFile, PutOrder},
	roles::RoleRequest,
	scopes::ScopeChoice,
	vault::root::Root,
	As, At, Error, Keyring, Kind, Landed, Wallet,
};
use std::{
	collections::BTreeSet,
	fs,
	path::{Path, PathBuf},
	time::Duration,
};

const CONTENT: &[u8] = br#"{"resourceType":"Observation","status":"final","code":{"text":"potassium"}}"#;

/// Bytes of a content of several chunks, and of its size class.
const LONG: usize = 300_000;
const PADDED: usize = 303_104;
/// Bytes of a chunk of an age file, and of its tag.
const CHUNK: usize = 65_536;
const TAG: usize = 16;

/// How long signed texts live here.
const HOUR: Duration = Duration::from_secs(3_600);

fn labs() -> ScopeChoice {
	ScopeChoice::Name("labs".into())
}

/// Bytes that an age file of this content has before its chunks: header and nonce.
fn head(file: &[u8]) -> usize {
	file.len() - (PADDED + PADDED.div_ceil(CHUNK) * TAG)
}

/// Expects a task to fail in this way.
fn fails<T>(kind: Kind, what: &str, outcome: salus_sdk::Result<T>) -> Result<Error> {
	match outcome {
		Ok(_) => anyhow::bail!("{what} was done"),
		Err(error) => {
			ensure!(error.kind() == kind, "{what} failed as {:?} instead of {kind:?}: {error}", error.kind());
			Ok(error)
		}
	}
}

/// Expects a denial with this reason.
fn denied<T>(reason: Reason, what: &str, outcome: salus_sdk::Result<T>) -> Result<()> {
	let error = fails(Kind::Denied, what, outcome)?;
	ensure!(error.reasons().contains(&reason), "{what}: {error}");
	Ok(())
}

/// Expects the chain to refuse a call with this error.
fn refused(pallet: &str, name: &str, what: &str, outcome: salus_sdk::Result<Landed>) -> Result<()> {
	match outcome {
		Ok(_) => anyhow::bail!("{what} was done"),
		Err(Error::Dispatch(refusal)) if refusal.is(pallet, name) => Ok(()),
		Err(error) => anyhow::bail!("{what} failed otherwise than with {pallet}.{name}: {error}"),
	}
}

/// Expects that a record can be read, and is `content`.
async fn reads(desk: &Desk, reader: &Keyring, patient: &PatientId, index: u32, content: &[u8]) -> Result<()> {
	let out = desk.path("read");
	desk.get(reader, patient, index, &out).await?;
	ensure!(fs::read(&out)? == content, "record {index} is something else");
	Ok(fs::remove_file(out)?)
}

/// Files in a folder.
fn names(folder: &Path) -> Result<Vec<PathBuf>> {
	let mut names = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
	names.sort();
	Ok(names)
}

#[tokio::test(flavor = "multi_thread")]
async fn copied_profile_should_do_nothing_when_its_practitioner_is_suspended_or_replaced() -> Result<()> {
	let node = Node::development().await?;
	let desk = Desk::new(&node).await?;
	let client = &desk.client;
	let (eve, dave, bob) = (keyring("eve")?, keyring("dave")?, wallet("bob")?);
	let patient = desk.patient(&eve).await?;
	desk.grant(&eve, DAVE, "labs", Permissions::WRITE).await?;
	desk.grant(&eve, CHARLIE, "labs", Permissions::READ.union(Permissions::WRITE)).await?;
	let file = desk.file("observation.json", CONTENT)?;
	let files = std::slice::from_ref(&file);
	let first = desk.put(&dave, &patient, "labs", files).await?[0].index;

	// A stolen laptop has everything charlie has.
	let charlie = keyring("charlie")?;
	let thief = charlie.clone();
	let out = desk.path("stolen");
	reads(&desk, &thief, &patient, first, CONTENT).await?;
	client.suspend_practitioner(&bob, 2).await?;
	let suspended = Reason::MembershipNotInStanding(Standing::Suspended);
	denied(suspended, "reading with a stolen laptop", desk.get(&thief, &patient, first, &out).await)?;
	denied(suspended, "writing with a stolen laptop", desk.put(&thief, &patient, "labs", files).await)?;
	let whose = As::Practitioner { organisation: None };
	fails(Kind::Denied, "taking the vault over", client.rotate_vault(&thief, whose).await)?;
	let elsewhere = client.suspend_practitioner(&wallet("alice")?, 2).await;
	fails(Kind::NotFound, "suspending by another hospital", elsewhere)?;
	fails(Kind::Denied, "reinstating oneself", client.reinstate_practitioner(thief.wallet(), 2).await)?;

	// What is written from now on does not even go to the key he holds, and he gets no other.
	let meanwhile = desk.put(&dave, &patient, "labs", files).await?.remove(0);
	ensure!(meanwhile.redirected, "{meanwhile:?} is sealed to a key that was stolen");
	let rotated = client.rotate_scope(&eve, &labs()).await?;
	ensure!(rotated.resealed == 0 && rotated.unresealed.len() == 1, "{rotated:?}");
	let second = desk.put(&dave, &patient, "labs", files).await?.remove(0);
	ensure!(!second.redirected, "{second:?} is in the inbox");

	// Found again: he is reinstated, but the new key has to be given to him.
	client.reinstate_practitioner(&bob, 2).await?;
	reads(&desk, &charlie, &patient, first, CONTENT).await?;
	fails(Kind::Denied, "a key he was not given", desk.get(&charlie, &patient, second.index, &out).await)?;
	let resealed = client.reseal_scope(&eve, &labs()).await?;
	ensure!(resealed.resealed == 1, "{resealed:?}");
	reads(&desk, &charlie, &patient, second.index, CONTENT).await?;

	// dave leaves; his place in the laboratory is taken over with another wallet, if its owner says so.
	let successor = Keyring::new(wallet("ferdie")?, root("dave"));
	nobody_is_given_a_role(&desk, successor.wallet(), &dave).await?;
	let accepted = client.accept_role(successor.wallet(), Role::AccountOf(1), HOUR).await?;
	let bob_tries = client.replace_account(&bob, 1, &accepted).await;
	fails(Kind::Denied, "replacing by another hospital", bob_tries)?;
	client.replace_account(&wallet("alice")?, 1, &accepted).await?;
	fails(Kind::Denied, "writing with the old wallet", desk.put(&dave, &patient, "labs", files).await)?;
	fails(
		Kind::Denied,
		"taking back with the old wallet",
		client.mark_entered_in_error(&dave, &patient, second.index, None).await,
	)?;
	let elsewhere = keyring("ferdie")?;
	fails(Kind::Denied, "signing with another vault", desk.put(&elsewhere, &patient, "inbox", files).await)?;
	let third = desk.put(&successor, &patient, "labs", files).await?.remove(0);
	reads(&desk, &charlie, &patient, third.index, CONTENT).await?;
	ensure!(!out.exists(), "something that was refused was written");
	Ok(())
}

/// A registrar gets nobody a role who did not sign for just that, however the call is made.
async fn nobody_is_given_a_role(desk: &Desk, newcomer: &Wallet, other: &Keyring) -> Result<()> {
	let (client, alice) = (&desk.client, wallet("alice")?);
	let (account, genesis, now) = (newcomer.account(), client.chain().genesis(), client.now().await?);
	let by = |signer: &Wallet, role| -> Result<RoleRequest> {
		Ok(RoleRequest::prepare(&account, role, genesis, now, HOUR)?.sign(signer))
	};
	let admission = Admission {
		role: PractitionerRole::Laboratory,
		privileges: Privileges::NONE,
		credential: b"MD 4711".to_vec(),
		until: now + 1_000_000,
	};
	let Admission { role, privileges, until, .. } = admission;
	let credential = Commitment([7; 32]);
	for (what, word, local) in [
		("another's word", by(other.wallet(), Role::Practitioner(1))?, Kind::Integrity),
		("the registrar's word", by(&alice, Role::Practitioner(1))?, Kind::Integrity),
		("a word for another hospital", by(newcomer, Role::Practitioner(2))?, Kind::Usage),
		("a word for another role", by(newcomer, Role::Registrar(1))?, Kind::Usage),
	] {
		fails(local, what, client.admit_practitioner(&alice, &word, &admission).await)?;
		let raw = calls::identity::admit_practitioner(
			1,
			&account,
			role,
			privileges,
			&credential,
			until,
			&word.acceptance()?,
		);
		let outcome = client.chain().submit(&raw, &alice, client.wait()).await;
		refused("Consortium", "BadWalletSignature", what, outcome)?;
	}
	let word = by(other.wallet(), Role::AccountOf(1))?;
	fails(Kind::Integrity, "a replacement", client.replace_account(&alice, 1, &word).await)?;
	let raw = calls::identity::replace_account(1, &account, &word.acceptance()?);
	let outcome = client.chain().submit(&raw, &alice, client.wait()).await;
	refused("Consortium", "BadWalletSignature", "a replacement", outcome)?;
	let word = by(other.wallet(), Role::Registrar(1))?;
	fails(Kind::Integrity, "a registrar", client.add_registrar(&alice, &word).await)?;
	let raw = calls::consortium::add_registrar(1, &account, &word.acceptance()?);
	let outcome = client.chain().submit(&raw, &alice, client.wait()).await;
	refused("Consortium", "BadWalletSignature", "a registrar", outcome)?;
	let roles = client.chain().roles(&account, At::Best).await?;
	ensure!(roles == Default::default(), "a role nobody took on: {roles:?}");
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn patient_should_be_the_same_on_a_second_device_and_never_enrolled_twice() -> Result<()> {
	let node = Node::development().await?;
	let desk = Desk::new(&node).await?;
	let client = &desk.client;
	let (eve, alice) = (keyring("eve")?, wallet("alice")?);

	// The request travels as a file; whoever gets hold of it can do nothing else with it.
	let request = client.request_enrolment(&eve, 1, HOUR).await?;
	let json = request.to_json()?;
	let again = || EnrolmentRequest::from_json(&json);
	fails(Kind::Denied, "enrolling at another hospital", client.enrol(&wallet("bob")?, &again()?).await)?;
	fails(Kind::Denied, "enrolling by oneself", client.enrol(eve.wallet(), &again()?).await)?;
	let mut redirected = again()?;
	redirected.enrolment.organisation = 2;
	fails(
		Kind::Integrity,
		"a request for another hospital",
		client.enrol(&wallet("bob")?, &redirected).await,
	)?;
	let mut foreign = again()?;
	foreign.genesis = [7; 32];
	fails(Kind::Usage, "a request for another chain", client.enrol(&alice, &foreign).await)?;
	let patient = client.enrol(&alice, &again()?).await?.patient;
	ensure!(patient == request.patient(), "{patient} is not whom the text names");
	fails(Kind::Chain, "a replayed request", client.enrol(&alice, &again()?).await)?;
	fails(
		Kind::Usage,
		"a second enrolment",
		client.request_enrolment(&eve, 1, Duration::from_secs(60)).await,
	)?;

	// A request that lies around for too long is void.
	let brief = client.request_enrolment(&keyring("ferdie")?, 1, Duration::from_millis(1)).await?;
	let expires = brief.enrolment.expires_at;
	until("the request to expire", || async {
		Ok((client.chain().now(At::Best).await? >= expires).then_some(()))
	})
	.await?;
	fails(Kind::Usage, "an expired request", client.enrol(&alice, &brief).await)?;

	// The second device has the wallet's words and the vault's words, and nothing else.
	client.create_standard_scopes(&eve).await?;
	client.create_scopes(&eve, &["sports medicine".to_owned()]).await?;
	let file = desk.file("observation.json", CONTENT)?;
	let filed = desk.put(&eve, &patient, "sports medicine", std::slice::from_ref(&file)).await?.remove(0);
	let device = Keyring::new(wallet("eve")?, Root::from_words(&eve.root().to_words())?);
	reads(&desk, &device, &patient, filed.index, CONTENT).await?;
	let listed = client.list_records(Some(&device), &patient, None).await?;
	ensure!(listed[0].scope_name.as_deref() == Some("sports medicine"), "{listed:?}");
	client.rotate_scope(&device, &ScopeChoice::Name("sports medicine".into())).await?;
	let newer = desk.put(&device, &patient, "sports medicine", std::slice::from_ref(&file)).await?.remove(0);
	reads(&desk, &eve, &patient, newer.index, CONTENT).await?;

	// The wallet without the vault decides, and opens and names no keys.
	let phished = Keyring::new(wallet("eve")?, Root::generate());
	let out = desk.path("phished");
	fails(
		Kind::Denied,
		"reading with the wallet alone",
		desk.get(&phished, &patient, filed.index, &out).await,
	)?;
	let rotated = client.rotate_scope(&phished, &ScopeChoice::Number(filed.scope)).await;
	fails(Kind::Denied, "naming keys with the wallet alone", rotated)?;
	let put = desk.put(&phished, &patient, "inbox", std::slice::from_ref(&file)).await;
	fails(Kind::Denied, "signing records with the wallet alone", put)?;
	ensure!(!out.exists(), "something that was refused was written");
	let letter = desk.put(&eve, &patient, "inbox", std::slice::from_ref(&file)).await?.remove(0).index;
	wallet_alone_hands_out_nothing(&desk, &patient, &eve, &phished, letter).await?;
	client.exclude(&phished, Party::Organisation(2)).await?;
	Ok(())
}

/// With the wallet and another vault, a thief names no accomplice as a reader, moves no envelope and loses no record.
async fn wallet_alone_hands_out_nothing(
	desk: &Desk,
	patient: &PatientId,
	owner: &Keyring,
	thief: &Keyring,
	letter: RecordIndex,
) -> Result<()> {
	let (client, patient) = (&desk.client, *patient);
	let (chain, genesis) = (client.chain(), client.chain().genesis());
	let signed =
		|keyring: &Keyring, text: &[u8]| keyring.vault(&VaultOwner::Patient(patient), 0).signer().sign(text);
	let labs = client.find_scope(Some(owner), &patient, &labs()).await?;
	let (item, epoch) = (Item::Scope(labs.number), labs.view.scope.epoch);
	let accomplice = keyring("charlie")?.vault(&VaultOwner::Practitioner(2), 0).public_key().digest();
	let grant = Grant {
		grantee: CHARLIE,
		items: vec![GrantedItem { item, envelope: Some(Digest([1; 32])) }]
			.try_into()
			.map_err(|_| anyhow::anyhow!("one item is too many"))?,
		permissions: Permissions::READ,
		purposes: [Purpose::Treatment].into_iter().collect(),
		from: client.now().await?,
		until: None,
		reach: Reach::AllHistory,
		sealed_to: Some(accomplice),
		text: Digest([2; 32]),
		policy_version: 1,
	};
	let before = client.consents(&patient).await?;
	let next = u32::try_from(before.len())?;
	let words = GiveConsent { genesis, patient, consent: next, grant: &grant }.text();
	let give = |signature: Option<VaultSignature>| {
		let call = calls::consent::grant(&patient, &grant, signature.as_ref());
		async move { chain.submit(&call, thief.wallet(), client.wait()).await }
	};
	refused("Consent", "VaultSignatureMissing", "a consent without a word", give(None).await)?;
	let forged = signed(thief, &words);
	refused("Consent", "InvalidVaultSignature", "a consent of another vault", give(Some(forged)).await)?;
	ensure!(client.consents(&patient).await? == before, "a consent was entered or changed");

	let (scope, envelope) = (labs.number, Digest([3; 32]));
	let record = chain.record(&patient, letter, At::Best).await?;
	let words = RefileRecord { genesis, patient, record: letter, scope, epoch, envelope }.text();
	let forged = signed(thief, &words);
	let call = calls::records::refile(&patient, letter, scope, epoch, &envelope, &forged);
	let outcome = chain.submit(&call, thief.wallet(), client.wait()).await;
	refused("Consent", "InvalidVaultSignature", "refiling to an envelope that is not there", outcome)?;
	ensure!(chain.record(&patient, letter, At::Best).await? == record, "the record names something else");

	fails(Kind::Denied, "erasing with another vault", client.prepare_erasure(thief, letter).await)?;
	let mut stolen = client.prepare_erasure(owner, letter).await?;
	fails(Kind::Denied, "erasing with another vault", client.erase(thief, &mut stolen).await)?;
	fails(Kind::Chain, "deleting what is not erased", client.delete_erased(&mut stolen).await)?;
	let ciphertext = record.pointer.ciphertext;
	let words = EraseRecord { genesis, patient, record: letter, ciphertext }.text();
	let call = calls::records::erase(&patient, letter, &signed(thief, &words));
	let outcome = chain.submit(&call, thief.wallet(), client.wait()).await;
	refused("Consent", "InvalidVaultSignature", "erasing without the vault's word", outcome)?;
	ensure!(chain.record(&patient, letter, At::Best).await? == record, "the record is erased");
	reads(desk, owner, &patient, letter, CONTENT).await?;

	// The control: the same consent with the word of the patient's vault, which counts once.
	let words = GiveConsent { genesis, patient, consent: next, grant: &grant }.text();
	let word = signed(owner, &words);
	give(Some(word)).await?;
	refused("Consent", "InvalidVaultSignature", "a consent replayed", give(Some(word)).await)?;

	let before = client.consents(&patient).await?;
	let reseals = vec![Reseal { consent: next, envelope, sealed_to: accomplice }];
	let words = ResealHolders { genesis, patient, item, epoch, reseals: &reseals }.text();
	let forged = signed(thief, &words);
	let reseals = reseals.try_into().map_err(|_| anyhow::anyhow!("one envelope is too many"))?;
	let call = calls::consent::reseal(&patient, &item, &reseals, &forged);
	let outcome = chain.submit(&call, thief.wallet(), client.wait()).await;
	refused("Consent", "InvalidVaultSignature", "putting another envelope in place", outcome)?;
	ensure!(client.consents(&patient).await? == before, "an envelope was replaced");
	Ok(())
}

/// A patient with two records of several chunks in labs, and their places in the stores.
struct Shelf {
	node: Node,
	desk: Desk,
	eve: Keyring,
	patient: PatientId,
	contents: [Vec<u8>; 2],
	filed: Vec<Filed>,
}

impl Shelf {
	async fn new() -> Result<Self> {
		let node = Node::development().await?;
		let desk = Desk::new(&node).await?;
		let eve = keyring("eve")?;
		let patient = desk.patient(&eve).await?;
		let contents = [vec![0xa5; LONG], vec![0x5a; LONG]];
		let paths = [desk.file("one.bin", &contents[0])?, desk.file("two.bin", &contents[1])?];
		let filed = desk.put(&eve, &patient, "labs", &paths).await?;
		Ok(Self { node, desk, eve, patient, contents, filed })
	}

	fn blob(&self, number: usize) -> PathBuf {
		object(&self.desk.path("blobs"), &self.filed[number].ciphertext.to_string())
	}

	fn envelope(&self, number: usize) -> PathBuf {
		object(&self.desk.path("envelopes"), &self.filed[number].envelope.to_string())
	}

	/// With other bytes, or none, in the place of an object: reading the first record fails in this way, leaves the
	/// file that is there alone, and nothing beside it; with the object back it is read again.
	async fn lies(&self, what: &str, place: &Path, bytes: Option<&[u8]>, kind: Kind) -> Result<()> {
		let true_bytes = fs::read(place)?;
		ensure!(bytes != Some(true_bytes.as_slice()), "{what}: the store does not lie");
		match bytes {
			Some(bytes) => fs::write(place, bytes)?,
			None => fs::remove_file(place)?,
		}
		let folder = tempfile::TempDir::new()?;
		let out = folder.path().join("out");
		let outcome = self.desk.get(&self.eve, &self.patient, self.filed[0].index, &out).await;
		fails(kind, what, outcome)?;
		ensure!(names(folder.path())?.is_empty(), "{what}: something was left behind");
		fs::write(&out, b"what was there")?;
		let outcome = self.desk.get(&self.eve, &self.patient, self.filed[0].index, &out).await;
		fails(kind, what, outcome)?;
		ensure!(names(folder.path())? == [out.clone()], "{what}: something was left behind");
		ensure!(fs::read(&out)? == b"what was there", "{what}: the file that was there is lost");
		fs::write(place, true_bytes)?;
		reads(&self.desk, &self.eve, &self.patient, self.filed[0].index, &self.contents[0]).await
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn lie_should_be_found_and_write_nothing_when_a_store_answers_with_other_bytes() -> Result<()> {
	let shelf = Shelf::new().await?;
	let (blob, envelope) = (fs::read(shelf.blob(0))?, fs::read(shelf.envelope(0))?);
	let changed = |bytes: &[u8], at: usize| {
		let mut bytes = bytes.to_vec();
		bytes[at] ^= 1;
		bytes
	};
	let place = shelf.blob(0);
	let other = fs::read(shelf.blob(1))?;
	let (head, other_head) = (head(&blob), head(&other));
	for (what, bytes) in [
		("another record's file", other.clone()),
		("a file cut by a byte", blob[..blob.len() - 1].to_vec()),
		("a file cut in the middle", blob[..blob.len() / 2].to_vec()),
		("a file cut behind some chunks", blob[..head + 2 * (CHUNK + TAG)].to_vec()),
		("a file cut in its header", blob[..20].to_vec()),
		("an empty file", Vec::new()),
		("a file with a byte too many", [&blob[..], &[0]].concat()),
		("two files in a row", [&blob[..], &other[..]].concat()),
		("a flipped bit in the header", changed(&blob, 25)),
		("a flipped bit in the first chunk", changed(&blob, head)),
		("a flipped bit in the last byte", changed(&blob, blob.len() - 1)),
		(
			"another file's beginning",
			[&other[..other_head + CHUNK + TAG], &blob[head + CHUNK + TAG..]].concat(),
		),
	] {
		shelf.lies(what, &place, Some(&bytes), Kind::Integrity).await?;
	}
	shelf.lies("a file that is gone", &place, None, Kind::NotFound).await?;

	let place = shelf.envelope(0);
	let other = fs::read(shelf.envelope(1))?;
	for (what, bytes) in [
		("another record's envelope", other),
		("a cut envelope", envelope[..envelope.len() - 1].to_vec()),
		("an empty envelope", Vec::new()),
		("a longer envelope", [&envelope[..], &[0]].concat()),
		("an endless envelope", vec![1; 1024 * 1024]),
		("a flipped bit in an envelope", changed(&envelope, envelope.len() / 2)),
	] {
		shelf.lies(what, &place, Some(&bytes), Kind::Integrity).await?;
	}
	shelf.lies("an envelope that is gone", &place, None, Kind::NotFound).await?;

	// A store that answers with another key under a scope's or a person's name gets nothing sealed to it.
	let client = &shelf.desk.client;
	let scope = client.find_scope(Some(&shelf.eve), &shelf.patient, &labs()).await?;
	let file = shelf.desk.file("late.bin", b"late")?;
	let mine = Root::generate().holder(0).vault(0).public_key().to_bytes();
	let place = object(&shelf.desk.path("blobs"), &scope.view.scope.key.to_string());
	let true_key = fs::read(&place)?;
	fs::write(&place, &mine)?;
	let outcome = shelf.desk.put(&shelf.eve, &shelf.patient, "labs", &[file]).await;
	fails(Kind::Integrity, "sealing to a key that the store made up", outcome)?;
	fs::write(&place, true_key)?;
	let charlie = keyring("charlie")?.vault(&VaultOwner::Practitioner(2), 0).public_key().digest();
	fs::write(object(&shelf.desk.path("blobs"), &charlie.to_string()), &mine)?;
	let terms = Terms {
		grantee: CHARLIE,
		items: Granted::Scopes(vec![labs()]),
		permissions: Permissions::READ,
		purposes: [Purpose::Treatment].into_iter().collect(),
		from: None,
		until: None,
		reach: Reach::AllHistory,
		policy_version: 1,
	};
	let outcome = client.grant(&shelf.eve, &terms).await;
	fails(Kind::Integrity, "granting to a key that the store made up", outcome)?;
	let consents = client.consents(&shelf.patient).await?;
	let to_charlie = consents.iter().any(|(_, view)| view.consent.grantee == CHARLIE);
	ensure!(!to_charlie, "a consent was given: {consents:?}");
	ensure!(shelf.node.status().await?.best > 0, "the node is gone");
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn writers_should_lose_nothing_when_batches_are_split_and_keys_move_on() -> Result<()> {
	let node = Node::development().await?;
	let mut desk = Desk::new(&node).await?;
	let (eve, dave, charlie) = (keyring("eve")?, keyring("dave")?, keyring("charlie")?);
	let patient = desk.patient(&eve).await?;
	desk.grant(&eve, DAVE, "labs", Permissions::WRITE).await?;
	desk.grant(&eve, CHARLIE, "labs", Permissions::WRITE).await?;

	// More files than one call registers; one of them does not exist, and sinks only itself.
	let contents: Vec<Vec<u8>> = (0..66u32).map(|number| number.to_le_bytes().to_vec()).collect();
	let paths = contents
		.iter()
		.enumerate()
		.map(|(number, content)| desk.file(&format!("{number}.bin"), content))
		.collect::<Result<Vec<_>>>()?;
	let mut files = paths.iter().map(|path| NewFile::inspect(path)).collect::<salus_sdk::Result<Vec<_>>>()?;
	files[3].path = desk.path("missing.bin");
	let order = PutOrder { patient, scope: labs(), as_whom: None, purpose: Purpose::Treatment, files };
	let answers = desk.client.put_records(&dave, &order, &()).await?;
	ensure!(answers.len() == contents.len(), "{} answers", answers.len());
	let mut blocks = BTreeSet::new();
	for (number, answer) in answers.iter().enumerate() {
		match (number, answer) {
			(3, Err(error)) => ensure!(error.kind() == Kind::Usage, "the missing file: {error}"),
			(_, Ok(filed)) => {
				let expected = if number < 3 { number } else { number - 1 };
				ensure!(filed.index as usize == expected, "file {number} is record {}", filed.index);
				let record = desk.client.chain().record(&patient, filed.index, At::Best).await?;
				blocks.insert(record.registered_at);
			}
			(_, outcome) => anyhow::bail!("file {number}: {outcome:?}"),
		}
	}
	ensure!(blocks.len() == 2, "the files were registered in {} blocks instead of two", blocks.len());
	for number in [0, 63, 64, 65] {
		let index = answers[number].as_ref().map(|filed| filed.index).ok().context("it was filed")?;
		reads(&desk, &eve, &patient, index, &contents[number]).await?;
	}

	// Two write while the patient gives the scope new keys; the patient's call goes first in a block, so what they
	// sealed is stale and has to be sealed anew.
	// What a lost race leaves without use is deleted once the block that says so is final.
	desk.client = desk.finalising();
	// It asks at the finalised block whether it may write.
	let best = node.status().await?.best;
	node.wait_for("the consents to be final", |status| status.finalised >= best).await?;
	let mut epochs = BTreeSet::new();
	let before = answers.len() - 1;
	let mut written = Vec::new();
	for round in 0..2u8 {
		let content = [vec![round; 10], vec![round + 100; 10]];
		let file = [desk.file("dave.bin", &content[0])?, desk.file("charlie.bin", &content[1])?];
		let choice = labs();
		let (by_dave, by_charlie, rotated) = tokio::join!(
			desk.put(&dave, &patient, "labs", &file[..1]),
			desk.put(&charlie, &patient, "labs", &file[1..]),
			desk.client.rotate_scope(&eve, &choice),
		);
		rotated?;
		for (content, filed) in content.into_iter().zip([by_dave?.remove(0), by_charlie?.remove(0)]) {
			ensure!(!filed.redirected, "{filed:?} is in the inbox");
			written.push((content, filed));
		}
	}
	for (content, filed) in &written {
		let record = desk.client.chain().record(&patient, filed.index, At::Best).await?;
		epochs.insert(record.pointer.epoch);
		reads(&desk, &eve, &patient, filed.index, content).await?;
	}
	ensure!(epochs.len() > 1, "no key moved on: {epochs:?}");
	let records = desk.client.list_records(Some(&eve), &patient, None).await?;
	ensure!(records.len() == before + written.len(), "{} records", records.len());

	// Nothing that lost a race is left in the stores.
	let verified = desk.client.verify_records(&patient, None, &()).await?;
	ensure!(verified.iter().all(|one| one.is_sound()), "{verified:?}");
	let named: BTreeSet<Digest> = records.iter().map(|entry| entry.record.pointer.envelope).collect();
	let mut left = Vec::new();
	// Objects lie in folders of two digits, notes in others.
	let folders = names(&desk.path("envelopes"))?;
	for first in folders.iter().filter(|path| path.file_name().is_some_and(|name| name.len() == 2)) {
		for second in names(first)? {
			left.extend(names(&second)?);
		}
	}
	ensure!(left.len() == named.len(), "{} envelopes for {} records", left.len(), named.len());
	Ok(())
}
