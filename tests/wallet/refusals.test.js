// What a node does not take, and what the chain does not do, whoever signs it well.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertFails, assertInvalid, assertRefused, connect, event, land, Refusal, wallet } from './chain.js';
import { startNode } from './harness.js';
import {
	acceptance, createScopesTx, encryptionKey, enrol, eraseTx, forms, grant, grantTx, nextConsent, record, refileTx, resealTx, rotation, sealedText, setVaultKeysTx, wordForConsent,
} from './people.js';
import { digest, makeVault } from './vault.js';

/** How many nonces a patient may be ahead. */
const LOOK_AHEAD = 16;
const DAY = 86_400_000;
const FIRST = { generation: 0, index: 0 };
const SECOND = { generation: 0, index: 1 };
const DAVE = { Practitioner: 1 };
const CHARLIE = { Practitioner: 2 };
/** What a wallet without a vault can put where the chain wants the vault's signature. */
const NO_SIGNATURE = `0x${'00'.repeat(64)}`;

const node = await startNode();
let api;
let eve;
let mallory;
before(async () => {
	api = await connect(node);
	eve = await enrol(api, wallet('alice'), wallet('eve'));
	mallory = await enrol(api, wallet('alice'), wallet('mallory'));
	await land(api, createScopesTx(api, eve, ['labs']), eve.pair);
});
after(async () => {
	await api?.disconnect();
	await node.stop();
});

const nonceOf = async ({ address }) => (await api.query.system.account(address)).nonce.toNumber();
const registerFor = (patient, label) => api.tx.records.register(patient.id, 'Patient', 'PatientRequest', record(label, 0));
const nested = (call, times) => (times === 0 ? call : nested(api.tx.utility.batch([call]), times - 1));

/** What a block with the signed transaction would say, whatever the pool thinks. */
const dryRun = async (signed) => api.registry.createType('Result<Result<Null, DispatchError>, TransactionValidityError>', await node.rpc('system_dryRun', [signed]));

/** Expects each attempt `[what, call, error]` to be included and to fail; one after the other, as each uses up some allowance. */
async function assertAllFail(attempts, signer) {
	for (const [what, call, error] of attempts) {
		await assertFails(land(api, call, signer), error).catch((cause) => { throw new Error(what, { cause }); });
	}
}

test('transaction_should_be_refused_when_its_signer_is_a_stranger', async () => {
	const stranger = wallet('ferdie');
	for (const tx of [registerFor(eve, 'intruder'), api.tx.consent.revoke(eve.id, 0), api.tx.system.remark('0x00'), api.tx.utility.batch([])]) {
		await assertRefused(land(api, tx, stranger), Refusal.Stranger);
	}
	assert.equal(await nonceOf(stranger), 0);
});

test('call_should_be_refused_when_nobody_may_sign_it', async () => {
	const { tx } = api;
	for (const call of [
		tx.session.purgeKeys(),
		tx.system.setCode('0x00'),
		tx.system.setCodeWithoutChecks('0x00'),
		tx.system.authorizeUpgrade(digest('a runtime')),
		tx.system.applyAuthorizedUpgrade('0x00'),
		tx.system.setStorage([['0x00', '0x00']]),
		tx.system.killStorage(['0x00']),
		tx.system.remark('0x00'),
		tx.utility.dispatchAs({ system: 'Root' }, registerFor(eve, 'as root')),
		tx.utility.dispatchAs({ system: { Signed: wallet('alice').address } }, tx.consortium.setName(1, '0x78')),
		tx.utility.asDerivative(0, registerFor(eve, 'derived')),
		tx.utility.withWeight(registerFor(eve, 'weighed'), { refTime: 1, proofSize: 1 }),
		tx.council.setMembers([eve.pair.address], eve.pair.address, 1),
		tx.grandpa.noteStalled(1, 1),
	]) {
		for (const signer of [eve.pair, wallet('alice')]) await assertRefused(land(api, call, signer), Refusal.Forbidden);
	}
	await assertInvalid(land(api, tx.timestamp.set(0), eve.pair), /mandatory/);
});

