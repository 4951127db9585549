// Runs the test files, some at a time: they wait for blocks more than they compute. `node --test` runs them too, slower.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const AT_A_TIME = 3;

const folder = new URL('.', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.test.js')).sort().map((name) => fileURLToPath(new URL(name, folder)));

run({ files, concurrency: AT_A_TIME })
	.on('test:fail', () => { process.exitCode = 1; })
	.compose(new spec())
	.pipe(process.stdout);
