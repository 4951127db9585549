use super::*;
use proptest::prelude::*;
use serde_json::Value;
use std::fs;

fn encrypted(content: &[u8]) -> (EncryptedFile, Vec<u8>) {
	let mut ciphertext = Vec::new();
	let file = encrypt(content, &mut ciphertext).unwrap();
	(file, ciphertext)
}

fn decrypted(opening: &Opening, ciphertext: &[u8]) -> Result<Vec<u8>, Error> {
	decrypt_to_vec(ciphertext, opening, usize::MAX).map(|content| content.to_vec())
}

/// An age file over any padded plaintext: what a careless or hostile writer can make.
fn sealed_as_is(padded: &[u8]) -> (FileKey, Vec<u8>) {
	let key = DetachedRecipient::default();
	let encryptor = Encryptor::with_recipients(std::iter::once(&key as &dyn age::Recipient)).unwrap();
	let mut stream = encryptor.wrap_output(Vec::new()).unwrap();
	stream.write_all(padded).unwrap();
	(key.file_key.into_inner().unwrap(), stream.finish().unwrap())
}

fn opening_of(file_key: FileKey, ciphertext: &[u8], content: &[u8]) -> Opening {
	Opening {
		file_key,
		ciphertext: Digest::of(ciphertext),
		plaintext: Digest::of(content),
		length: content.len() as u64,
	}
}

#[test]
fn file_should_come_back_at_every_boundary_of_padding_and_chunks() {
	for length in [0, 1, 16_383, 16_384, 16_385, 65_535, 65_536, 65_537, 131_072, 131_073, 200_000] {
		let content: Vec<u8> = (0..length).map(|at| at as u8).collect();
		let (file, ciphertext) = encrypted(&content);
		assert_eq!(file.length, length as u64);
		assert_eq!(file.plaintext, Digest::of(&content));
		assert_eq!(file.ciphertext, Digest::of(&ciphertext));
		assert_eq!(file.ciphertext_length, ciphertext.len() as u64);
		assert_eq!(file.size, SizeClass::for_len(length as u64).unwrap());
		assert_eq!(decrypted(&Opening::from(&file), &ciphertext).unwrap(), content, "{length} bytes");
	}
}

#[test]
fn ciphertext_should_tell_no_more_of_the_length_than_its_size_class() {
	let payload = |length: usize| {
		let (_, ciphertext) = encrypted(&vec![7; length]);
		let header = ciphertext.windows(5).position(|window| window == b"\n--- ").unwrap();
		// The MAC's line is "--- ", 43 characters and a line end.
		ciphertext.len() - (header + 1 + 4 + 43 + 1)
	};
	assert_eq!(payload(0), payload(16_384));
	assert_eq!(payload(17_000), payload(17_408));
	assert_ne!(payload(16_384), payload(16_385));
	// Nonce of 16 bytes, one chunk, its tag.
	assert_eq!(payload(5), 16 + 16_384 + 16);
}

#[test]
fn header_should_be_age_v1_with_an_empty_salus_stanza() {
	let (_, ciphertext) = encrypted(b"content");
	assert!(ciphertext.starts_with(b"age-encryption.org/v1\n-> salus\n\n-> "));
}

#[test]
fn file_should_have_another_key_each_time() {
	let (first, _) = encrypted(b"same");
	let (second, _) = encrypted(b"same");
	assert_ne!(first.file_key, second.file_key);
	assert_ne!(first.ciphertext, second.ciphertext);
}

#[test]
fn file_should_not_open_with_another_key() {
	let (file, ciphertext) = encrypted(b"content");
	let other = Opening { file_key: FileKey::new([0; 16]), ..Opening::from(&file) };
	assert!(matches!(decrypted(&other, &ciphertext), Err(Error::HeaderMac)));
}

