// Each case spoils one thing in a good file: were it accepted, the checks in `examples.test.js` would prove nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './examples.js';
import { problems } from './validator.js';

const BUNDLE = 'lab-bundle.json';
const REPORT = 'lab-report-1.json';
const of = (resource, type) => (resource.entry?.map((entry) => entry.resource) ?? resource.contained).find(({ resourceType }) => resourceType === type);

test('validator_should_find_nothing_when_nothing_is_spoilt', () => {
	for (const name of [BUNDLE, REPORT]) assert.deepEqual(problems(load(name)), []);
});

const cases = [
	['resource_type_is_unknown', BUNDLE, (r) => { of(r, 'Patient').resourceType = 'Person2'; }, /Invalid resource type/],
	['bundle_type_is_not_in_its_enum', BUNDLE, (r) => { r.type = 'parcel'; }, /"parcel" is not in the required value set .*bundle-type/],
	['observation_status_is_not_in_its_enum', BUNDLE, (r) => { of(r, 'Observation').status = 'done'; }, /"done" is not in .*observation-status/],
	['contained_status_is_not_in_its_enum', REPORT, (r) => { of(r, 'Observation').status = 'done'; }, /"done" is not in .*observation-status/],
	['gender_is_not_in_its_enum', REPORT, (r) => { of(r, 'Patient').gender = 'F'; }, /"F" is not in .*administrative-gender/],
	['media_type_is_no_media_type', BUNDLE, (r) => { of(r, 'DocumentReference').content[0].attachment.contentType = 'text'; }, /"text" is not in .*mimetypes/],
	['bundle_type_is_missing', BUNDLE, (r) => { delete r.type; }, /Bundle\.type.*Missing required property/],
	['observation_code_is_missing', BUNDLE, (r) => { delete of(r, 'Observation').code; }, /\.code.*Missing required property/],
	['report_code_is_missing', REPORT, (r) => { delete r.code; }, /DiagnosticReport\.code.*Missing required property/],
	['contained_code_is_missing', REPORT, (r) => { delete of(r, 'Observation').code; }, /contained.*\.code.*Missing required property/],
	['transaction_entry_has_no_request', BUNDLE, (r) => { delete r.entry[0].request; }, /bdl-3/],
	['element_is_unknown', BUNDLE, (r) => { of(r, 'Patient').favouriteColour = 'blue'; }, /Invalid additional property "favouriteColour"/],
	['nested_element_is_unknown', REPORT, (r) => { of(r, 'Observation').valueQuantity.amount = 1; }, /Invalid additional property "amount"/],
	['value_is_of_the_wrong_json_type', REPORT, (r) => { of(r, 'Observation').valueQuantity.value = '212'; }, /expected number, but got string/],
	['single_element_is_an_array', REPORT, (r) => { r.subject = [r.subject]; }, /Expected single value/],
	['repeated_element_is_not_an_array', REPORT, (r) => { r.category = r.category[0]; }, /Expected array/],
	['element_is_null', REPORT, (r) => { r.conclusion = null; }, /Invalid null value/],
	['day_does_not_exist', BUNDLE, (r) => { of(r, 'Patient').birthDate = '1985-02-29'; }, /Invalid date value/],
	['value_and_its_absence_are_both_given', REPORT, (r) => { of(r, 'Observation').dataAbsentReason = { text: 'none' }; }, /obs-6/],
	['bundled_value_and_its_absence_are_both_given', BUNDLE, (r) => { of(r, 'Observation').dataAbsentReason = { text: 'none' }; }, /obs-6/],
	['two_values_are_given', REPORT, (r) => { of(r, 'Observation').valueString = '212'; }, /Conflicting choice of type/],
	['reference_is_to_the_wrong_type', BUNDLE, (r) => { of(r, 'Specimen').collection.collector.reference = of(r, 'Specimen').subject.reference; }, /Invalid reference: got "Patient"/],
	['contained_reference_is_to_the_wrong_type', REPORT, (r) => { r.resultsInterpreter[0].reference = '#specimen'; }, /Invalid reference: got "Specimen"/],
	['reference_leads_outside_the_file', REPORT, (r) => { r.subject.reference = 'Patient/1'; }, /Patient\/1 resolves to nothing/],
	['bundle_reference_resolves_to_nothing', BUNDLE, (r) => { r.entry.splice(r.entry.findIndex(({ resource }) => resource.resourceType === 'Specimen'), 1); }, /resolves to nothing/],
	['contained_reference_resolves_to_nothing', REPORT, (r) => { r.result[0].reference = '#nothing'; }, /#nothing resolves to nothing/],
	['contained_resource_is_not_referred_to', REPORT, (r) => { r.contained.push({ resourceType: 'Organization', id: 'spare', name: 'Spare' }); }, /nothing refers to #spare/],
	['full_url_is_used_twice', BUNDLE, (r) => { r.entry.push(structuredClone(r.entry[0])); }, /used twice/],
	['unit_is_not_ucum', REPORT, (r) => { of(r, 'Observation').valueQuantity.code = 'milligrams'; }, /"milligrams" is not a UCUM unit/],
	['hl7_code_does_not_exist', BUNDLE, (r) => { of(r, 'Specimen').type.coding[0].code = 'BLOODY'; }, /has no code "BLOODY"/],
	['hl7_code_has_a_foreign_display', BUNDLE, (r) => { of(r, 'Specimen').type.coding[0].display = 'Urine'; }, /not "Urine"/],
];

for (const [condition, name, spoil, complaint] of cases) {
	test(`validator_should_refuse_${name.replace('.json', '')}_when_${condition}`, () => {
		const resource = load(name);
		spoil(resource);
		const found = problems(resource);
		assert.ok(found.some((line) => complaint.test(line)), `expected ${complaint}, found ${JSON.stringify(found, null, 1)}`);
	});
}
