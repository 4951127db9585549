// Patients as a hospital meets them: a wallet and a vault, enrolled by a registrar.
import { stringToU8a, u8aConcat, u8aToHex, u8aWrapBytes } from '@polkadot/util';
import { sha256AsU8a } from '@polkadot/util-crypto';
import { event, land } from './chain.js';
import {
	acceptRoleText, announceNodeText, approveRecoveryText, createScopesText, delegateConsentText, enrolmentText, eraseRecordText, giveConsentText, moveControlText,
	overrideVetoText, refileRecordText, resealHoldersText, rotateScopeText, setRecoveryText, setVaultKeysText, startRecoveryText,
} from './texts.js';
import { digest, makeVault, oneTimeNumber, scopeId, textDigest } from './vault.js';

const HOUR = 3_600_000;
const READ = 1;
const WRITE = 2;
const TREATMENT = 1;
const MULTI_SIGNATURE = { sr25519: 'Sr25519', ed25519: 'Ed25519', ecdsa: 'Ecdsa' };

/** What to do with a text's bytes before a wallet signs them: nothing, or what polkadot.js-compatible wallets do. */
export const forms = { bare: (bytes) => bytes, wrapped: u8aWrapBytes };

/** A wish to be enrolled, with `changes` to what it says. */
export async function wish(api, pair, vault, changes = {}) {
	return {
		account: pair.address,
		organisation: 1,
		vault: vault.keys,
		inbox: scopeId(`inbox of ${pair.address}`),
		inboxKey: digest(`inbox key of ${pair.address}`),
		nonce: oneTimeNumber(),
		expiresAt: (await api.query.timestamp.now()).toNumber() + HOUR,
		...changes,
	};
}

/** The wish as the text that is signed. */
export function wishText(api, pair, enrolment, genesis = api.genesisHash.toHex()) {
	return enrolmentText({ ...enrolment, genesis, account: pair.addressRaw });
}

/** A wallet's signature over a text, in the form that [forms] names. */
export function signRaw(pair, text, form) {
	return { [MULTI_SIGNATURE[pair.type]]: u8aToHex(pair.sign(forms[form](stringToU8a(text)))) };
}

/** The registrar's transaction for a wish that wallet and vault have signed. */
export function enrolmentTx(api, pair, vault, enrolment, form = 'wrapped') {
	const text = wishText(api, pair, enrolment);
	return api.tx.identity.enrolPatient(enrolment, signRaw(pair, text, form), vault.sign(text));
}

/** Enrols whoever has the wallet `pair`; returns the patient. */
export async function enrol(api, registrar, pair, form = 'wrapped') {
	const vault = makeVault(pair.address);
	const enrolment = await wish(api, pair, vault);
	const result = await land(api, enrolmentTx(api, pair, vault, enrolment, form), registrar);
	const { patient: id } = event(result, 'identity.PatientEnrolled');
	return { id, pair, vault, enrolment, text: wishText(api, pair, enrolment) };
}

/** The transaction with which the patient creates scopes of these labels. */
export function createScopesTx(api, patient, labels) {
	const scopes = labels
		.map((label) => ({ id: scopeId(`${label} of ${patient.id}`), key: digest(`key of ${label} of ${patient.id}`) }))
		.sort((one, other) => (one.id < other.id ? -1 : 1));
	const text = createScopesText({ genesis: api.genesisHash.toHex(), patient: patient.id, scopes });
	return api.tx.consent.createScopes(patient.id, scopes, patient.vault.sign(text));
}

/** What a vault signs the digest of: a value as the chain encodes the argument of that name. */
function encodedFor(api, call, argument, value) {
	const { type } = call.meta.args.find(({ name }) => name.toString() === argument);
	return api.registry.createType(type.toString(), value).toU8a();
}

/** A grant in SCALE. */
export const encodedGrant = (api, terms) => encodedFor(api, api.tx.consent.grant, 'grant', terms);

/** A list of envelopes for holders in SCALE. */
export const encodedReseals = (api, reseals) => encodedFor(api, api.tx.consent.reseal, 'reseals', reseals);

/** A new key for a scope, signed by the patient's vault. */
export function rotation(api, patient, scope, epoch, reseals = []) {
	const key = digest(`key ${epoch.generation} ${epoch.index} of scope ${scope} of ${patient.id}`);
	const text = rotateScopeText({ genesis: api.genesisHash.toHex(), patient: patient.id, scope, epoch, key, reseals: encodedReseals(api, reseals) });
	return { scope, epoch, key, reseals, signature: patient.vault.sign(text) };
}

