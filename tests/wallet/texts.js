// The texts that wallets and vaults sign, as docs/formats.md has them. It shares nothing with the code of the chain, so that
// a chain that accepts these holds both to the document.
import { hexToU8a, isHex, u8aToHex } from '@polkadot/util';
import { sha256AsU8a } from '@polkadot/util-crypto';

const grouped = (bytes) => u8aToHex(isHex(bytes) ? hexToU8a(bytes) : bytes, -1, false).match(/.{1,8}/g).join(' ');
const digestOf = (encoded) => grouped(sha256AsU8a(encoded));
const utc = (milliseconds) => new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', ' UTC');

/** What a patient's wallet and vault sign to be enrolled; `account` is the public key or account id in bytes. */
export function enrolmentText({ genesis, account, organisation, vault, inbox, inboxKey, nonce, expiresAt }) {
	return [
		'Salus: enrol me as a patient.',
		`Chain ${grouped(genesis)}.`,
		`My account ${grouped(account)}.`,
		`Organisation ${organisation} enrols me and may add records to my inbox, nothing else.`,
		`Vault encryption key ${grouped(vault.kem)}.`,
		`Vault signing key ${grouped(vault.signing)}.`,
		`Inbox scope ${grouped(inbox)}.`,
		`Inbox key ${grouped(inboxKey)}.`,
		`One-time number ${grouped(nonce)}.`,
		`Valid until ${utc(expiresAt)}.`,
	].join(' ');
}

/** What a patient's vault signs for new scopes, each `{ id, key }`. */
export function createScopesText({ genesis, patient, scopes }) {
	return [
		'Salus: create scopes.',
		`Chain ${grouped(genesis)}.`,
		`Patient ${grouped(patient)}.`,
		...scopes.map(({ id, key }) => `Scope ${grouped(id)} key ${grouped(key)}.`),
	].join(' ');
}

/** What a patient's vault signs for a scope's new key; `epoch` is `{ generation, index }`, `reseals` the list in SCALE. */
export function rotateScopeText({ genesis, patient, scope, epoch, key, reseals }) {
	return [
		'Salus: rotate the key of a scope.',
		`Chain ${grouped(genesis)}.`,
		`Patient ${grouped(patient)}.`,
		`Scope ${scope}.`,
		`Generation ${epoch.generation}.`,
		`Epoch ${epoch.index}.`,
		`Key ${grouped(key)}.`,
		`Envelopes ${digestOf(reseals)}.`,
	].join(' ');
}

/**
 * What a patient's vault signs for a consent to read; `grantee` is `{ Practitioner: number }`, `{ Organisation: number }` or
 * `{ Blinded: commitment }`, `grant` all its terms in SCALE.
 */
export function giveConsentText({ genesis, patient, consent, grantee, grant }) {
	const [[kind, id]] = Object.entries(grantee);
	const name = kind === 'Blinded' ? `blinded reader ${grouped(id)}` : `${kind.toLowerCase()} ${id}`;
	return [
		'Salus: give a consent to read.',
		`Chain ${grouped(genesis)}.`,
		`Patient ${grouped(patient)}.`,
		`Consent ${consent}.`,
		`To ${name}.`,
		`Terms ${digestOf(grant)}.`,
	].join(' ');
}

/** As [giveConsentText], signed by the vault of whoever passes on the consent `parent`. */
export function delegateConsentText({ genesis, patient, consent, parent, grantee, grant }) {
	const [[kind, id]] = Object.entries(grantee);
	return [
		'Salus: delegate a consent to read.',
		`Chain ${grouped(genesis)}.`,
		`Patient ${grouped(patient)}.`,
		`Consent ${consent}.`,
		`From consent ${parent}.`,
		`To ${kind.toLowerCase()} ${id}.`,
		`Terms ${digestOf(grant)}.`,
	].join(' ');
}

/**
 * What a patient's vault signs for new envelopes; `item` is `{ Scope: number }`, of the key version `epoch`, or
 * `{ Record: number }`, `reseals` the list in SCALE.
 */
export function resealHoldersText({ genesis, patient, item, epoch, reseals }) {
	const [[kind, number]] = Object.entries(item);
	return [
		'Salus: hand a key to its holders.',
		`Chain ${grouped(genesis)}.`,
		`Patient ${grouped(patient)}.`,
		`${kind} ${number}.`,
		...(kind === 'Scope' ? [`Generation ${epoch.generation}.`, `Epoch ${epoch.index}.`] : []),
		`Envelopes ${digestOf(reseals)}.`,
	].join(' ');
}