#[test]
fn header_mac_should_be_checked_when_only_the_header_is_changed() {
	let (file, mut ciphertext) = encrypted(b"content");
	let at = ciphertext.windows(8).position(|window| window == b"-> salus").unwrap();
	ciphertext[at + 3] = b'S';
	// Even somebody who controls the digest on chain cannot change the header.
	let opening = Opening { ciphertext: Digest::of(&ciphertext), ..Opening::from(&file) };
	assert!(matches!(decrypted(&opening, &ciphertext), Err(Error::HeaderMac)));
}

#[test]
fn file_should_be_refused_when_its_ciphertext_is_not_the_one_named() {
	let (file, ciphertext) = encrypted(b"content");
	let opening = Opening { ciphertext: Digest([0; 32]), ..Opening::from(&file) };
	assert!(matches!(decrypted(&opening, &ciphertext), Err(Error::CiphertextMismatch)));
}

#[test]
fn file_should_be_refused_when_its_content_is_not_the_one_described() {
	let (file, ciphertext) = encrypted(b"content");
	let own = Opening::from(&file);
	let digest = Opening { plaintext: Digest([0; 32]), ..own.clone() };
	assert!(matches!(decrypted(&digest, &ciphertext), Err(Error::PlaintextMismatch(_))));
	// A shorter length makes padding of content, a longer one content of padding.
	let shorter = Opening { length: 6, ..own.clone() };
	assert!(matches!(decrypted(&shorter, &ciphertext), Err(Error::PlaintextMismatch(_))));
	let longer = Opening { length: 8, ..own.clone() };
	assert!(matches!(decrypted(&longer, &ciphertext), Err(Error::PlaintextMismatch(_))));
	let another_class = Opening { length: 20_000, ..own.clone() };
	assert!(matches!(decrypted(&another_class, &ciphertext), Err(Error::PlaintextMismatch(_))));
	let no_class = Opening { length: u64::MAX, ..own };
	assert!(matches!(decrypted(&no_class, &ciphertext), Err(Error::TooLarge)));
}

#[test]
fn file_should_be_refused_when_its_padding_hides_something() {
	let mut padded = b"content".to_vec();
	padded.resize(16_384, 0);
	padded[16_383] = 1;
	let (file_key, ciphertext) = sealed_as_is(&padded);
	let opening = opening_of(file_key, &ciphertext, b"content");
	assert!(matches!(
		decrypted(&opening, &ciphertext),
		Err(Error::PlaintextMismatch("padding that is not zeros"))
	));
}

#[test]
fn file_should_be_refused_when_padded_to_another_length() {
	for length in [7, 16_383, 16_385, 65_536, 300_000] {
		let mut padded = b"content".to_vec();
		padded.resize(length, 0);
		let (file_key, ciphertext) = sealed_as_is(&padded);
		let opening = opening_of(file_key, &ciphertext, b"content");
		let refused = decrypted(&opening, &ciphertext);
		assert!(matches!(refused, Err(Error::PlaintextMismatch(_))), "{length}: {refused:?}");
	}
}

#[test]
fn file_should_be_refused_when_cut_or_followed_by_other_bytes() {
	let (file, ciphertext) = encrypted(&[9; 70_000]);
	let own = Opening::from(&file);
	for cut in [0, 1, 30, 200, 66_000, ciphertext.len() - 17, ciphertext.len() - 1] {
		let cut = &ciphertext[..cut];
		let opening = Opening { ciphertext: Digest::of(cut), ..own.clone() };
		assert!(decrypted(&opening, cut).unwrap_err().is_integrity());
	}
	let longer = [ciphertext.as_slice(), &[0]].concat();
	let opening = Opening { ciphertext: Digest::of(&longer), ..own };
	assert!(decrypted(&opening, &longer).unwrap_err().is_integrity());
}