/** The index that the patient's next consent will have. */
export const nextConsent = async (api, patient) => (await api.query.consent.consentCount(patient.id)).toNumber();

/** The word of the patient's vault for a consent of these terms and this index. */
export function wordForConsent(api, patient, terms, consent) {
	const text = giveConsentText({ genesis: api.genesisHash.toHex(), patient: patient.id, consent, grantee: terms.grantee, grant: encodedGrant(api, terms) });
	return patient.vault.sign(text);
}

/** The transaction with which the patient gives a consent: with the vault's word if it is one to read. */
export async function grantTx(api, patient, terms) {
	const signature = terms.permissions & READ ? wordForConsent(api, patient, terms, await nextConsent(api, patient)) : null;
	return api.tx.consent.grant(patient.id, terms, signature);
}

/** The transaction with which a grantee passes on `parent`: with the word of its own `vault` if it is to read. */
export async function delegateTx(api, patient, parent, terms, vault = null) {
	const said = { genesis: api.genesisHash.toHex(), patient: patient.id, consent: await nextConsent(api, patient), parent };
	const text = delegateConsentText({ ...said, grantee: terms.grantee, grant: encodedGrant(api, terms) });
	return api.tx.consent.delegate(patient.id, parent, terms, vault && terms.permissions & READ ? vault.sign(text) : null);
}

/** The transaction with which the patient hands an item's key, of a scope's version `epoch`, to its holders. */
export function resealTx(api, patient, item, epoch, reseals) {
	const text = resealHoldersText({ genesis: api.genesisHash.toHex(), patient: patient.id, item, epoch, reseals: encodedReseals(api, reseals) });
	return api.tx.consent.reseal(patient.id, item, reseals, patient.vault.sign(text));
}

/** The transaction with which the patient moves a record from the inbox to a scope. */
export function refileTx(api, patient, index, scope, epoch, envelope) {
	const text = refileRecordText({ genesis: api.genesisHash.toHex(), patient: patient.id, record: index, scope, epoch, envelope });
	return api.tx.records.refile(patient.id, index, scope, epoch, envelope, patient.vault.sign(text));
}

/** The transaction with which the patient erases a record that has this ciphertext. */
export function eraseTx(api, patient, index, ciphertext) {
	const text = eraseRecordText({ genesis: api.genesisHash.toHex(), patient: patient.id, record: index, ciphertext });
	return api.tx.records.erase(patient.id, index, patient.vault.sign(text));
}

/** The word of the account `pair` that it takes on a role, with `changes` to what it signs. */
export async function acceptance(api, pair, role, { form = 'wrapped', ...changes } = {}) {
	const now = (await api.query.timestamp.now()).toNumber();
	const said = { genesis: api.genesisHash.toHex(), account: pair.addressRaw, role, expiresAt: now + HOUR, ...changes };
	return { expiresAt: said.expiresAt, signature: signRaw(pair, acceptRoleText(said), form) };
}

/** The transaction that registers (no `previous`) or rotates the keys of a vault. */
export function setVaultKeysTx(api, owner, generation, vault, previous) {
	const text = setVaultKeysText({ genesis: api.genesisHash.toHex(), owner, generation, keys: vault.keys });
	return api.tx.identity.setVaultKeys(owner, vault.keys, vault.sign(text), previous?.sign(text) ?? null);
}

/** What a patient grants: write-only, unless `sealedTo` brings an envelope for each item. */
export function grant(grantee, items, sealedTo = null) {
	return {
		grantee,
		items: items.map((item) => ({ item, envelope: sealedTo && digest(`envelope of ${JSON.stringify([grantee, item])}`) })),
		permissions: sealedTo ? READ : WRITE,
		purposes: TREATMENT,
		from: 0,
		until: null,
		reach: 'AllHistory',
		sealedTo,
		text: digest('the consent text'),
		policyVersion: 1,
	};
}

/** What is asked of a patient: to read and to write for treatment, with `changes`. */
export async function wanted(api, label, changes = {}) {
	return {
		permissions: READ | WRITE,
		purposes: TREATMENT,
		from: null,
		until: null,
		envelope: digest(`wish ${label}`),
		expiresAt: (await api.query.timestamp.now()).toNumber() + HOUR,
		...changes,
	};
}

