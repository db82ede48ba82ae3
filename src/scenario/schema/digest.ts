import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Scenario } from './scenario.ts';

/**
 * What a study is known by: a digest of all that decides the outcome of its runs, after defaults.
 *
 * Title, question, source, claims, replications, sweep, confidence and run length are left out, so that asking more of
 * a study keeps its folder and every run in it.
 *
 * @returns `sha256:` and 64 hexadecimal digits
 */
export function digestScenario({ seed, mechanism, market, players, coalition }: Scenario): string {
  return `sha256:${digest({ seed, mechanism, market, players, coalition })}`;
}

/**
 * SHA-256 of data, equal data the same: 64 hexadecimal digits of its {@link canonicalJson}. A browser has to find them too,
 * and its own way to do so has no answer at once.
 */
export function digest(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(value))));
}

/**
 * JSON in which equal data gives equal text: keys sorted, undefined left out.
 *
 * @example
 * canonicalJson({ b: 1, a: [2, undefined] }) // => '{"a":[2,null],"b":1}'
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
}
