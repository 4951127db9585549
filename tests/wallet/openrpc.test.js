// docs/openrpc.json against the running node: every method, both ways of giving parameters, every error that can be
// brought about (9004 is in pruning.test.js; 9005 means that the runtime itself broke).
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { WsProvider } from '@polkadot/api';
import { decodeAddress } from '@polkadot/util-crypto';
import { connect, event, land, wallet } from './chain.js';
import { startNode } from './harness.js';
import {
	announceNodeTx, ask, createScopesTx, encryptionKey, enrol, eraseTx, grant, grantTx, guardianApproval, record, recoveryPolicy, recoveryStart, rotation, sealedText, setRecoveryTx,
} from './people.js';
import { document, documentedErrors, documentProblems, problems } from './schema.js';
import { blinding, digest } from './vault.js';

const INVALID_PARAMS = -32602;
const METHOD_NOT_FOUND = -32601;
const NOT_FOUND = 9001;
const IN_THE_FUTURE = 9002;
const UNKNOWN_BLOCK = 9003;

const DAVE = { Practitioner: 1 };
const CHARLIE = { Practitioner: 2 };
const CLINIC = { Organisation: 2 };
const HOSPITAL = { Organisation: 1 };
const SECOND = { generation: 0, index: 1 };
const GUARDIANS = ['gill', 'hugo', 'iris'].map((name) => wallet(name));
const BULK = 320;
/** The first of the bulk. */
const ERASED = 5;
/** Opens a consent of charlie's that does not name him. */
const OPENING = digest('an opening');
/** A node that the hospital announces. */
const NODE = { label: 'history node', wireguard: digest('wireguard'), endpoint: 'history.hospital.example:51820', role: 'History' };
const ZEROS = `0x${'00'.repeat(32)}`;

const node = await startNode();
const alice = wallet('alice');
let api;
let patient;
/** The block that all questions are about, so that answers can be compared. */
let at;
let now;
let enrolledAt;
const consents = {};
let start;

before(async () => {
	api = await connect(node);
	patient = await enrol(api, alice, wallet('eve'));
	const send = (tx) => land(api, tx, patient.pair);
	const give = async (name, terms) => {
		consents[name] = event(await send(await grantTx(api, patient, terms)), 'consent.ConsentGranted').consent;
	};
	await send(createScopesTx(api, patient, ['labs', 'imaging', 'medication']));
	const charlie = await encryptionKey(api, CHARLIE);
	const clinic = await encryptionKey(api, CLINIC);
	await give('charlieReads', { ...grant(CHARLIE, [{ Scope: 1 }, { Scope: 2 }], charlie), until: Date.now() + 86_400_000, permissions: 3, purposes: 0b11 });
	await give('clinicReads', grant(CLINIC, [{ Scope: 1 }], clinic));
	await give('daveWrites', grant(DAVE, [{ Scope: 1 }, { Scope: 3 }]));
	await give('charlieRevoked', grant(CHARLIE, [{ Scope: 3 }], charlie));

	const register = (pointer) => api.tx.records.register(patient.id, 'Patient', 'PatientRequest', pointer);
	const laboratory = { Practitioner: { practitioner: 1, organisation: 1 } };
	await send(api.tx.utility.batchAll([
		register(record('first', 1)),
		register(record('second', 1)),
		api.tx.records.amend(patient.id, 0, 'Patient', 'PatientRequest', record('first, corrected', 1)),
		api.tx.records.markEnteredInError(patient.id, 1, 'Patient'),
	]));
	await land(api, api.tx.records.register(patient.id, { Organisation: 1 }, 'Treatment', record('from the hospital', 0)), alice);
	await land(api, api.tx.records.register(patient.id, laboratory, 'Treatment', record('from the laboratory', 1)), wallet('dave'));
	await give('daveReadsOne', grant(DAVE, [{ Record: 2 }], await encryptionKey(api, DAVE)));
	await ask(api, patient, alice, HOSPITAL, 'to be approved');
	await ask(api, patient, wallet('charlie'), CHARLIE, 'to be refused', { permissions: 2, until: Date.now() + 86_400_000 });
	await ask(api, patient, wallet('charlie'), CHARLIE, 'to be withdrawn');
	await ask(api, patient, wallet('bob'), CLINIC, 'to stay open');
	const approved = await send(api.tx.consent.approveRequest(patient.id, 0, grant(HOSPITAL, [{ Scope: 3 }]), null));
	consents.hospitalAsked = event(approved, 'consent.RequestApproved').consent;
	const hidden = blinding(OPENING, CHARLIE);
	await give('blindedReads', grant(hidden.grantee, [{ Scope: 2 }], hidden.key(charlie)));
	await send(api.tx.consent.refuseRequest(patient.id, 1));
	await land(api, api.tx.consent.withdrawRequest(patient.id, 2), wallet('charlie'));
	// Scope 1 is rotated with the clinic left unresealed, scope 3 waits for a rotation.
	await send(api.tx.consent.rotateScope(patient.id, rotation(api, patient, 1, SECOND, [{ consent: consents.charlieReads, envelope: digest('resealed'), sealedTo: charlie }])));
	await send(api.tx.consent.revoke(patient.id, consents.charlieRevoked));
	await send(api.tx.consent.exclude(patient.id, DAVE));
	const bulk = Array.from({ length: BULK }, (_, position) => record(`bulk ${position}`, 2));
	for (let start = 0; start < BULK; start += 64) {
		await send(api.tx.records.registerBatch(patient.id, 'Patient', 'PatientRequest', bulk.slice(start, start + 64)));
	}
	await land(api, api.tx.records.proposeErasure(patient.id, 4, laboratory), wallet('dave'));
	await send(await setRecoveryTx(api, patient, recoveryPolicy(GUARDIANS)));
	start = await recoveryStart(api, patient, wallet('ferdie'));
	await land(api, api.tx.identity.startRecovery(patient.id, start.call, guardianApproval(GUARDIANS[0], start)), alice);
	await send(api.tx.identity.vetoRecovery(patient.id, wallet('ferdie').address));
	await send(eraseTx(api, patient, ERASED, bulk[0].ciphertext));
	await send(api.tx.utility.batchAll([
		api.tx.records.dispute(patient.id, 3, sealedText('of the hospital'), HOSPITAL),
		api.tx.records.dispute(patient.id, 4, sealedText('of the laboratory'), DAVE),
	]));
	await land(api, api.tx.records.refuseDispute(patient.id, 4, laboratory, sealedText('reason')), wallet('dave'));

	await land(api, announceNodeTx(api, 1, NODE), alice);

	at = await node.rpc('chain_getBlockHash');
	now = (await (await api.at(at)).query.timestamp.now()).toNumber();
	({ enrolledAt } = await node.rpc('salus_patient', [patient.id, at]));
});
after(async () => {
	await api?.disconnect();
	await node.stop();
});