#[test]
fn file_should_be_refused_when_two_chunks_are_swapped() {
	let (file, ciphertext) = encrypted(&[9; 180_000]);
	let sealed_chunk = CHUNK + 16;
	let payload =
		ciphertext.len() - (SizeClass::for_len(180_000).unwrap().padded_len().unwrap() as usize + 3 * 16);
	let mut swapped = ciphertext[..payload].to_vec();
	swapped.extend_from_slice(&ciphertext[payload + sealed_chunk..payload + 2 * sealed_chunk]);
	swapped.extend_from_slice(&ciphertext[payload..payload + sealed_chunk]);
	swapped.extend_from_slice(&ciphertext[payload + 2 * sealed_chunk..]);
	assert_eq!(swapped.len(), ciphertext.len());
	let opening = Opening { ciphertext: Digest::of(&swapped), ..Opening::from(&file) };
	assert!(matches!(decrypted(&opening, &swapped), Err(Error::Payload(_))));
}

#[test]
fn header_should_be_refused_when_it_does_not_end() {
	let opening = opening_of(FileKey::new([1; 16]), b"", b"");
	let mut endless = b"age-encryption.org/v1\n".to_vec();
	for _ in 0..200_000 {
		endless.extend_from_slice(b"-> a\n\n");
	}
	let mut source = Hashing::new(endless.as_slice());
	let refused = decrypt_chunks(&mut source, &opening.file_key, |_| Ok(()));
	assert!(matches!(refused, Err(Error::InvalidHeader)), "{refused:?}");
	assert!(source.count <= CHUNK as u64, "{} bytes were read", source.count);
	let no_line = [b"age-encryption.org/v1\n-> ".as_slice(), &vec![b'a'; 1_000_000]].concat();
	assert!(matches!(decrypted(&opening, &no_line), Err(Error::InvalidHeader)));
}

#[test]
fn content_should_be_refused_when_larger_than_the_caller_takes() {
	let (file, ciphertext) = encrypted(&[1; 100]);
	let opening = Opening::from(&file);
	assert!(matches!(decrypt_to_vec(ciphertext.as_slice(), &opening, 99), Err(Error::TooLarge)));
	assert!(decrypt_to_vec(ciphertext.as_slice(), &opening, 100).is_ok());
}

#[test]
fn path_should_hold_the_content_only_once_it_has_verified() {
	let folder = tempfile::tempdir().unwrap();
	let path = folder.path().join("record.json");
	let (file, mut ciphertext) = encrypted(&[5; 150_000]);
	let opening = Opening::from(&file);
	fs::write(&path, b"before").unwrap();

	// The last chunk is broken: two good chunks are already written by then.
	let last = ciphertext.len() - 1;
	ciphertext[last] ^= 1;
	assert!(decrypt_to_path(ciphertext.as_slice(), &opening, &path).is_err());
	assert_eq!(fs::read(&path).unwrap(), b"before");
	assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");

	ciphertext[last] ^= 1;
	decrypt_to_path(ciphertext.as_slice(), &opening, &path).unwrap();
	assert_eq!(fs::read(&path).unwrap(), [5; 150_000]);
	assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn decrypted_file_should_be_readable_by_its_owner_only() {
	use std::os::unix::fs::PermissionsExt as _;
	let folder = tempfile::tempdir().unwrap();
	let path = folder.path().join("record");
	let (file, ciphertext) = encrypted(b"content");
	decrypt_to_path(ciphertext.as_slice(), &Opening::from(&file), &path).unwrap();
	assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0);
}

#[test]
fn broken_source_should_be_told_from_a_broken_file() {
	struct Broken<'a>(&'a [u8]);
	impl Read for Broken<'_> {
		fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
			match self.0.read(buffer)? {
				0 => Err(io::Error::new(io::ErrorKind::ConnectionReset, "gone")),
				read => Ok(read),
			}
		}
	}
	let (file, ciphertext) = encrypted(&[5; 150_000]);
	let opening = Opening::from(&file);
	for cut in [0, 10, 80_000] {
		let refused = decrypt_to_vec(Broken(&ciphertext[..cut]), &opening, usize::MAX).unwrap_err();
		assert!(matches!(refused, Error::Io(_)), "{cut}: {refused:?}");
	}
	assert!(matches!(encrypt(Broken(b"some"), io::sink()), Err(Error::Io(_))));
}

