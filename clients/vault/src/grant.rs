//! What a scope grant's envelope holds: the keys that open the scope for the grantee.
//!
//! Its size says little: it does not grow with the records, and it is padded to a multiple of 256 bytes.

use crate::{
	envelope::{self, epoch_bytes, EnvelopeContext},
	hybrid::{PublicKey, SecretKey},
	keys::{ChainKey, EpochSeed},
	secret::Secret,
	wire::Fields,
	Error,
};
use salus_primitives::ids::{Digest, GenesisHash, KeyEpoch, PatientId, ScopeId};
use zeroize::Zeroizing;

/// Keys in one grant at most: one per generation, or one per epoch.
pub const MAX_KEYS: usize = 4_096;
/// A grant's plaintext is padded to a multiple of this.
pub const PADDING: usize = 256;

const VERSION: u8 = 1;
const ALL_HISTORY: u8 = 1;
const FROM: u8 = 2;
const WHAT: &str = "grant";

/// The keys of one scope that a grantee holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ScopeGrant {
	/// Everything in the scope up to the newest epoch: one chain key for each generation, ascending. Of a grant of keys ahead
	/// the last is that of an epoch to come.
	AllHistory(Vec<ChainKey>),
	/// From one epoch on: the seeds of the epochs, ascending.
	From(Vec<EpochSeed>),
}

impl ScopeGrant {
	/// The scope, if the grant is well-formed.
	fn scope(&self) -> Option<ScopeId> {
		match self {
			Self::AllHistory(keys) => keys.first().map(ChainKey::scope),
			Self::From(seeds) => seeds.first().map(EpochSeed::scope),
		}
	}

	fn epochs(&self) -> Vec<KeyEpoch> {
		match self {
			Self::AllHistory(keys) => keys.iter().map(ChainKey::epoch).collect(),
			Self::From(seeds) => seeds.iter().map(EpochSeed::epoch).collect(),
		}
	}

	/// Checks that there are keys, all of one scope, ascending, and chain keys of distinct generations.
	fn check(&self) -> Result<(), Error> {
		let malformed = |why| Err(Error::Malformed { what: WHAT, why });
		let epochs = self.epochs();
		if epochs.is_empty() || epochs.len() > MAX_KEYS {
			return malformed("no key, or too many");
		}
		let one_scope = match self {
			Self::AllHistory(keys) => keys.windows(2).all(|pair| pair[0].scope() == pair[1].scope()),
			Self::From(seeds) => seeds.windows(2).all(|pair| pair[0].scope() == pair[1].scope()),
		};
		if !one_scope {
			return malformed("keys of several scopes");
		}
		let ascending = epochs.windows(2).all(|pair| match self {
			Self::AllHistory(_) => pair[0].generation < pair[1].generation,
			Self::From(_) => pair[0] < pair[1],
		});
		if !ascending {
			return malformed("keys out of order");
		}
		Ok(())
	}

	/// The newest epoch that the grant opens.
	///
	/// # Errors
	/// [`Error::Malformed`] for a grant without a key.
	pub fn newest(&self) -> Result<KeyEpoch, Error> {
		self.epochs().last().copied().ok_or(Error::Malformed { what: WHAT, why: "no key, or too many" })
	}

	/// The seed of an epoch's key.
	///
	/// # Errors
	/// [`Error::EpochOutOfReach`] where the grant does not open it.
	pub fn epoch_seed(&self, epoch: KeyEpoch) -> Result<EpochSeed, Error> {
		let out_of_reach = Error::EpochOutOfReach { generation: epoch.generation, index: epoch.index };
		match self {
			Self::AllHistory(keys) => keys
				.iter()
				.find(|key| key.epoch().generation == epoch.generation)
				.ok_or(out_of_reach)?
				.back_to(epoch)
				.map(|key| key.epoch_seed()),
			Self::From(seeds) => seeds.iter().find(|seed| seed.epoch() == epoch).cloned().ok_or(out_of_reach),
		}
	}

	/// The key that opens an epoch's envelopes, if its public key has the digest that the chain names for the epoch.
	///
	/// # Errors
	/// [`Error::EpochOutOfReach`], [`Error::KeyMismatch`].
	pub fn epoch_key(&self, epoch: KeyEpoch, on_chain: &Digest) -> Result<SecretKey, Error> {
		let key = self.epoch_seed(epoch)?.secret_key();
		if key.public_key().digest() != *on_chain {
			return Err(Error::KeyMismatch);
		}
		Ok(key)
	}

