// @polkadot/api as a wallet or a web page uses it: with no option but where the node is.
import assert from 'node:assert/strict';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

const LANDING_LIMIT = 60_000;

/** Codes of the quota's refusals, as `InvalidTransaction::Custom` carries them. */
export const Refusal = { Stranger: 1, Forbidden: 2, RoleNotAllowed: 3, OverAllowance: 4, TooFarAhead: 5, TooDeep: 6 };

/** A transaction that was included and failed; `name` is `pallet.Error`. */
export class DispatchFailure extends Error {
	constructor(name, result) {
		super(name);
		this.name = name;
		this.result = result;
	}
}

/** Connects to a node. */
export function connect(node) {
	return ApiPromise.create({ provider: new WsProvider(node.ws) });
}

/** Development accounts by name, such as `eve`; `type` is the wallet's: sr25519, ed25519 or ecdsa. */
export function wallet(name, type = 'sr25519') {
	return new Keyring({ type, ss58Format: 42 }).addFromUri(`//${name[0].toUpperCase()}${name.slice(1)}`);
}

/** What `Errors` calls the failure of a dispatch. */
export function errorName(api, dispatchError) {
	if (!dispatchError.isModule) return dispatchError.toString();
	const { section, name } = api.registry.findMetaError(dispatchError.asModule);
	return `${section}.${name}`;
}

/** The events `pallet.Name` of a landed transaction, as plain objects. */
export function events(result, name) {
	return result.events
		.map(({ event }) => event)
		.filter(({ section, method }) => `${section}.${method}` === name)
		.map(({ data }) => Object.fromEntries(data.names.map((field, position) => [field, data[position].toJSON()])));
}

/** The one event `pallet.Name` of a landed transaction. */
export function event(result, name) {
	const found = events(result, name);
	assert.equal(found.length, 1, `one event ${name} among ${result.events.map(({ event: { section, method } }) => `${section}.${method}`)}`);
	return found[0];
}

/** By account: the end of its queue, its transactions that wait for a block, and the nonce after theirs. */
const accounts = new Map();

function accountOf(address) {
	if (!accounts.has(address)) accounts.set(address, { queue: Promise.resolve(), waiting: 0, next: 0 });
	return accounts.get(address);
}

/** Waits until allowances begin anew. */
async function nextWindow(api) {
	const length = api.consts.quota.window.toNumber();
	const window = async () => Math.floor((await api.rpc.chain.getHeader()).number.toNumber() / length);
	const current = await window();
	while (await window() === current) await new Promise((resolve) => { setTimeout(resolve, 500); });
}

/** A transaction that the pool took and gave up before a block had it. */
class PoolDrop extends Error {}

/** Whether the signer's allowance turned the transaction away: at once, or when others of the signer's had used it up. */
const isOverAllowance = (error) => error.data === `Custom error: ${Refusal.OverAllowance}` || error instanceof PoolDrop;

/**
 * Signs, submits and waits until a block has the transaction; signs again in the next window what a full allowance
 * turned away, unless `once`. Throws what the node refused it with, or a [DispatchFailure]. Several may land at once:
 * the node tells only some time later that a nonce is taken.
 */
export async function land(api, tx, signer, { once = false, ...options } = {}) {
	try {
		return await landOnce(api, tx, signer, options);
	} catch (error) {
		if (once || !isOverAllowance(error)) throw error;
		await nextWindow(api);
		// The nonce that was given up is free again, whatever came after it.
		return landOnce(api, tx, signer, { nonce: -1, ...options });
	}
}

async function landOnce(api, tx, signer, options) {
	const name = `${tx.method.section}.${tx.method.method}`;
	const account = accountOf(signer.address);
	let settle;
	const included = new Promise((resolve, reject) => { settle = { resolve, reject }; });
	// It may fail before it is awaited.
	included.catch(() => {});
	const submission = account.queue.then(async () => {
		const nonce = account.waiting ? { nonce: account.next } : {};
		const stop = await tx.signAndSend(signer, { ...nonce, ...options }, (update) => {
			if (update.status.isInBlock) settle.resolve(update);
			else if (update.isError) settle.reject(new PoolDrop(`the pool dropped ${name}: ${update.status.type}`));
		});
		account.next = Math.max(account.waiting ? account.next : 0, tx.nonce.toNumber() + 1);
		account.waiting += 1;
		return stop;
	});
	account.queue = submission.catch(() => {});
	const stop = await submission;
	const timer = setTimeout(() => settle.reject(new Error(`${name} was not included in time`)), LANDING_LIMIT);
	try {
		const result = await included;
		if (result.dispatchError) throw new DispatchFailure(errorName(api, result.dispatchError), result);
		return result;
	} finally {
		account.waiting -= 1;
		clearTimeout(timer);
		stop();
	}
}

/** Expects that the transaction is included and fails with the error `pallet.Error`. */
export async function assertFails(landing, name) {
	await assert.rejects(landing, (error) => {
		assert.ok(error instanceof DispatchFailure, `included and failed, not: ${error.message}`);
		assert.equal(error.name, name);
		return true;
	});
}

/** Expects that the node does not take the transaction, for the quota's reason `refusal`. */
export function assertRefused(submission, refusal) {
	return assertInvalid(submission, new RegExp(`^Custom error: ${refusal}$`));
}

/** Expects that the node does not take the transaction and says why as `reason`. */
export async function assertInvalid(submission, reason) {
	await assert.rejects(submission, (error) => {
		assert.equal(error.code, 1010, error.message);
		assert.match(error.data, reason);
		return true;
	});
}