const method = (name) => document.methods.find((known) => known.name === name);
const query = (asker, action, item, changes = {}) => ({ asker, action, item, purpose: 'TREAT', ...changes });
const practitioner = (id, organisation) => ({ actor: { practitioner: { practitioner: id, organisation } } });
const blinded = ({ actor }) => ({ blinded: { actor, opening: OPENING } });
const disputed = (view) => ({ author: view.author, contest: view.contest, sealedTo: view.sealedTo, times: view.times, overdue: view.overdue });
/** What the disputes of records 3 and 4 have in common with nobody else's. */
const OF_THE_HOSPITAL = { author: { organisation: 1 }, contest: sealedText('of the hospital'), sealedTo: { organisation: 1 }, times: 1, overdue: false };
const OF_THE_LABORATORY = { author: practitioner(1, 1).actor, contest: sealedText('of the laboratory'), sealedTo: { practitioner: 1 }, times: 1, overdue: false };
const denied = (reason) => ({ deny: { reasons: [].concat(reason) } });

/** Questions by method, with what the answer must be beyond its schema. */
const questions = {
	salus_patient: [
		[() => ({ patient: patient.id, at }), (answer) => {
			assert.equal(answer.controller, patient.pair.address);
			assert.deepEqual(answer.state, [[answer.enrolledAt, 'active']]);
			assert.deepEqual(answer.vault, { keys: patient.vault.keys, generation: 0, compromisedAt: null });
			assert.equal(answer.recovered, null);
			assert.deepEqual(answer.home, { organisation: 1, rehomeDue: null });
		}],
	],
	salus_recovery: [
		[() => ({ patient: patient.id, at }), ({ turn, policy, attempts, recovered, line }) => {
			assert.deepEqual({ turn, recovered, line }, { turn: 1, recovered: null, line: 0 });
			assert.deepEqual(policy, recoveryPolicy(GUARDIANS));
			assert.equal(attempts.length, 1);
			const [{ id, account, guardians, readyAt, vetoedAt, vetoed, overridden, expired }] = attempts;
			assert.deepEqual({ id, account }, { id: start.attempt, account: wallet('ferdie').address });
			assert.deepEqual(guardians, GUARDIANS.slice(0, 1).map(({ address }) => address));
			assert.ok(vetoedAt >= enrolledAt);
			assert.deepEqual({ readyAt, vetoed, overridden, expired }, { readyAt: null, vetoed: true, overridden: false, expired: false });
		}],
	],
	salus_records: [
		[() => ({ patient: patient.id, start: 0, limit: 5, at }), ({ items, next }) => {
			assert.deepEqual(items.map(([index]) => index), [0, 1, 2, 3, 4]);
			assert.equal(next, 5);
			const records = items.map(([, item]) => item);
			assert.deepEqual(records.map(({ status }) => status), [{ final: { supersededBy: 2 } }, 'enteredInError', ...Array(3).fill({ final: { supersededBy: null } })]);
			assert.deepEqual(records.map(({ author }) => author), ['patient', 'patient', 'patient', { organisation: 1 }, practitioner(1, 1).actor]);
			assert.deepEqual(records.map(({ supersedes }) => supersedes), [null, null, 0, null, null]);
			assert.deepEqual(records.map(({ dispute }) => dispute && disputed(dispute)), [null, null, null, OF_THE_HOSPITAL, OF_THE_LABORATORY]);
			const { ciphertext, envelope, size, scope, epoch } = records[2];
			assert.deepEqual({ ciphertext, envelope, size, scope, epoch }, record('first, corrected', 1));
		}],
		[() => ({ patient: patient.id, start: null, limit: null, at }), ({ items, next }) => {
			assert.equal(items.length, 256);
			assert.equal(next, 256);
		}],
		[() => ({ patient: patient.id, start: 256, limit: 4_294_967_295, at }), ({ items, next }) => {
			assert.equal(items.length, BULK + 5 - 256);
			assert.equal(next, null);
		}],
		[() => ({ patient: patient.id, start: 4_294_967_295, at }), (answer) => assert.deepEqual(answer, { items: [], next: null })],
	],
	salus_record: [
		[() => ({ patient: patient.id, index: 3, at }), ({ dispute, status }) => {
			assert.deepEqual(disputed(dispute), OF_THE_HOSPITAL);
			assert.deepEqual([dispute.state, status], ['open', { final: { supersededBy: null } }]);
			assert.equal(dispute.dueAt - dispute.openedAt, 30 * 86_400_000);
		}],
		[() => ({ patient: patient.id, index: 2, at }), (answer) => {
			assert.equal(answer.ciphertext, record('first, corrected', 1).ciphertext);
			assert.equal(answer.dispute, null);
		}],
		[() => ({ patient: patient.id, index: ERASED, at }), ({ ciphertext, envelope, size, scope, epoch, author, registeredAt, status }) => {
			assert.deepEqual({ ciphertext, envelope, size, scope, epoch }, { ciphertext: ZEROS, envelope: ZEROS, size: 14 * 64, scope: 0, epoch: { generation: 0, index: 0 } });
			assert.equal(author, 'patient');
			assert.ok(registeredAt >= enrolledAt);
			assert.deepEqual(status, { erased: { supersededBy: null } });
		}],
	],
	salus_representatives: [
		[() => ({ patient: patient.id, at }), (answer) => assert.deepEqual(answer, [])],
	],
	salus_erasureProposals: [
		[() => ({ patient: patient.id, at }), (answer) => {
			assert.deepEqual(answer.map(([index, { actor }]) => [index, actor]), [[4, practitioner(1, 1).actor]]);
			assert.ok(answer[0][1].proposedAt >= enrolledAt);
		}],
	],
	salus_disputes: [
		[() => ({ patient: patient.id, at }), ({ items, next }) => {
			assert.equal(next, 256);
			assert.deepEqual(items.map(([index, view]) => [index, disputed(view)]), [[3, OF_THE_HOSPITAL], [4, OF_THE_LABORATORY]]);
			const { refused } = items[1][1].state;
			assert.deepEqual([refused.actor, refused.reason], [practitioner(1, 1).actor, sealedText('reason')]);
			assert.ok(refused.at >= items[1][1].openedAt);
		}],
		[() => ({ patient: patient.id, start: 4, limit: 1, at }), ({ items, next }) => {
			assert.deepEqual(items.map(([index]) => index), [4]);
			assert.equal(next, 5);
		}],
		[() => ({ patient: patient.id, start: 256, at }), (answer) => assert.deepEqual(answer, { items: [], next: null })],
	],
	salus_organisationDisputes: [
		[() => ({ organisation: 1, at }), ({ items, next }) => {
			assert.deepEqual(items.map(([key, view]) => [key, disputed(view)]), [[{ patient: patient.id, index: 3 }, OF_THE_HOSPITAL]]);
			assert.equal(next, null);
		}],
		[() => ({ organisation: 1, limit: 0, at }), ({ items, next }) => assert.deepEqual([items, next], [[], { patient: patient.id, index: 3 }])],
		[() => ({ organisation: 1, start: { patient: patient.id, index: 3 }, limit: 1, at }), ({ items, next }) => assert.deepEqual([items.length, next], [1, null])],
		[() => ({ organisation: 2, start: null, limit: null, at }), (answer) => assert.deepEqual(answer, { items: [], next: null })],
	],
	salus_scopes: [
		[() => ({ patient: patient.id, at }), ({ items, next }) => {
			assert.equal(next, null);
			assert.deepEqual(items.map(([number]) => number), [0, 1, 2, 3]);
			const scopes = items.map(([, scope]) => scope);
			assert.equal(scopes[0].id, patient.enrolment.inbox);
			assert.equal(scopes[0].key, patient.enrolment.inboxKey);
			assert.deepEqual(scopes.map(({ epoch }) => epoch.index), [0, 1, 0, 0]);
			assert.deepEqual(scopes.map(({ unresealed }) => unresealed), [[], [consents.clinicReads], [], []]);
			assert.deepEqual(scopes.map(({ rotationDue }) => rotationDue?.[0] ?? null), [null, null, null, 'revoked']);
		}],
		[() => ({ patient: patient.id, start: 1, limit: 2, at }), ({ items, next }) => {
			assert.deepEqual(items.map(([number]) => number), [1, 2]);
			assert.equal(next, 3);
		}],
	],
	salus_consents: [
		[() => ({ patient: patient.id, at }), ({ items, next }) => {
			assert.equal(next, null);
			const given = Object.fromEntries(items);
			assert.deepEqual(given[0].grantee, { organisation: 1 });
			assert.deepEqual(given[0].permissions, ['write']);
			assert.deepEqual(given[0].purposes, ['TREAT', 'HOPERAT', 'CAREMGT']);
			assert.equal(given[0].text, patient.id, 'the enrolment text is the text of the first consent');
			const reads = given[consents.charlieReads];
			assert.deepEqual(reads.permissions, ['read', 'write']);
			assert.deepEqual(reads.purposes, ['TREAT', 'ETREAT']);
			assert.deepEqual(reads.seals.map(([item, { epoch, lineage }]) => [item, epoch.index, lineage]), [[{ scope: 1 }, 1, 0], [{ scope: 2 }, 0, 0]]);
			assert.equal(reads.live, true);
			assert.deepEqual([reads.excluded, given[consents.daveReadsOne].excluded], [false, true]);
			assert.equal(given[consents.charlieRevoked].live, false);
			assert.ok(given[consents.charlieRevoked].revokedAt > 0);
			assert.deepEqual(given[consents.daveReadsOne].items.map(({ item }) => item), [{ record: 2 }]);
			assert.deepEqual(given[consents.blindedReads].grantee, { blinded: blinding(OPENING, CHARLIE).grantee.Blinded });
		}],
		[() => ({ patient: patient.id, start: consents.charlieRevoked, limit: 1, at }), ({ items, next }) => {
			assert.deepEqual(items.map(([index]) => index), [consents.charlieRevoked]);
			assert.equal(next, consents.charlieRevoked + 1);
		}],
	],
	salus_requests: [
		[() => ({ patient: patient.id, at }), ({ items, next }) => {
			assert.equal(next, null);
			const views = items.map(([, view]) => view);
			assert.deepEqual(items.map(([index]) => index), [0, 1, 2, 3]);
			assert.deepEqual(views.map(({ requester }) => requester), [{ organisation: 1 }, { practitioner: 2 }, { practitioner: 2 }, { organisation: 2 }]);
			assert.deepEqual(views.map(({ state }) => state), [{ approved: { consent: consents.hospitalAsked } }, 'refused', 'withdrawn', 'open']);
			assert.ok(views.every(({ expired }) => !expired));
			const { permissions, purposes, from, until, envelope, requestedAt, expiresAt } = views[3];
			assert.deepEqual({ permissions, purposes, from, until }, { permissions: ['read', 'write'], purposes: ['TREAT'], from: null, until: null });
			assert.equal(envelope, digest('wish to stay open'));
			assert.deepEqual(views[1].permissions, ['write']);
			assert.ok(views[1].until > expiresAt);
			assert.ok(requestedAt > enrolledAt && expiresAt > requestedAt);
		}],
		[() => ({ patient: patient.id, start: 1, limit: 2, at }), ({ items, next }) => {
			assert.deepEqual(items.map(([index]) => index), [1, 2]);
			assert.equal(next, 3);
		}],
	],
	salus_checkAccess: [
		[() => ({ patient: patient.id, query: query({ actor: 'patient' }, 'read', { record: 0 }), at }), (answer) => assert.deepEqual(answer, { allow: { by: 'control' } })],
		[() => ({ patient: patient.id, query: query({ account: patient.pair.address }, 'write', { scope: 1 }), at }), (answer) => assert.deepEqual(answer, { allow: { by: 'control' } })],
		[() => ({ patient: patient.id, query: query(practitioner(2, 2), 'read', { record: 2 }), at }), (answer) => assert.deepEqual(answer, { allow: { by: { consent: consents.charlieReads } } })],
		[() => ({ patient: patient.id, query: query({ account: wallet('charlie').address }, 'read', { scope: 2 }), at }), (answer) => assert.deepEqual(answer, { allow: { by: { consent: consents.charlieReads } } })],
		[() => ({ patient: patient.id, query: query(blinded(practitioner(2, 2)), 'read', { scope: 2 }), at }), ({ allow }) => {
			assert.ok([consents.charlieReads, consents.blindedReads].includes(allow.by.consent));
		}],
		[() => ({ patient: patient.id, query: query(blinded(practitioner(1, 1)), 'read', { scope: 2 }), at }), ({ deny }) => {
			assert.ok(deny.reasons.every((reason) => reason.consent?.index !== consents.blindedReads), 'a thief of the opening learns nothing');
		}],
		[() => ({ patient: patient.id, query: query({ account: wallet('ferdie').address }, 'read', { record: 0 }), at }), (answer) => assert.deepEqual(answer, denied('stranger'))],
		[() => ({ patient: patient.id, query: query({ actor: { organisation: 1 } }, 'read', { scope: 0 }), at }), (answer) => assert.ok(answer.deny.reasons.includes('inboxIsPrivate'))],
		[() => ({ patient: patient.id, query: query(practitioner(1, 1), 'write', { scope: 1 }), at }), (answer) => assert.deepEqual(answer, denied({ excluded: { practitioner: 1 } }))],
		[() => ({ patient: patient.id, query: query(practitioner(2, 2), 'read', { record: 2 }, { purpose: 'HRESCH', at: null }), at }), ({ deny }) => {
			assert.ok(deny.reasons.some(({ consent }) => consent?.index === consents.charlieReads && consent.why === 'purposeNotGranted'));
		}],
		[() => ({ patient: patient.id, query: query(practitioner(2, 2), 'read', { scope: 3 }, { at: now }), at }), ({ deny }) => {
			assert.ok(deny.reasons.some(({ consent }) => consent?.index === consents.charlieRevoked && consent.why === 'revoked'));
		}],
		[() => ({ patient: patient.id, query: query(practitioner(2, 1), 'read', { scope: 1 }), at }), ({ deny }) => assert.ok(deny.reasons.some((reason) => reason.membershipNotInStanding === 'absent'))],
		[() => ({ patient: patient.id, query: query({ actor: { organisation: 9 } }, 'read', { scope: 1 }), at }), ({ deny }) => assert.ok(deny.reasons.some((reason) => reason.organisationNotInStanding === 'absent'))],
		[() => ({ patient: patient.id, query: query(practitioner(2, 2), 'read', { record: 1 }), at }), ({ deny }) => assert.ok(deny.reasons.includes('enteredInError'))],
		[() => ({ patient: patient.id, query: query({ actor: 'patient' }, 'read', { record: ERASED }), at }), (answer) => assert.deepEqual(answer, denied('erased'))],
		[() => ({ patient: patient.id, query: query(practitioner(2, 2), 'read', { record: ERASED }), at }), (answer) => assert.deepEqual(answer, denied('erased'))],
		[() => ({ patient: patient.id, query: query({ actor: 'patient' }, 'read', { record: 99_999 }), at }), (answer) => assert.deepEqual(answer, denied('itemNotFound'))],
		[() => ({ patient: patient.id, query: query({ actor: 'patient' }, 'read', { record: 0 }, { at: enrolledAt - 1 }), at }), (answer) => assert.deepEqual(answer, denied('patientNotFound'))],
	],
	salus_explainAccess: [
		[() => ({ patient: patient.id, query: query({ account: wallet('charlie').address }, 'read', { record: 2 }), at }), (answer) => {
			assert.equal(answer.length, 1);
			const [{ request, facts, decision }] = answer;
			assert.deepEqual(request.actor, practitioner(2, 2).actor);
			assert.equal(facts.membership, 'good');
			assert.equal(facts.organisation, 'good');
			assert.equal(facts.subject.record.scope, 1);
			assert.deepEqual(facts.consents.map(({ index }) => index).sort(), [consents.charlieReads, consents.clinicReads, consents.charlieRevoked].sort());
			assert.equal(request.opening, null);
			assert.deepEqual(decision, { allow: { by: { consent: consents.charlieReads } } });
		}],
		[() => ({ patient: patient.id, query: query(blinded(practitioner(2, 2)), 'read', { scope: 2 }), at }), ([{ request, facts, decision }]) => {
			assert.equal(request.opening, OPENING);
			const shown = facts.consents.find(({ index }) => index === consents.blindedReads);
			assert.deepEqual(shown.consent.grantee, { blinded: blinding(OPENING, CHARLIE).grantee.Blinded });
			assert.deepEqual(Object.keys(decision), ['allow']);
		}],
		[() => ({ patient: patient.id, query: query({ account: alice.address }, 'write', { scope: 0 }), at }), ([{ facts, decision }]) => {
			assert.deepEqual(facts.subject, { scope: 0 });
			assert.deepEqual(decision, { allow: { by: { consent: 0 } } });
		}],
		[() => ({ patient: patient.id, query: query(practitioner(1, 1), 'read', { record: 1 }), at }), ([{ facts, decision }]) => {
			assert.deepEqual(facts.exclusions, [{ practitioner: 1 }]);
			assert.deepEqual(facts.subject.record.status, 'enteredInError');
			assert.deepEqual(Object.keys(decision), ['deny']);
		}],
		[() => ({ patient: patient.id, query: query({ actor: 'patient' }, 'read', { record: 99_999 }), at }), ([{ facts }]) => assert.equal(facts.subject, 'missing')],
		[() => ({ patient: patient.id, query: query({ account: wallet('ferdie').address }, 'read', { record: 0 }), at }), (answer) => assert.deepEqual(answer, [])],
	],
	salus_practitioner: [
		[() => ({ practitioner: 1, at }), (answer) => {
			assert.equal(answer.account, wallet('dave').address);
			assert.equal(answer.home, 1);
			assert.deepEqual(answer.memberships.map(({ organisation, role }) => [organisation, role]), [[1, 'laboratory']]);
			assert.equal(answer.vault.generation, 0);
		}],
	],
	salus_organisations: [
		[() => ({ at }), ({ items, next }) => {
			assert.deepEqual(items.map(([id]) => id), [1, 2]);
			assert.deepEqual(items[0][1].registrars, [alice.address]);
			assert.deepEqual(items[0][1].standing.map(([, state]) => state), ['active']);
			assert.equal(next, null);
		}],
		[() => ({ start: 0, limit: 1, at }), ({ items, next }) => {
			assert.deepEqual(items.map(([id]) => id), [1]);
			assert.equal(next, 2);
		}],
	],
	salus_motions: [[() => ({ at }), (answer) => assert.deepEqual(answer, [])]],
	salus_parameters: [
		[() => ({ at }), (answer) => assert.deepEqual(answer, { noticePeriod: 90 * 86_400_000, minimumOrganisations: 2, minimumValidators: 1 })],
	],
	salus_validators: [
		[() => ({ at }), (answer) => assert.deepEqual(answer, method('salus_validators').examples[0].result.value)],
		[() => ({ start: 1, limit: 9, at }), (answer) => assert.deepEqual(answer, { items: [], next: null })],
		[() => ({ start: null, limit: 0, at }), (answer) => assert.deepEqual(answer, { items: [], next: 0 })],
	],
	salus_nodes: [
		[() => ({ at }), (answer) => {
			assert.deepEqual(answer.map(({ id, organisation, role, endpoint }) => [id, organisation, role, endpoint]), [[1, 1, 'history', NODE.endpoint]]);
			assert.equal(answer[0].wireguard, Buffer.from(NODE.wireguard.slice(2), 'hex').toString('base64'));
			// fd, 40 bits of the chain, 16 of zero, organisation and node.
			assert.match(answer[0].address, /^fd[0-9a-f:]+:1:0:1$/);
		}],
	],
	salus_offences: [[() => ({ at }), (answer) => assert.deepEqual(answer, [])]],
	salus_chainStatus: [
		[() => ({}), (answer) => {
			assert.equal(answer.genesis, api.genesisHash.toHex());
			assert.equal(answer.specName, 'salus');
			assert.equal(answer.specVersion, api.runtimeVersion.specVersion.toNumber());
			assert.ok(answer.best.number >= answer.finalised.number && answer.finalised.number > 0);
			assert.ok(Math.abs(answer.now - Date.now()) < 60_000);
			assert.deepEqual(answer.validators, [{ account: alice.address, organisation: 1 }]);
		}],
	],
};

