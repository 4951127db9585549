// The texts that wallets and vaults sign, as docs/formats.md has them. It shares nothing with the code of the chain, so that
// a chain that accepts these holds both to the document.
import { hexToU8a, isHex, u8aToHex } from '@polkadot/util';

const grouped = (bytes) => u8aToHex(isHex(bytes) ? hexToU8a(bytes) : bytes, -1, false).match(/.{1,8}/g).join(' ');
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

/** What a patient's vault signs for a scope's new key; `epoch` is `{ generation, index }`. */
export function rotateScopeText({ genesis, patient, scope, epoch, key }) {
	return [
		'Salus: rotate the key of a scope.',
		`Chain ${grouped(genesis)}.`,
		`Patient ${grouped(patient)}.`,
		`Scope ${scope}.`,
		`Generation ${epoch.generation}.`,
		`Epoch ${epoch.index}.`,
		`Key ${grouped(key)}.`,
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
