// PAPI without generated descriptors: what its own signer makes is what the chain takes.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createClient } from 'polkadot-api';
import { getPolkadotSigner } from 'polkadot-api/signer';
import { getWsProvider } from 'polkadot-api/ws';
import { WebSocket } from 'ws';
import { connect, wallet } from './chain.js';
import { startNode } from './harness.js';
import { createScopesTx, enrol } from './people.js';

const node = await startNode();
let client;
let api;
let pjs;
before(async () => {
	// Node 20 has no WebSocket of its own.
	client = createClient(getWsProvider(node.ws, { websocketClass: WebSocket }));
	api = client.getUnsafeApi();
	pjs = await connect(node);
});
after(async () => {
	client?.destroy();
	await pjs?.disconnect();
	await node.stop();
});

const SIGNING = { sr25519: 'Sr25519', ed25519: 'Ed25519' };
const signer = (pair) => getPolkadotSigner(pair.publicKey, SIGNING[pair.type], (bytes) => pair.sign(bytes));

describe('papi', { concurrency: 2 }, () => {
	for (const type of Object.keys(SIGNING)) {
		test(`papi_should_land_a_call_when_its_raw_signer_signs_with_${type}`, async () => {
			const pair = wallet('eve', type);
			const patient = await enrol(pjs, wallet('alice'), pair);
			const [id, scopes, signature] = createScopesTx(pjs, patient, ['labs', 'imaging']).args.map((argument) => argument.toJSON());
			const tx = api.tx.Consent.create_scopes({ patient: id, scopes, signature });
			const result = await tx.signAndSubmit(signer(pair));
			assert.equal(result.ok, true, JSON.stringify(result.dispatchError));
			const created = result.events.find((event) => event.type === 'Consent' && event.value.type === 'ScopesCreated');
			assert.deepEqual(created.value.value, { patient: patient.id, first: 1, count: 2 });
			const scope = await api.query.Consent.Scopes.getValue(patient.id, 2);
			assert.equal(scope.id, scopes[1].id);

			// What the chain refuses, PAPI names.
			const again = await api.tx.Consent.create_scopes({ patient: id, scopes, signature }).signAndSubmit(signer(pair));
			assert.equal(again.ok, false);
			assert.deepEqual([again.dispatchError.type, again.dispatchError.value.type, again.dispatchError.value.value.type], ['Module', 'Consent', 'ScopeAlreadyExists']);
		});
	}
});

test('papi_should_be_told_why_when_a_stranger_signs', async () => {
	const tx = api.tx.System.remark({ remark: new Uint8Array() });
	await assert.rejects(tx.signAndSubmit(signer(wallet('ferdie'))), ({ error }) => {
		assert.deepEqual(error, { type: 'Invalid', value: { type: 'Custom', value: 1 } });
		return true;
	});
});

test('papi_should_read_constants_runtime_apis_and_no_fees', async () => {
	assert.equal(await api.constants.Aura.SlotDuration(), 2_000n);
	const roles = await api.apis.SalusApi.roles(wallet('charlie').address);
	assert.equal(roles.practitioner, 2);
	const fees = await api.tx.System.remark({ remark: new Uint8Array() }).getEstimatedFees(wallet('alice').address);
	assert.equal(fees, 0n);
});
