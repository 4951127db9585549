// Who acts for a patient, what is attested of it, and how it passes into other hands, signed by wallets that know nothing but
// the node's address.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertFails, connect, event, events, land, wallet } from './chain.js';
import { startNode } from './harness.js';
import { acceptance, createScopesTx, encryptionKey, enrol, grant, grantTx, record, rotation, signRaw } from './people.js';
import { cancelHandOverText, mergeText, representationText, scheduleHandOverText } from './texts.js';
import { makeVault } from './vault.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const CHARLIE = { Practitioner: 2 };
const ALL = 7;
/** To read, and to rotate. */
const ROTATES = 9;

const node = await startNode();
let api;
before(async () => { api = await connect(node); });
after(async () => {
	await api?.disconnect();
	await node.stop();
});

const now = async () => (await api.query.timestamp.now()).toNumber();
const rpc = (method, params) => node.rpc(method, params);
const kemOfCharlie = () => encryptionKey(api, CHARLIE);

/** What is said of a representative of the patient, with `changes`. */
async function said(patient, pair, vault, changes = {}) {
	const at = await now();
	return {
		patient: patient.id,
		number: (await api.query.identity.representativeCount(patient.id)).toNumber(),
		account: pair.address,
		powers: ALL,
		basis: 'Appointed',
		from: at,
		until: at + 30 * DAY,
		vault: vault.keys,
		expiresAt: at + HOUR,
		...changes,
	};
}

/** The signatures of a wallet and a vault over a text. */
const both = (pair, vault, text, form = 'wrapped') => ({ wallet: signRaw(pair, text, form), vault: vault.sign(text) });

/** The registrar's transaction for a representative whom the patient appoints. */
function admitTx(patient, pair, vault, wish, { form, appointed = true } = {}) {
	const genesis = api.genesisHash.toHex();
	const text = (opening) => representationText(opening, { ...wish, genesis, account: pair.addressRaw });
	const word = both(pair, vault, text('I represent a patient.'), form);
	const appointment = appointed ? both(patient.pair, patient.vault, text('I appoint a representative to act for me.'), form) : null;
	return api.tx.identity.admitRepresentative(wish, word, appointment);
}