const positional = (name, params) => {
	const list = method(name).params.map((parameter) => params[parameter.name]);
	while (list.length && list.at(-1) === undefined) list.pop();
	return list.map((value) => value ?? null);
};

test('document_should_be_valid_openrpc', () => {
	assert.deepEqual(documentProblems(), []);
	const spoilt = structuredClone(document);
	spoilt.methods[0].paramStructure = 'by-guess';
	assert.notDeepEqual(documentProblems(spoilt), [], 'the check can fail');
});

test('document_should_have_exactly_the_methods_of_the_node', async () => {
	const { methods } = await node.rpc('rpc_methods');
	assert.deepEqual(document.methods.map(({ name }) => name).sort(), methods.filter((name) => name.startsWith('salus_')).sort());
	assert.deepEqual(Object.keys(questions).sort(), document.methods.map(({ name }) => name).sort());
});

for (const [name, asked] of Object.entries(questions)) {
	describe(name, () => {
		asked.forEach(([question, check], number) => {
			test(`${name}_should_answer_question_${number + 1}_as_documented`, async () => {
				const params = question();
				for (const parameter of method(name).params) {
					if (parameter.required) assert.ok(parameter.name in params, `${parameter.name} is required`);
					if (parameter.name in params) assert.deepEqual(problems(parameter.schema, params[parameter.name]), [], parameter.name);
				}
				const byName = await node.rpc(name, params);
				const byPosition = await node.rpc(name, positional(name, params));
				for (const answer of [byName, byPosition]) {
					assert.deepEqual(problems(method(name).result.schema, answer), [], JSON.stringify(answer));
					check(answer);
				}
				if ('at' in params) assert.deepEqual(byPosition, byName);
			});
		});
	});
}