test('call_should_be_refused_when_a_wrapper_hides_it', async () => {
	const { tx } = api;
	const harmless = registerFor(eve, 'harmless');
	const forbidden = {
		purgeKeys: tx.session.purgeKeys(),
		setCode: tx.system.setCode('0x00'),
		dispatchAs: tx.utility.dispatchAs({ system: 'Root' }, harmless),
		asDerivative: tx.utility.asDerivative(7, tx.session.purgeKeys()),
	};
	const wrappers = {
		batch: (call) => tx.utility.batch([harmless, call]),
		batchAll: (call) => tx.utility.batchAll([call, harmless]),
		forceBatch: (call) => tx.utility.forceBatch([harmless, call, harmless]),
		asDerivative: (call) => tx.utility.asDerivative(0, call),
		nested: (call) => tx.utility.batch([harmless, tx.utility.batchAll([tx.utility.forceBatch([call])])]),
		derivedInABatch: (call) => tx.utility.batchAll([harmless, tx.utility.asDerivative(0, tx.utility.batch([call]))]),
	};
	for (const [name, call] of Object.entries(forbidden)) {
		for (const [wrapper, wrap] of Object.entries(wrappers)) {
			for (const signer of [eve.pair, wallet('alice')]) {
				await assertRefused(land(api, wrap(call), signer), Refusal.Forbidden).catch((error) => { throw new Error(`${name} in ${wrapper}`, { cause: error }); });
			}
		}
	}
	// The council's members cannot carry it in a motion either, nor do alone what takes a motion.
	const listed = tx.consortium.expelOrganisation(2);
	for (const motion of [
		tx.council.execute(forbidden.setCode, 1_000),
		tx.council.propose(2, wrappers.batch(forbidden.purgeKeys), 1_000),
		tx.council.propose(2, tx.utility.batch([listed]), 1_000),
		tx.council.propose(2, tx.consortium.setName(1, '0x78'), 1_000),
		tx.council.propose(1, listed, 1_000),
		tx.council.execute(listed, 1_000),
		listed,
	]) {
		await assertRefused(land(api, motion, wallet('alice')), Refusal.Forbidden);
	}
});

test('call_should_be_refused_when_it_is_wrapped_deeper_than_is_searched', async () => {
	await assertRefused(land(api, nested(registerFor(eve, 'too deep'), 9), eve.pair), Refusal.TooDeep);
	await assertRefused(land(api, nested(api.tx.system.setCode('0x00'), 9), eve.pair), Refusal.TooDeep);
	event(await land(api, nested(registerFor(eve, 'deep enough'), 8), eve.pair), 'records.RecordRegistered');
});

test('call_should_be_refused_when_it_needs_a_role_that_the_signer_has_not', async () => {
	const { tx } = api;
	const alice = wallet('alice').address;
	for (const call of [
		tx.identity.suspendPractitioner(1, 1),
		tx.identity.replaceAccount(1, eve.pair.address, await acceptance(api, eve.pair, { AccountOf: 1 })),
		tx.identity.resetVault(2),
		tx.consortium.addRegistrar(1, eve.pair.address, await acceptance(api, eve.pair, { Registrar: 1 })),
		tx.consortium.removeRegistrar(1, alice),
		tx.session.setKeys({ aura: digest('aura'), grandpa: digest('grandpa') }, '0x'),
		tx.consent.revokeDelegated(eve.id, 0),
		tx.utility.batchAll([registerFor(eve, 'cover'), tx.identity.suspendPractitioner(1, 1)]),
	]) {
		await assertRefused(land(api, call, eve.pair), Refusal.RoleNotAllowed);
	}
	// A patient's account may be a representative's, too; this one is not.
	await assertFails(land(api, tx.consent.resealOwn(eve.id, 0, { Scope: 0 }, digest('envelope'), digest('key')), eve.pair), 'consent.NotGrantee');
});

test('transaction_should_be_refused_when_it_is_replayed', async () => {
	const tx = registerFor(eve, 'once');
	const signed = (await tx.signAsync(eve.pair, { nonce: -1 })).toHex();
	const before = (await api.query.records.recordCount(eve.id)).toNumber();
	await node.rpc('author_submitExtrinsic', [signed]);
	await node.until(async () => (await api.query.records.recordCount(eve.id)).toNumber() === before + 1);
	await assert.rejects(node.rpc('author_submitExtrinsic', [signed]), ({ code, message }) => [1010, 1012, 1013].includes(code) && /outdated|banned|already/i.test(message));
	const answer = await dryRun(signed);
	assert.ok(answer.isErr && answer.asErr.isInvalid && answer.asErr.asInvalid.isStale, answer.toString());
	assert.equal((await api.query.records.recordCount(eve.id)).toNumber(), before + 1);
});

