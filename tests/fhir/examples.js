// The demo's files, parsed.
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../examples/fhir/', import.meta.url);

/** Names of all FHIR files of the demo, sorted. */
export const names = readdirSync(folder).filter((name) => name.endsWith('.json')).sort();

/** A fresh copy of one file's resource, free to be changed. */
export function load(name) {
	return JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
}