test('methods_should_answer_for_the_best_block_when_none_is_named', async () => {
	for (const [name, asked] of Object.entries(questions)) {
		const [question, check] = asked[0];
		const { at: _, ...params } = question();
		check(await node.rpc(name, params));
		check(await node.rpc(name, positional(name, params)));
	}
});

test('methods_should_answer_for_an_older_block_when_it_is_named', async () => {
	const genesis = api.genesisHash.toHex();
	assert.equal((await node.rpc('salus_organisations', [null, null, genesis])).items.length, 2);
	const { error } = await node.ask('salus_patient', [patient.id, genesis]);
	assert.equal(error.code, NOT_FOUND, 'the patient was enrolled later');
});

test('methods_should_answer_over_websocket_too', async () => {
	const provider = new WsProvider(node.ws);
	try {
		await provider.isReady;
		assert.deepEqual(await provider.send('salus_patient', [patient.id, at]), await node.rpc('salus_patient', [patient.id, at]));
		await assert.rejects(provider.send('salus_patient', [digest('nobody')]), ({ code }) => code === NOT_FOUND);
	} finally {
		await provider.disconnect();
	}
});

test('accounts_should_be_addresses_of_the_chain_format', async () => {
	const { controller } = await node.rpc('salus_patient', [patient.id]);
	assert.deepEqual(decodeAddress(controller, false, api.registry.chainSS58), patient.pair.addressRaw);
});

