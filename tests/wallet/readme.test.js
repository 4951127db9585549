// Runs the README's curl examples against a node with a patient, scopes, consents and records.
//
// An example is a block of shell with `<!-- test: curl -->` on the line before it. Each one must print JSON that is
// no error and not null. It may use $PATIENT, the id of a patient.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { connect, land, wallet } from './chain.js';
import { startNode } from './harness.js';
import { createScopesTx, encryptionKey, enrol, grant, grantTx, record } from './people.js';

const DEFAULT_URL = 'http://127.0.0.1:9944';
const EXAMPLE = /<!--\s*test:\s*curl\s*-->[^\S\n]*\n+```sh\n([\s\S]*?)\n```/g;
const MARKER = /<!--\s*test:\s*curl\s*-->/g;

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const examples = [...readme.matchAll(EXAMPLE)].map(([, code]) => code);

const node = await startNode();
const run = promisify(execFile);
let patient;
before(async () => {
	const api = await connect(node);
	patient = await enrol(api, wallet('alice'), wallet('eve'));
	const charlie = await encryptionKey(api, { Practitioner: 2 });
	const tx = api.tx.utility.batchAll([
		createScopesTx(api, patient, ['labs']),
		await grantTx(api, patient, grant({ Practitioner: 2 }, [{ Scope: 1 }], charlie)),
		api.tx.records.register(patient.id, 'Patient', 'PatientRequest', record('first', 1)),
	]);
	await land(api, tx, patient.pair);
	await api.disconnect();
});
after(() => node.stop());

/** The JSON documents that follow each other in a text. */
function documents(text) {
	const found = [];
	let start = 0;
	for (let end = 1; end <= text.length; end++) {
		if (!text.slice(start, end).trim() || (end < text.length && !/[}\]\s"]/.test(text[end - 1]))) continue;
		try {
			found.push(JSON.parse(text.slice(start, end)));
			start = end;
		} catch {
			// Not yet a whole document.
		}
	}
	assert.equal(text.slice(start).trim(), '', 'JSON and nothing else');
	return found;
}

test('readme_should_have_curl_examples_that_can_be_run', () => {
	assert.ok(examples.length > 0, 'no block of shell is marked');
	assert.equal(examples.length, readme.match(MARKER).length, 'every mark has its block of shell');
	for (const code of examples) {
		assert.match(code, /\bcurl\b/);
		assert.ok(code.includes(DEFAULT_URL), `asks the node at ${DEFAULT_URL}: ${code}`);
	}
});

examples.forEach((code, number) => {
	test(`curl_example_${number + 1}_should_print_an_answer`, async () => {
		const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', code.replaceAll(DEFAULT_URL, node.http)], {
			timeout: 30_000,
			env: { ...process.env, PATIENT: patient.id },
		});
		const answers = documents(stdout);
		assert.ok(answers.length > 0, 'printed nothing');
		for (const answer of answers) {
			assert.notEqual(answer, null, code);
			assert.equal(answer.error, undefined, `${code}\n${JSON.stringify(answer.error)}`);
			if ('jsonrpc' in Object(answer)) assert.ok(answer.result !== undefined && answer.result !== null, `${code}\nhas no result`);
		}
	});
});
