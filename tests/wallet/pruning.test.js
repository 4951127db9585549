// A node that has pruned a block's state says so.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startNode } from './harness.js';
import { document, documentedErrors } from './schema.js';
import { digest } from './vault.js';

const STATE_PRUNED = 9004;
const KEPT = 2;

const node = await startNode('--state-pruning', String(KEPT));
let genesis;
before(async () => {
	genesis = await node.rpc('chain_getBlockHash', [0]);
	await node.until(async () => (await node.finalised()) > KEPT + 3);
});
after(() => node.stop());

const example = {
	patient: digest('nobody'),
	index: 0,
	practitioner: 1,
	organisation: 1,
	query: { asker: { actor: 'patient' }, action: 'read', item: { record: 0 }, purpose: 'TREAT' },
};

for (const method of document.methods.filter(({ params }) => params.some(({ name }) => name === 'at'))) {
	test(`${method.name}_should_say_so_when_the_state_of_the_block_is_pruned`, async () => {
		const required = method.params.filter(({ required: needed }) => needed).map(({ name }) => [name, example[name]]);
		const { error } = await node.ask(method.name, { ...Object.fromEntries(required), at: genesis });
		assert.equal(error?.code, STATE_PRUNED);
		assert.equal(error.message, document.components.errors.StatePruned.message);
		assert.ok(documentedErrors(method).some(({ code }) => code === STATE_PRUNED));
	});
}

test('node_should_still_answer_for_the_best_block', async () => {
	assert.equal((await node.rpc('salus_organisations')).items.length, 2);
});
