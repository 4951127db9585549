// The calls of registrars, controllers and practitioners, from their wallets.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertFails, assertRefused, connect, event, land, Refusal, wallet } from './chain.js';
import { startNode } from './harness.js';
import { acceptance, ask, createScopesTx, delegateTx, encryptionKey, enrol, eraseTx, grant, grantTx, record, resealTx, rotation, sealedText, setVaultKeysTx, wanted } from './people.js';
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

test('practitioner_should_answer_a_dispute_of_what_it_wrote_and_nobody_else', async () => {
	const own = { Practitioner: practitioner };
	const disputed = async (label) => {
		const { index } = event(await land(api, write(label), nurse), 'records.RecordRegistered');
		event(await land(api, api.tx.records.dispute(patient.id, index, sealedText(label), own), patient.pair), 'records.RecordDisputed');
		return index;
	};
	const index = await disputed('to be disputed');
	const refuse = (as = actor()) => api.tx.records.refuseDispute(patient.id, index, as, sealedText('reason'));
	const elsewhere = { Practitioner: { practitioner: 2, organisation: 2 } };
	await assertFails(land(api, refuse(elsewhere), wallet('charlie')), 'records.NotAuthor');
	await assertFails(land(api, refuse(), wallet('charlie')), 'identity.NotThisActor');
	await assertFails(land(api, refuse('Patient'), patient.pair), 'records.NotAuthor');
	await assertRefused(land(api, api.tx.records.dispute(patient.id, index, sealedText('own'), own), nurse), Refusal.RoleNotAllowed);
	await assertRefused(land(api, api.tx.records.withdrawDispute(patient.id, index), nurse), Refusal.RoleNotAllowed);
	const refused = event(await land(api, refuse(), nurse), 'records.DisputeRefused');
	assert.deepEqual(refused, { patient: patient.id, index, actor: { practitioner: { practitioner, organisation: 1 } } });
	await assertFails(land(api, refuse(), nurse), 'records.DisputeClosed');
	const standing = await node.rpc('salus_record', [patient.id, index]);
	assert.deepEqual(standing.dispute.state.refused.reason, sealedText('reason'));
	// Another is answered by a new version, which is not disputed.
	const other = await disputed('to be amended');
	const amendment = api.tx.records.amend(patient.id, other, actor(), 'Treatment', record('amended', 1));
	const amended = await land(api, amendment, nurse);
	const { index: by } = event(amended, 'records.RecordAmended');
	assert.deepEqual(event(amended, 'records.DisputeAnswered'), { patient: patient.id, index: other });
	assert.deepEqual((await node.rpc('salus_record', [patient.id, other])).dispute.state, { amended: { by } });
	assert.equal((await node.rpc('salus_record', [patient.id, by])).dispute, null);
	assert.deepEqual(await node.rpc('salus_organisationDisputes', [1]), { items: [], next: null });
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

test('consent_should_be_passed_on_and_taken_back_and_to_write_with_the_wallet_alone', async () => {
	const dave = { Practitioner: 1 };
	const own = { Practitioner: practitioner };
	const stored = async (index) => (await api.query.consent.consents(patient.id, index)).toJSON();
	const delegable = { ...grant(own, [item]), permissions: 6 };
	const given = await land(api, await grantTx(api, patient, delegable), patient.pair);
	const { consent: parent } = event(given, 'consent.ConsentGranted');

	const write = grant(dave, [item]);
	const delegated = await land(api, await delegateTx(api, patient, parent, write), nurse);
	const { consent: child } = event(delegated, 'consent.ConsentGranted');
	assert.deepEqual(event(delegated, 'consent.ConsentDelegated'), { patient: patient.id, parent, consent: child, by: { practitioner } });
	assert.deepEqual([(await stored(child)).parent, (await stored(child)).grantee], [parent, { practitioner: 1 }]);
	const atWork = { Practitioner: { practitioner: 1, organisation: 1 } };
	const register = (label) => land(api, api.tx.records.register(patient.id, atWork, 'Treatment', record(label, 1)), wallet('dave'));
	event(await register('by whom the nurse chose'), 'records.RecordRegistered');

	// Not by somebody else, not more than she has, and nobody takes it back who did not give it.
	await assertFails(land(api, await delegateTx(api, patient, parent, write), wallet('charlie')), 'consent.NotGrantee');
	await assertFails(land(api, await delegateTx(api, patient, parent, { ...write, purposes: 16 }), nurse), 'consent.BeyondParent');
	await assertFails(land(api, await delegateTx(api, patient, child, grant({ Organisation: 2 }, [item])), wallet('dave')), 'consent.NotDelegable');
	await assertRefused(land(api, await delegateTx(api, patient, parent, write), patient.pair), Refusal.RoleNotAllowed);
	const takeBack = api.tx.consent.revokeDelegated(patient.id, child);
	await assertFails(land(api, takeBack, wallet('dave')), 'consent.NotDelegator');
	const taken = await land(api, takeBack, nurse);
	assert.deepEqual(event(taken, 'consent.ConsentRevoked'), { patient: patient.id, consent: child });
	assert.deepEqual(event(taken, 'consent.DelegationRevoked'), { patient: patient.id, consent: child, by: { practitioner } });
	await assertFails(register('after that'), 'records.Denied');
	await assertFails(land(api, takeBack, nurse), 'consent.AlreadyRevoked');
	await land(api, api.tx.consent.revoke(patient.id, parent), patient.pair);
});

test('consent_to_read_should_not_be_passed_on_without_the_word_of_the_delegators_vault', async () => {
	const own = { Practitioner: practitioner };
	const dave = { Practitioner: 1 };
	const imaging = { Scope: 2 };
	await land(api, createScopesTx(api, patient, ['imaging']), patient.pair);
	const given = await land(api, await grantTx(api, patient, { ...grant(own, [imaging], vault.keys.kem), permissions: 5 }), patient.pair);
	const { consent: parent } = event(given, 'consent.ConsentGranted');
	const read = grant(dave, [imaging], await encryptionKey(api, dave));
	// A phished wallet of the nurse names no holder of keys, not even with the patient's vault.
	await assertFails(land(api, await delegateTx(api, patient, parent, read), nurse), 'consent.VaultSignatureMissing');
	for (const other of [makeVault('a thief'), patient.vault]) {
		await assertFails(land(api, await delegateTx(api, patient, parent, read, other), nurse), 'consent.InvalidVaultSignature');
	}
	const good = await delegateTx(api, patient, parent, read, vault);
	const { consent: child } = event(await land(api, good, nurse), 'consent.ConsentDelegated');
	const held = (await api.query.consent.seals(patient.id, imaging, child)).toJSON();
	assert.deepEqual(held, { envelope: read.items[0].envelope, sealedTo: read.sealedTo, epoch: FIRST, lineage: 0 });
	await assertFails(land(api, good, nurse), 'consent.InvalidVaultSignature');

	// The patient revokes the nurse's, and the other is worth nothing; the node says so.
	await land(api, api.tx.consent.revoke(patient.id, parent), patient.pair);
	const { items } = await node.rpc('salus_consents', [patient.id, child, 1]);
	assert.deepEqual(items.map(([, { live, excluded, parent: above }]) => [live, excluded, above]), [[false, false, parent]]);
	const question = { asker: { actor: { practitioner: { practitioner: 1, organisation: 1 } } }, action: 'read', item: { scope: 2 }, purpose: 'TREAT' };
	const { deny } = await node.rpc('salus_checkAccess', [patient.id, question]);
	assert.deepEqual(deny.reasons.filter((reason) => reason.consent?.index === child), [{ consent: { index: child, why: 'parentNotLive' } }]);
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