/** What a patient's vault signs for moving a record from the inbox to a scope. */
export function refileRecordText({ genesis, patient, record, scope, epoch, envelope }) {
	return [
		'Salus: refile a record.',
		`Chain ${grouped(genesis)}.`,
		`Patient ${grouped(patient)}.`,
		`Record ${record}.`,
		`Scope ${scope}.`,
		`Generation ${epoch.generation}.`,
		`Epoch ${epoch.index}.`,
		`Envelope ${grouped(envelope)}.`,
	].join(' ');
}

/** What a patient's vault signs for the erasure of a record, which it names by its ciphertext too. */
export function eraseRecordText({ genesis, patient, record, ciphertext }) {
	return [
		'Salus: erase a record for good.',
		`Chain ${grouped(genesis)}.`,
		`Patient ${grouped(patient)}.`,
		`Record ${record}.`,
		`Ciphertext ${grouped(ciphertext)}.`,
	].join(' ');
}

const roles = {
	Practitioner: (organisation) => `Organisation ${organisation} admits me as a practitioner.`,
	AccountOf: (practitioner) => `I sign for practitioner ${practitioner}, whose account is lost.`,
	Registrar: (organisation) => `I enrol patients and admit practitioners for organisation ${organisation}.`,
	ControllerOf: (patient) => `I control patient ${grouped(patient)} from now on.`,
	Controller: (organisation) => `I control organisation ${organisation} from now on.`,
	Validator: (organisation) => `I run a validator for organisation ${organisation}.`,
	HandedOver: ({ patient, at }) => `I alone control patient ${grouped(patient)} from ${utc(at)} on.`,
};

/** What a wallet signs to take on a role: `{ Practitioner: organisation }`, `{ AccountOf: practitioner }` `{ Registrar: organisation }` or `{ ControllerOf: patient }`. */
export function acceptRoleText({ genesis, account, role, expiresAt }) {
	const [[kind, id]] = Object.entries(role);
	return [
		'Salus: I accept a role.',
		`Chain ${grouped(genesis)}.`,
		`My account ${grouped(account)}.`,
		roles[kind](id),
		`Valid until ${utc(expiresAt)}.`,
	].join(' ');
}

/** What vaults sign for new vault keys; `owner` is `{ Patient: id }`, `{ Practitioner: number }` or `{ Organisation: number }`. */
export function setVaultKeysText({ genesis, owner, generation, keys }) {
	const [[kind, id]] = Object.entries(owner);
	return [
		'Salus: set vault keys.',
		`Chain ${grouped(genesis)}.`,
		`Owner ${kind.toLowerCase()} ${kind === 'Patient' ? grouped(id) : id}.`,
		`Generation ${generation}.`,
		`Encryption key ${grouped(keys.kem)}.`,
		`Signing key ${grouped(keys.signing)}.`,
	].join(' ');
}

const turnOf = ({ genesis, patient, turn }) => [`Chain ${grouped(genesis)}.`, `Patient ${grouped(patient)}.`, `Turn ${turn}.`];

/** What a patient's vault signs to move it from one account to another, each in bytes. */
export function moveControlText({ from, to, ...on }) {
	return ['Salus: move control of a patient.', ...turnOf(on), `From account ${grouped(from)}.`, `To account ${grouped(to)}.`].join(' ');
}

/** What a patient's vault signs for who may recover it; `policy` is null or `{ guardians, threshold, delay, encoded }`, the last in SCALE. */
export function setRecoveryText({ policy, ...on }) {
	const who = policy
		? [`${policy.threshold} of ${policy.guardians.length} guardians, after ${policy.delay} milliseconds.`, `Terms ${digestOf(policy.encoded)}.`]
		: ['Nobody.'];
	return ['Salus: set who may recover a patient.', ...turnOf(on), ...who].join(' ');
}

/** What the wallet of the account signs that would control a patient. */
export function startRecoveryText({ genesis, account, patient, turn, kem, expiresAt }) {
	return [
		'Salus: recover a patient with my account.',
		`Chain ${grouped(genesis)}.`,
		`My account ${grouped(account)}.`,
		`Patient ${grouped(patient)}.`,
		`Turn ${turn}.`,
		`Shares of the vault go to key ${grouped(kem)}.`,
		`Valid until ${utc(expiresAt)}.`,
	].join(' ');
}

/** What a guardian's wallet signs; `attempt` is the SHA-256 of the text that starts it. */
export function approveRecoveryText({ genesis, guardian, patient, turn, account, kem, attempt, expiresAt }) {
	return [
		'Salus: I approve a recovery as a guardian.',
		`Chain ${grouped(genesis)}.`,
		`My account ${grouped(guardian)}.`,
		`Patient ${grouped(patient)}.`,
		`Turn ${turn}.`,
		`New account ${grouped(account)}.`,
		`Shares of the vault go to key ${grouped(kem)}.`,
		`Attempt ${grouped(attempt)}.`,
		`Valid until ${utc(expiresAt)}.`,
	].join(' ');
}

