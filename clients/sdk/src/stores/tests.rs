use super::*;
use crate::Kind;
use object_store::memory::InMemory;
use std::io::Write;

/// More than any object here has.
const MAX: u64 = 64 * 1024 * 1024;

fn memory() -> (Store, Arc<InMemory>) {
	let inner = Arc::new(InMemory::new());
	(Store { inner: inner.clone() }, inner)
}

async fn keys(inner: &InMemory) -> Vec<String> {
	let mut keys: Vec<_> =
		inner.list(None).map(|object| object.unwrap().location.to_string()).collect().await;
	keys.sort();
	keys
}

fn file(content: &[u8]) -> tempfile::NamedTempFile {
	let mut file = tempfile::NamedTempFile::new().unwrap();
	file.write_all(content).unwrap();
	file
}

#[tokio::test]
async fn bytes_should_come_back_under_their_digest_in_two_levels_of_folders() {
	let (store, inner) = memory();
	let digest = store.put(Bytes::from_static(b"envelope")).await.unwrap();
	assert_eq!(digest, Digest::of(b"envelope"));
	assert_eq!(store.get(&digest, 8).await.unwrap(), &b"envelope"[..]);
	let name = hex::encode(digest.0);
	assert_eq!(keys(&inner).await, [format!("{}/{}/{name}", &name[..2], &name[2..4])]);
	assert_eq!(store.check(&digest, MAX).await.unwrap(), Stored::Sound);
}

#[tokio::test]
async fn altered_bytes_should_be_detected_by_every_read() {
	let (store, inner) = memory();
	let digest = store.put(Bytes::from_static(b"envelope")).await.unwrap();
	inner.put(&Store::key(&digest), PutPayload::from_static(b"Envelope")).await.unwrap();
	assert_eq!(store.get(&digest, 100).await.unwrap_err().kind(), Kind::Integrity);
	let found = Digest::of(b"Envelope");
	assert_eq!(store.check(&digest, MAX).await.unwrap(), Stored::Altered { found });
}

#[tokio::test]
async fn altered_bytes_should_be_mended_when_the_right_ones_are_put_again() {
	let (store, inner) = memory();
	let digest = store.put(Bytes::from_static(b"key")).await.unwrap();
	inner.put(&Store::key(&digest), PutPayload::from_static(b"other")).await.unwrap();
	store.put(Bytes::from_static(b"key")).await.unwrap();
	assert_eq!(store.check(&digest, MAX).await.unwrap(), Stored::Sound);
}

#[tokio::test]
async fn object_should_be_refused_when_longer_than_expected() {
	let (store, _) = memory();
	let digest = store.put(Bytes::from_static(b"envelope")).await.unwrap();
	assert_eq!(store.get(&digest, 7).await.unwrap_err().kind(), Kind::Integrity);
}

#[tokio::test]
async fn check_should_end_when_the_object_is_longer_than_it_can_be() {
	let (store, inner) = memory();
	let digest = store.put(Bytes::from_static(b"envelope")).await.unwrap();
	assert_eq!(store.check(&digest, 8).await.unwrap(), Stored::Sound);
	inner.put(&Store::key(&digest), PutPayload::from_static(b"envelope and more")).await.unwrap();
	assert_eq!(store.check(&digest, 8).await.unwrap(), Stored::TooLong);
}

#[tokio::test]
async fn grants_should_lie_apart_from_records_and_other_patients() {
	let inner = Arc::new(InMemory::new());
	let store = || Store { inner: inner.clone() };
	let stores = Stores { blobs: memory().0, envelopes: store() };
	let (one, other) = (PatientId([1; 32]), PatientId([2; 32]));
	let record = stores.envelopes().put(Bytes::from_static(b"a record's")).await.unwrap();
	let grant = stores.grants(&other).put(Bytes::from_static(b"another's")).await.unwrap();
	// Whatever digest is named as a grant of one patient, nothing but its own grants is reached.
	for digest in [&record, &grant] {
		assert_eq!(stores.grants(&one).get(digest, 100).await.unwrap_err().kind(), Kind::NotFound);
		stores.grants(&one).delete(digest).await.unwrap();
	}
	assert_eq!(stores.envelopes().check(&record, MAX).await.unwrap(), Stored::Sound);
	assert_eq!(stores.grants(&other).check(&grant, MAX).await.unwrap(), Stored::Sound);
	let name = hex::encode(grant.0);
	let folder = format!("grants/{}/{}/{}/{name}", "02".repeat(32), &name[..2], &name[2..4]);
	assert!(keys(&inner).await.contains(&folder));
	assert!(!stores.envelopes().exists(&grant).await.unwrap());
	stores.grants(&other).delete(&grant).await.unwrap();
	assert_eq!(keys(&inner).await.len(), 1);
}