test('transaction_should_be_refused_when_its_nonce_is_used_or_far_ahead', async () => {
	const nonce = await nonceOf(eve.pair);
	await assertInvalid(land(api, registerFor(eve, 'stale'), eve.pair, { nonce: nonce - 1 }), /outdated/);
	await assertRefused(land(api, registerFor(eve, 'far'), eve.pair, { nonce: nonce + LOOK_AHEAD + 1 }), Refusal.TooFarAhead);
	await assertRefused(land(api, registerFor(eve, 'very far'), eve.pair, { nonce: 2 ** 32 - 1 }), Refusal.TooFarAhead);
});

test('transactions_should_land_in_order_when_they_arrive_out_of_order', async () => {
	const nonce = await nonceOf(eve.pair);
	const later = land(api, registerFor(eve, 'later'), eve.pair, { nonce: nonce + 1 });
	const sooner = await land(api, registerFor(eve, 'sooner'), eve.pair, { nonce });
	assert.equal(event(await later, 'records.RecordRegistered').index, event(sooner, 'records.RecordRegistered').index + 1);
});

test('transaction_should_be_refused_when_its_signature_is_not_good', async () => {
	const nonce = await nonceOf(eve.pair);
	await assertInvalid(land(api, registerFor(eve, 'other chain'), eve.pair, { nonce, genesisHash: digest('another genesis') }), /bad signature/i);
	const signed = await registerFor(eve, 'changed').signAsync(eve.pair, { nonce });
	const bytes = signed.toU8a();
	bytes[bytes.length - 1] ^= 1;
	await assert.rejects(node.rpc('author_submitExtrinsic', [`0x${Buffer.from(bytes).toString('hex')}`]), ({ code, data }) => code === 1010 && /bad signature/i.test(data));
	const impostor = { ...mallory.pair, address: eve.pair.address, addressRaw: eve.pair.addressRaw, publicKey: eve.pair.publicKey };
	await assertInvalid(land(api, registerFor(eve, 'stolen'), impostor, { nonce }), /bad signature/i);
});

test('transaction_should_be_refused_when_nobody_signed_it', async () => {
	for (const tx of [registerFor(eve, 'unsigned'), api.tx.system.remark('0x00'), api.tx.timestamp.set(0), api.tx.utility.batch([registerFor(eve, 'unsigned')])]) {
		await assert.rejects(node.rpc('author_submitExtrinsic', [tx.toHex()]), ({ code }) => [1010, 1011].includes(code));
	}
});

