import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as example from './examples.js';
import {
	acceptRoleText, announceNodeText, approveRecoveryText, chooseHomeText, confirmRecoveryText, createScopesText, delegateConsentText, enrolmentText, eraseRecordText, giveConsentText,
	joinConsortiumText, moveControlText, overrideVetoText, receiveSharesText, refileRecordText, resealHoldersText, rotateScopeText, setRecoveryText, setVaultKeysText,
	startRecoveryText,
} from './texts.js';
import { blinding, textDigest } from './vault.js';

const bytes = (byte, count) => new Uint8Array(count).fill(byte);
const words = (word, count) => Array(count).fill(word).join(' ');
const { genesis, patient } = example;
const keys = { kem: bytes(0xa1, 32), signing: bytes(0xb2, 32) };
const enrolment = {
	genesis,
	account: bytes(0x11, 32),
	organisation: 7,
	vault: keys,
	inbox: bytes(0xc3, 16),
	inboxKey: bytes(0xd4, 32),
	nonce: bytes(0xe5, 16),
	expiresAt: example.expiresAt,
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
		enrolmentText({ ...enrolment, account: hex(enrolment.account), inbox: hex(enrolment.inbox), vault: { kem: hex(keys.kem), signing: hex(keys.signing) } }),
		enrolmentText(enrolment),
	);
});

test('text_should_name_the_moment_when_it_is_a_leap_day', () => {
	assert.match(enrolmentText({ ...enrolment, expiresAt: 951_782_400_001 }), /Valid until 2000-02-29 00:00:00\.001 UTC\.$/);
});

test('new_scopes_should_read_as_published', () => {
	const scope = { id: bytes(0x01, 16), key: bytes(0x02, 32) };
	const other = { id: bytes(0x03, 16), key: bytes(0x04, 32) };
	assert.equal(
		createScopesText({ genesis, patient, scopes: [scope, other] }),
		`Salus: create scopes. Chain ${words('22222222', 8)}. Patient ${words('33333333', 8)}. Scope ${words('01010101', 4)} key ${words('02020202', 8)}. `
			+ `Scope ${words('03030303', 4)} key ${words('04040404', 8)}.`,
	);
});

const formats = readFileSync(new URL('../../docs/formats.md', import.meta.url), 'utf8');

/** Holds a text to a worked example of the document, whatever its line breaks. */
function assertPublished(text, expected) {
	assert.equal(text, expected);
	assert.ok(formats.replace(/\s+/g, ' ').includes(expected), `docs/formats.md has: ${expected}`);
}

const on = `Chain ${words('22222222', 8)}. Patient ${words('33333333', 8)}.`;
const envelopes = 'babb8037 3416a2ae 9311c365 0688d4d4 f80a5f1f cebe66bf 8d5d2af3 11933635';
const terms = 'a1740ae8 b497a461 c6161469 b7a5b45c 0a2dc6c7 44f1b322 bf1dc549 47577e49';

test('encodings_should_be_those_of_the_document', () => {
	const compact = formats.replace(/\s/g, '');
	for (const { encoded } of [example.reseals, example.grant, example.blinded]) assert.ok(compact.includes(encoded.slice(2)), `docs/formats.md has: ${encoded}`);
});

test('texts_about_keys_should_read_as_published', () => {
	const { epoch, key, envelope } = example;
	const reseals = example.reseals.encoded;
	assertPublished(
		rotateScopeText({ genesis, patient, scope: 3, epoch, key, reseals }),
		`Salus: rotate the key of a scope. ${on} Scope 3. Generation 1. Epoch 9. Key ${words('02020202', 8)}. Envelopes ${envelopes}.`,
	);
	assertPublished(
		resealHoldersText({ genesis, patient, item: { Scope: 3 }, epoch, reseals }),
		`Salus: hand a key to its holders. ${on} Scope 3. Generation 1. Epoch 9. Envelopes ${envelopes}.`,
	);
	assertPublished(
		resealHoldersText({ genesis, patient, item: { Record: 12 }, epoch, reseals }),
		`Salus: hand a key to its holders. ${on} Record 12. Envelopes ${envelopes}.`,
	);
	assertPublished(
		refileRecordText({ genesis, patient, record: 12, scope: 3, epoch, envelope }),
		`Salus: refile a record. ${on} Record 12. Scope 3. Generation 1. Epoch 9. Envelope ${words('66666666', 8)}.`,
	);
	assertPublished(
		eraseRecordText({ genesis, patient, record: 12, ciphertext: bytes(0x88, 32) }),
		`Salus: erase a record for good. ${on} Record 12. Ciphertext ${words('88888888', 8)}.`,
	);
});