#[tokio::test]
async fn objects_should_be_listed_when_they_were_written_long_enough_ago_and_are_named_by_a_digest() {
	let folder = tempfile::tempdir().unwrap();
	let place = |name: &str| folder.path().join(name).display().to_string();
	let stores = Stores::open(&place("blobs"), &place("envelopes")).unwrap();
	let (one, other) = (PatientId([1; 32]), PatientId([2; 32]));
	let mut digests = Vec::new();
	for (patient, content) in [(one, "old"), (one, "new"), (other, "another's")] {
		digests.push(stores.grants(&patient).put(Bytes::from(content)).await.unwrap());
	}
	stores.grants(&one).put_note("self", &digests[0], Bytes::from_static(b"a note")).await.unwrap();
	let hour = Duration::from_secs(60 * 60);
	for digest in [&digests[0], &digests[2]] {
		let patient = if *digest == digests[0] { one } else { other };
		let name = format!("envelopes/grants/{}/{}", hex::encode(patient.0), Store::key(digest));
		let file = std::fs::File::options().write(true).open(folder.path().join(name)).unwrap();
		file.set_modified(SystemTime::now() - 2 * hour).unwrap();
	}
	assert_eq!(stores.grants(&one).older_than(hour).await.unwrap(), [digests[0]]);
	assert_eq!(stores.grants(&one).older_than(3 * hour).await.unwrap(), []);
	assert_eq!(stores.grants(&PatientId([3; 32])).older_than(hour).await.unwrap(), []);
}

#[tokio::test]
async fn requests_should_lie_apart_from_records_grants_and_other_patients() {
	let inner = Arc::new(InMemory::new());
	let store = || Store { inner: inner.clone() };
	let stores = Stores { blobs: memory().0, envelopes: store() };
	let (one, other) = (PatientId([1; 32]), PatientId([2; 32]));
	let record = stores.envelopes().put(Bytes::from_static(b"a record's")).await.unwrap();
	let grant = stores.grants(&one).put(Bytes::from_static(b"a grant's")).await.unwrap();
	let request = stores.requests(&other).put(Bytes::from_static(b"another's")).await.unwrap();
	// Whatever digest somebody who asks names, closing the request deletes nothing but requests' envelopes.
	for digest in [&record, &grant, &request] {
		assert_eq!(stores.requests(&one).get(digest, 100).await.unwrap_err().kind(), Kind::NotFound);
		stores.requests(&one).delete(digest).await.unwrap();
	}
	assert_eq!(stores.envelopes().check(&record, MAX).await.unwrap(), Stored::Sound);
	assert_eq!(stores.grants(&one).check(&grant, MAX).await.unwrap(), Stored::Sound);
	assert_eq!(stores.requests(&other).check(&request, MAX).await.unwrap(), Stored::Sound);
	let name = hex::encode(request.0);
	let folder = format!("requests/{}/{}/{}/{name}", "02".repeat(32), &name[..2], &name[2..4]);
	assert!(keys(&inner).await.contains(&folder));
}

