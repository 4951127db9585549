// Every call that a patient can make, signed by a wallet that knows nothing but the node's address.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { u8aToHex } from '@polkadot/util';
import { assertFails, assertRefused, connect, event, events, land, Refusal, wallet } from './chain.js';
import { startNode } from './harness.js';
import * as example from './examples.js';
import {
	ask, createScopesTx, encodedGrant, encodedReseals, encryptionKey, enrol, eraseTx, grant, grantTx, guardianApproval, moveControlTx, nextConsent, overrideWord,
	record, recoveryPolicy, recoveryStart, refileTx, resealTx, rotation, sealedText, setRecoveryTx, setVaultKeysTx, wordForConsent,
} from './people.js';
import { blinding, digest } from './vault.js';

const DAVE = { Practitioner: 1 };
const CHARLIE = { Practitioner: 2 };
const CLINIC = { Organisation: 2 };
const FIRST = { generation: 0, index: 0 };
const SECOND = { generation: 0, index: 1 };
const THIRD = { generation: 0, index: 2 };
const NOTHING = `0x${'00'.repeat(32)}`;

/** Calls of the pallets that patients use which are others' to sign. */
const NOT_FOR_PATIENTS = [
	'identity.enrolPatient',
	'identity.admitPractitioner',
	'identity.suspendPractitioner',
	'identity.reinstatePractitioner',
	'identity.renewPractitioner',
	'identity.replaceAccount',
	'identity.resetVault',
	// For grantees: practice.test.js makes them.
	'consent.delegate',
	'consent.revokeDelegated',
	// These take days: the pallet's tests make them.
	'identity.finishRecovery',
	'identity.confirmRecovery',
	// Registrars' and, where a patient makes them, those of representatives.test.js.
	'identity.admitRepresentative',
	'identity.endRepresentative',
	'identity.scheduleHandOver',
	'identity.cancelHandOver',
	'identity.attestState',
	'identity.contestAttestation',
	'identity.liftState',
	'identity.merge',
	// Takes an organisation that was expelled: governance.test.js makes it.
	'identity.rehome',
	'consent.closeScope',
	'consent.openScope',
	'consent.resealOwn',
	'consent.requestAccess',
	'consent.withdrawRequest',
	'records.proposeErasure',
	'records.refuseDispute',
];
const WRAPPERS = ['utility.batch', 'utility.batchAll', 'utility.forceBatch'];

const node = await startNode();
let api;
let warnings;
before(async () => {
	const warn = console.warn;
	warnings = [];
	console.warn = (...words) => warnings.push(words.join(' '));
	api = await connect(node);
	console.warn = warn;
});
after(async () => {
	await api?.disconnect();
	await node.stop();
});

test('wallet_should_know_every_transaction_extension_without_options', () => {
	assert.deepEqual(warnings.filter((warning) => /signed extension|unknown types/i.test(warning)), []);
	assert.deepEqual([...api.registry.signedExtensions].sort(), [
		'CheckGenesis',
		'CheckMetadataHash',
		'CheckMortality',
		'CheckNonZeroSender',
		'CheckNonce',
		'CheckSpecVersion',
		'CheckTxVersion',
		'CheckWeight',
	]);
	assert.equal(api.extrinsicVersion, 4);
});

test('chain_should_describe_itself_to_a_wallet', async () => {
	assert.equal(api.runtimeVersion.specName.toString(), 'salus');
	assert.equal(api.registry.chainSS58, 42);
	assert.deepEqual(api.registry.chainTokens, ['NIL']);
	assert.deepEqual(api.registry.chainDecimals, [0]);
	assert.equal(api.consts.aura.slotDuration.toNumber(), 2_000);
	assert.ok(api.consts.identity.maxEnrolments.toNumber() > 0);
	const organisations = (await api.query.consortium.organisations.entries()).map(([key, value]) => [key.args[0].toNumber(), value.toJSON()]);
	assert.deepEqual(organisations.map(([id, { controller }]) => [id, controller]).sort(), [[1, wallet('alice').address], [2, wallet('bob').address]]);
	assert.equal((await api.query.identity.practitionerOf(wallet('charlie').address)).unwrap().toNumber(), CHARLIE.Practitioner);
	const { specVersion } = await api.rpc.state.getRuntimeVersion();
	assert.deepEqual(specVersion, api.runtimeVersion.specVersion);
	const key = api.query.consortium.organisations.key(1);
	const raw = await api.rpc.state.getStorage(key);
	assert.deepEqual(raw.toHex(true), (await api.query.consortium.organisations(1)).toHex(true));
	assert.equal((await api.rpc.state.getKeysPaged(api.query.consortium.organisations.keyPrefix(), 10)).length, 2);
	assert.equal((await api.rpc.state.getMetadata()).magicNumber.toNumber(), 0x6174656d);
});