/** Expects an error that the document has for the method, and its message. */
async function assertError(name, params, code, message) {
	const { error, result } = await node.ask(name, params);
	assert.equal(error?.code, code, `${name} ${JSON.stringify(params)}: ${JSON.stringify(error ?? result)}`);
	if (code > 0) assert.ok(documentedErrors(method(name)).some((documented) => documented.code === code), `${name} documents ${code}`);
	if (message) assert.equal(error.message, message);
}

test('missing_things_should_be_an_error_and_name_what_is_missing', async () => {
	const nobody = digest('nobody');
	const anything = query({ actor: 'patient' }, 'read', { record: 0 });
	await assertError('salus_patient', [nobody], NOT_FOUND, 'there is no such patient');
	await assertError('salus_records', { patient: nobody }, NOT_FOUND, 'there is no such patient');
	await assertError('salus_record', [nobody, 0], NOT_FOUND, 'there is no such patient');
	await assertError('salus_record', [patient.id, 99_999], NOT_FOUND, 'there is no such record');
	await assertError('salus_disputes', [nobody], NOT_FOUND, 'there is no such patient');
	await assertError('salus_organisationDisputes', [9], NOT_FOUND, 'there is no such organisation');
	await assertError('salus_scopes', [nobody], NOT_FOUND, 'there is no such patient');
	await assertError('salus_consents', [nobody], NOT_FOUND, 'there is no such patient');
	await assertError('salus_requests', [nobody], NOT_FOUND, 'there is no such patient');
	await assertError('salus_recovery', [nobody], NOT_FOUND, 'there is no such patient');
	await assertError('salus_representatives', [nobody], NOT_FOUND, 'there is no such patient');
	await assertError('salus_checkAccess', [nobody, anything], NOT_FOUND, 'there is no such patient');
	await assertError('salus_explainAccess', [nobody, anything], NOT_FOUND, 'there is no such patient');
	await assertError('salus_practitioner', [0], NOT_FOUND, 'there is no such practitioner');
	await assertError('salus_practitioner', { practitioner: 4_294_967_295 }, NOT_FOUND, 'there is no such practitioner');
	assert.equal(document.components.errors.NotFound.code, NOT_FOUND);
});

