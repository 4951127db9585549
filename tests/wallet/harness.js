// Starts the real node for a test file, and stops it whatever happens.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const START_LIMIT = 180_000;
const STOP_LIMIT = 15_000;
const FILE_LIMIT = 20 * 60_000;
const LOG_KEPT = 20_000;

const environment = process.env;
const cache = environment.XDG_CACHE_HOME || join(homedir(), '.cache');
const target = environment.CARGO_TARGET_DIR || join(cache, 'salus', 'target');
const binary = join(environment.SALUS_BIN_DIR || join(target, 'release'), 'salus-node');

/** An error that JSON-RPC answered. */
export class RpcFailure extends Error {
	constructor(method, { code, message, data }) {
		super(`${method}: ${code} ${message}${data === undefined ? '' : `: ${JSON.stringify(data)}`}`);
		this.code = code;
		this.data = data;
	}
}

/** A running `salus-node --dev` on a temporary database and free ports. */
class Node {
	#process;
	#folder;
	#log = '';
	#requests = 0;

	constructor(options) {
		this.#folder = mkdtempSync(join(tmpdir(), 'salus-wallet-'));
		const fixed = ['--dev', '--rpc-port', '0', '--port', '0', '--no-prometheus', '--no-telemetry'];
		this.#process = spawn(binary, [...fixed, '--base-path', this.#folder, ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
		this.#process.stderr.setEncoding('utf8');
		this.#process.stderr.on('data', (text) => {
			this.#log = (this.#log + text).slice(-LOG_KEPT);
		});
		this.#process.on('error', (error) => {
			this.failure = `${binary} does not start: ${error.message}`;
		});
		this.ended = new Promise((resolve) => {
			this.#process.on('exit', (code, signal) => {
				this.failure ??= `the node ended by itself (${signal ?? code})`;
				resolve();
			});
			this.#process.on('error', resolve);
		});
	}

	/** Resolves once the node answers and has made a block. */
	async ready() {
		const end = Date.now() + START_LIMIT;
		while (!this.#port()) await this.#pause(end);
		this.http = `http://127.0.0.1:${this.#port()}`;
		this.ws = `ws://127.0.0.1:${this.#port()}`;
		while ((await this.best()) < 1) await this.#pause(end);
		return this;
	}

	/** Number of the best block. */
	async best() {
		return Number((await this.rpc('chain_getHeader')).number);
	}

	/** Number of the finalised block. */
	async finalised() {
		return Number((await this.rpc('chain_getHeader', [await this.rpc('chain_getFinalizedHead')])).number);
	}

	/** Waits until `reached()` resolves to true. */
	async until(reached, limit = 60_000) {
		const end = Date.now() + limit;
		while (!(await reached())) await this.#pause(end);
	}

	/** The answer to a JSON-RPC request over HTTP, positional (array) or by name (object): `{ result }` or `{ error }`. */
	async ask(method, params = []) {
		const id = ++this.#requests;
		const response = await fetch(this.http, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ jsonrpc: '2.0', id, method, params }),
		});
		const answer = await response.json();
		if (answer.jsonrpc !== '2.0' || answer.id !== id) throw new Error(`no answer to ${method}: ${JSON.stringify(answer)}`);
		return answer;
	}

	/** The result of a JSON-RPC request; an error answer is thrown as [RpcFailure]. */
	async rpc(method, params) {
		const { result, error } = await this.ask(method, params);
		if (error) throw new RpcFailure(method, error);
		return result;
	}

	/** Ends the node and removes its database. */
	async stop() {
		running.delete(this);
		this.failure ??= 'stopped';
		this.#process.kill('SIGTERM');
		const stopped = await Promise.race([this.ended.then(() => true), sleep(STOP_LIMIT, false, { ref: false })]);
		if (!stopped) {
			this.#process.kill('SIGKILL');
			await this.ended;
		}
		this.#removeFolder();
	}

	/** Ends the node at once, when there is no time to wait. */
	kill() {
		this.#process.kill('SIGKILL');
		this.#removeFolder();
	}

	#port() {
		return this.#log.match(/Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/)?.[1];
	}

	async #pause(end) {
		if (this.failure) throw new Error(`${this.failure}\n${this.#log}`);
		if (Date.now() > end) throw new Error(`waited too long for the node\n${this.#log}`);
		await sleep(100);
	}

	#removeFolder() {
		rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

const running = new Set();
process.on('exit', () => running.forEach((node) => node.kill()));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

// A test that waits for ever must not keep the node for ever.
setTimeout(() => {
	console.error('the test file takes too long');
	process.exit(1);
}, FILE_LIMIT).unref();

/** Starts a node with further command line options; stop it in `after`. */
export async function startNode(...options) {
	const node = new Node(options);
	running.add(node);
	try {
		return await node.ready();
	} catch (error) {
		await node.stop();
		throw error;
	}
}
