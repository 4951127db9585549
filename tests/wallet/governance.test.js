// The votes of the consortium, signed by wallets that know nothing but the node's address.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertFails, assertInvalid, assertRefused, connect, DispatchFailure, errorName, event, events, land, Refusal, wallet } from './chain.js';
import { blake2AsHex } from '@polkadot/util-crypto';
import { startNode } from './harness.js';
import { acceptance, enrolmentTx, signRaw, wish } from './people.js';
import { chooseHomeText, joinConsortiumText } from './texts.js';
import { makeVault } from './vault.js';

const DAY = 86_400_000;
const ALICE = wallet('alice');
const BOB = wallet('bob');
const GINA = wallet('gina of the hillside');
const PAT = wallet('pat of the hillside');
const NAME = 'Hügel-Klinik 3';
const HILLSIDE = 3;

/** Calls of the consortium that take two thirds of the council. */
const COUNCILS = [
	'admitOrganisation', 'suspendOrganisation', 'reinstateOrganisation', 'expelOrganisation', 'replaceController', 'giveSeat', 'takeSeat', 'setParameter',
	'authorizeUpgrade',
];

const node = await startNode();
let api;
before(async () => { api = await connect(node); });
after(async () => {
	await api?.disconnect();
	await node.stop();
});

const passed = new Set();
/** Sends a call that nobody signs, and returns what it did in its block. */
const bare = (call) => new Promise((resolve, reject) => {
	call.send((result) => {
		if (result.status.isInBlock) resolve(result);
		else if (result.isError) reject(new Error(`the pool dropped it: ${result.status.type}`));
	}).catch(reject);
});
const now = async () => (await api.query.timestamp.now()).toNumber();
const seats = async () => (await api.query.council.members()).map(String);
const twoThirds = async () => Math.ceil((2 * (await seats()).length) / 3);

/** Proposes the call; returns its motion as the node tells it. */
async function propose(call, member = ALICE) {
	const proposed = event(await land(api, api.tx.council.propose(await twoThirds(), call, call.method.encodedLength), member), 'council.Proposed');
	const motion = (await node.rpc('salus_motions')).find(({ index }) => index === proposed.proposalIndex);
	assert.equal(motion.hash, proposed.proposalHash);
	return motion;
}

const vote = (motion, member, approve = true) => land(api, api.tx.council.vote(motion.hash, motion.index, approve), member);

function close({ hash, index, refTime, proofSize, length }, member = BOB) {
	return land(api, api.tx.council.close(hash, index, { refTime, proofSize }, length), member);
}

/** Passes the call by the votes of all, and throws what it failed with. */
async function pass(call, members = [ALICE, BOB]) {
	const motion = await propose(call);
	for (const member of members) await vote(motion, member);
	const result = await close(motion);
	const { data } = result.events.map((record) => record.event).find(({ section, method }) => section === 'council' && method === 'Executed');
	const outcome = data[1];
	if (outcome.isErr) throw new DispatchFailure(errorName(api, outcome.asErr), result);
	passed.add(call.method.method);
	return result;
}

async function joining(pair, name, form = 'wrapped') {
	const said = { genesis: api.genesisHash.toHex(), account: pair.addressRaw, name, expiresAt: (await now()) + DAY };
	return { expiresAt: said.expiresAt, signature: signRaw(pair, joinConsortiumText(said), form) };
}

