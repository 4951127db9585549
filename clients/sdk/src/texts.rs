//! What texts that wallets sign for others to submit have in common: how long they live, and how their files look.

use crate::{Error, Result};
use codec::{Decode, Encode};
use salus_primitives::{limits::MAX_TEXT_LIFE, time::Moment};
use std::time::Duration;
use subxt::utils::MultiSignature;

/// When a text that is signed `now` and lives so long expires.
///
/// # Errors
/// Of kind usage for a life of nothing or more than 30 days.
pub(crate) fn end_of(life: Duration, now: Moment) -> Result<Moment> {
	let life = u64::try_from(life.as_millis()).unwrap_or(u64::MAX);
	if life == 0 || life > MAX_TEXT_LIFE {
		return Err(Error::usage("a signed text is valid for at most 30 days"));
	}
	Ok(now.saturating_add(life))
}

/// A wallet's signature in hexadecimal, SCALE-encoded or the bare 64 bytes of sr25519.
///
/// # Errors
/// Of kind usage if it is none.
pub(crate) fn signature(text: &str) -> Result<MultiSignature> {
	parse_signature(text)
		.ok_or_else(|| Error::usage("a wallet's signature has 64 to 66 bytes in hexadecimal"))
}

fn parse_signature(text: &str) -> Option<MultiSignature> {
	let bytes = hex::decode(text.trim().trim_start_matches("0x")).ok()?;
	if let Ok(bare) = <[u8; 64]>::try_from(bytes.as_slice()) {
		return Some(MultiSignature::Sr25519(bare));
	}
	let mut rest = bytes.as_slice();
	let signature = MultiSignature::decode(&mut rest).ok()?;
	rest.is_empty().then_some(signature)
}

pub(crate) mod hex_bytes {
	use serde::{Deserialize, Deserializer, Serializer};

	pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(&format!("0x{}", hex::encode(bytes)))
	}

	pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
		let text = String::deserialize(deserializer)?;
		hex::decode(text.trim_start_matches("0x")).map_err(serde::de::Error::custom)
	}
}

pub(crate) mod hex_hash {
	use serde::{Deserializer, Serializer};

	pub fn serialize<S: Serializer>(bytes: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
		super::hex_bytes::serialize(bytes, serializer)
	}

	pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u8; 32], D::Error> {
		let bytes = super::hex_bytes::deserialize(deserializer)?;
		bytes.try_into().map_err(|_| serde::de::Error::custom("a hash has 32 bytes"))
	}
}

pub(crate) mod hex_signature {
	use super::{parse_signature, Encode, MultiSignature};
	use serde::{Deserialize, Deserializer, Serializer};

	pub fn serialize<S: Serializer>(signature: &MultiSignature, serializer: S) -> Result<S::Ok, S::Error> {
		super::hex_bytes::serialize(&signature.encode(), serializer)
	}

	pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<MultiSignature, D::Error> {
		let text = String::deserialize(deserializer)?;
		parse_signature(&text).ok_or_else(|| serde::de::Error::custom("not a signature"))
	}
}
