// The calls of registrars, controllers and practitioners, from their wallets.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertFails, assertRefused, connect, event, land, Refusal, wallet } from './chain.js';
import { startNode } from './harness.js';
import { acceptance, ask, createScopesTx, enrol, eraseTx, grant, grantTx, record, resealTx, rotation, setVaultKeysTx, wanted } from './people.js';
import { digest, makeVault } from './vault.js';

const DAY = 86_400_000;
const FIRST = { generation: 0, index: 0 };
const SECOND = { generation: 0, index: 1 };

const node = await startNode();
const alice = wallet('alice');
const nurse = wallet('nurse');
let api;
let patient;
let practitioner;
let vault = makeVault('nurse');
let consent;
let now;
before(async () => {
	api = await connect(node);
	now = (await api.query.timestamp.now()).toNumber();
	patient = await enrol(api, alice, wallet('eve'));
	await land(api, createScopesTx(api, patient, ['labs']), patient.pair);
});
after(async () => {
	await api?.disconnect();
	await node.stop();
});

const item = { Scope: 1 };
const resealOwn = (to) => api.tx.consent.resealOwn(patient.id, consent, item, digest('own envelope'), to.keys.kem);
const seal = async () => (await api.query.consent.seals(patient.id, item, consent)).toJSON();
const actor = () => ({ Practitioner: { practitioner, organisation: 1 } });
const admit = (pair, role, word, registrar = alice) =>
	land(api, api.tx.identity.admitPractitioner(1, pair.address, role, 0, digest('credential'), now + DAY, word), registrar);
const write = (label, scope = 1) => api.tx.records.register(patient.id, actor(), 'Treatment', record(label, scope));

test('practitioner_should_be_admitted_and_register_a_vault', async () => {
	await assertRefused(land(api, setVaultKeysTx(api, { Practitioner: 3 }, 0, vault), nurse), Refusal.Stranger);
	const admitted = await admit(nurse, 'Clinician', await acceptance(api, nurse, { Practitioner: 1 }));
	practitioner = event(admitted, 'identity.PractitionerAdmitted').practitioner;
	const set = await land(api, setVaultKeysTx(api, { Practitioner: practitioner }, 0, vault), nurse);
	assert.deepEqual(event(set, 'identity.VaultKeysSet'), { owner: { practitioner }, generation: 0 });
});

test('practitioner_should_write_what_was_granted_and_nothing_else', async () => {
	await assertFails(land(api, write('ungranted'), nurse), 'records.Denied');
	await land(api, await grantTx(api, patient, grant({ Practitioner: practitioner }, [{ Scope: 1 }])), patient.pair);
	event(await land(api, write('granted'), nurse), 'records.RecordRegistered');
	const amended = await land(api, api.tx.records.amend(patient.id, 0, actor(), 'Treatment', record('granted, corrected', 1)), nurse);
	assert.deepEqual(event(amended, 'records.RecordAmended'), { patient: patient.id, index: 1, supersedes: 0 });
	await assertFails(land(api, api.tx.records.register(patient.id, actor(), 'Research', record('other purpose', 1)), nurse), 'records.Denied');
	await assertFails(land(api, api.tx.records.markEnteredInError(patient.id, 1, 'Patient'), patient.pair), 'records.NotAuthor');
	event(await land(api, api.tx.records.markEnteredInError(patient.id, 1, actor()), nurse), 'records.RecordEnteredInError');
});

test('practitioner_should_ask_for_an_erasure_and_the_patient_alone_should_carry_it_out', async () => {
	const { ciphertext } = record('to be erased', 1);
	const { index } = event(await land(api, write('to be erased'), nurse), 'records.RecordRegistered');
	const proposal = api.tx.records.proposeErasure(patient.id, index, actor());
	assert.deepEqual(event(await land(api, proposal, nurse), 'records.ErasureProposed'), {
		patient: patient.id, index, actor: { practitioner: { practitioner, organisation: 1 } },
	});
	const elsewhere = { Practitioner: { practitioner: 2, organisation: 2 } };
	await assertFails(land(api, api.tx.records.proposeErasure(patient.id, index, elsewhere), wallet('charlie')), 'records.NotAuthor');
	await assertRefused(land(api, eraseTx(api, patient, index, ciphertext), nurse), Refusal.RoleNotAllowed);
	await assertRefused(land(api, api.tx.records.declineErasure(patient.id, index), nurse), Refusal.RoleNotAllowed);
	event(await land(api, eraseTx(api, patient, index, ciphertext), patient.pair), 'records.RecordErased');
	assert.deepEqual((await api.call.salusApi.erasureProposals(patient.id)).toJSON(), { ok: [] });
	await assertFails(land(api, api.tx.records.markEnteredInError(patient.id, index, actor()), nurse), 'records.RecordErased');
});

test('practitioner_and_organisation_should_ask_for_access_and_take_it_back', async () => {
	const own = { Practitioner: practitioner };
	const first = await ask(api, patient, nurse, own, 'from the nurse');
	assert.deepEqual(first, { patient: patient.id, request: 0, requester: { practitioner } });
	const second = await ask(api, patient, alice, { Organisation: 1 }, 'from the hospital', { permissions: 2 });
	assert.deepEqual(second.requester, { organisation: 1 });
	const { items } = await node.rpc('salus_requests', [patient.id]);
	assert.deepEqual(items.map(([index, { state, expired }]) => [index, state, expired]), [[0, 'open', false], [1, 'open', false]]);

	// Nobody asks or withdraws in another's name, and the patient's wallet asks nobody.
	const request = api.tx.consent.requestAccess(patient.id, own, await wanted(api, 'in her name'));
	await assertFails(land(api, request, wallet('charlie')), 'consent.NotRequester');
	await assertRefused(land(api, request, patient.pair), Refusal.RoleNotAllowed);
	const withdraw = api.tx.consent.withdrawRequest(patient.id, 0);
	await assertFails(land(api, withdraw, alice), 'consent.NotRequester');
	event(await land(api, api.tx.consent.refuseRequest(patient.id, 0), patient.pair), 'consent.RequestRefused');
	await assertFails(land(api, withdraw, nurse), 'consent.RequestClosed');
	await assertFails(ask(api, patient, nurse, own, 'for ever', { expiresAt: now + 32 * DAY }), 'consent.InvalidRequestLife');
	const withdrawn = await land(api, api.tx.consent.withdrawRequest(patient.id, 1), alice);
	assert.deepEqual(event(withdrawn, 'consent.RequestWithdrawn'), { patient: patient.id, request: 1 });
});

