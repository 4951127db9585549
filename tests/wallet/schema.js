// docs/openrpc.json as a set of validators.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import jsonSchema from '@json-schema-tools/meta-schema';
import { openrpcDocument as metaSchema } from '@open-rpc/meta-schema';

/** The document. */
export const document = JSON.parse(readFileSync(new URL('../../docs/openrpc.json', import.meta.url), 'utf8'));

const POINTER = '#/components/schemas/';
const rooted = (schema) => JSON.parse(JSON.stringify(schema).replaceAll(`"${POINTER}`, '"salus#/$defs/'));
const ajv = new Ajv2020({ strict: true, allErrors: true });
ajv.addSchema({ $id: 'salus', $defs: rooted(document.components.schemas) });

const described = ({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`;

/** What is wrong with a value by a schema of the document; empty when nothing is. */
export function problems(schema, value) {
	const validate = ajv.compile(rooted(schema));
	return validate(value) ? [] : validate.errors.map(described);
}

/** What is wrong with the document by OpenRPC's own meta-schema. */
export function documentProblems(candidate = document) {
	// Both meta-schemas are of draft 7 under ids of their own; one refers to the other with and without a final slash.
	const draft7 = new Ajv({ strict: false, allErrors: true, validateSchema: false, validateFormats: false });
	const { $id, $schema, ...plain } = jsonSchema.default;
	for (const name of ['https://meta.json-schema.tools', 'https://meta.json-schema.tools/']) draft7.addSchema(plain, name);
	const validate = draft7.compile({ ...metaSchema, $schema: undefined });
	return validate(candidate) ? [] : validate.errors.map(described);
}

/** The errors that the document has for a method, resolved. */
export function documentedErrors(method) {
	return method.errors.map(({ $ref, ...error }) => ($ref ? document.components.errors[$ref.split('/').at(-1)] : error));
}
