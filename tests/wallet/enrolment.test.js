// Enrolment: the text that a wallet signs, and who may use it how.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { stringToU8a, u8aToHex } from '@polkadot/util';
import { assertFails, assertRefused, connect, event, land, Refusal, wallet } from './chain.js';
import { startNode } from './harness.js';
import { createScopesTx, enrol, enrolmentTx, forms, signRaw, textDigest, wish, wishText } from './people.js';
import { digest, makeVault } from './vault.js';

const DAY = 86_400_000;

const node = await startNode();
const alice = wallet('alice');
let api;
before(async () => { api = await connect(node); });
after(async () => {
	await api?.disconnect();
	await node.stop();
});

// What somebody between patient and chain might change or bring instead.
const forgeries = {
	the_registrar_changed_the_inbox_key: {
		error: 'consortium.BadWalletSignature',
		forge: ({ enrolment }) => ({ enrolment: { ...enrolment, inboxKey: digest('key of somebody else') } }),
	},
	the_registrar_changed_the_vault: {
		error: 'consortium.BadWalletSignature',
		forge: ({ enrolment }) => ({ enrolment: { ...enrolment, vault: makeVault('of somebody else').keys } }),
	},
	another_wallet_signed: {
		error: 'consortium.BadWalletSignature',
		forge: ({ text }) => ({ signature: signRaw(wallet('mallory'), text, 'wrapped') }),
	},
	the_signature_names_another_scheme: {
		error: 'consortium.BadWalletSignature',
		forge: ({ signature }) => ({ signature: { Ed25519: signature.Sr25519 } }),
	},
	it_was_signed_for_another_chain: {
		error: 'consortium.BadWalletSignature',
		forge: ({ pair, enrolment, vault }) => {
			const text = wishText(api, pair, enrolment, digest('another genesis'));
			return { signature: signRaw(pair, text, 'wrapped'), vaultSignature: vault.sign(text) };
		},
	},
	another_vault_signed: {
		error: 'identity.BadVaultSignature',
		forge: ({ text }) => ({ vaultSignature: makeVault('of somebody else').sign(text) }),
	},
	the_vault_signed_the_wrapped_text: {
		error: 'identity.BadVaultSignature',
		forge: ({ text, vault }) => ({ vaultSignature: vault.sign(`<Bytes>${text}</Bytes>`) }),
	},
	the_wallet_wrapped_twice: {
		error: 'consortium.BadWalletSignature',
		forge: ({ pair, text }) => ({ signature: { Sr25519: u8aToHex(pair.sign(stringToU8a(`<Bytes><Bytes>${text}</Bytes></Bytes>`))) } }),
	},
};

// Everyone has a wallet of their own here, so that one block can take all the registrar's transactions.
describe('enrolment', { concurrency: 16 }, () => {
	for (const type of ['sr25519', 'ed25519', 'ecdsa']) {
		for (const form of Object.keys(forms)) {
			test(`patient_should_be_enrolled_and_transact_when_an_${type}_wallet_signed_the_${form}_text`, async () => {
				const pair = wallet(`${form}Patient`, type);
				const patient = await enrol(api, alice, pair, form);
				assert.equal(patient.id, textDigest(patient.text), 'the patient is the digest of the bare text');
				const stored = (await api.query.identity.patients(patient.id)).toJSON();
				assert.equal(stored.controller, pair.address);
				assert.equal(stored.organisation, 1);
				assert.deepEqual((await api.query.identity.vaults({ Patient: patient.id })).toJSON().keys, patient.vault.keys);
				assert.equal((await api.query.consent.scopes(patient.id, 0)).toJSON().id, patient.enrolment.inbox);
				const created = await land(api, createScopesTx(api, patient, ['labs']), pair);
				assert.deepEqual(event(created, 'consent.ScopesCreated'), { patient: patient.id, first: 1, count: 1 });
			});
		}
	}

	test('enrolment_should_fail_when_it_is_replayed', async () => {
		const pair = wallet('replayed');
		const vault = makeVault('replayed');
		const enrolment = await wish(api, pair, vault);
		await land(api, enrolmentTx(api, pair, vault, enrolment), alice);
		await assertFails(land(api, enrolmentTx(api, pair, vault, enrolment), alice), 'identity.AlreadyEnrolled');
		await assertFails(land(api, enrolmentTx(api, pair, vault, enrolment, 'bare'), alice), 'identity.AlreadyEnrolled');
	});

	test('enrolment_should_fail_when_the_account_controls_a_patient_already', async () => {
		const pair = wallet('twice');
		await enrol(api, alice, pair);
		const vault = makeVault('twice again');
		await assertFails(land(api, enrolmentTx(api, pair, vault, await wish(api, pair, vault)), alice), 'identity.AlreadyPatient');
	});

	for (const [name, { error, forge }] of Object.entries(forgeries)) {
		test(`enrolment_should_fail_when_${name}`, async () => {
			const pair = wallet(`forged ${name}`);
			const vault = makeVault(name);
			const enrolment = await wish(api, pair, vault);
			const text = wishText(api, pair, enrolment);
			const honest = { pair, vault, enrolment, text, signature: signRaw(pair, text, 'wrapped'), vaultSignature: vault.sign(text) };
			const forged = { ...honest, ...forge(honest) };
			await assertFails(land(api, api.tx.identity.enrolPatient(forged.enrolment, forged.signature, forged.vaultSignature), alice), error);
			assert.ok((await api.query.identity.patientOf(pair.address)).isNone);
		});
	}

	test('enrolment_should_fail_when_its_text_has_expired_or_is_good_for_too_long', async () => {
		const pair = wallet('dated');
		const vault = makeVault('dated');
		const now = (await api.query.timestamp.now()).toNumber();
		for (const [expiresAt, error] of [[now - 1, 'consortium.TextExpired'], [now + 31 * DAY, 'consortium.TextTooLong']]) {
			const enrolment = await wish(api, pair, vault, { expiresAt });
			await assertFails(land(api, enrolmentTx(api, pair, vault, enrolment), alice), error);
		}
	});

	test('enrolment_should_fail_when_the_registrar_is_of_another_organisation', async () => {
		const pair = wallet('elsewhere');
		const vault = makeVault('elsewhere');
		const tx = enrolmentTx(api, pair, vault, await wish(api, pair, vault));
		await assertFails(land(api, tx, wallet('bob')), 'consortium.NotRegistrar');
	});

	test('enrolment_should_be_refused_when_a_patient_or_a_stranger_submits_it', async () => {
		const pair = wallet('selfMade');
		const vault = makeVault('selfMade');
		const tx = enrolmentTx(api, pair, vault, await wish(api, pair, vault));
		const patient = await enrol(api, alice, wallet('insider'));
		await assertRefused(land(api, tx, patient.pair), Refusal.RoleNotAllowed);
		await assertRefused(land(api, tx, pair), Refusal.Stranger);
	});
});
