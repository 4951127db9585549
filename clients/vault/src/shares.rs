//! A vault's root in shares: any `threshold` of them give it back, fewer tell nothing of it.
//!
//! Shamir's scheme over GF(2^8), byte by byte (`vsss-rs`). Its sums have no errors: wrong or too few shares give a wrong
//! root, so every share carries a digest that the combined root must have. A passphrase, if there is one, is mixed in
//! before the root is split: without it the shares give nothing either. Whoever has enough shares can try passphrases,
//! each at the cost of scrypt.
//!
//! A share is sealed to one guardian, and later by that guardian to the vault of the recovered patient's new account,
//! bound to chain, patient, set and index.

use crate::{
	envelope::{self, EnvelopeContext, Kind},
	hybrid::{PublicKey, SecretKey},
	secret::Secret,
	wire::Fields,
	Error, Root,
};
use rand::RngCore as _;
use rand_core10::{TryCryptoRng, TryRng};
use salus_primitives::ids::{sha256, Digest, GenesisHash, PatientId};
use std::{convert::Infallible, fmt};
use vsss_rs::Gf256;
use zeroize::Zeroizing;

/// Fewest shares that give a root back.
pub const MIN_THRESHOLD: u8 = 2;
/// Most shares of a root.
pub const MAX_SHARES: u8 = 9;
/// Every share's plaintext is padded to this.
pub const PLAINTEXT_LEN: usize = 160;
/// Longest passphrase in bytes of UTF-8.
pub const MAX_PASSPHRASE: usize = 1_024;

const VERSION: u8 = 1;
const WHAT: &str = "share of a root";
const SET_TAG: &[u8] = b"salus/v1/root-share";
const CHECK_TAG: &[u8] = b"salus/v1/root-check";
const MASK_TAG: &[u8] = b"salus/v1/root-mask";
/// scrypt's cost: 2^17 blocks of 1 KiB, 128 MiB, about half a second.
const LOG_N: u8 = 17;

/// One share of a root.
#[derive(Clone, PartialEq, Eq)]
pub struct Share {
	set: [u8; 32],
	check: [u8; 32],
	threshold: u8,
	count: u8,
	index: u8,
	masked: bool,
	value: Secret<32>,
}

impl fmt::Debug for Share {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.debug_struct("Share").field("index", &self.index).field("of", &self.count).finish_non_exhaustive()
	}
}

/// The operating system's randomness, as `vsss-rs` takes it.
struct SystemRng;

impl TryRng for SystemRng {
	type Error = Infallible;

	fn try_next_u32(&mut self) -> Result<u32, Infallible> {
		Ok(u32::from_le_bytes(*Secret::<4>::random().expose()))
	}

	fn try_next_u64(&mut self) -> Result<u64, Infallible> {
		Ok(u64::from_le_bytes(*Secret::<8>::random().expose()))
	}

	fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
		rand::rngs::OsRng.fill_bytes(bytes);
		Ok(())
	}
}

impl TryCryptoRng for SystemRng {}

/// What the combined root must have: a digest that tells nothing of 32 random bytes.
fn check_of(set: &[u8; 32], root: &[u8; 32]) -> [u8; 32] {
	sha256(&[CHECK_TAG, set, root])
}

/// What a passphrase adds to the root.
fn mask(passphrase: &str, set: &[u8; 32]) -> Result<Secret<32>, Error> {
	let refused = || Error::InvalidField { field: "passphrase", max: MAX_PASSPHRASE };
	if passphrase.is_empty() || passphrase.len() > MAX_PASSPHRASE {
		return Err(refused());
	}
	let salt = [MASK_TAG, set].concat();
	let params = scrypt::Params::new(LOG_N, 8, 1, 32).map_err(|_| refused())?;
	let mut mask = Secret::new([0; 32]);
	scrypt::scrypt(passphrase.as_bytes(), &salt, &params, mask.expose_mut()).map_err(|_| refused())?;
	Ok(mask)
}

fn xor(a: &Secret<32>, b: &Secret<32>) -> Secret<32> {
	let mut sum = a.clone();
	sum.expose_mut().iter_mut().zip(b.expose()).for_each(|(one, other)| *one ^= other);
	sum
}

/// Splits a root into `count` shares, `threshold` of which give it back; with a passphrase only together with that.
///
/// # Errors
/// [`Error::InvalidShares`] unless 2 ≤ `threshold` ≤ `count` ≤ 9; [`Error::InvalidField`] for an empty or too long
/// passphrase.
///
/// # Panics
/// If the operating system has no randomness.
pub fn split(root: &Root, threshold: u8, count: u8, passphrase: Option<&str>) -> Result<Vec<Share>, Error> {
	if threshold < MIN_THRESHOLD || threshold > count || count > MAX_SHARES {
		return Err(Error::InvalidShares("at least 2 of at most 9 shares give a root back"));
	}
	let set = *Secret::<32>::random().expose();
	let own = Secret::new(*root.expose());
	let secret = match passphrase {
		None => own,
		Some(passphrase) => xor(&own, &mask(passphrase, &set)?),
	};
	let refused = |_| Error::InvalidShares("the root could not be split");
	let values =
		Gf256::split_bytes(threshold.into(), count.into(), secret.expose(), SystemRng).map_err(refused)?;
	let check = check_of(&set, root.expose());
	values
		.into_iter()
		.map(Zeroizing::new)
		.map(|bytes| {
			// The library puts the index in front.
			let (index, value) = bytes.split_first().ok_or(Error::InvalidShares("a share is empty"))?;
			let (value, masked) = (Secret::try_from(value)?, passphrase.is_some());
			Ok(Share { set, check, threshold, count, index: *index, masked, value })
		})
		.collect()
}