#[tokio::test]
async fn disputes_should_lie_apart_from_records_requests_and_other_patients() {
	let inner = Arc::new(InMemory::new());
	let store = || Store { inner: inner.clone() };
	let stores = Stores { blobs: memory().0, envelopes: store() };
	let (one, other) = (PatientId([1; 32]), PatientId([2; 32]));
	let record = stores.envelopes().put(Bytes::from_static(b"a record's")).await.unwrap();
	let request = stores.requests(&one).put(Bytes::from_static(b"a request's")).await.unwrap();
	let dispute = stores.disputes(&other).put(Bytes::from_static(b"another's")).await.unwrap();
	// Whatever digest an author's side names, withdrawing the dispute deletes nothing but disputes' envelopes.
	for digest in [&record, &request, &dispute] {
		stores.disputes(&one).delete(digest).await.unwrap();
	}
	assert_eq!(stores.envelopes().check(&record, MAX).await.unwrap(), Stored::Sound);
	assert_eq!(stores.requests(&one).check(&request, MAX).await.unwrap(), Stored::Sound);
	assert_eq!(stores.disputes(&other).check(&dispute, MAX).await.unwrap(), Stored::Sound);
	let name = hex::encode(dispute.0);
	let folder = format!("disputes/{}/{}/{}/{name}", "02".repeat(32), &name[..2], &name[2..4]);
	assert!(keys(&inner).await.contains(&folder));
}

#[tokio::test]
async fn missing_object_should_be_not_found() {
	let (store, _) = memory();
	let digest = Digest([7; 32]);
	assert_eq!(store.get(&digest, 7).await.unwrap_err().kind(), Kind::NotFound);
	assert_eq!(store.check(&digest, MAX).await.unwrap(), Stored::Missing);
	assert!(!store.exists(&digest).await.unwrap());
	store.delete(&digest).await.unwrap();
}

#[tokio::test]
async fn deleted_object_should_be_gone() {
	let (store, inner) = memory();
	let digest = store.put(Bytes::from_static(b"envelope")).await.unwrap();
	store.delete(&digest).await.unwrap();
	assert!(!store.exists(&digest).await.unwrap());
	assert!(keys(&inner).await.is_empty());
}

#[tokio::test]
async fn upload_should_leave_one_object_and_no_temporary_one() {
	let (store, inner) = memory();
	// More than one part, and not a multiple of a piece.
	let content: Vec<u8> = (0..PART + PIECE + 7).map(|at| at as u8).collect();
	let digest = Digest::of(&content);
	store.put_file(file(&content).path(), &digest, &()).await.unwrap();
	assert_eq!(keys(&inner).await, [Store::key(&digest).to_string()]);
	assert_eq!(store.check(&digest, MAX).await.unwrap(), Stored::Sound);
	store.put_file(file(&content).path(), &digest, &()).await.unwrap();
	assert_eq!(keys(&inner).await.len(), 1);
}

#[tokio::test]
async fn upload_should_leave_nothing_when_the_digest_is_another() {
	for length in [0, 10, PART + 1] {
		let (store, inner) = memory();
		let refused = store.put_file(file(&vec![1; length]).path(), &Digest([9; 32]), &()).await.unwrap_err();
		assert_eq!(refused.kind(), Kind::Integrity);
		assert!(keys(&inner).await.is_empty(), "{length} bytes");
	}
}