test('patient_should_fail_to_act_on_another_patient', async () => {
	const { tx } = api;
	const theft = makeVault('theft');
	const text = 'any text';
	const attempts = [
		[createScopesTx(api, { ...eve, vault: mallory.vault }, ['stolen']), 'identity.NotController'],
		[createScopesTx(api, eve, ['signed by the right vault']), 'identity.NotController'],
		[tx.consent.rotateScope(eve.id, rotation(api, eve, 1, SECOND)), 'identity.NotController'],
		[await grantTx(api, eve, grant(CHARLIE, [{ Scope: 1 }])), 'identity.NotController'],
		[await grantTx(api, eve, grant(CHARLIE, [{ Scope: 1 }], await encryptionKey(api, CHARLIE))), 'identity.NotController'],
		[tx.consent.revoke(eve.id, 0), 'identity.NotController'],
		[tx.consent.revokeAndRotate(eve.id, 0, []), 'identity.NotController'],
		[tx.consent.exclude(eve.id, CHARLIE), 'identity.NotController'],
		[tx.consent.readmit(eve.id, CHARLIE), 'identity.NotController'],
		[resealTx(api, eve, { Scope: 1 }, FIRST, [{ consent: 0, envelope: digest('envelope'), sealedTo: digest('key') }]), 'identity.NotController'],
		[setVaultKeysTx(api, { Patient: eve.id }, 1, theft, mallory.vault), 'identity.NotVaultOwner'],
		[tx.identity.setVaultKeys(CHARLIE, theft.keys, theft.sign(text), null), 'identity.NotVaultOwner'],
		[tx.identity.setVaultKeys({ Organisation: 1 }, theft.keys, theft.sign(text), null), 'identity.NotVaultOwner'],
		[tx.identity.reportVaultCompromised({ Patient: eve.id }), 'identity.NotVaultOwner'],
		[tx.identity.reportVaultCompromised({ Organisation: 1 }), 'identity.NotVaultOwner'],
		[registerFor(eve, 'as the patient'), 'identity.NotThisActor'],
		[tx.records.register(mallory.id, { Organisation: 1 }, 'Treatment', record('as an organisation', 0)), 'identity.NotThisActor'],
		[tx.records.register(mallory.id, { Practitioner: { practitioner: 1, organisation: 1 } }, 'Treatment', record('as a practitioner', 0)), 'identity.NotThisActor'],
		[tx.records.registerBatch(eve.id, 'Patient', 'PatientRequest', [record('as the patient', 0)]), 'identity.NotThisActor'],
		[tx.records.amend(eve.id, 0, 'Patient', 'PatientRequest', record('amended', 0)), 'identity.NotThisActor'],
		[refileTx(api, eve, 0, 1, FIRST, digest('envelope')), 'identity.NotController'],
		[tx.records.markEnteredInError(eve.id, 0, 'Patient'), 'identity.NotThisActor'],
		[eraseTx(api, eve, 0, record('to be erased', 0).ciphertext), 'identity.NotController'],
		[eraseTx(api, { ...eve, vault: mallory.vault }, 0, record('to be erased', 0).ciphertext), 'identity.NotController'],
		[tx.records.declineErasure(eve.id, 0), 'identity.NotController'],
		[tx.records.dispute(eve.id, 0, sealedText('of another'), { Organisation: 1 }), 'identity.NotController'],
		[tx.records.withdrawDispute(eve.id, 0), 'identity.NotController'],
		[tx.records.refuseDispute(eve.id, 0, { Organisation: 1 }, sealedText('of another')), 'identity.NotThisActor'],
		[tx.utility.batchAll([registerFor(mallory, 'own too'), eraseTx(api, eve, 0, record('to be erased', 0).ciphertext)]), 'identity.NotController'],
		[tx.consent.exclude(digest('nobody'), CHARLIE), 'identity.PatientNotFound'],
		[tx.utility.batchAll([registerFor(mallory, 'own'), tx.consent.revoke(eve.id, 0)]), 'identity.NotController'],
	];
	await assertAllFail(attempts.map(([call, error]) => [`${call.method.section}.${call.method.method}`, call, error]), mallory.pair);
});

test('wallet_should_fail_to_give_a_consent_to_read_without_the_vaults_word', async () => {
	const charlie = await encryptionKey(api, CHARLIE);
	const terms = grant(CHARLIE, [{ Scope: 1 }], charlie);
	const write = grant(CHARLIE, [{ Scope: 1 }]);
	const next = await nextConsent(api, eve);
	const give = (signature, given = terms) => api.tx.consent.grant(eve.id, given, signature);
	const word = (changes = {}, index = next, signed = terms) => wordForConsent(api, { ...eve, ...changes }, signed, index);
	const wrapping = { ...eve.vault, sign: (text) => eve.vault.sign(`<Bytes>${text}</Bytes>`) };
	await assertAllFail([
		['no signature', give(null), 'consent.VaultSignatureMissing'],
		['an empty signature', give(NO_SIGNATURE), 'consent.InvalidVaultSignature'],
		['the signature of a vault of the thief', give(word({ vault: makeVault('theft') })), 'consent.InvalidVaultSignature'],
		['the signature of another patient', give(word({ id: mallory.id, vault: mallory.vault })), 'consent.InvalidVaultSignature'],
		['the signature for another patient', give(word({ id: mallory.id })), 'consent.InvalidVaultSignature'],
		['the signature for a consent of another index', give(word({}, next + 1)), 'consent.InvalidVaultSignature'],
		['the signature for another grantee', give(word({}, next, { ...terms, grantee: DAVE })), 'consent.InvalidVaultSignature'],
		['the signature for a shorter time', give(word({}, next, { ...terms, until: Date.now() + DAY })), 'consent.InvalidVaultSignature'],
		['the signature for another envelope', give(word({}, next, { ...terms, items: [{ item: { Scope: 1 }, envelope: digest('another') }] })), 'consent.InvalidVaultSignature'],
		['the signature over the wrapped text', give(word({ vault: wrapping })), 'consent.InvalidVaultSignature'],
		['reading hidden beside writing', give(null, { ...terms, permissions: 3 }), 'consent.VaultSignatureMissing'],
		['a signature where there is nothing to sign', give(word({}, next, write), write), 'consent.UnexpectedVaultSignature'],
	], eve.pair);
	assert.equal(await nextConsent(api, eve), next);

	assert.equal(event(await land(api, give(word()), eve.pair), 'consent.ConsentGranted').consent, next);
	await assertFails(land(api, give(word()), eve.pair), 'consent.InvalidVaultSignature');
});