/** What a patient's vault signs against the veto of an attempt. */
export function overrideVetoText({ account, attempt, ...on }) {
	return ['Salus: override the veto of a recovery.', ...turnOf(on), `New account ${grouped(account)}.`, `Attempt ${grouped(attempt)}.`].join(' ');
}

/** What a patient's vault signs for the account that guardians gave control to. */
export function confirmRecoveryText({ account, ...on }) {
	return ['Salus: confirm a recovery.', ...turnOf(on), `Account ${grouped(account)}.`].join(' ');
}

/** What an account's wallet signs for the key to which shares go. */
export function receiveSharesText({ genesis, account, key }) {
	return ['Salus: shares of vaults for me go to my key.', `Chain ${grouped(genesis)}.`, `My account ${grouped(account)}.`, `Key ${grouped(key)}.`].join(' ');
}

const BASES = { Appointed: 'appointed by the patient', Guardian: 'guardian', Executor: 'executor' };

/** What a representative and a patient sign, after an `opening` of their own; `powers` are bits: 1 read, 2 grant, 4 records, 8 rotate. */
export function representationText(opening, { genesis, patient, number, account, powers, basis, from, until, vault, expiresAt }) {
	return [
		`Salus: ${opening}`,
		`Chain ${grouped(genesis)}.`,
		`Patient ${grouped(patient)}.`,
		`Representative ${number} of this patient.`,
		`Account ${grouped(account)}.`,
		`Powers ${['read', 'grant', 'records', 'rotate'].filter((_, bit) => powers & (1 << bit)).join(', ')}.`,
		`Basis ${BASES[basis]}.`,
		`From ${utc(from)} until ${utc(until)}.`,
		`Vault encryption key ${grouped(vault.kem)}.`,
		`Vault signing key ${grouped(vault.signing)}.`,
		`Valid until ${utc(expiresAt)}.`,
	].join(' ');
}

/** What a patient's vault signs for a hand-over. */
export function scheduleHandOverText({ genesis, patient, turn, account, at }) {
	return [
		'Salus: hand a patient over.',
		`Chain ${grouped(genesis)}.`,
		`Patient ${grouped(patient)}.`,
		`Turn ${turn}.`,
		`To account ${grouped(account)}.`,
		`At ${utc(at)}.`,
	].join(' ');
}

/** What a patient's vault signs against a hand-over. */
export function cancelHandOverText({ genesis, patient, turn }) {
	return ['Salus: cancel the hand-over of a patient.', `Chain ${grouped(genesis)}.`, `Patient ${grouped(patient)}.`, `Turn ${turn}.`].join(' ');
}

/** What the wallet of the patient that goes on signs for a link. */
export function mergeText({ genesis, account, into, patient, expiresAt }) {
	return [
		'Salus: another patient is the same person.',
		`Chain ${grouped(genesis)}.`,
		`My account ${grouped(account)}.`,
		`My patient ${grouped(into)}.`,
		`The other patient ${grouped(patient)}.`,
		`Valid until ${utc(expiresAt)}.`,
	].join(' ');
}

const escaped = (name) => Array.from(new TextEncoder().encode(name), (byte) => {
	const letter = String.fromCharCode(byte);
	return /[A-Za-z0-9 -]/.test(letter) && byte < 128 ? letter : `%${byte.toString(16).padStart(2, '0')}`;
}).join('');

/** What a wallet signs to control a new member organisation. */
export function joinConsortiumText({ genesis, account, name, expiresAt }) {
	return [
		'Salus: I control an organisation that joins the consortium.',
		`Chain ${grouped(genesis)}.`,
		`My account ${grouped(account)}.`,
		`Name "${escaped(name)}".`,
		`Valid until ${utc(expiresAt)}.`,
	].join(' ');
}

/** What a wallet signs to choose another home for a patient whose home was expelled. */
export function chooseHomeText({ genesis, patient, account, from, to, expiresAt }) {
	return [
		'Salus: another organisation is my home.',
		`Chain ${grouped(genesis)}.`,
		`Patient ${grouped(patient)}.`,
		`My account ${grouped(account)}.`,
		`Organisation ${to} takes the place of organisation ${from} and may add records to my inbox, nothing else.`,
		`Valid until ${utc(expiresAt)}.`,
	].join(' ');
}

/** What a node signs with the key of its libp2p identity to be a member's; `role` is `Validator`, `History` or `Full`. */
export function announceNodeText({ genesis, organisation, peer, wireguard, endpoint, role }) {
	return [
		'Salus: I am a node of a member.',
		`Chain ${grouped(genesis)}.`,
		`Organisation ${organisation}.`,
		`My key ${grouped(peer)}.`,
		`My WireGuard key ${grouped(wireguard)}.`,
		`My endpoint ${endpoint}.`,
		`I am a ${role.toLowerCase()} node.`,
	].join(' ');
}
