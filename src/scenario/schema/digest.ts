import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { catalogueOf } from '../../catalogue/catalogue.ts';
import { whyWeighed } from '../../catalogue/evidence.ts';
import { unusualMoney } from '../../catalogue/money.ts';
import { whySampled } from '../../catalogue/sampling.ts';
import type { HasPlugs, PlugSpec } from '../../market/settings.ts';
import { shorten } from './one-of.ts';
import type { Scenario } from './scenario.ts';

/**
 * What a study is known by: a digest of all that decides the outcome of its runs, after defaults.
 *
 * Title, question, source, claims, replications, sweep, confidence and run length are left out, so that asking more of
 * a study keeps its folder and every run in it.
 *
 * @returns `sha256:` and 64 hexadecimal digits
 */
export function digestScenario(scenario: Scenario): string {
  return `sha256:${digest(studyOf(scenario))}`;
}

/** All of a scenario that is digested. */
export function studyOf(scenario: Scenario) {
  const { seed, market, players, coalition } = scenario;
  // The code of a user's own plugs, by its hash.
  const plugins = catalogueOf(scenario).plugins.map(({ kinds, sha256 }) => ({ kinds, sha256 }));
  const study = {
    seed,
    mechanism: rulesOf(scenario),
    market: asDigested(market),
    players,
    coalition,
    ...unusualMoney(scenario),
  };
  return plugins.length > 0 ? { ...study, plugins } : study;
}

/** A mechanism without what it says of evidence and sampling where that is what it was before it could be said. */
export function rulesOf(holder: HasPlugs & { mechanism: PlugSpec }): PlugSpec {
  const { evidence, sampling, ...others } = holder.mechanism;
  return {
    ...others,
    ...(whyWeighed(holder) !== undefined && { evidence }),
    ...(whySampled(holder) !== undefined && { sampling }),
  };
}

/**
 * A market under the names, and in the short form, by which it was digested when there was one demand and it was called
 * arrivals: so files of any age keep their digest, their folder and their runs.
 */
export function asDigested({ demand, dispatch, hazards, ...others }: Market) {
  const isSafe = hazards === undefined || hazards.length === 0;
  return { ...others, ...(!isSafe && { hazards }), arrivals: shorten(demand), dispatch: shorten(dispatch) };
}

/** What of a market has another name or a shorter form there. */
interface Market {
  demand?: unknown;
  dispatch?: unknown;
  hazards?: readonly unknown[] | undefined;
}

/**
 * SHA-256 of data, equal data the same: 64 hexadecimal digits of its {@link canonicalJson}. A browser has to find them too,
 * and its own way to do so has no answer at once.
 */
export function digest(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(value))));
}

/** Data whose {@link canonicalJson} is known, and stands in its place. */
export class Spelled {
  readonly text: string;

  constructor(value: unknown) {
    this.text = canonicalJson(value);
  }
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
  if (value instanceof Spelled) return value.text;
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
}