#[test]
fn digest_of_should_be_the_files_name() {
	let (file, ciphertext) = encrypted(b"content");
	assert_eq!(digest_of(ciphertext.as_slice()).unwrap(), file.ciphertext);
}

/// The cases of the age testkit that concern header and payload; those about recipients do not apply, since ours is none.
#[test]
fn age_testkit_should_be_answered_as_it_expects() {
	let kit: Value = serde_json::from_str(include_str!("../../tests/vectors/age_testkit.json")).unwrap();
	let cases = kit["cases"].as_array().unwrap();
	assert!(cases.len() > 50);
	for case in cases {
		let name = case["name"].as_str().unwrap();
		let mut ciphertext = Vec::new();
		for piece in case["file"].as_array().unwrap() {
			match piece.as_u64() {
				Some(zeros) => ciphertext.resize(ciphertext.len() + zeros as usize, 0),
				None => ciphertext.extend(hex::decode(piece.as_str().unwrap()).unwrap()),
			}
		}
		let file_key = hex::decode(case["file_key"].as_str().unwrap()).unwrap();
		let file_key = FileKey::try_from(file_key.as_slice()).unwrap();
		let mut content = Vec::new();
		let result = decrypt_chunks(ciphertext.as_slice(), &file_key, |chunk| {
			content.extend_from_slice(chunk);
			Ok(())
		});
		match case["expect"].as_str().unwrap() {
			// The age crate still reads old headers, in which the last line of a body may be a full one or none.
			"header failure" if ["stanza_missing_body", "stanza_missing_final_line"].contains(&name) => {
				assert!(result.is_ok(), "{name}: {result:?}")
			}
			"success" => assert!(result.is_ok(), "{name}: {result:?}"),
			"HMAC failure" => assert!(matches!(result, Err(Error::HeaderMac)), "{name}: {result:?}"),
			"header failure" => assert!(matches!(result, Err(Error::InvalidHeader)), "{name}: {result:?}"),
			"payload failure" => assert!(matches!(result, Err(Error::Payload(_))), "{name}: {result:?}"),
			other => panic!("{name}: {other}"),
		}
		if let Some(digest) = case["payload_sha256"].as_str() {
			assert_eq!(hex::encode(Digest::of(&content).0), digest, "{name}: what came out before the end");
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn file_should_come_back_equal(content in prop::collection::vec(any::<u8>(), 0..100_000)) {
		let (file, ciphertext) = encrypted(&content);
		prop_assert_eq!(decrypted(&Opening::from(&file), &ciphertext).unwrap(), content);
	}

	#[test]
	fn file_should_be_refused_when_any_bit_is_flipped(at in any::<prop::sample::Index>(), bit in 0u8..8) {
		let (file, mut ciphertext) = encrypted(b"content");
		let at = at.index(ciphertext.len());
		ciphertext[at] ^= 1 << bit;
		// Without the digest on chain, which would already tell.
		let opening = Opening { ciphertext: Digest::of(&ciphertext), ..Opening::from(&file) };
		let refused = decrypted(&opening, &ciphertext);
		prop_assert!(refused.as_ref().is_err_and(Error::is_integrity), "byte {}: {:?}", at, refused);
	}

	#[test]
	fn header_should_be_read_or_refused_whatever_the_bytes(bytes in prop::collection::vec(any::<u8>(), 0..500)) {
		let bytes = [b"age-encryption.org/v1\n".as_slice(), &bytes].concat();
		prop_assert!(decrypt_chunks(bytes.as_slice(), &FileKey::new([1; 16]), |_| Ok(())).is_err());
	}
}