test('runtime_apis_should_answer_a_wallet_without_options', async () => {
	const roles = await api.call.salusApi.roles(wallet('charlie').address);
	assert.deepEqual(roles.toJSON(), { patient: null, practitioner: CHARLIE.Practitioner, agency: null });
	const { controller } = (await api.call.salusApi.organisation(1)).toJSON();
	assert.equal(controller, wallet('alice').address);
	const query = { asker: { Actor: 'Patient' }, action: 'Read', item: { Record: 0 }, purpose: 'Treatment', at: null };
	assert.deepEqual((await api.call.salusApi.checkAccess(digest('nobody'), query)).toJSON(), { err: 'PatientNotFound' });
});

test('calls_should_encode_what_a_vault_signs_as_published', () => {
	assert.equal(u8aToHex(encodedGrant(api, example.grant.value)), example.grant.encoded);
	assert.equal(u8aToHex(encodedReseals(api, example.reseals.value)), example.reseals.encoded);
	assert.equal(u8aToHex(encodedGrant(api, example.blinded.value)), example.blinded.encoded);
	// It is what the calls carry, so that whoever sees a call can compute what was signed.
	const { value, encoded } = example.grant;
	assert.equal(u8aToHex(api.tx.consent.grant(example.patient, value, null).method.args[1].toU8a()), encoded);
	const rotation = { scope: 1, epoch: example.epoch, key: example.key, reseals: example.reseals.value, signature: new Uint8Array(64) };
	const { reseals } = api.tx.consent.rotateScope(example.patient, rotation).method.args[1];
	assert.equal(u8aToHex(reseals.toU8a()), example.reseals.encoded);
});

describe('patient', { concurrency: 2 }, () => {
	for (const type of ['sr25519', 'ed25519']) {
		describe(`with an ${type} wallet`, { concurrency: 1 }, () => story(type));
	}
});