test('consent_text_should_read_as_published_for_each_grantee', () => {
	const text = (grantee) => giveConsentText({ genesis, patient, consent: 4, grantee, grant: example.grant.encoded });
	const published = (name) => `Salus: give a consent to read. ${on} Consent 4. To ${name}. Terms ${terms}.`;
	assertPublished(text({ Practitioner: 8 }), published('practitioner 8'));
	assert.equal(text({ Organisation: 2 }), published('organisation 2'));
	const { blinded } = example;
	const { grantee, key } = blinding(blinded.opening, { Practitioner: 8 });
	assert.deepEqual([grantee, key(bytes(0x55, 32))], [{ Blinded: blinded.commitment }, blinded.key]);
	assertPublished(
		giveConsentText({ genesis, patient, consent: 5, grantee, grant: blinded.encoded }),
		`Salus: give a consent to read. ${on} Consent 5. To blinded reader 514de1f9 775dbd65 2b462088 58e68f91 869c2b55 d9722b61 2816c216 334f8cfb. `
			+ 'Terms 65ae320e 72f3d6c0 7846ceb1 081aad02 484f16be e51e0d16 3684d909 fe532d02.',
	);
});

test('delegation_text_should_read_as_published_for_each_grantee', () => {
	const text = (grantee) => delegateConsentText({ genesis, patient, consent: 9, parent: 4, grantee, grant: example.grant.encoded });
	const published = (name) => `Salus: delegate a consent to read. ${on} Consent 9. From consent 4. To ${name}. Terms ${terms}.`;
	assertPublished(text({ Practitioner: 8 }), published('practitioner 8'));
	assert.equal(text({ Organisation: 2 }), published('organisation 2'));
});

test('acceptance_should_read_as_published_for_each_role', () => {
	for (const [role, clause] of [
		[{ Practitioner: 7 }, 'Organisation 7 admits me as a practitioner.'],
		[{ AccountOf: 12 }, 'I sign for practitioner 12, whose account is lost.'],
		[{ Registrar: 7 }, 'I enrol patients and admit practitioners for organisation 7.'],
		[{ Controller: 7 }, 'I control organisation 7 from now on.'],
		[{ Validator: 7 }, 'I run a validator for organisation 7.'],
	]) {
		assertPublished(
			acceptRoleText({ genesis, account: enrolment.account, role, expiresAt: enrolment.expiresAt }),
			`Salus: I accept a role. Chain ${words('22222222', 8)}. My account ${words('11111111', 8)}. ${clause} Valid until 2026-11-22 10:00:00.000 UTC.`,
		);
	}
});

test('texts_about_membership_should_read_as_published', () => {
	const by = { genesis, account: enrolment.account, expiresAt: enrolment.expiresAt };
	const account = `My account ${words('11111111', 8)}.`;
	const chain = `Chain ${words('22222222', 8)}.`;
	const until = 'Valid until 2026-11-22 10:00:00.000 UTC.';
	assertPublished(
		joinConsortiumText({ ...by, name: 'Mühle 2' }),
		`Salus: I control an organisation that joins the consortium. ${chain} ${account} Name "M%c3%bchle 2". ${until}`,
	);
	assertPublished(
		chooseHomeText({ ...by, patient, from: 4, to: 7 }),
		`Salus: another organisation is my home. ${on} ${account} Organisation 7 takes the place of organisation 4 and may add records to my inbox, `
			+ `nothing else. ${until}`,
	);
});