describe('representatives', { concurrency: 1 }, () => {
	let patient;
	const rob = wallet('rob of the representatives');
	const vault = makeVault(rob.address);

	before(async () => {
		patient = await enrol(api, wallet('alice'), wallet('pat of the representatives'));
		await land(api, createScopesTx(api, patient, ['labs', 'imaging']), patient.pair);
	});

	test('registrar_should_admit_whom_patient_and_representative_signed_for_and_nobody_else', async () => {
		const wish = await said(patient, rob, vault);
		await assertFails(land(api, admitTx(patient, rob, vault, wish, { appointed: false }), wallet('alice')), 'identity.AppointmentMissing');
		await assertFails(land(api, admitTx({ ...patient, vault }, rob, vault, wish), wallet('alice')), 'identity.BadVaultSignature');
		const admitted = event(await land(api, admitTx(patient, rob, vault, wish), wallet('alice')), 'identity.RepresentativeAdmitted');
		assert.deepEqual([admitted.patient, admitted.representative, admitted.account], [patient.id, 1, rob.address]);
		// The same words count once.
		await assertFails(land(api, admitTx(patient, rob, vault, wish), wallet('alice')), 'identity.NumberUsed');
		const [[id, view]] = await rpc('salus_representatives', [patient.id]);
		assert.deepEqual([id, view.account, view.powers, view.basis, view.standing], [1, rob.address, ['read', 'grant', 'records'], 'appointed', 'good']);
	});

	test('representative_should_act_in_the_patients_name_and_the_events_should_say_so', async () => {
		const given = await land(api, api.tx.consent.grant(patient.id, grant(CHARLIE, [{ Scope: 1 }]), null), rob);
		assert.deepEqual(event(given, 'identity.ActedForPatient'), { patient: patient.id, representative: 1 });
		const { consent } = event(given, 'consent.ConsentGranted');
		const { items } = await rpc('salus_consents', [patient.id, consent, 1]);
		assert.equal(items[0][1].givenBy, 1);
		const filed = await land(api, api.tx.records.register(patient.id, { Representative: 1 }, 'PatientRequest', record('by rob', 1)), rob);
		assert.equal(event(filed, 'identity.ActedForPatient').representative, 1);
		assert.deepEqual(event(await land(api, api.tx.consent.revoke(patient.id, consent), rob), 'identity.ActedForPatient'), { patient: patient.id, representative: 1 });
		// What the patient does is nobody else's.
		const excluded = await land(api, api.tx.consent.exclude(patient.id, CHARLIE), patient.pair);
		assert.deepEqual(events(excluded, 'identity.ActedForPatient'), []);
	});

	test('closed_scope_should_take_nothing_of_a_representative', async () => {
		event(await land(api, api.tx.consent.closeScope(patient.id, 1), patient.pair), 'consent.ScopeClosed');
		const register = () => land(api, api.tx.records.register(patient.id, { Representative: 1 }, 'PatientRequest', record('closed', 1)), rob);
		await assertFails(register(), 'records.Denied');
		await assertFails(land(api, api.tx.consent.openScope(patient.id, 1), rob), 'identity.NotController');
		event(await land(api, api.tx.consent.openScope(patient.id, 1), patient.pair), 'consent.ScopeOpened');
		await register();
	});

	test('representative_should_rotate_as_far_as_keys_were_sealed_ahead_and_the_next_generation_should_shut_it_out', async () => {
		const sue = wallet('sue of the representatives');
		const own = makeVault(sue.address);
		const wish = (powers) => said(patient, sue, own, { powers });
		await assertFails(land(api, admitTx(patient, sue, own, await wish(8)), wallet('alice')), 'identity.RotatingWithoutReading');
		const admitted = await land(api, admitTx(patient, sue, own, await wish(ROTATES)), wallet('alice'));
		const { representative } = event(admitted, 'identity.RepresentativeAdmitted');
		const rotate = (signing, generation, index) => api.tx.consent.rotateScope(patient.id, rotation(api, { ...patient, vault: signing }, 2, { generation, index }));
		await assertFails(land(api, rotate(own, 0, 1), sue), 'consent.NotSealedAhead');
		await assertFails(land(api, await grantTx(api, patient, { ...grant({ Organisation: 1 }, [{ Scope: 2 }], own.keys.kem), reach: 'Ahead' }), patient.pair), 'consent.GranteeLacksPower');
		const terms = { ...grant({ Representative: representative }, [{ Scope: 2 }], own.keys.kem), reach: 'Ahead' };
		const { consent } = event(await land(api, await grantTx(api, patient, terms), patient.pair), 'consent.ConsentGranted');
		const seal = (await api.query.consent.seals(patient.id, { Scope: 2 }, consent)).unwrap();
		assert.deepEqual(seal.epoch.toJSON(), { generation: 0, index: 64 });

		await assertFails(land(api, rotate(patient.vault, 0, 1), sue), 'consent.InvalidVaultSignature');
		await assertFails(land(api, rotate(own, 1, 0), sue), 'consent.GenerationNeedsRoot');
		const rotated = await land(api, rotate(own, 0, 1), sue);
		assert.deepEqual(event(rotated, 'consent.ScopeRotated').epoch, { generation: 0, index: 1 });
		assert.equal(event(rotated, 'identity.ActedForPatient').representative, representative);

		await land(api, api.tx.consent.revoke(patient.id, consent), patient.pair);
		const [[, scope]] = (await rpc('salus_scopes', [patient.id, 2, 1])).items;
		assert.equal(scope.rotationDue[0], 'knownAhead');
		await assertFails(land(api, rotate(patient.vault, 0, 2), patient.pair), 'consent.NextGenerationRequired');
		event(await land(api, rotate(patient.vault, 1, 0), patient.pair), 'consent.ScopeRotated');
		await assertFails(land(api, rotate(own, 1, 1), sue), 'consent.NotSealedAhead');
		event(await land(api, api.tx.identity.endRepresentative(representative), patient.pair), 'identity.RepresentativeEnded');
	});

	test('attestation_should_be_contested_with_the_wallet', async () => {
		const attested = event(await land(api, api.tx.identity.attestState(patient.id, 'Incapacitated'), wallet('alice')), 'identity.StateAttested');
		assert.equal((await rpc('salus_patient', [patient.id])).situation.attested[1], attested.from);
		event(await land(api, api.tx.identity.contestAttestation(patient.id), patient.pair), 'identity.AttestationContested');
		assert.equal((await rpc('salus_patient', [patient.id])).situation.attested, null);
		await assertFails(land(api, api.tx.identity.attestState(patient.id, 'Deceased'), wallet('alice')), 'identity.ContestedRecently');
		await assertFails(land(api, api.tx.identity.liftState(patient.id), wallet('alice')), 'identity.NothingAttested');
	});

	test('hand_over_should_be_scheduled_and_cancelled_with_the_vault', async () => {
		const heir = wallet('heir of the representatives');
		const at = (await now()) + 2 * DAY;
		const genesis = api.genesisHash.toHex();
		const turn = async () => (await api.query.identity.recoveryTurns(patient.id)).toNumber();
		const word = await acceptance(api, heir, { HandedOver: { patient: patient.id, at } });
		const schedule = async (signing) => {
			const text = scheduleHandOverText({ genesis, patient: patient.id, turn: await turn(), account: heir.addressRaw, at });
			return land(api, api.tx.identity.scheduleHandOver(patient.id, heir.address, at, word, signing.sign(text)), patient.pair);
		};
		await assertFails(schedule(vault), 'identity.BadVaultSignature');
		assert.equal(event(await schedule(patient.vault), 'identity.HandOverScheduled').at, at);
		assert.deepEqual((await rpc('salus_patient', [patient.id])).situation.handOver, { account: heir.address, at });
		const text = cancelHandOverText({ genesis, patient: patient.id, turn: await turn() });
		event(await land(api, api.tx.identity.cancelHandOver(patient.id, patient.vault.sign(text)), patient.pair), 'identity.HandOverCancelled');
		assert.equal((await rpc('salus_patient', [patient.id])).situation.handOver, null);
	});

	test('patients_of_one_person_should_be_linked_by_both_wallets', async () => {
		const other = await enrol(api, wallet('alice'), wallet('pat, once more'));
		const expiresAt = (await now()) + HOUR;
		const text = mergeText({ genesis: api.genesisHash.toHex(), account: other.pair.addressRaw, into: other.id, patient: patient.id, expiresAt });
		const merge = (pair) => land(api, api.tx.identity.merge(patient.id, other.id, expiresAt, signRaw(pair, text, 'wrapped')), patient.pair);
		await assert.rejects(merge(patient.pair));
		event(await merge(other.pair), 'identity.PatientsMerged');
		assert.equal((await rpc('salus_patient', [patient.id])).situation.mergedInto, other.id);
		assert.deepEqual((await rpc('salus_patient', [other.id])).situation.mergedFrom, [patient.id]);
	});

	test('ended_representative_should_be_a_stranger', async () => {
		event(await land(api, api.tx.identity.endRepresentative(1), patient.pair), 'identity.RepresentativeEnded');
		assert.deepEqual(await rpc('salus_representatives', [patient.id]), []);
		await assert.rejects(land(api, api.tx.consent.readmit(patient.id, CHARLIE), rob), /Custom error: 1/);
	});
});