test('future_should_be_an_error_when_it_is_asked_about', async () => {
	const later = query({ actor: 'patient' }, 'read', { record: 0 }, { at: Date.now() + 3_600_000 });
	const { message } = document.components.errors.InTheFuture;
	await assertError('salus_checkAccess', [patient.id, later], IN_THE_FUTURE, message);
	await assertError('salus_explainAccess', { patient: patient.id, query: later }, IN_THE_FUTURE, message);
	const relative = query({ actor: 'patient' }, 'read', { record: 0 }, { at: now + 1 });
	await assertError('salus_checkAccess', [patient.id, relative, at], IN_THE_FUTURE, message);
});

test('block_should_be_an_error_when_the_node_does_not_know_it', async () => {
	const { message } = document.components.errors.UnknownBlock;
	for (const [name, asked] of Object.entries(questions)) {
		const params = asked[0][0]();
		if ('at' in params) await assertError(name, { ...params, at: digest('no block') }, UNKNOWN_BLOCK, message);
	}
});

test('parameters_should_be_refused_when_they_are_not_what_is_documented', async () => {
	for (const [name, asked] of Object.entries(questions)) {
		const params = asked[0][0]();
		for (const { name: parameter, required } of method(name).params) {
			await assertError(name, { ...params, [parameter]: { not: 'this' } }, INVALID_PARAMS);
			await assertError(name, positional(name, { ...params, [parameter]: 'neither' }), INVALID_PARAMS);
			if (required) {
				const { [parameter]: _, ...others } = params;
				await assertError(name, others, INVALID_PARAMS);
			}
		}
	}
	const good = query({ actor: 'patient' }, 'read', { record: 0 });
	for (const bad of [
		{ ...good, asker: { blinded: { actor: 'patient' } } },
		{ ...good, asker: { blinded: { actor: 'patient', opening: '0x00' } } },
		{ ...good, action: 'delete' },
		{ ...good, purpose: 'MARKETING' },
		{ ...good, purpose: 'treat' },
		{ ...good, item: { scope: 65_536 } },
		{ ...good, item: { record: -1 } },
		{ ...good, item: { record: 0, scope: 0 } },
		{ ...good, asker: 'patient' },
		{ ...good, at: 'now' },
	]) {
		assert.notDeepEqual(problems({ $ref: '#/components/schemas/AccessQuery' }, bad), [], `documented as wrong: ${JSON.stringify(bad)}`);
		await assertError('salus_checkAccess', [patient.id, bad], INVALID_PARAMS);
	}
	await assertError('salus_checkAccess', [patient.id, { ...good, asker: { account: 'nobody' } }], INVALID_PARAMS);
	await assertError('salus_patient', [patient.id.slice(0, -2)], INVALID_PARAMS);
	await assertError('salus_records', [patient.id, -1], INVALID_PARAMS);
	await assertError('salus_records', [patient.id, 4_294_967_296], INVALID_PARAMS);
	assert.equal((await node.ask('salus_nothing')).error.code, METHOD_NOT_FOUND);
});