describe('votes', { concurrency: 1 }, () => {
	let patient;

	test('organisation_should_be_admitted_by_two_thirds_with_its_controllers_word', async () => {
		await assertRefused(land(api, api.tx.consortium.setName(HILLSIDE, '0x78'), GINA), Refusal.Stranger);
		const forged = api.tx.consortium.admitOrganisation(NAME, GINA.address, await joining(GINA, 'Another name'));
		await assertFails(pass(forged), 'consortium.BadWalletSignature');
		const call = api.tx.consortium.admitOrganisation(NAME, GINA.address, await joining(GINA, NAME));
		const motion = await propose(call);
		assert.equal(motion.proposal.admitOrganisation.name, NAME);
		assert.equal(motion.proposal.admitOrganisation.controller, GINA.address);
		await vote(motion, ALICE);
		// One of two is not two thirds.
		await assertFails(close(motion), 'council.TooEarly');
		assert.deepEqual((await node.rpc('salus_motions'))[0].ayes, [ALICE.address]);
		await vote(motion, BOB);
		const { organisation, controller } = event(await close(motion), 'consortium.OrganisationAdmitted');
		assert.deepEqual([organisation, controller], [HILLSIDE, GINA.address]);
		passed.add('admitOrganisation');
		assert.ok((await seats()).includes(GINA.address));
		const { items } = await node.rpc('salus_organisations');
		assert.equal(items[HILLSIDE - 1][1].name, NAME);
	});

	test('new_member_should_enrol_and_vote', async () => {
		const word = await acceptance(api, GINA, { Registrar: HILLSIDE });
		await land(api, api.tx.consortium.addRegistrar(HILLSIDE, GINA.address, word), GINA);
		const vault = makeVault(PAT.address);
		const enrolment = await wish(api, PAT, vault, { organisation: HILLSIDE });
		const { patient: id } = event(await land(api, enrolmentTx(api, PAT, vault, enrolment), GINA), 'identity.PatientEnrolled');
		patient = { id, pair: PAT };
		assert.deepEqual((await node.rpc('salus_patient', [id])).home, { organisation: HILLSIDE, rehomeDue: null });
		const motion = await propose(api.tx.consortium.expelOrganisation(2), GINA);
		await vote(motion, GINA);
		for (const member of [ALICE, BOB]) await vote(motion, member, false);
		assert.deepEqual(events(await close(motion), 'council.Executed'), []);
	});

	test('parameters_should_be_what_two_thirds_set', async () => {
		await pass(api.tx.consortium.setParameter({ NoticePeriod: 30 * DAY }));
		assert.deepEqual(await node.rpc('salus_parameters'), { noticePeriod: 30 * DAY, minimumOrganisations: 2, minimumValidators: 1 });
		await assertFails(pass(api.tx.consortium.setParameter({ MinimumValidators: 2 })), 'consortium.TooFewValidators');
	});

	test('seats_should_be_given_with_the_validators_word_and_the_last_one_kept', async () => {
		const nora = wallet('nora of the hillside');
		const word = await acceptance(api, nora, { Validator: HILLSIDE });
		await pass(api.tx.consortium.giveSeat(HILLSIDE, nora.address, word));
		await pass(api.tx.consortium.takeSeat(nora.address));
		await assertFails(pass(api.tx.consortium.takeSeat(ALICE.address)), 'consortium.TooFewValidators');
	});

	test('controller_should_be_replaced_with_the_new_ones_word', async () => {
		const hugo = wallet('hugo of the hillside');
		const word = await acceptance(api, hugo, { Controller: HILLSIDE }, { form: 'bare' });
		await pass(api.tx.consortium.replaceController(HILLSIDE, hugo.address, word));
		await assertRefused(land(api, api.tx.consortium.setName(HILLSIDE, '0x78'), GINA), Refusal.Stranger);
		assert.ok((await seats()).includes(hugo.address));
		await land(api, api.tx.consortium.addRegistrar(HILLSIDE, hugo.address, await acceptance(api, hugo, { Registrar: HILLSIDE })), hugo);
	});

	test('suspended_member_should_act_no_more_until_it_is_reinstated', async () => {
		await pass(api.tx.consortium.suspendOrganisation(HILLSIDE));
		const hugo = wallet('hugo of the hillside');
		await assertRefused(land(api, api.tx.consortium.setName(HILLSIDE, '0x78'), hugo), Refusal.Stranger);
		// Two are left, and no vote goes below two.
		await assertFails(pass(api.tx.consortium.suspendOrganisation(2)), 'consortium.TooFewOrganisations');
		await pass(api.tx.consortium.reinstateOrganisation(HILLSIDE));
		await land(api, api.tx.consortium.setName(HILLSIDE, 'Hillside'), hugo);
	});

	test('patient_should_choose_another_home_when_its_own_was_expelled', async () => {
		const choice = async (pair, to) => {
			const said = { genesis: api.genesisHash.toHex(), patient: patient.id, account: pair.addressRaw, from: HILLSIDE, to, expiresAt: (await now()) + DAY };
			return [patient.id, to, pair.address, said.expiresAt, signRaw(pair, chooseHomeText(said), 'wrapped')];
		};
		await assertFails(land(api, api.tx.identity.rehome(...await choice(PAT, 2)), BOB), 'identity.NotRehomeDue');
		await pass(api.tx.consortium.expelOrganisation(HILLSIDE));
		const { home: { organisation, rehomeDue } } = await node.rpc('salus_patient', [patient.id]);
		assert.equal(organisation, HILLSIDE);
		assert.equal(rehomeDue.until - rehomeDue.since, 30 * DAY);
		await assertFails(land(api, api.tx.identity.rehome(...await choice(wallet('mallory'), 2)), BOB), 'identity.NotController');
		const moved = event(await land(api, api.tx.identity.rehome(...await choice(PAT, 2)), BOB), 'identity.PatientRehomed');
		assert.deepEqual(moved, { patient: patient.id, from: HILLSIDE, organisation: 2 });
		assert.deepEqual((await node.rpc('salus_patient', [patient.id])).home, { organisation: 2, rehomeDue: null });
	});

	test('runtime_should_be_taken_by_its_hash_and_once', async () => {
		const code = '0x0061736d01000000';
		const other = '0x0061736d0100000000';
		await assertInvalid(bare(api.tx.system.applyAuthorizedUpgrade(code)), /./);
		const authorise = (hash) => api.tx.consortium.authorizeUpgrade(hash);
		const motion = await propose(authorise(blake2AsHex(code)));
		assert.deepEqual(motion.proposal, { authorizeUpgrade: blake2AsHex(code) });
		for (const member of [ALICE, BOB]) await vote(motion, member);
		await close(motion);
		passed.add('authorizeUpgrade');
		await assertInvalid(bare(api.tx.system.applyAuthorizedUpgrade(other)), /./);
		await assertRefused(land(api, api.tx.system.applyAuthorizedUpgrade(other), ALICE), Refusal.Forbidden);
		// It is no runtime: taken, found to have no version, and used up.
		const applied = await bare(api.tx.system.applyAuthorizedUpgrade(code));
		event(applied, 'system.RejectedInvalidAuthorizedUpgrade');
		await assertRefused(land(api, api.tx.system.applyAuthorizedUpgrade(code), ALICE), Refusal.Forbidden);
		// The next takes the place of the last, and zeros that of all.
		await pass(authorise(blake2AsHex(code)));
		await pass(authorise(`0x${'00'.repeat(32)}`));
		await assertRefused(land(api, api.tx.system.applyAuthorizedUpgrade(code), ALICE), Refusal.Forbidden);
	});

	test('stall_should_not_be_noted_while_the_validators_stay_the_same', async () => {
		const noted = (delay, block) => api.tx.consortium.noteStalled(delay, block);
		const motion = await propose(noted(600, 1));
		assert.deepEqual(motion.proposal, { noteStalled: { delay: 600, bestFinalizedBlockNumber: 1 } });
		for (const member of [ALICE, BOB]) await vote(motion, member, false);
		await close(motion);
		await assertFails(pass(noted(600, 1)), 'consortium.NoSetQueued');
		await assertFails(pass(noted(15, 1)), 'consortium.InvalidStall');
		await assertFails(pass(noted(600, 1_000_000)), 'consortium.InvalidStall');
	});

	test('no_call_of_the_council_should_have_been_left_out', () => {
		assert.deepEqual([...passed].sort(), [...COUNCILS].sort());
	});
});
