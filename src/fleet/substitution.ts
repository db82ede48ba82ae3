/** What a node saves that serves another model than it promised. */
import type { Model } from './models.ts';
import { secondsToServe, type Tokens } from './service-law.ts';

/**
 * What serving `to` costs of what serving `from` costs, on the same hardware and for the same tokens [1].
 *
 * @returns `undefined` where one of them has no law on that hardware
 */
export function costRatio(from: Model, to: Model, hardware: string, tokens: Tokens): number | undefined {
  const [promised, served] = [from, to].map(({ laws }) => laws.find((law) => law.hardware === hardware));
  return promised && served && secondsToServe(served, tokens) / secondsToServe(promised, tokens);
}