	/// The newest epoch's key alone, for who passes on no history.
	///
	/// # Errors
	/// [`Error::Malformed`] for a grant without a key.
	pub fn newest_alone(&self) -> Result<Self, Error> {
		Ok(Self::From(vec![self.epoch_seed(self.newest()?)?]))
	}

	/// Without the keys of epochs after `newest`, for who passes on what there is and not what is to come.
	///
	/// # Errors
	/// [`Error::EpochOutOfReach`] where the grant does not open that epoch.
	pub fn up_to(&self, newest: KeyEpoch) -> Result<Self, Error> {
		let out_of_reach = Error::EpochOutOfReach { generation: newest.generation, index: newest.index };
		match self {
			Self::AllHistory(keys) => {
				let last = keys.iter().find(|key| key.epoch().generation == newest.generation);
				let last = last.ok_or(out_of_reach)?.back_to(newest)?;
				let before = keys.iter().filter(|key| key.epoch().generation < newest.generation);
				Ok(Self::AllHistory(before.cloned().chain([last]).collect()))
			}
			Self::From(seeds) => {
				self.epoch_seed(newest)?;
				Ok(Self::From(seeds.iter().filter(|seed| seed.epoch() <= newest).cloned().collect()))
			}
		}
	}

	/// The chain keys, one for each generation; none of a grant of epochs.
	pub fn chain_keys(&self) -> &[ChainKey] {
		match self {
			Self::AllHistory(keys) => keys,
			Self::From(_) => &[],
		}
	}

	/// Adds a rotation's new key, for the envelope that replaces this one: the chain key of the new epoch, or its seed.
	///
	/// # Errors
	/// [`Error::Malformed`] for a key that is not newer or not of this scope.
	pub fn rotated(&self, new: &ChainKey) -> Result<Self, Error> {
		let newest = self.newest()?;
		if new.epoch() <= newest {
			return Err(Error::Malformed { what: WHAT, why: "keys out of order" });
		}
		let grant = match self {
			Self::AllHistory(keys) => {
				let kept = keys.iter().filter(|key| key.epoch().generation != new.epoch().generation);
				Self::AllHistory(kept.chain([new]).cloned().collect())
			}
			Self::From(seeds) => Self::From(seeds.iter().cloned().chain([new.epoch_seed()]).collect()),
		};
		grant.check()?;
		Ok(grant)
	}

	/// Seals the grant to a grantee's vault.
	///
	/// # Errors
	/// [`Error::Malformed`], [`Error::NotSealed`].
	pub fn seal(
		&self,
		genesis: GenesisHash,
		patient: PatientId,
		grantee: &PublicKey,
	) -> Result<Vec<u8>, Error> {
		let plaintext = self.encode()?;
		let scope = self.scope().ok_or(Error::Malformed { what: WHAT, why: "no key, or too many" })?;
		let context = EnvelopeContext::scope_grant(genesis, patient, scope, self.newest()?);
		envelope::seal(&context, grantee, &plaintext)
	}

	/// Opens a grant with the grantee's vault. It is accepted only if its newest key yields the public key whose digest
	/// the chain names for `epoch`.
	///
	/// # Errors
	/// Those of [`envelope::open`], [`Error::Malformed`], [`Error::UnknownVersion`], [`Error::KeyMismatch`].
	pub fn open(
		genesis: GenesisHash,
		patient: PatientId,
		scope: ScopeId,
		epoch: KeyEpoch,
		on_chain: &Digest,
		grantee: &SecretKey,
		envelope: &[u8],
	) -> Result<Self, Error> {
		Self::open_ahead(genesis, patient, scope, epoch, (epoch, on_chain), grantee, envelope)
	}

	/// Opens a grant of keys up to `ahead`, of which the chain names none yet. It is accepted only if it leads back to the
	/// public key whose digest the chain names for `known`, an epoch that there is.
	///
	/// # Errors
	/// As [`Self::open`]; [`Error::EpochOutOfReach`] for an epoch that it does not lead back to.
	pub fn open_ahead(
		genesis: GenesisHash,
		patient: PatientId,
		scope: ScopeId,
		ahead: KeyEpoch,
		known: (KeyEpoch, &Digest),
		grantee: &SecretKey,
		envelope: &[u8],
	) -> Result<Self, Error> {
		let context = EnvelopeContext::scope_grant(genesis, patient, scope, ahead);
		let grant = Self::decode(scope, &envelope::open(&context, grantee, envelope)?)?;
		if grant.newest()? != ahead {
			return Err(Error::KeyMismatch);
		}
		grant.epoch_key(known.0, known.1)?;
		Ok(grant)
	}

