// The metadata hash of RFC-0078, with which hardware wallets check what they show. Runtimes that are shipped have it
// (scripts/build-release.sh runs this file with SALUS_METADATA_HASH=1), others take no transaction that names one.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { merkleizeMetadata } from '@polkadot-api/merkleize-metadata';
import { assertInvalid, connect, event, land, wallet } from './chain.js';
import { startNode } from './harness.js';
import { createScopesTx, enrol } from './people.js';

const BUILT_IN = process.env.SALUS_METADATA_HASH === '1';
const METADATA_VERSION = 15;
/** Mode 1 of `CheckMetadataHash`: the signature covers the hash. */
const CHECKED = 1;

const node = await startNode();
let api;
let eve;
before(async () => {
	api = await connect(node);
	eve = await enrol(api, wallet('alice'), wallet('eve'));
});
after(async () => {
	await api?.disconnect();
	await node.stop();
});

/** The hash as a wallet computes it, from the metadata and from what the chain says of itself. */
async function metadataHash() {
	const metadata = await api.call.metadata.metadataAtVersion(METADATA_VERSION);
	const { specName, specVersion } = api.runtimeVersion;
	const digest = merkleizeMetadata(metadata.unwrap().toHex(), {
		base58Prefix: api.registry.chainSS58,
		decimals: api.registry.chainDecimals[0],
		specName: specName.toString(),
		specVersion: specVersion.toNumber(),
		tokenSymbol: api.registry.chainTokens[0],
	}).digest();
	return `0x${Buffer.from(digest).toString('hex')}`;
}

const scopes = (name) => createScopesTx(api, eve, [name]);

if (BUILT_IN) {
	test('transaction_should_land_when_it_names_the_metadata_hash_of_the_runtime', async () => {
		const result = await land(api, scopes('labs'), eve.pair, { mode: CHECKED, metadataHash: await metadataHash() });
		assert.equal(event(result, 'consent.ScopesCreated').first, 1);
	});

	test('transaction_should_be_refused_when_it_names_another_metadata_hash', async () => {
		const other = (await metadataHash()).replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
		await assertInvalid(land(api, scopes('imaging'), eve.pair, { mode: CHECKED, metadataHash: other }), /bad signature/);
	});
} else {
	test('transaction_should_be_refused_when_the_runtime_has_no_metadata_hash', async () => {
		await assert.rejects(land(api, scopes('imaging'), eve.pair, { mode: CHECKED, metadataHash: await metadataHash() }), /^RpcError: 1011: .*CannotLookup$/);
	});
}

test('transaction_should_land_when_it_names_no_metadata_hash', async () => {
	const result = await land(api, scopes('medication'), eve.pair);
	assert.equal(event(result, 'consent.ScopesCreated').count, 1);
});