/** Asks a patient for access with the wallet `pair` in the name of `requester`; returns the event. */
export async function ask(api, patient, pair, requester, label, changes) {
	const asked = await land(api, api.tx.consent.requestAccess(patient.id, requester, await wanted(api, label, changes)), pair);
	return event(asked, 'consent.RequestMade');
}

/** What the chain has of a text, with made-up digests. */
export function sealedText(label) {
	return { commitment: digest(`commitment ${label}`), envelope: digest(`envelope of ${label}`) };
}

/** A record in a scope, with made-up digests. */
export function record(label, scope, epoch = { generation: 0, index: 0 }) {
	return { ciphertext: digest(`ciphertext ${label}`), envelope: digest(`envelope ${label}`), size: 14 * 64, scope, epoch };
}

/** SHA-256 of the encryption key that a practitioner's or organisation's vault has now. */
export async function encryptionKey(api, owner) {
	return (await api.query.identity.vaults(owner)).toJSON().keys.kem;
}

const turnOf = async (api, patient) => (await api.query.identity.recoveryTurns(patient.id)).toNumber();
const onTurn = async (api, patient) => ({ genesis: api.genesisHash.toHex(), patient: patient.id, turn: await turnOf(api, patient) });

/** The transaction with which the patient moves to the account `to`, which accepts it. */
export async function moveControlTx(api, patient, to, vault = patient.vault) {
	const text = moveControlText({ ...await onTurn(api, patient), from: patient.pair.addressRaw, to: to.addressRaw });
	const word = await acceptance(api, to, { ControllerOf: patient.id });
	return api.tx.identity.moveControl(patient.id, to.address, word, vault.sign(text));
}

/** What hides the guardian with the wallet `pair`. */
export const guardianSalt = (pair) => digest(`salt of ${pair.address}`);

/** Guardians as the chain has them: two of these wallets recover the patient after a day. */
export function recoveryPolicy(pairs) {
	const commitment = (pair) => u8aToHex(sha256AsU8a(u8aConcat('salus/v1/guardian', guardianSalt(pair), pair.addressRaw)));
	return { guardians: pairs.map(commitment), threshold: 2, delay: 86_400_000 };
}

/** The transaction with which the patient says who may recover it. */
export async function setRecoveryTx(api, patient, policy, vault = patient.vault) {
	const encoded = policy && api.registry.createType(api.tx.identity.setRecovery.meta.args[1].type.toString(), policy).unwrap().toU8a();
	const text = setRecoveryText({ ...await onTurn(api, patient), policy: policy && { ...policy, encoded } });
	return api.tx.identity.setRecovery(patient.id, policy, vault.sign(text));
}

/** What the wallet `pair` signs to be given the patient, and the attempt that it starts. */
export async function recoveryStart(api, patient, pair, form = 'wrapped') {
	const expiresAt = (await api.query.timestamp.now()).toNumber() + HOUR;
	const said = { ...await onTurn(api, patient), account: pair.addressRaw, kem: digest(`key for shares of ${pair.address}`), expiresAt };
	const text = startRecoveryText(said);
	return { said, attempt: textDigest(text), call: { account: pair.address, kem: said.kem, expiresAt, signature: signRaw(pair, text, form) } };
}

/** A guardian's word for an attempt that [recoveryStart] made, with `changes` to what it signs. */
export function guardianApproval(pair, { said, attempt }, form = 'wrapped', changes = {}) {
	const text = approveRecoveryText({ ...said, guardian: pair.addressRaw, attempt, ...changes });
	return { guardian: pair.address, salt: guardianSalt(pair), expiresAt: said.expiresAt, signature: signRaw(pair, text, form) };
}

/** The word of the patient's vault against the veto of an attempt. */
export function overrideWord(patient, { said, attempt }) {
	return patient.vault.sign(overrideVetoText({ ...said, attempt }));
}

export { textDigest };

/** Announces a node of the organisation; the key of its identity is the one that signs for the vault of its label. */
export function announceNodeTx(api, organisation, { label, wireguard, endpoint, role }) {
	const key = makeVault(label);
	const peer = key.keys.signing;
	const text = announceNodeText({ genesis: api.genesisHash.toHex(), organisation, peer, wireguard, endpoint, role });
	const node = { peer, wireguard, endpoint: u8aToHex(stringToU8a(endpoint)), role };
	return api.tx.consortium.announceNode(organisation, node, key.sign(text));
}