	/// The plaintext: version, form, number of keys, each key after its epoch, zeros.
	///
	/// # Errors
	/// [`Error::Malformed`].
	pub fn encode(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
		self.check()?;
		let keys: Vec<(KeyEpoch, &[u8; 32])> = match self {
			Self::AllHistory(keys) => keys.iter().map(|key| (key.epoch(), key.expose())).collect(),
			Self::From(seeds) => seeds.iter().map(|seed| (seed.epoch(), seed.expose())).collect(),
		};
		let len = (4 + keys.len() * 38).next_multiple_of(PADDING);
		let mut bytes = Zeroizing::new(Vec::with_capacity(len));
		bytes.push(VERSION);
		bytes.push(match self {
			Self::AllHistory(_) => ALL_HISTORY,
			Self::From(_) => FROM,
		});
		let count = u16::try_from(keys.len())
			.map_err(|_| Error::Malformed { what: WHAT, why: "no key, or too many" })?;
		bytes.extend_from_slice(&count.to_be_bytes());
		for (epoch, key) in keys {
			bytes.extend_from_slice(&epoch_bytes(&epoch));
			bytes.extend_from_slice(key);
		}
		bytes.resize(len, 0);
		Ok(bytes)
	}

	/// Reads a plaintext.
	///
	/// # Errors
	/// [`Error::Malformed`], [`Error::UnknownVersion`], [`Error::EpochOutOfRange`].
	pub fn decode(scope: ScopeId, bytes: &[u8]) -> Result<Self, Error> {
		let mut fields = Fields::new(WHAT, bytes);
		let version = fields.byte()?;
		if version != VERSION {
			return Err(Error::UnknownVersion { what: WHAT, found: version });
		}
		let form = fields.byte()?;
		let count = usize::from(u16::from_be_bytes(fields.array()?));
		if bytes.len() != (4 + count * 38).next_multiple_of(PADDING) {
			return Err(fields.malformed("its length does not fit its number of keys"));
		}
		let mut key = || -> Result<(KeyEpoch, Secret<32>), Error> {
			let generation = u16::from_be_bytes(fields.array()?);
			let index = u32::from_be_bytes(fields.array()?);
			Ok((KeyEpoch { generation, index }, Secret::try_from(fields.slice(32)?)?))
		};
		let grant = match form {
			ALL_HISTORY => Self::AllHistory(
				(0..count)
					.map(|_| key().and_then(|(epoch, key)| ChainKey::new(scope, epoch, key)))
					.collect::<Result<_, _>>()?,
			),
			FROM => Self::From(
				(0..count)
					.map(|_| key().and_then(|(epoch, seed)| EpochSeed::new(scope, epoch, seed)))
					.collect::<Result<_, _>>()?,
			),
			_ => return Err(fields.malformed("unknown form")),
		};
		fields.padding()?;
		grant.check()?;
		Ok(grant)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::root::Root;
	use proptest::prelude::*;

	const GENESIS: GenesisHash = [1; 32];
	const PATIENT: PatientId = PatientId([2; 32]);
	const SCOPE: ScopeId = ScopeId([3; 16]);

	fn at(generation: u16, index: u32) -> KeyEpoch {
		KeyEpoch { generation, index }
	}

	fn chain(generation: u16, index: u32) -> ChainKey {
		let start = ChainKey::new(SCOPE, at(generation, 100), Secret::new([generation as u8; 32])).unwrap();
		start.back_to(at(generation, index)).unwrap()
	}

	fn on_chain(generation: u16, index: u32) -> Digest {
		chain(generation, index).epoch_seed().public_key().digest()
	}

	fn grantee() -> SecretKey {
		Root::from_bytes([6; 32]).holder(0).vault(0).kem().clone()
	}

	fn sealed(grant: &ScopeGrant) -> Vec<u8> {
		grant.seal(GENESIS, PATIENT, &grantee().public_key()).unwrap()
	}

	fn opened(epoch: KeyEpoch, digest: &Digest, envelope: &[u8]) -> Result<ScopeGrant, Error> {
		ScopeGrant::open(GENESIS, PATIENT, SCOPE, epoch, digest, &grantee(), envelope)
	}

	#[test]
	fn all_history_should_open_every_earlier_epoch_and_no_later_one() {
		let grant = ScopeGrant::AllHistory(vec![chain(0, 4)]);
		let grant = opened(at(0, 4), &on_chain(0, 4), &sealed(&grant)).unwrap();
		for index in 0..=4 {
			let key = grant.epoch_key(at(0, index), &on_chain(0, index)).unwrap();
			assert_eq!(key, chain(0, index).epoch_seed().secret_key());
		}
		assert!(matches!(grant.epoch_seed(at(0, 5)), Err(Error::EpochOutOfReach { .. })));
		assert!(matches!(grant.epoch_seed(at(1, 0)), Err(Error::EpochOutOfReach { .. })));
	}

	#[test]
	fn grant_from_now_should_open_its_epochs_only() {
		let grant = ScopeGrant::From(vec![chain(0, 4).epoch_seed()]).rotated(&chain(0, 5)).unwrap();
		let grant = opened(at(0, 5), &on_chain(0, 5), &sealed(&grant)).unwrap();
		assert!(grant.epoch_key(at(0, 4), &on_chain(0, 4)).is_ok());
		assert!(grant.epoch_key(at(0, 5), &on_chain(0, 5)).is_ok());
		for epoch in [at(0, 3), at(0, 6), at(1, 4)] {
			assert!(matches!(grant.epoch_seed(epoch), Err(Error::EpochOutOfReach { .. })));
		}
	}

	#[test]
	fn all_history_should_keep_the_old_generation_when_a_new_one_starts() {
		let grant = ScopeGrant::AllHistory(vec![chain(0, 4)]);
		let grant = grant.rotated(&chain(0, 5)).unwrap().rotated(&chain(1, 0)).unwrap();
		assert_eq!(grant, ScopeGrant::AllHistory(vec![chain(0, 5), chain(1, 0)]));
		assert_eq!(grant.newest().unwrap(), at(1, 0));
		assert!(grant.epoch_seed(at(0, 2)).is_ok());
		assert!(grant.epoch_seed(at(0, 6)).is_err());
	}

	#[test]
	fn grant_should_be_refused_when_its_key_is_not_the_epochs() {
		// The patient's wallet was phished, or the granting side is wrong: a key of no use, or somebody else's.
		let grant = ScopeGrant::AllHistory(vec![chain(0, 4)]);
		let envelope = sealed(&grant);
		assert!(matches!(opened(at(0, 4), &on_chain(1, 4), &envelope), Err(Error::KeyMismatch)));
		assert!(opened(at(0, 5), &on_chain(0, 5), &envelope).is_err());
		let grant = opened(at(0, 4), &on_chain(0, 4), &envelope).unwrap();
		assert!(matches!(grant.epoch_key(at(0, 3), &on_chain(0, 4)), Err(Error::KeyMismatch)));
	}

	#[test]
	fn keys_ahead_should_be_accepted_only_if_they_lead_back_to_the_key_on_chain() {
		let ahead = at(0, 68);
		let grant = ScopeGrant::AllHistory(vec![chain(0, 68)]);
		let envelope = sealed(&grant);
		let open = |epoch, known, digest: &Digest| {
			let known = (known, digest);
			ScopeGrant::open_ahead(GENESIS, PATIENT, SCOPE, epoch, known, &grantee(), &envelope)
		};
		let opened = open(ahead, at(0, 4), &on_chain(0, 4)).unwrap();
		for index in [0, 4, 5, 68] {
			assert_eq!(opened.epoch_seed(at(0, index)).unwrap(), chain(0, index).epoch_seed());
		}
		assert!(opened.epoch_seed(at(0, 69)).is_err());
		// A key of another chain, of another version, of a generation that it does not give, or named as another.
		assert!(matches!(open(ahead, at(0, 4), &on_chain(1, 4)), Err(Error::KeyMismatch)));
		assert!(matches!(open(ahead, at(0, 4), &on_chain(0, 5)), Err(Error::KeyMismatch)));
		assert!(matches!(open(ahead, at(1, 0), &on_chain(1, 0)), Err(Error::EpochOutOfReach { .. })));
		assert!(matches!(open(ahead, at(0, 69), &on_chain(0, 69)), Err(Error::EpochOutOfReach { .. })));
		assert!(open(at(0, 4), at(0, 4), &on_chain(0, 4)).is_err());
	}

	#[test]
	fn keys_ahead_should_be_cut_off_when_only_what_there_is_is_passed_on() {
		let grant = ScopeGrant::AllHistory(vec![chain(0, 9), chain(1, 68)]);
		let cut = grant.up_to(at(1, 4)).unwrap();
		assert_eq!(cut, ScopeGrant::AllHistory(vec![chain(0, 9), chain(1, 4)]));
		assert_eq!(cut.newest_alone().unwrap(), ScopeGrant::From(vec![chain(1, 4).epoch_seed()]));
		assert_eq!(grant.up_to(at(0, 7)).unwrap(), ScopeGrant::AllHistory(vec![chain(0, 7)]));
		assert_eq!(cut.up_to(at(1, 4)).unwrap(), cut);
		assert!(grant.up_to(at(1, 69)).is_err() && grant.up_to(at(2, 0)).is_err());
		let seeds = ScopeGrant::From(vec![chain(0, 4).epoch_seed(), chain(0, 5).epoch_seed()]);
		assert_eq!(seeds.up_to(at(0, 5)).unwrap(), seeds);
		assert_eq!(seeds.up_to(at(0, 4)).unwrap(), ScopeGrant::From(vec![chain(0, 4).epoch_seed()]));
		assert!(seeds.up_to(at(0, 6)).is_err());
	}

	#[test]
	fn grant_should_be_refused_when_its_newest_key_is_not_the_envelopes_epoch() {
		let context = EnvelopeContext::scope_grant(GENESIS, PATIENT, SCOPE, at(0, 3));
		let plaintext = ScopeGrant::AllHistory(vec![chain(0, 4)]).encode().unwrap();
		let envelope = envelope::seal(&context, &grantee().public_key(), &plaintext).unwrap();
		assert!(matches!(opened(at(0, 3), &on_chain(0, 3), &envelope), Err(Error::KeyMismatch)));
	}

	#[test]
	fn grant_should_not_open_for_another_scope_patient_or_chain() {
		let grant = ScopeGrant::AllHistory(vec![chain(0, 4)]);
		let envelope = sealed(&grant);
		let digest = on_chain(0, 4);
		let open = |genesis, patient, scope| {
			ScopeGrant::open(genesis, patient, scope, at(0, 4), &digest, &grantee(), &envelope)
		};
		assert!(open(GENESIS, PATIENT, SCOPE).is_ok());
		assert!(matches!(open([9; 32], PATIENT, SCOPE), Err(Error::NotOpened)));
		assert!(matches!(open(GENESIS, PatientId([9; 32]), SCOPE), Err(Error::NotOpened)));
		assert!(matches!(open(GENESIS, PATIENT, ScopeId([9; 16])), Err(Error::NotOpened)));
	}

	#[test]
	fn grant_should_be_refused_when_empty_mixed_or_out_of_order() {
		let elsewhere = ChainKey::new(ScopeId([9; 16]), at(1, 0), Secret::new([1; 32])).unwrap();
		for grant in [
			ScopeGrant::AllHistory(vec![]),
			ScopeGrant::From(vec![]),
			ScopeGrant::AllHistory(vec![chain(0, 1), chain(0, 2)]),
			ScopeGrant::AllHistory(vec![chain(1, 1), chain(0, 2)]),
			ScopeGrant::AllHistory(vec![chain(0, 1), elsewhere.clone()]),
			ScopeGrant::From(vec![chain(0, 2).epoch_seed(), chain(0, 1).epoch_seed()]),
			ScopeGrant::From(vec![chain(0, 2).epoch_seed(), chain(0, 2).epoch_seed()]),
			ScopeGrant::From(vec![chain(0, 1).epoch_seed(), elsewhere.epoch_seed()]),
		] {
			assert!(matches!(grant.encode(), Err(Error::Malformed { .. })), "{grant:?}");
		}
		let grant = ScopeGrant::AllHistory(vec![chain(0, 4)]);
		assert!(grant.rotated(&chain(0, 4)).is_err());
		assert!(grant.rotated(&chain(0, 3)).is_err());
		assert!(grant.rotated(&elsewhere).is_err());
	}

	#[test]
	fn newest_key_alone_should_open_its_epoch_and_no_other() {
		for grant in [
			ScopeGrant::AllHistory(vec![chain(0, 4), chain(1, 3)]),
			ScopeGrant::From(vec![chain(0, 4).epoch_seed(), chain(1, 3).epoch_seed()]),
		] {
			let alone = grant.newest_alone().unwrap();
			assert_eq!(alone, ScopeGrant::From(vec![chain(1, 3).epoch_seed()]));
			assert!(alone.epoch_key(at(1, 3), &on_chain(1, 3)).is_ok());
			for earlier in [at(1, 2), at(0, 4)] {
				assert!(matches!(alone.epoch_seed(earlier), Err(Error::EpochOutOfReach { .. })));
			}
		}
	}

	#[test]
	fn grant_should_have_the_documented_bytes() {
		let bytes = ScopeGrant::AllHistory(vec![chain(0, 4), chain(2, 3)]).encode().unwrap();
		let mut expected = vec![1, 1, 0, 2, 0, 0, 0, 0, 0, 4];
		expected.extend(chain(0, 4).expose());
		expected.extend([0, 2, 0, 0, 0, 3]);
		expected.extend(chain(2, 3).expose());
		expected.resize(256, 0);
		assert_eq!(bytes.as_slice(), expected);
		let seeds = ScopeGrant::From(vec![chain(0, 4).epoch_seed()]).encode().unwrap();
		assert_eq!(seeds[..4], [1, 2, 0, 1]);
	}

	#[test]
	fn grant_should_have_one_size_for_one_to_six_keys() {
		let size = |keys: u32| {
			ScopeGrant::From((0..keys).map(|index| chain(0, index).epoch_seed()).collect())
				.encode()
				.unwrap()
				.len()
		};
		assert_eq!((size(1), size(6), size(7)), (256, 256, 512));
	}

	#[test]
	fn largest_grant_should_fit_an_envelope() {
		let seeds = (0..MAX_KEYS as u32)
			.map(|index| EpochSeed::new(SCOPE, at(0, index), Secret::new([1; 32])).unwrap())
			.collect();
		assert!(ScopeGrant::From(seeds).seal(GENESIS, PATIENT, &grantee().public_key()).is_ok());
	}

	#[test]
	fn plaintext_should_be_refused_when_version_form_length_or_padding_is_wrong() {
		let good = ScopeGrant::AllHistory(vec![chain(0, 4)]).encode().unwrap();
		let with = |at: usize, byte: u8| {
			let mut bytes = good.clone();
			bytes[at] = byte;
			ScopeGrant::decode(SCOPE, &bytes)
		};
		assert!(ScopeGrant::decode(SCOPE, &good).is_ok());
		assert!(matches!(with(0, 2), Err(Error::UnknownVersion { found: 2, .. })));
		assert!(matches!(with(1, 3), Err(Error::Malformed { .. })));
		assert!(matches!(with(2, 255), Err(Error::Malformed { .. })));
		assert!(matches!(with(3, 0), Err(Error::Malformed { .. })));
		assert!(matches!(with(255, 1), Err(Error::Malformed { .. })));
		assert!(matches!(with(6, 1), Err(Error::EpochOutOfRange { .. })));
		assert!(ScopeGrant::decode(SCOPE, &good[..255]).is_err());
		assert!(ScopeGrant::decode(SCOPE, &[]).is_err());
	}

	proptest! {
		#[test]
		fn plaintext_should_be_read_or_refused_whatever_the_bytes(
			form in 0u8..4,
			count in 0u8..8,
			rest in prop::collection::vec(any::<u8>(), 508),
		) {
			let bytes = [&[VERSION, form, 0, count], rest.as_slice()].concat();
			for bytes in [&bytes[..256], &bytes] {
				if let Ok(grant) = ScopeGrant::decode(SCOPE, bytes) {
					let encoded = grant.encode().unwrap();
					prop_assert_eq!(encoded.as_slice(), bytes);
				}
			}
		}

		#[test]
		fn grant_should_come_back_from_its_bytes(keys in prop::collection::btree_map(any::<u16>(), (0u32..=65_536, any::<[u8; 32]>()), 1..10)) {
			let chain_keys: Vec<_> = keys
				.iter()
				.map(|(generation, (index, key))| ChainKey::new(SCOPE, at(*generation, *index), Secret::new(*key)).unwrap())
				.collect();
			let seeds: Vec<_> = chain_keys.iter().map(ChainKey::epoch_seed).collect();
			for grant in [ScopeGrant::AllHistory(chain_keys), ScopeGrant::From(seeds)] {
				let again = ScopeGrant::decode(SCOPE, &grant.encode().unwrap()).unwrap();
				prop_assert_eq!(again, grant);
			}
		}
	}
}