test('standard_methods_should_work_as_on_every_substrate_node', async () => {
	const health = await node.rpc('system_health');
	assert.deepEqual({ ...health, peers: 0 }, { peers: 0, isSyncing: false, shouldHavePeers: false });
	const { number, parentHash, stateRoot } = await node.rpc('chain_getHeader', [at]);
	assert.match(number, /^0x[0-9a-f]+$/);
	assert.match(parentHash + stateRoot, /^(0x[0-9a-f]{64}){2}$/);
	assert.equal((await node.rpc('chain_getBlock', [at])).block.header.number, number);
	assert.equal(await node.rpc('chain_getBlockHash', [0]), api.genesisHash.toHex());
	assert.ok((await node.rpc('state_getMetadata')).startsWith('0x6d657461'));
	assert.equal((await node.rpc('state_getRuntimeVersion')).specName, 'salus');
	assert.deepEqual(await node.rpc('system_properties'), { ss58Format: 42, tokenDecimals: 0, tokenSymbol: 'NIL' });
	assert.equal(await node.rpc('system_accountNextIndex', [patient.pair.address]), (await api.query.system.account(patient.pair.address)).nonce.toNumber());

	const tx = api.tx.records.register(patient.id, 'Patient', 'PatientRequest', record('by hand', 0));
	const signed = await tx.signAsync(patient.pair);
	const hash = await node.rpc('author_submitExtrinsic', [signed.toHex()]);
	assert.equal(hash, signed.hash.toHex());
	const counted = async () => (await api.query.records.recordCount(patient.id)).toNumber();
	await node.until(async () => (await counted()) === BULK + 6);
});