function story(type) {
	const landed = new Set();
	const consents = {};
	let patient;

	/** Signs, pays nothing and lands. */
	async function send(tx) {
		const { partialFee, weight } = await tx.paymentInfo(patient.pair);
		assert.equal(partialFee.toNumber(), 0);
		assert.ok(weight.refTime.toNumber() > 0);
		const result = await land(api, tx, patient.pair);
		assert.ok(tx.era.isMortalEra, 'wallets sign for a limited time');
		landed.add(`${tx.method.section}.${tx.method.method}`);
		return result;
	}
	const scope = async (number) => (await api.query.consent.scopes(patient.id, number)).toJSON();
	const consent = async (index) => (await api.query.consent.consents(patient.id, index)).toJSON();
	const stored = async (index) => (await api.query.records.records(patient.id, index)).toJSON();
	const give = async (name, terms) => {
		consents[name] = event(await send(await grantTx(api, patient, terms)), 'consent.ConsentGranted').consent;
		return consent(consents[name]);
	};
	const seal = async (item, name) => (await api.query.consent.seals(patient.id, item, consents[name])).toJSON();

	before(async () => {
		patient = await enrol(api, wallet('alice'), wallet('eve', type), type === 'sr25519' ? 'wrapped' : 'bare');
	});

	test('scopes_should_be_created_when_wallet_and_vault_sign', async () => {
		const result = await send(createScopesTx(api, patient, ['labs', 'imaging', 'medication']));
		assert.deepEqual(event(result, 'consent.ScopesCreated'), { patient: patient.id, first: 1, count: 3 });
		assert.deepEqual((await scope(3)).epoch, FIRST);
		assert.equal((await api.query.consent.scopeCount(patient.id)).toNumber(), 4);
	});

	test('consent_to_write_should_be_granted_without_envelopes', async () => {
		const given = await give('clinicWrites', grant(CLINIC, [{ Scope: 1 }, { Scope: 3 }]));
		assert.equal(given.organisation, 1);
		assert.equal(given.permissions, 2);
		assert.deepEqual(given.items.map(({ item }) => item), [{ scope: 1 }, { scope: 3 }]);
		assert.equal((await scope(1)).holders, 0);
	});

	test('consent_to_read_should_be_granted_with_envelopes_to_the_key_of_now', async () => {
		const charlie = await encryptionKey(api, CHARLIE);
		await give('charlieReads', { ...grant(CHARLIE, [{ Scope: 1 }, { Scope: 2 }], charlie), until: Date.now() + 3_600_000, permissions: 3 });
		assert.deepEqual(await seal({ Scope: 1 }, 'charlieReads'), {
			envelope: grant(CHARLIE, [{ Scope: 1 }], charlie).items[0].envelope,
			sealedTo: charlie,
			epoch: FIRST,
			lineage: 0,
		});
		await give('daveReads', grant(DAVE, [{ Scope: 1 }], await encryptionKey(api, DAVE)));
		await give('clinicReads', grant(CLINIC, [{ Scope: 1 }], await encryptionKey(api, CLINIC)));
		assert.equal((await scope(1)).holders, 3);
		await assertFails(send(await grantTx(api, patient, grant(CHARLIE, [{ Scope: 3 }], digest('another key')))), 'consent.GranteeKeyChanged');
	});

	test('records_should_be_registered_amended_refiled_and_taken_back', async () => {
		const register = (pointer) => api.tx.records.register(patient.id, 'Patient', 'PatientRequest', pointer);
		const first = event(await send(register(record('first', 1))), 'records.RecordRegistered');
		assert.deepEqual(first, { patient: patient.id, index: 0, scope: 1, actor: { patient: null } });

		const batch = [record('second', 1), record('stale', 1, SECOND), record('nowhere', 9), { ...record('no class', 2), size: 1 }, record('third', 0)];
		const { results } = event(await send(api.tx.records.registerBatch(patient.id, 'Patient', 'PatientRequest', batch)), 'records.BatchRegistered');
		assert.deepEqual(results, [{ ok: 1 }, { err: 'StaleEpoch' }, { err: 'ScopeNotFound' }, { err: 'InvalidSize' }, { ok: 2 }]);

		const amendment = api.tx.records.amend(patient.id, 0, 'Patient', 'PatientRequest', record('first, corrected', 1));
		assert.deepEqual(event(await send(amendment), 'records.RecordAmended'), { patient: patient.id, index: 3, supersedes: 0 });
		assert.deepEqual((await stored(0)).status, { final: { supersededBy: 3 } });
		await assertFails(send(amendment), 'records.NotHead');

		const refiled = await send(refileTx(api, patient, 2, 2, FIRST, digest('envelope of the refiled')));
		assert.deepEqual(event(refiled, 'records.RecordRefiled'), { patient: patient.id, index: 2, scope: 2, replaced: record('third', 0).envelope });
		assert.equal((await stored(2)).pointer.envelope, digest('envelope of the refiled'));
		assert.equal((await stored(2)).pointer.ciphertext, record('third', 0).ciphertext);

		const error = await send(api.tx.records.markEnteredInError(patient.id, 1, 'Patient'));
		assert.deepEqual(event(error, 'records.RecordEnteredInError'), { patient: patient.id, index: 1 });
		assert.deepEqual(Object.keys((await stored(1)).status), ['enteredInError']);
	});

	test('consent_should_be_granted_for_a_single_record', async () => {
		await give('charlieReadsOne', grant(CHARLIE, [{ Record: 3 }], await encryptionKey(api, CHARLIE)));
		assert.equal((await seal({ Record: 3 }, 'charlieReadsOne')).sealedTo, await encryptionKey(api, CHARLIE));
	});

	test('record_should_be_erased_for_good_with_its_seals', async () => {
		const refiled = record('third', 0).ciphertext;
		await give('clinicReadsOne', grant(CLINIC, [{ Record: 2 }], await encryptionKey(api, CLINIC)));
		const { author, registeredAt } = await stored(2);
		const erased = await send(eraseTx(api, patient, 2, refiled));
		assert.deepEqual(event(erased, 'records.RecordErased'), { patient: patient.id, index: 2 });
		assert.deepEqual(await stored(2), {
			pointer: { ciphertext: NOTHING, envelope: NOTHING, size: 14 * 64, scope: 0, epoch: FIRST },
			author,
			registeredAt,
			supersedes: null,
			status: { erased: { supersededBy: null } },
		});
		assert.equal(await seal({ Record: 2 }, 'clinicReadsOne'), null);
		// A version that was superseded goes alone, and the versions around it still hang together.
		await send(eraseTx(api, patient, 0, record('first', 1).ciphertext));
		assert.deepEqual((await stored(0)).status, { erased: { supersededBy: 3 } });
		assert.equal((await stored(3)).pointer.ciphertext, record('first, corrected', 1).ciphertext);
		await assertFails(send(eraseTx(api, patient, 2, refiled)), 'records.AlreadyErased');
		await assertFails(send(refileTx(api, patient, 2, 2, FIRST, digest('envelope'))), 'records.RecordErased');
		const amendment = api.tx.records.amend(patient.id, 2, 'Patient', 'PatientRequest', record('from the grave', 0));
		await assertFails(send(amendment), 'records.RecordErased');
	});

	test('erasure_should_be_declined_when_the_author_asks_for_it', async () => {
		const hospital = { Organisation: 1 };
		const letter = api.tx.records.register(patient.id, hospital, 'Treatment', record('letter', 0));
		const { index } = event(await land(api, letter, wallet('alice')), 'records.RecordRegistered');
		await assertFails(send(api.tx.records.declineErasure(patient.id, index)), 'records.NotProposed');
		const proposal = () => land(api, api.tx.records.proposeErasure(patient.id, index, hospital), wallet('alice'));
		event(await proposal(), 'records.ErasureProposed');
		await assertFails(proposal(), 'records.AlreadyProposed');
		const proposals = async () => (await api.call.salusApi.erasureProposals(patient.id)).toJSON().ok;
		assert.deepEqual((await proposals()).map(([number, { actor }]) => [number, actor]), [[index, { organisation: 1 }]]);
		assert.deepEqual(event(await send(api.tx.records.declineErasure(patient.id, index)), 'records.ErasureDeclined'), { patient: patient.id, index });
		assert.deepEqual(await proposals(), []);
		assert.equal((await stored(index)).pointer.ciphertext, record('letter', 0).ciphertext);
	});

	test('record_of_somebody_else_should_be_disputed_and_the_dispute_taken_back_with_the_wallet_alone', async () => {
		const hospital = { Organisation: 1 };
		const letter = api.tx.records.register(patient.id, hospital, 'Treatment', record('disputed letter', 0));
		const { index } = event(await land(api, letter, wallet('alice')), 'records.RecordRegistered');
		const dispute = (number = index, to = hospital) => send(api.tx.records.dispute(patient.id, number, sealedText('contest'), to));
		await assertFails(dispute(3), 'records.OwnRecord');
		await assertFails(dispute(index, CLINIC), 'records.NotSealedToAuthor');
		await assertFails(send(api.tx.records.withdrawDispute(patient.id, index)), 'records.NotDisputed');
		const opened = event(await dispute(), 'records.RecordDisputed');
		assert.deepEqual({ patient: opened.patient, index: opened.index, organisation: opened.organisation }, { patient: patient.id, index, organisation: 1 });
		await assertFails(dispute(), 'records.AlreadyDisputed');
		const state = async () => (await api.call.salusApi.dispute(patient.id, index)).toJSON().ok;
		const view = (await state()).dispute;
		assert.deepEqual([view.contest, view.dueAt, view.state], [sealedText('contest'), opened.dueAt, { open: null }]);
		assert.equal((await api.query.records.openDisputes(1, { patient: patient.id, index })).toJSON(), opened.dueAt);
		assert.deepEqual(event(await send(api.tx.records.withdrawDispute(patient.id, index)), 'records.DisputeWithdrawn'), { patient: patient.id, index });
		const withdrawn = (await state()).dispute;
		assert.deepEqual([withdrawn.contest, withdrawn.state], [{ commitment: NOTHING, envelope: NOTHING }, { withdrawn: null }]);
		await assertFails(send(api.tx.records.withdrawDispute(patient.id, index)), 'records.DisputeClosed');
		assert.equal((await stored(index)).pointer.ciphertext, record('disputed letter', 0).ciphertext);
	});

	test('scope_should_be_rotated_for_some_holders_and_resealed_for_the_others', async () => {
		const reseal = async (name, who) => ({ consent: consents[name], envelope: digest(`new envelope for ${name}`), sealedTo: await encryptionKey(api, who) });
		const rotated = await send(api.tx.consent.rotateScope(patient.id, rotation(api, patient, 1, SECOND, [await reseal('charlieReads', CHARLIE)])));
		assert.deepEqual(event(rotated, 'consent.ScopeRotated'), { patient: patient.id, scope: 1, epoch: SECOND, unresealed: 2 });
		const others = [await reseal('daveReads', DAVE), await reseal('clinicReads', CLINIC)];
		const resealed = await send(resealTx(api, patient, { Scope: 1 }, SECOND, others));
		assert.deepEqual(event(resealed, 'consent.Resealed'), { patient: patient.id, item: { scope: 1 }, count: 2 });
		assert.deepEqual((await seal({ Scope: 1 }, 'daveReads')).epoch, SECOND);
		await assertFails(
			send(api.tx.records.register(patient.id, 'Patient', 'PatientRequest', record('late', 1))),
			'records.StaleEpoch',
		);
	});

	test('scope_should_not_be_rotated_when_the_wallet_alone_signs', async () => {
		const forged = { ...rotation(api, patient, 1, THIRD), key: digest('key of a thief') };
		await assertFails(send(api.tx.consent.rotateScope(patient.id, forged)), 'consent.InvalidVaultSignature');
		await assertFails(send(api.tx.consent.rotateScope(patient.id, rotation(api, patient, 1, { generation: 0, index: 9 }))), 'consent.EpochDoesNotFollow');
	});

	test('consent_should_be_revoked_with_and_without_rotation', async () => {
		const revoked = await send(api.tx.consent.revoke(patient.id, consents.clinicWrites));
		assert.deepEqual(event(revoked, 'consent.ConsentRevoked'), { patient: patient.id, consent: consents.clinicWrites });
		assert.ok((await consent(consents.clinicWrites)).revokedAt > 0);
		assert.equal((await scope(1)).dueSince, null, 'it held no key');
		await assertFails(send(api.tx.consent.revoke(patient.id, consents.clinicWrites)), 'consent.AlreadyRevoked');

		const rotations = [rotation(api, patient, 1, THIRD), rotation(api, patient, 2, SECOND)];
		await assertFails(send(api.tx.consent.revokeAndRotate(patient.id, consents.charlieReads, rotations.slice(1))), 'consent.RotationsMismatch');
		const both = await send(api.tx.consent.revokeAndRotate(patient.id, consents.charlieReads, rotations));
		assert.equal(event(both, 'consent.ConsentRevoked').consent, consents.charlieReads);
		assert.deepEqual(events(both, 'consent.ScopeRotated').map(({ scope: number, epoch }) => [number, epoch]), [[1, THIRD], [2, SECOND]]);
		assert.equal(await seal({ Scope: 1 }, 'charlieReads'), null);
	});

	test('request_should_be_refused_and_another_approved_in_part_with_the_wallet_alone', async () => {
		const state = async (index) => (await api.query.consent.requests(patient.id, index)).toJSON().state;
		const charlie = wallet('charlie');
		assert.deepEqual(await ask(api, patient, charlie, CHARLIE, 'first'), { patient: patient.id, request: 0, requester: { practitioner: 2 } });
		const { request } = await ask(api, patient, charlie, CHARLIE, 'second');
		assert.equal(request, 1);

		const refused = await send(api.tx.consent.refuseRequest(patient.id, 0));
		assert.deepEqual(event(refused, 'consent.RequestRefused'), { patient: patient.id, request: 0 });
		assert.deepEqual(await state(0), { refused: null });
		const write = grant(CHARLIE, [{ Scope: 3 }]);
		await assertFails(send(api.tx.consent.approveRequest(patient.id, 0, write, null)), 'consent.RequestClosed');

		// Nobody and nothing that was not asked for, and no reading that the vault did not sign.
		const approve = (terms) => send(api.tx.consent.approveRequest(patient.id, request, terms, null));
		await assertFails(approve(grant(DAVE, [{ Scope: 3 }])), 'consent.BeyondRequest');
		await assertFails(approve({ ...write, purposes: 16 }), 'consent.BeyondRequest');
		await assertFails(approve(grant(CHARLIE, [{ Scope: 3 }], await encryptionKey(api, CHARLIE))), 'consent.VaultSignatureMissing');
		const approved = await approve(write);
		const { consent: given } = event(approved, 'consent.ConsentGranted');
		assert.deepEqual(event(approved, 'consent.RequestApproved'), { patient: patient.id, request, consent: given });
		assert.equal((await consent(given)).permissions, 2);
		assert.deepEqual(await state(request), { approved: { consent: given } });
		await assertFails(approve(write), 'consent.RequestClosed');
		await assertFails(send(api.tx.consent.refuseRequest(patient.id, 9)), 'consent.RequestNotFound');
	});

	test('party_should_be_excluded_and_readmitted', async () => {
		assert.deepEqual(event(await send(api.tx.consent.exclude(patient.id, DAVE)), 'consent.Excluded'), { patient: patient.id, party: { practitioner: 1 } });
		await assertFails(send(await grantTx(api, patient, grant(DAVE, [{ Scope: 3 }]))), 'consent.GranteeExcluded');
		await send(api.tx.consent.readmit(patient.id, DAVE));
		await assertFails(send(api.tx.consent.readmit(patient.id, DAVE)), 'consent.NotExcluded');
	});

	test('consent_to_read_should_be_granted_to_a_blinded_reader_whom_nothing_names', async () => {
		const { first } = event(await send(createScopesTx(api, patient, ['sight'])), 'consent.ScopesCreated');
		const item = { Scope: first };
		const salt = digest(`opening for ${patient.id}`);
		const charlie = await encryptionKey(api, CHARLIE);
		const { grantee, key } = blinding(salt, CHARLIE);
		const terms = grant(grantee, [item], key(charlie));
		const given = await give('blindedReads', terms);
		assert.deepEqual(given.grantee, { blinded: grantee.Blinded });
		assert.equal((await seal(item, 'blindedReads')).sealedTo, key(charlie));
		const asked = (asker, action = 'Read') => ({ asker, action, item, purpose: 'Treatment', at: null });
		const allowed = async (query) => (await api.call.salusApi.checkAccess(patient.id, query)).toJSON().ok;
		const actor = { Practitioner: { practitioner: CHARLIE.Practitioner, organisation: 2 } };
		const blinded = (who, opening) => ({ Blinded: { actor: who, opening } });
		assert.deepEqual(await allowed(asked(blinded(actor, salt))), { allow: { by: { consent: consents.blindedReads } } });
		// Neither without the opening, nor with another, nor for whoever found it, nor to write.
		const dave = { Practitioner: { practitioner: DAVE.Practitioner, organisation: 1 } };
		for (const query of [
			asked({ Actor: actor }),
			asked(blinded(actor, digest('another opening'))),
			asked(blinded(dave, salt)),
			asked(blinded(actor, salt), 'Write'),
		]) {
			assert.deepEqual(Object.keys(await allowed(query)), ['deny'], JSON.stringify(query));
		}
		await assertFails(send(await grantTx(api, patient, terms)), 'consent.CommitmentUsed');
		const fresh = blinding(digest('another opening'), CHARLIE);
		await assertFails(send(await grantTx(api, patient, { ...grant(fresh.grantee, [item], key(charlie)), permissions: 3 })), 'consent.BlindedOnlyReads');
		await assertFails(send(api.tx.consent.exclude(patient.id, fresh.grantee)), 'consent.BlindedNotAllowed');
		// The vault signed for this commitment and no other.
		const other = { ...terms, grantee: fresh.grantee };
		const word = wordForConsent(api, patient, terms, await nextConsent(api, patient));
		await assertFails(send(api.tx.consent.grant(patient.id, other, word)), 'consent.InvalidVaultSignature');
		await send(api.tx.consent.revoke(patient.id, consents.blindedReads));
		assert.deepEqual(Object.keys(await allowed(asked(blinded(actor, salt)))), ['deny']);
	});

	test('vault_keys_should_be_rotated_by_old_and_new_vault_together', async () => {
		const owner = { Patient: patient.id };
		const next = patient.vault.next();
		await assertFails(send(setVaultKeysTx(api, owner, 1, next)), 'identity.PreviousSignatureMissing');
		await assertFails(send(setVaultKeysTx(api, owner, 1, next, next)), 'identity.BadPreviousSignature');
		await assertFails(send(setVaultKeysTx(api, owner, 2, next, patient.vault)), 'identity.BadVaultSignature');
		const set = await send(setVaultKeysTx(api, owner, 1, next, patient.vault));
		assert.deepEqual(event(set, 'identity.VaultKeysSet'), { owner: { patient: patient.id }, generation: 1 });
		await assertFails(send(createScopesTx(api, patient, ['signed by the old vault'])), 'consent.InvalidVaultSignature');
		patient = { ...patient, vault: next };
		await send(createScopesTx(api, patient, ['signed by the new vault']));
	});

	test('calls_should_land_in_batches', async () => {
		const register = (label) => api.tx.records.register(patient.id, 'Patient', 'PatientRequest', record(label, 0));
		const all = await send(api.tx.utility.batchAll([
			createScopesTx(api, patient, ['dental']),
			await grantTx(api, patient, grant(CHARLIE, [{ Scope: 3 }])),
			api.tx.consent.exclude(patient.id, CLINIC),
			register('of a batch'),
		]));
		for (const name of ['consent.ScopesCreated', 'consent.ConsentGranted', 'consent.Excluded', 'records.RecordRegistered', 'utility.BatchCompleted']) event(all, name);

		const before = (await api.query.records.recordCount(patient.id)).toNumber();
		await assertFails(send(api.tx.utility.batchAll([register('undone'), api.tx.consent.exclude(patient.id, CLINIC)])), 'consent.AlreadyExcluded');
		assert.equal((await api.query.records.recordCount(patient.id)).toNumber(), before, 'all or nothing');
		event(await send(api.tx.utility.batch([register('kept'), api.tx.consent.exclude(patient.id, CLINIC), register('not reached')])), 'utility.BatchInterrupted');
		event(await send(api.tx.utility.forceBatch([api.tx.consent.exclude(patient.id, CLINIC), register('forced')])), 'utility.BatchCompletedWithErrors');
		assert.equal((await api.query.records.recordCount(patient.id)).toNumber(), before + 2);
	});

	test('vault_should_sign_nothing_more_when_it_is_reported_compromised', async () => {
		const owner = { Patient: patient.id };
		assert.deepEqual(event(await send(api.tx.identity.reportVaultCompromised(owner)), 'identity.VaultCompromised'), { owner: { patient: patient.id } });
		await assertFails(send(createScopesTx(api, patient, ['after the theft'])), 'consent.VaultCompromised');
		const next = patient.vault.next();
		await send(setVaultKeysTx(api, owner, 2, next, patient.vault));
		patient = { ...patient, vault: next };
		await send(createScopesTx(api, patient, ['after the mend']));
	});

	test('guardians_should_start_to_recover_the_patient_and_wallet_and_vault_answer', async () => {
		const guardians = ['guardian one', 'guardian two', 'guardian three'].map((name) => wallet(`${name} of ${type}`, type));
		const stranger = wallet(`stranger to ${type}`, type);
		const account = wallet(`new account of ${type}`, type);
		await assertFails(send(await setRecoveryTx(api, patient, recoveryPolicy(guardians), patient.vault.next())), 'identity.BadVaultSignature');
		await send(await setRecoveryTx(api, patient, recoveryPolicy(guardians)));
		const start = await recoveryStart(api, patient, account, 'bare');
		const approve = (approval) => api.tx.identity.approveRecovery(patient.id, account.address, approval);
		await assertFails(send(api.tx.identity.startRecovery(patient.id, start.call, guardianApproval(stranger, start))), 'identity.NotGuardian');
		const started = await send(api.tx.identity.startRecovery(patient.id, start.call, guardianApproval(guardians[0], start, 'bare')));
		assert.equal(event(started, 'identity.RecoveryStarted').attempt, start.attempt);
		const forged = guardianApproval(guardians[1], start, 'wrapped', { account: stranger.addressRaw });
		await assertFails(send(approve(forged)), 'consortium.BadWalletSignature');
		await assertFails(send(approve(guardianApproval(guardians[0], start))), 'identity.AlreadyApproved');
		await assertFails(send(api.tx.identity.finishRecovery(patient.id, account.address)), 'identity.NotReady');
		const approved = event(await send(approve(guardianApproval(guardians[1], start))), 'identity.RecoveryApproved');
		assert.ok(approved.readyAt > start.said.expiresAt);
		await assertFails(send(api.tx.identity.finishRecovery(patient.id, account.address)), 'identity.TooEarly');

		await send(api.tx.identity.vetoRecovery(patient.id, account.address));
		await assertFails(send(api.tx.identity.vetoRecovery(patient.id, account.address)), 'identity.AlreadyVetoed');
		await assertFails(send(api.tx.identity.finishRecovery(patient.id, account.address)), 'identity.NotReady');
		const override = (word) => api.tx.identity.overrideVeto(patient.id, account.address, word);
		await assertFails(send(override(`0x${'00'.repeat(64)}`)), 'identity.BadVaultSignature');
		const overridden = event(await send(override(overrideWord(patient, start))), 'identity.VetoOverridden');
		assert.ok(overridden.readyAt > approved.readyAt, 'the delay begins anew');
		await assertFails(send(api.tx.identity.confirmRecovery(patient.id, `0x${'00'.repeat(64)}`)), 'identity.NotRecovered');
		// Wallet and vault together end it.
		await send(await setRecoveryTx(api, patient, null));
		await assertFails(send(api.tx.identity.finishRecovery(patient.id, account.address)), 'identity.AttemptNotFound');
	});

	test('patient_should_help_with_cleaning_up', async () => {
		await send(api.tx.utility.batchAll([api.tx.consent.cleanup(32), api.tx.quota.cleanup(32)]));
		await send(api.tx.consent.cleanup(1));
	});

	test('patient_should_move_to_another_wallet_at_once', async () => {
		const account = wallet(`next account of ${type}`, type);
		await assertFails(send(await moveControlTx(api, patient, account, patient.vault.next())), 'identity.BadVaultSignature');
		const moved = await send(await moveControlTx(api, patient, account));
		assert.deepEqual(event(moved, 'identity.ControlMoved'), { patient: patient.id, from: patient.pair.address, to: account.address });
		await assertRefused(land(api, api.tx.consent.exclude(patient.id, DAVE), patient.pair), Refusal.Stranger);
		patient = { ...patient, pair: account };
		await send(createScopesTx(api, patient, ['with the next wallet']));
	});

	test('no_call_of_a_patient_should_have_been_left_out', () => {
		const calls = ['identity', 'consent', 'records'].flatMap((pallet) => Object.keys(api.tx[pallet]).map((call) => `${pallet}.${call}`));
		const missing = [...calls, ...WRAPPERS].filter((call) => !landed.has(call) && !NOT_FOR_PATIENTS.includes(call));
		assert.deepEqual(missing, []);
		assert.deepEqual(NOT_FOR_PATIENTS.filter((call) => !calls.includes(call)), [], 'the list names calls that are gone');
	});
}
