import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createScopesText, enrolmentText, rotateScopeText, setVaultKeysText } from './texts.js';

const bytes = (byte, count) => new Uint8Array(count).fill(byte);
const words = (word, count) => Array(count).fill(word).join(' ');
const genesis = bytes(0x22, 32);
const patient = bytes(0x33, 32);
const keys = { kem: bytes(0xa1, 32), signing: bytes(0xb2, 32) };
const enrolment = {
	genesis,
	account: bytes(0x11, 32),
	organisation: 7,
	vault: keys,
	inbox: bytes(0xc3, 16),
	inboxKey: bytes(0xd4, 32),
	nonce: bytes(0xe5, 16),
	expiresAt: 1_795_341_600_000,
};

test('enrolment_should_read_as_published', () => {
	assert.equal(
		enrolmentText(enrolment),
		`Salus: enrol me as a patient. Chain ${words('22222222', 8)}. My account ${words('11111111', 8)}. Organisation 7 enrols me and may add `
			+ `records to my inbox, nothing else. Vault encryption key ${words('a1a1a1a1', 8)}. Vault signing key ${words('b2b2b2b2', 8)}. `
			+ `Inbox scope ${words('c3c3c3c3', 4)}. Inbox key ${words('d4d4d4d4', 8)}. One-time number ${words('e5e5e5e5', 4)}. `
			+ 'Valid until 2026-11-22 10:00:00.000 UTC.',
	);
});

test('text_should_be_the_same_when_bytes_are_given_in_hexadecimal', () => {
	const hex = (value) => `0x${Buffer.from(value).toString('hex')}`;
	assert.equal(
		enrolmentText({ ...enrolment, genesis: hex(genesis), inbox: hex(enrolment.inbox), vault: { kem: hex(keys.kem), signing: hex(keys.signing) } }),
		enrolmentText(enrolment),
	);
});

test('text_should_name_the_moment_when_it_is_a_leap_day', () => {
	assert.match(enrolmentText({ ...enrolment, expiresAt: 951_782_400_001 }), /Valid until 2000-02-29 00:00:00\.001 UTC\.$/);
});

test('scope_texts_should_read_as_published', () => {
	const scope = { id: bytes(0x01, 16), key: bytes(0x02, 32) };
	const other = { id: bytes(0x03, 16), key: bytes(0x04, 32) };
	assert.equal(
		createScopesText({ genesis, patient, scopes: [scope, other] }),
		`Salus: create scopes. Chain ${words('22222222', 8)}. Patient ${words('33333333', 8)}. Scope ${words('01010101', 4)} key ${words('02020202', 8)}. `
			+ `Scope ${words('03030303', 4)} key ${words('04040404', 8)}.`,
	);
	assert.equal(
		rotateScopeText({ genesis, patient, scope: 3, epoch: { generation: 1, index: 9 }, key: scope.key }),
		`Salus: rotate the key of a scope. Chain ${words('22222222', 8)}. Patient ${words('33333333', 8)}. Scope 3. Generation 1. Epoch 9. `
			+ `Key ${words('02020202', 8)}.`,
	);
});

test('vault_key_text_should_read_as_published_for_each_owner', () => {
	const published = (owner) => `Salus: set vault keys. Chain ${words('22222222', 8)}. Owner ${owner}. Generation 2. `
		+ `Encryption key ${words('a1a1a1a1', 8)}. Signing key ${words('b2b2b2b2', 8)}.`;
	for (const [owner, text] of [
		[{ Patient: patient }, `patient ${words('33333333', 8)}`],
		[{ Practitioner: 5 }, 'practitioner 5'],
		[{ Organisation: 6 }, 'organisation 6'],
	]) {
		assert.equal(setVaultKeysText({ genesis, owner, generation: 2, keys }), published(text));
	}
});
