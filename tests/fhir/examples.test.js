import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import { load, names } from './examples.js';
import { hl7Folder, objects, problems } from './validator.js';

const ask = (resource, expression) => fhirpath.evaluate(resource, expression, undefined, r4);
const one = (resource, expression) => {
	const answer = ask(resource, expression);
	assert.equal(answer.length, 1, `${expression} has ${answer.length} answers`);
	return answer[0];
};
/** The resource with every contained or bundled resource at hand, whichever way the file nests them. */
const inside = 'descendants().where($this is Observation)';
const result = (resource, code) => one(resource, `${inside}.where(code.coding.code = '${code}').value.value`);

test('demo_should_have_exactly_its_three_files_when_listed', () => {
	assert.deepEqual(names, ['lab-bundle.json', 'lab-report-1.json', 'lab-report-2.json']);
});

for (const name of names) {
	test(`${name}_should_be_valid_r4_when_checked_independently`, () => {
		assert.deepEqual(problems(load(name)), []);
	});

	test(`${name}_should_have_a_code_and_a_value_when_observed`, () => {
		const resource = load(name);
		assert.ok(one(resource, `${inside}.count()`) > 0);
		assert.deepEqual(ask(resource, `${inside}.all(code.coding.where(system = 'http://loinc.org').count() = 1)`), [true]);
		assert.deepEqual(ask(resource, `${inside}.all(value.exists() and value.value.exists())`), [true]);
		assert.deepEqual(ask(resource, `${inside}.all(value.system = 'http://unitsofmeasure.org' and value.code.exists())`), [true]);
	});

	test(`${name}_should_flag_each_result_as_its_range_says_when_interpreted`, () => {
		const expected = `iif(value.value < referenceRange.low.value, 'L', iif(value.value > referenceRange.high.value, 'H', 'N'))`;
		assert.deepEqual(ask(load(name), `${inside}.all(interpretation.coding.code = ${expected})`), [true]);
		assert.deepEqual(ask(load(name), `${inside}.all(referenceRange.low.exists() or referenceRange.high.exists())`), [true]);
	});

	test(`${name}_should_report_each_observation_once_when_counted`, () => {
		const resource = load(name);
		const report = resource.resourceType === 'Bundle' ? one(resource, 'Bundle.entry.resource.ofType(DiagnosticReport)') : resource;
		const references = ask(report, 'result.reference');
		assert.equal(new Set(references).size, references.length);
		assert.equal(references.length, one(resource, `${inside}.count()`));
	});

	test(`${name}_should_have_a_narrative_where_r4_wants_one_when_read`, () => {
		const resource = load(name);
		const outer = resource.entry?.map((entry) => entry.resource) ?? [resource];
		for (const { resourceType, text } of outer) assert.match(text?.div ?? '', /^<div xmlns="http:\/\/www\.w3\.org\/1999\/xhtml">.+<\/div>$/, resourceType);
		for (const { id, text } of resource.contained ?? []) assert.equal(text, undefined, id);
	});

	test(`${name}_should_be_about_the_one_fictional_patient_when_read`, () => {
		const resource = load(name);
		const patient = one(resource, 'descendants().where($this is Patient)');
		assert.equal(one(patient, 'identifier.value'), 'EX-PAT-0042');
		assert.equal(one(patient, 'name.family'), 'Placeholder');
		const patientUrl = (resource.entry ?? []).find((entry) => entry.resource.resourceType === 'Patient')?.fullUrl ?? '#patient';
		assert.deepEqual([...new Set(ask(resource, '(descendants() | $this).subject.reference'))], [patientUrl]);
	});

	test(`${name}_should_name_only_reserved_hosts_when_people_and_places_are_named`, () => {
		const resource = load(name);
		for (const email of ask(resource, `descendants().where(system = 'email').value`)) assert.match(email, /@[a-z.-]+\.example$/);
		const systems = [...objects(resource)].flatMap(([path, { system }]) => (/identifier(\[\d+\])?$/.test(path) ? [system] : []));
		assert.ok(systems.length > 0);
		for (const system of systems) assert.match(new URL(system).hostname, /\.example$/);
		assert.equal(one(resource, `meta.tag.where(system.endsWith('v3-ActReason')).code`), 'HTEST');
	});
}

test('bundle_should_hold_the_whole_visit_when_counted', () => {
	const count = {};
	for (const { resource } of load('lab-bundle.json').entry) count[resource.resourceType] = (count[resource.resourceType] ?? 0) + 1;
	assert.deepEqual(count, {
		Organization: 2,
		Practitioner: 2,
		Patient: 1,
		ServiceRequest: 1,
		Specimen: 1,
		Observation: 6,
		DiagnosticReport: 1,
		DocumentReference: 1,
	});
});

test('bundle_should_post_each_entry_to_its_own_type_when_sent_as_a_transaction', () => {
	const bundle = load('lab-bundle.json');
	assert.equal(bundle.type, 'transaction');
	for (const { request, resource } of bundle.entry) assert.deepEqual([request.method, request.url], ['POST', resource.resourceType]);
});

test('bundle_should_have_a_cell_volume_that_follows_from_its_parts_when_recomputed', () => {
	const bundle = load('lab-bundle.json');
	const volume = (result(bundle, '4544-3') / result(bundle, '789-8')) * 10;
	assert.equal(volume.toFixed(1), result(bundle, '787-2').toFixed(1));
});

test('bundle_should_have_a_document_that_matches_its_size_and_digest_when_decoded', () => {
	const bundle = load('lab-bundle.json');
	const attachment = one(bundle, 'Bundle.entry.resource.ofType(DocumentReference).content.attachment');
	const bytes = Buffer.from(attachment.data, 'base64');
	assert.equal(bytes.length, attachment.size);
	assert.equal(createHash('sha1').update(bytes).digest('base64'), attachment.hash);
	const printed = bytes.toString('utf8').matchAll(/^(\S.*?) +([\d.]+) (\S+)$/gm);
	const stored = ask(bundle, inside).map((observation) => [observation.code.text, observation.valueQuantity.value, observation.valueQuantity.unit]);
	assert.deepEqual([...printed].map(([, text, value, unit]) => [text, Number(value), unit]), stored);
});

for (const name of ['lab-report-1.json', 'lab-report-2.json']) {
	test(`${name}_should_have_lipid_fractions_that_add_up_when_recomputed`, () => {
		const report = load(name);
		assert.equal(result(report, '2093-3') - result(report, '2085-9') - result(report, '2571-8') / 5, result(report, '13457-7'));
	});
}

test('second_report_should_be_a_later_and_different_one_when_compared_with_the_first', () => {
	const [first, second] = [load('lab-report-1.json'), load('lab-report-2.json')];
	assert.ok(new Date(second.effectiveDateTime) > new Date(first.issued));
	assert.notEqual(one(second, 'identifier.value'), one(first, 'identifier.value'));
	assert.deepEqual(one(second, 'code.coding.code'), one(first, 'code.coding.code'));
	for (const code of ask(first, `${inside}.code.coding.code`)) assert.notEqual(result(second, code), result(first, code));
});

test('hl7_sample_should_be_complete_when_installed', () => {
	assert.equal(readdirSync(hl7Folder).filter((file) => file.endsWith('.json')).length, 5307);
});