test('wallet_alone_should_permit_writing_and_bar_whom_it_will', async () => {
	const send = (call) => land(api, call, eve.pair);
	const given = await send(api.tx.consent.grant(eve.id, grant(DAVE, [{ Scope: 1 }]), null));
	const { consent } = event(given, 'consent.ConsentGranted');
	event(await send(api.tx.consent.exclude(eve.id, DAVE)), 'consent.Excluded');
	event(await send(api.tx.consent.readmit(eve.id, DAVE)), 'consent.Readmitted');
	event(await send(api.tx.consent.revoke(eve.id, consent)), 'consent.ConsentRevoked');
});

test('wallet_should_fail_to_refile_without_the_vaults_word', async () => {
	const { index } = event(await land(api, registerFor(eve, 'to be refiled'), eve.pair), 'records.RecordRegistered');
	const envelope = digest('envelope for the scope');
	const { scope: _, ...before } = (await api.query.records.records(eve.id, index)).toJSON().pointer;
	const signatureOf = (tx) => tx.method.args[5].toHex();
	const refile = (signature) => api.tx.records.refile(eve.id, index, 1, FIRST, envelope, signature);
	await assertAllFail([
		['an empty signature', NO_SIGNATURE],
		['the signature of a vault of the thief', signatureOf(refileTx(api, { ...eve, vault: makeVault('theft') }, index, 1, FIRST, envelope))],
		['the signature for another record', signatureOf(refileTx(api, eve, index + 1, 1, FIRST, envelope))],
		['the signature for another scope', signatureOf(refileTx(api, eve, index, 2, FIRST, envelope))],
		['the signature for another key version', signatureOf(refileTx(api, eve, index, 1, SECOND, envelope))],
		['the signature for another envelope', signatureOf(refileTx(api, eve, index, 1, FIRST, digest('another')))],
	].map(([what, signature]) => [what, refile(signature), 'consent.InvalidVaultSignature']), eve.pair);
	const { scope, ...after } = (await api.query.records.records(eve.id, index)).toJSON().pointer;
	assert.equal(scope, 0);
	assert.deepEqual(after, before);

	const refiled = await land(api, refileTx(api, eve, index, 1, FIRST, envelope), eve.pair);
	assert.deepEqual(event(refiled, 'records.RecordRefiled'), { patient: eve.id, index, scope: 1, replaced: before.envelope });
});

test('wallet_should_fail_to_erase_without_the_vaults_word', async () => {
	const { index } = event(await land(api, registerFor(eve, 'to be erased'), eve.pair), 'records.RecordRegistered');
	const { ciphertext } = record('to be erased', 0);
	const before = (await api.query.records.records(eve.id, index)).toJSON();
	const signatureOf = (tx) => tx.method.args[2].toHex();
	const erase = (signature) => api.tx.records.erase(eve.id, index, signature);
	const wrapping = { ...eve.vault, sign: (text) => eve.vault.sign(`<Bytes>${text}</Bytes>`) };
	await assertAllFail([
		['an empty signature', NO_SIGNATURE],
		['the signature of a vault of the thief', signatureOf(eraseTx(api, { ...eve, vault: makeVault('theft') }, index, ciphertext))],
		['the signature of another patient', signatureOf(eraseTx(api, mallory, index, ciphertext))],
		['the signature for another patient', signatureOf(eraseTx(api, { ...eve, id: mallory.id }, index, ciphertext))],
		['the signature for another record', signatureOf(eraseTx(api, eve, index + 1, ciphertext))],
		['the signature for another content', signatureOf(eraseTx(api, eve, index, digest('another')))],
		['the signature over the wrapped text', signatureOf(eraseTx(api, { ...eve, vault: wrapping }, index, ciphertext))],
		['the signature of a refiling', refileTx(api, eve, index, 1, FIRST, ciphertext).method.args[5].toHex()],
	].map(([what, signature]) => [what, erase(signature), 'consent.InvalidVaultSignature']), eve.pair);
	const hidden = api.tx.utility.batchAll([registerFor(eve, 'cover'), erase(NO_SIGNATURE)]);
	await assertFails(land(api, hidden, eve.pair), 'consent.InvalidVaultSignature');
	assert.deepEqual((await api.query.records.records(eve.id, index)).toJSON(), before);

	const call = erase(signatureOf(eraseTx(api, eve, index, ciphertext)));
	event(await land(api, call, eve.pair), 'records.RecordErased');
	await assertFails(land(api, call, eve.pair), 'records.AlreadyErased');
	await assertFails(land(api, api.tx.records.proposeErasure(eve.id, index, 'Patient'), eve.pair), 'records.PatientErases');
});