/// Gives the root back that the shares are of.
///
/// # Errors
/// [`Error::InvalidShares`] for shares of several sets, the same share twice or too few; [`Error::PassphraseMissing`];
/// [`Error::NotCombined`] if what they give is not the root: a wrong passphrase, or a changed share.
pub fn combine(shares: &[Share], passphrase: Option<&str>) -> Result<Root, Error> {
	let first = shares.first().ok_or(Error::InvalidShares("there is no share"))?;
	let alike = |one: &Share| {
		let of = |share: &Share| (share.set, share.check, share.threshold, share.count, share.masked);
		of(one) == of(first)
	};
	if !shares.iter().all(alike) {
		return Err(Error::InvalidShares("the shares are of several sets"));
	}
	let distinct = |(position, one): (usize, &Share)| {
		!shares.iter().take(position).any(|other| other.index == one.index)
	};
	if !shares.iter().enumerate().all(distinct) {
		return Err(Error::InvalidShares("a share is there twice"));
	}
	if shares.len() < usize::from(first.threshold) {
		return Err(Error::TooFewShares { found: shares.len(), needed: first.threshold.into() });
	}
	let values: Zeroizing<Vec<Vec<u8>>> = Zeroizing::new(
		shares
			.iter()
			.take(first.threshold.into())
			.map(|share| [&[share.index], share.value.expose().as_slice()].concat())
			.collect(),
	);
	let combined = Zeroizing::new(Gf256::combine_bytes(values.as_slice()).map_err(|_| Error::NotCombined)?);
	let mut root = Secret::<32>::try_from(combined.as_slice()).map_err(|_| Error::NotCombined)?;
	if first.masked {
		root = xor(&root, &mask(passphrase.ok_or(Error::PassphraseMissing)?, &first.set)?);
	}
	if check_of(&first.set, root.expose()) != first.check {
		return Err(Error::NotCombined);
	}
	Ok(Root::from_bytes(*root.expose()))
}

impl Share {
	/// Which split of which root it is of: a random number, not secret.
	pub fn set(&self) -> Digest {
		Digest(self.set)
	}

	/// Its place among the shares of its set, from 1.
	pub fn index(&self) -> u8 {
		self.index
	}

	/// How many shares give the root back.
	pub fn threshold(&self) -> u8 {
		self.threshold
	}

	/// How many shares there are.
	pub fn count(&self) -> u8 {
		self.count
	}

	/// Whether a passphrase is needed besides.
	pub fn needs_passphrase(&self) -> bool {
		self.masked
	}

	/// Seals the share to a guardian's vault, or to the one that a finished recovery names.
	///
	/// # Errors
	/// [`Error::NotSealed`].
	pub fn seal(
		&self,
		genesis: GenesisHash,
		patient: PatientId,
		recipient: &PublicKey,
	) -> Result<Vec<u8>, Error> {
		envelope::seal(&context(genesis, patient, &self.set(), self.index), recipient, &self.encode())
	}

	/// Opens a share that is said to be number `index` of `set`.
	///
	/// # Errors
	/// Those of [`envelope::open`]; [`Error::Malformed`], [`Error::UnknownVersion`].
	pub fn open(
		genesis: GenesisHash,
		patient: PatientId,
		set: &Digest,
		index: u8,
		recipient: &SecretKey,
		envelope: &[u8],
	) -> Result<Self, Error> {
		let share =
			Self::decode(&envelope::open(&context(genesis, patient, set, index), recipient, envelope)?)?;
		if share.set != set.0 || share.index != index {
			return Err(Error::Malformed { what: WHAT, why: "it is another share" });
		}
		Ok(share)
	}

	fn encode(&self) -> Zeroizing<Vec<u8>> {
		let mut bytes = Zeroizing::new(Vec::with_capacity(PLAINTEXT_LEN));
		bytes.push(VERSION);
		bytes.extend_from_slice(&self.set);
		bytes.extend_from_slice(&self.check);
		bytes.extend_from_slice(&[self.threshold, self.count, self.index, self.masked.into()]);
		bytes.extend_from_slice(self.value.expose());
		bytes.resize(PLAINTEXT_LEN, 0);
		bytes
	}

	fn decode(bytes: &[u8]) -> Result<Self, Error> {
		let mut fields = Fields::new(WHAT, bytes);
		if bytes.len() != PLAINTEXT_LEN {
			return Err(fields.malformed("it has another length"));
		}
		let version = fields.byte()?;
		if version != VERSION {
			return Err(Error::UnknownVersion { what: WHAT, found: version });
		}
		let (set, check) = (fields.array()?, fields.array()?);
		let [threshold, count, index, masked] = fields.array()?;
		let value = Secret::new(fields.array()?);
		let sound = (MIN_THRESHOLD..=count).contains(&threshold)
			&& count <= MAX_SHARES
			&& (1..=count).contains(&index)
			&& masked <= 1;
		if !sound {
			return Err(fields.malformed("its numbers do not fit"));
		}
		fields.padding()?;
		Ok(Self { set, check, threshold, count, index, masked: masked == 1, value })
	}
}

/// Where a share belongs: set and index are bound as what the envelope authenticates besides.
fn context(genesis: GenesisHash, patient: PatientId, set: &Digest, index: u8) -> EnvelopeContext {
	let bound = Digest(sha256(&[SET_TAG, &set.0, &[index]]));
	EnvelopeContext { kind: Kind::Share, genesis, patient, scope: None, epoch: None, ciphertext: Some(bound) }
}

#[cfg(test)]
mod tests;
