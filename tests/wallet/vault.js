// The public side of a vault, as the chain sees it: real Ed25519 signatures, and digests of made-up keys and envelopes,
// which the chain cannot tell from others.
import { bnToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { ed25519PairFromSeed, ed25519Sign, randomAsHex, sha256AsU8a } from '@polkadot/util-crypto';

/** SHA-256 of the label: stands for the digest of a ciphertext, an envelope or an encryption key of that name. */
export const digest = (label) => u8aToHex(sha256AsU8a(stringToU8a(label)));

/** The opaque 16-byte name that stands for the scope of that label. */
export const scopeId = (label) => digest(`scope ${label}`).slice(0, 34);

/** What hides a party of a blinded consent, and its encryption key; the party is a practitioner or an organisation. */
export function blinding(salt, party) {
	const [[kind, id]] = Object.entries(party);
	const encoded = u8aConcat([kind === 'Practitioner' ? 0 : 1], bnToU8a(id, { bitLength: 32, isLe: true }));
	const committed = (tag, content) => u8aToHex(sha256AsU8a(u8aConcat(stringToU8a(tag), salt, content)));
	return {
		grantee: { Blinded: committed('salus/v1/blinded', encoded) },
		key: (kem) => committed('salus/v1/blinded-key', kem),
	};
}

/** A one-time number. */
export const oneTimeNumber = () => randomAsHex(16);

/** SHA-256 of a signed text. */
export const textDigest = (text) => u8aToHex(sha256AsU8a(stringToU8a(text)));

/** The vault of that label and generation. */
export function makeVault(label, generation = 0) {
	const pair = ed25519PairFromSeed(sha256AsU8a(u8aConcat(stringToU8a(`vault ${label}`), [generation])));
	return {
		keys: { kem: digest(`encryption key ${label} ${generation}`), signing: u8aToHex(pair.publicKey) },
		/** Signs the bare text. */
		sign: (text) => u8aToHex(ed25519Sign(stringToU8a(text), pair)),
		/** The vault after a rotation of its keys. */
		next: () => makeVault(label, generation + 1),
	};
}