test('wallet_should_fail_to_hand_out_envelopes_that_the_vault_did_not_sign_for', async () => {
	const charlie = await encryptionKey(api, CHARLIE);
	const { consent } = event(await land(api, await grantTx(api, eve, grant(CHARLIE, [{ Scope: 1 }], charlie)), eve.pair), 'consent.ConsentGranted');
	const item = { Scope: 1 };
	const honest = [{ consent, envelope: digest('honest envelope'), sealedTo: charlie }];
	const forged = [{ consent, envelope: digest('forged envelope'), sealedTo: charlie }];
	const signature = resealTx(api, eve, item, FIRST, honest).method.args[3].toHex();
	const { signature: ofRotation } = rotation(api, eve, 1, SECOND, honest);
	const reseal = (reseals, by) => api.tx.consent.reseal(eve.id, item, reseals, by);
	const rotate = (reseals) => api.tx.consent.rotateScope(eve.id, { ...rotation(api, eve, 1, SECOND, honest), reseals });
	await assertAllFail([
		['an empty signature', reseal(honest, NO_SIGNATURE)],
		['the signature of a vault of the thief', resealTx(api, { ...eve, vault: makeVault('theft') }, item, FIRST, honest)],
		['other envelopes', reseal(forged, signature)],
		['the signature for another key version', resealTx(api, eve, item, SECOND, honest)],
		['the signature of a rotation', reseal(honest, ofRotation)],
		['a rotation with other envelopes', rotate(forged)],
		['a rotation that leaves a holder out', rotate([])],
	].map(([what, call]) => [what, call, 'consent.InvalidVaultSignature']), eve.pair);

	event(await land(api, reseal(honest, signature), eve.pair), 'consent.Resealed');
	event(await land(api, rotate(honest), eve.pair), 'consent.ScopeRotated');
	await assertFails(land(api, reseal(honest, signature), eve.pair), 'consent.InvalidVaultSignature');
});

test('account_should_not_be_given_a_role_without_its_own_word', async () => {
	const { tx } = api;
	const alice = wallet('alice');
	const victim = wallet('victim');
	const now = (await api.query.timestamp.now()).toNumber();
	const calls = {
		admitPractitioner: [{ Practitioner: 1 }, (word) => tx.identity.admitPractitioner(1, victim.address, 'Clinician', 0, digest('credential'), now + DAY, word)],
		replaceAccount: [{ AccountOf: 1 }, (word) => tx.identity.replaceAccount(1, victim.address, word)],
		addRegistrar: [{ Registrar: 1 }, (word) => tx.consortium.addRegistrar(1, victim.address, word)],
	};
	const attempts = [];
	for (const [name, [role, call]] of Object.entries(calls)) {
		const said = await acceptance(api, victim, role);
		const [[kind, id]] = Object.entries(role);
		const words = {
			'an empty signature': [{ ...said, signature: { Sr25519: NO_SIGNATURE } }, 'BadWalletSignature'],
			"the registrar's own word": [await acceptance(api, alice, role), 'BadWalletSignature'],
			"the registrar's signature in its name": [await acceptance(api, alice, role, { account: victim.addressRaw }), 'BadWalletSignature'],
			'its word to somebody else': [await acceptance(api, victim, { [kind]: id + 1 }), 'BadWalletSignature'],
			'its word for another role': [await acceptance(api, victim, { [kind === 'Registrar' ? 'Practitioner' : 'Registrar']: 1 }), 'BadWalletSignature'],
			'its word on another chain': [await acceptance(api, victim, role, { genesis: digest('another genesis') }), 'BadWalletSignature'],
			'its word with a later end': [{ ...said, expiresAt: said.expiresAt + 1 }, 'BadWalletSignature'],
			'its word of yesterday': [await acceptance(api, victim, role, { expiresAt: now - DAY }), 'TextExpired'],
			'its word for too long': [await acceptance(api, victim, role, { expiresAt: now + 31 * DAY }), 'TextTooLong'],
		};
		for (const [what, [word, error]] of Object.entries(words)) attempts.push([`${name}: ${what}`, call(word), `consortium.${error}`]);
	}
	await assertAllFail(attempts, alice);
	assert.deepEqual((await api.call.salusApi.roles(victim.address)).toJSON(), { patient: null, practitioner: null, agency: null });
	await assertRefused(land(api, registerFor(eve, 'by nobody'), victim), Refusal.Stranger);
});