test('text_of_a_node_should_read_as_published', () => {
	const node = { genesis, organisation: 7, peer: bytes(0x44, 32), wireguard: bytes(0x55, 32), endpoint: 'node-1.hospital.example:51820' };
	assertPublished(
		announceNodeText({ ...node, role: 'Validator' }),
		`Salus: I am a node of a member. Chain ${words('22222222', 8)}. Organisation 7. My key ${words('44444444', 8)}. My WireGuard key ${words('55555555', 8)}. `
			+ 'My endpoint node-1.hospital.example:51820. I am a validator node.',
	);
});

test('texts_about_control_should_read_as_published', () => {
	const [account, attempt] = [bytes(0x44, 32), '2acbafaa 8b2b00bf fc083c30 2dd3b6c0 89433ca3 e69c28fd 590f570e bc232251'];
	const turn = { genesis, patient, turn: 5 };
	const { policy, key: kem, expiresAt } = { ...example, key: bytes(0x55, 32) };
	assert.ok(formats.replace(/\s/g, '').includes(policy.encoded.slice(2)), 'docs/formats.md has the policy');
	assertPublished(
		acceptRoleText({ genesis, account, role: { ControllerOf: patient }, expiresAt }),
		`Salus: I accept a role. Chain ${words('22222222', 8)}. My account ${words('44444444', 8)}. I control patient ${words('33333333', 8)} from now on. `
			+ 'Valid until 2026-11-22 10:00:00.000 UTC.',
	);
	assertPublished(
		moveControlText({ ...turn, from: bytes(0x11, 32), to: account }),
		`Salus: move control of a patient. ${on} Turn 5. From account ${words('11111111', 8)}. To account ${words('44444444', 8)}.`,
	);
	assertPublished(
		setRecoveryText({ ...turn, policy: { ...policy.value, encoded: policy.encoded } }),
		`Salus: set who may recover a patient. ${on} Turn 5. 2 of 3 guardians, after 259200000 milliseconds. Terms 277362c0 dc4916b9 9f083dc2 fb4c15bd 823bec22 a8986771 5af1075c d495d6e6.`,
	);
	assertPublished(setRecoveryText({ ...turn, policy: null }), `Salus: set who may recover a patient. ${on} Turn 5. Nobody.`);
	const start = startRecoveryText({ ...turn, account, kem, expiresAt });
	assertPublished(
		start,
		`Salus: recover a patient with my account. Chain ${words('22222222', 8)}. My account ${words('44444444', 8)}. Patient ${words('33333333', 8)}. Turn 5. `
			+ `Shares of the vault go to key ${words('55555555', 8)}. Valid until 2026-11-22 10:00:00.000 UTC.`,
	);
	const started = textDigest(start);
	assertPublished(
		approveRecoveryText({ ...turn, guardian: bytes(0x66, 32), account, kem, attempt: started, expiresAt }),
		`Salus: I approve a recovery as a guardian. Chain ${words('22222222', 8)}. My account ${words('66666666', 8)}. Patient ${words('33333333', 8)}. Turn 5. `
			+ `New account ${words('44444444', 8)}. Shares of the vault go to key ${words('55555555', 8)}. Attempt ${attempt}. Valid until 2026-11-22 10:00:00.000 UTC.`,
	);
	assertPublished(
		overrideVetoText({ ...turn, account, attempt: started }),
		`Salus: override the veto of a recovery. ${on} Turn 5. New account ${words('44444444', 8)}. Attempt ${attempt}.`,
	);
	assertPublished(confirmRecoveryText({ ...turn, account }), `Salus: confirm a recovery. ${on} Turn 5. Account ${words('44444444', 8)}.`);
	assertPublished(
		receiveSharesText({ genesis, account: bytes(0x66, 32), key: kem }),
		`Salus: shares of vaults for me go to my key. Chain ${words('22222222', 8)}. My account ${words('66666666', 8)}. Key ${words('55555555', 8)}.`,
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