test('grantee_should_reseal_its_own_envelope_to_its_new_vault_key', async () => {
	const given = await land(api, await grantTx(api, patient, grant({ Practitioner: practitioner }, [item], vault.keys.kem)), patient.pair);
	({ consent } = event(given, 'consent.ConsentGranted'));
	const next = vault.next();
	await land(api, setVaultKeysTx(api, { Practitioner: practitioner }, 1, next, vault), nurse);
	await assertFails(land(api, resealOwn(vault), nurse), 'consent.GranteeKeyChanged');
	await assertFails(land(api, resealOwn(next), wallet('charlie')), 'consent.NotGrantee');
	assert.deepEqual(event(await land(api, resealOwn(next), nurse), 'consent.ResealedOwn'), { patient: patient.id, consent, item: { scope: 1 } });
	assert.deepEqual(await seal(), { envelope: digest('own envelope'), sealedTo: next.keys.kem, epoch: FIRST, lineage: 0 });
	vault = next;
});

test('practitioner_should_not_act_while_suspended', async () => {
	event(await land(api, api.tx.identity.suspendPractitioner(1, practitioner), alice), 'identity.PractitionerSuspended');
	await assertRefused(land(api, write('suspended'), nurse), Refusal.Stranger);
	event(await land(api, api.tx.identity.reinstatePractitioner(1, practitioner), alice), 'identity.PractitionerReinstated');
	event(await land(api, write('reinstated'), nurse), 'records.RecordRegistered');
	const renewal = api.tx.identity.renewPractitioner(1, practitioner, 'Laboratory', 0, digest('new credential'), now + 2 * DAY);
	assert.equal(event(await land(api, renewal, alice), 'identity.PractitionerRenewed').until, now + 2 * DAY);
});

test('practitioner_should_go_on_with_a_new_account_and_a_new_vault_when_both_are_lost', async () => {
	const replacement = wallet('nurseAgain');
	const word = await acceptance(api, replacement, { AccountOf: practitioner });
	await land(api, api.tx.identity.replaceAccount(practitioner, replacement.address, word), alice);
	await assertRefused(land(api, write('lost account'), nurse), Refusal.Stranger);
	assert.deepEqual(event(await land(api, api.tx.identity.resetVault(practitioner), alice), 'identity.VaultReset'), { practitioner, next: 2 });
	const owner = { Practitioner: practitioner };
	await assertFails(land(api, setVaultKeysTx(api, owner, 0, makeVault('nurse')), replacement), 'identity.BadVaultSignature');
	vault = makeVault('nurse again', 2);
	await land(api, setVaultKeysTx(api, owner, 2, vault), replacement);
	// Whoever found the lost vault may hold the scope's key.
	await assertFails(land(api, write('new account'), replacement), 'records.RotationDue');
	// Nothing shows that the new vault is the practitioner's: only the patient seals to it.
	await assertFails(land(api, resealOwn(vault), replacement), 'consent.VaultWasReset');
	await land(api, api.tx.consent.rotateScope(patient.id, rotation(api, patient, 1, SECOND)), patient.pair);
	await assertFails(land(api, resealOwn(vault), replacement), 'consent.VaultWasReset');
	event(await land(api, api.tx.records.register(patient.id, actor(), 'Treatment', record('new account', 1, SECOND)), replacement), 'records.RecordRegistered');
	const envelope = digest('envelope from the patient');
	await land(api, resealTx(api, patient, item, SECOND, [{ consent, envelope, sealedTo: vault.keys.kem }]), patient.pair);
	assert.deepEqual(await seal(), { envelope, sealedTo: vault.keys.kem, epoch: SECOND, lineage: 2 });
	event(await land(api, resealOwn(vault), replacement), 'consent.ResealedOwn');
});

test('controller_should_name_the_organisation_and_its_registrars', async () => {
	const clerk = wallet('clerk');
	const admitBy = async (pair) => admit(pair, 'Pharmacy', await acceptance(api, pair, { Practitioner: 1 }), clerk);
	await assertRefused(admitBy(wallet('pharmacist')), Refusal.Stranger);
	await land(api, api.tx.consortium.addRegistrar(1, clerk.address, await acceptance(api, clerk, { Registrar: 1 })), alice);
	event(await admitBy(wallet('pharmacist')), 'identity.PractitionerAdmitted');
	await land(api, api.tx.consortium.removeRegistrar(1, clerk.address), alice);
	await assertRefused(admitBy(wallet('another')), Refusal.Stranger);
	event(await land(api, api.tx.consortium.setName(1, 'Hôpital du Nord'), alice), 'consortium.NameSet');
	const { items } = await node.rpc('salus_organisations');
	assert.equal(items[0][1].name, 'Hôpital du Nord');
	await assertFails(land(api, api.tx.consortium.setName(2, 'Taken over'), alice), 'consortium.NotController');
});