for (const form of Object.keys(forms)) {
	for (const type of ['sr25519', 'ed25519', 'ecdsa']) {
		test(`account_should_be_given_a_role_when_its_${type}_wallet_signed_the_${form}_text`, async () => {
			const alice = wallet('alice');
			const newcomer = (name) => wallet(`${form} ${name}`, type);
			const now = (await api.query.timestamp.now()).toNumber();
			const [doctor, successor, clerk] = ['doctor', 'successor', 'clerk'].map(newcomer);
			const word = await acceptance(api, doctor, { Practitioner: 1 }, { form });
			const admission = api.tx.identity.admitPractitioner(1, doctor.address, 'Clinician', 0, digest('credential'), now + DAY, word);
			const { practitioner } = event(await land(api, admission, alice), 'identity.PractitionerAdmitted');
			await assertFails(land(api, admission, alice), 'identity.AlreadyMember');
			const further = await acceptance(api, successor, { AccountOf: practitioner }, { form });
			event(await land(api, api.tx.identity.replaceAccount(practitioner, successor.address, further), alice), 'identity.AccountReplaced');
			event(await land(api, api.tx.consortium.addRegistrar(1, clerk.address, await acceptance(api, clerk, { Registrar: 1 }, { form })), alice), 'consortium.RegistrarAdded');
		});
	}
}

test('enrolling_organisation_should_not_write_beyond_the_inbox', async () => {
	const alice = wallet('alice');
	const asHospital = (scope) => api.tx.records.register(eve.id, { Organisation: 1 }, 'Treatment', record(`from the hospital ${scope}`, scope));
	event(await land(api, asHospital(0), alice), 'records.RecordRegistered');
	await assertFails(land(api, asHospital(1), alice), 'records.Denied');
	await assertRefused(land(api, api.tx.consent.grant(eve.id, grant({ Organisation: 1 }, [{ Scope: 1 }]), null), alice), Refusal.RoleNotAllowed);
});

test('patient_should_still_revoke_when_the_allowance_is_used_up', async () => {
	const full = Array.from({ length: 64 }, (_, position) => record(`bulk ${position}`, 0));
	const batch = api.tx.records.registerBatch(mallory.id, 'Patient', 'PatientRequest', full);
	const { weight } = await batch.paymentInfo(mallory.pair);
	const most = api.consts.system.blockWeights.perClass.normal.maxExtrinsic.unwrap().refTime;
	// As heavy and long as one transaction may be; a window takes but a few.
	const batches = Math.min(20, Math.floor(0.8 * (most.toNumber() / weight.refTime.toNumber())));
	let refusal;
	for (let sent = 0; sent < 60 && !refusal; sent++) {
		await land(api, api.tx.utility.batchAll(Array(batches).fill(batch)), mallory.pair, { once: true }).catch((error) => {
			if (error.code === undefined) throw error;
			refusal = error;
		});
	}
	assert.equal(refusal?.data, `Custom error: ${Refusal.OverAllowance}`);
	event(await land(api, api.tx.consent.revoke(mallory.id, 0), mallory.pair), 'consent.ConsentRevoked');
	event(await land(api, registerFor(eve, 'another account is not held up'), eve.pair), 'records.RecordRegistered');
});
