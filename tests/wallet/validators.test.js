// Validators' own calls, signed by wallets, with keys that the node makes by JSON-RPC.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { u8aToHex } from '@polkadot/util';
import { assertFails, assertRefused, connect, event, land, Refusal, wallet } from './chain.js';
import { startNode } from './harness.js';
import { acceptance } from './people.js';

const ALICE = wallet('alice');
const BOB = wallet('bob');
const NORA = wallet('nora of the clinic');
const NICK = wallet('nick of the clinic');
const CLINIC = 2;

const node = await startNode();
let api;
before(async () => { api = await connect(node); });
after(async () => {
	await api?.disconnect();
	await node.stop();
});

const state = async (pair) => {
	const { items } = await node.rpc('salus_validators');
	return items.map(([, validator]) => validator).find(({ account }) => account === pair.address);
};
const rotate = (pair) => node.rpc('author_rotateKeysWithOwner', [u8aToHex(pair.addressRaw)]);

/** Gives a seat of the clinic by the votes of both members. */
async function seat(pair) {
	const call = api.tx.consortium.giveSeat(CLINIC, pair.address, await acceptance(api, pair, { Validator: CLINIC }));
	const { proposalHash, proposalIndex } = event(await land(api, api.tx.council.propose(2, call, call.method.encodedLength), ALICE), 'council.Proposed');
	for (const member of [ALICE, BOB]) await land(api, api.tx.council.vote(proposalHash, proposalIndex, true), member);
	const { refTime, proofSize, length } = (await node.rpc('salus_motions')).find(({ index }) => index === proposalIndex);
	event(await land(api, api.tx.council.close(proposalHash, proposalIndex, { refTime, proofSize }, length), BOB), 'consortium.SeatGiven');
}

describe('validators', { concurrency: 1 }, () => {
	let made;

	test('seat_should_rest_until_its_holder_has_keys_and_joins', async () => {
		await assertRefused(land(api, api.tx.consortium.joinValidators(NORA.address), NORA), Refusal.Stranger);
		await seat(NORA);
		assert.deepEqual(await state(NORA), { account: NORA.address, organisation: CLINIC, state: 'resting', registered: null, queued: null, active: false });
		await assertFails(land(api, api.tx.consortium.joinValidators(NORA.address), NORA), 'consortium.KeysNotRegistered');
		made = await rotate(NORA);
		await land(api, api.tx.session.setKeys(made.keys, made.proof), NORA);
		assert.equal((await state(NORA)).registered, made.keys);
		assert.equal(await node.rpc('author_hasSessionKeys', [made.keys]), true);
		const joined = event(await land(api, api.tx.consortium.joinValidators(NORA.address), NORA), 'consortium.ValidatorJoined');
		assert.deepEqual(joined, { organisation: CLINIC, account: NORA.address });
		assert.equal((await state(NORA)).state, 'joined');
	});

	test('keys_should_be_refused_when_the_proof_is_another_owners_or_none', async () => {
		await seat(NICK);
		const { keys, proof } = await rotate(NICK);
		// Somebody who copies what another made, with the other's proof or with one of other keys.
		await assertFails(land(api, api.tx.session.setKeys(keys, proof), NORA), 'session.InvalidProof');
		await assertFails(land(api, api.tx.session.setKeys(made.keys, made.proof), NICK), 'session.InvalidProof');
		await assertFails(land(api, api.tx.session.setKeys(made.keys, proof), NICK), 'session.InvalidProof');
		await assertFails(land(api, api.tx.session.setKeys(keys, '0x'), NICK), 'session.InvalidProof');
		await assertRefused(land(api, api.tx.session.setKeys(keys, proof), BOB), Refusal.RoleNotAllowed);
		await land(api, api.tx.session.setKeys(keys, proof), NICK);
		assert.equal((await state(NICK)).state, 'resting', 'keys alone are no part in a set');
	});

	test('keys_should_be_purged_by_no_wallet', async () => {
		const { session, utility } = api.tx;
		for (const call of [session.purgeKeys(), utility.batchAll([session.purgeKeys()]), utility.forceBatch([session.purgeKeys()])]) {
			await assertRefused(land(api, call, NORA), Refusal.Forbidden);
		}
		assert.equal((await state(NORA)).registered, made.keys);
	});

	test('organisation_should_stop_a_validator_that_an_employee_took_along', async () => {
		await assertFails(land(api, api.tx.consortium.leaveValidators(NORA.address), ALICE), 'consortium.NotController');
		const left = event(await land(api, api.tx.consortium.leaveValidators(NORA.address), BOB), 'consortium.ValidatorLeft');
		assert.deepEqual(left, { organisation: CLINIC, account: NORA.address, held: true });
		await assertFails(land(api, api.tx.consortium.joinValidators(NORA.address), NORA), 'consortium.HeldByOrganisation');
		assert.equal((await state(NORA)).state, 'held');
		await land(api, api.tx.consortium.joinValidators(NORA.address), BOB);
		await land(api, api.tx.consortium.leaveValidators(NORA.address), NORA);
		assert.equal((await state(NORA)).state, 'resting');
	});

	test('last_validator_should_not_leave', async () => {
		await assertFails(land(api, api.tx.consortium.leaveValidators(ALICE.address), ALICE), 'consortium.TooFewValidators');
		assert.deepEqual((await state(ALICE)).active, true);
	});
});
