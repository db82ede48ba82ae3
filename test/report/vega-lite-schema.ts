/** Vega-Lite's own schema, compiled once for all tests of charts. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';

const path = createRequire(import.meta.url).resolve('vega-lite/vega-lite-schema.json');
const ajv = new Ajv({ strict: false, formats: { 'color-hex': true, uri: true, 'uri-reference': true } });
const isVegaLite = ajv.compile(JSON.parse(readFileSync(path, 'utf8')));

/** The first three faults the schema finds in a spec as it is written to a file. */
export function listFaults(spec: unknown): unknown[] {
  return isVegaLite(JSON.parse(JSON.stringify(spec))) ? [] : isVegaLite.errors!.slice(0, 3);
}