#[tokio::test]
async fn upload_should_replace_altered_bytes() {
	let (store, inner) = memory();
	let digest = Digest::of(b"content");
	inner.put(&Store::key(&digest), PutPayload::from_static(b"other")).await.unwrap();
	store.put_file(file(b"content").path(), &digest, &()).await.unwrap();
	assert_eq!(store.check(&digest, MAX).await.unwrap(), Stored::Sound);
	assert_eq!(keys(&inner).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn object_should_stream_to_a_blocking_reader() {
	let folder = tempfile::tempdir().unwrap();
	let store = Place::folder(folder.path()).unwrap().open(Vec::new()).unwrap();
	let content: Vec<u8> = (0..3 * PIECE + 5).map(|at| (at / 3) as u8).collect();
	let digest = Digest::of(&content);
	store.put_file(file(&content).path(), &digest, &()).await.unwrap();
	let read = store
		.read_with(&digest, &(), |mut reader| {
			let mut all = Vec::new();
			reader.read_to_end(&mut all).map_err(salus_vault::Error::from)?;
			Ok(all)
		})
		.await
		.unwrap();
	assert_eq!(read, content);
	// A reader that stops early does not hang the download.
	let first = store
		.read_with(&digest, &(), |mut reader| {
			let mut first = [0; 1];
			reader.read_exact(&mut first).map_err(salus_vault::Error::from)?;
			Ok(first[0])
		})
		.await
		.unwrap();
	assert_eq!(first, content[0]);
}

#[tokio::test]
async fn note_should_be_replaced_and_found_by_its_name_only() {
	let (store, _) = memory();
	let name = Digest([5; 32]);
	assert_eq!(store.get_note("self", &name, 100).await.unwrap(), None);
	store.put_note("self", &name, Bytes::from_static(b"one")).await.unwrap();
	store.put_note("self", &name, Bytes::from_static(b"two")).await.unwrap();
	assert_eq!(store.get_note("self", &name, 100).await.unwrap().unwrap(), &b"two"[..]);
	assert_eq!(store.get_note("labels", &name, 100).await.unwrap(), None);
	assert!(store.get_note("self", &name, 2).await.is_err());
	store.delete_note("self", &name).await.unwrap();
	assert_eq!(store.get_note("self", &name, 100).await.unwrap(), None);
}

#[test]
fn stores_should_be_refused_in_the_same_place_or_one_within_the_other() {
	let folder = tempfile::tempdir().unwrap();
	let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
	assert!(Stores::open(&path("blobs"), &path("envelopes")).is_ok());
	for (blobs, envelopes) in [
		(path("a"), path("a")),
		(path("a"), format!("file://{}", path("a"))),
		(path("a"), path("a/b")),
		(path("a/b"), path("a")),
		(path("a"), path("b/../a")),
	] {
		std::fs::create_dir_all(folder.path().join("b")).unwrap();
		let refused = Stores::open(&blobs, &envelopes).unwrap_err();
		assert_eq!(refused.kind(), Kind::Usage, "{blobs} {envelopes}");
	}
}

#[cfg(unix)]
#[test]
fn stores_should_be_refused_when_a_link_leads_to_the_same_place() {
	let folder = tempfile::tempdir().unwrap();
	let (real, link) = (folder.path().join("real"), folder.path().join("link"));
	std::fs::create_dir(&real).unwrap();
	std::os::unix::fs::symlink(&real, &link).unwrap();
	assert!(Stores::open(real.to_str().unwrap(), link.to_str().unwrap()).is_err());
}

#[test]
fn buckets_should_overlap_when_one_prefix_is_within_the_other() {
	let s3 = |url: &str| Place::parse(url, Role::Blobs).unwrap();
	assert!(s3("s3://salus/a").overlaps(&s3("s3://salus/a")));
	assert!(s3("s3://salus").overlaps(&s3("s3://salus/a/b")));
	assert!(!s3("s3://salus/a").overlaps(&s3("s3://salus/ab")));
	assert!(!s3("s3://salus/a").overlaps(&s3("s3://other/a")));
}

#[test]
fn place_should_be_refused_when_it_is_no_store() {
	for text in ["", "ftp://host/path", "s3://", "http://bucket"] {
		assert_eq!(Place::parse(text, Role::Blobs).unwrap_err().kind(), Kind::Usage, "{text}");
	}
}

#[test]
fn credential_of_a_role_should_go_before_the_common_one() {
	let vars = || {
		[
			("SALUS_ENVELOPES_AWS_ACCESS_KEY_ID", "envelopes"),
			("AWS_ACCESS_KEY_ID", "common"),
			("AWS_REGION", "here"),
			("PATH", "/bin"),
		]
		.into_iter()
		.map(|(name, value)| (name.to_owned(), value.to_owned()))
	};
	let access = |role| setting(&s3_settings(role, vars()), &AmazonS3ConfigKey::AccessKeyId);
	assert_eq!(access(Role::Blobs).as_deref(), Some("common"));
	assert_eq!(access(Role::Envelopes).as_deref(), Some("envelopes"));
	let region = setting(&s3_settings(Role::Envelopes, vars()), &AmazonS3ConfigKey::Region);
	assert_eq!(region.as_deref(), Some("here"));
}
