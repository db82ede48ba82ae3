/** What `optimize` needs: an amount to choose, a challenge probability to set to it, and somebody to deter. */

import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Levers } from '../../market/mechanism.ts';
import type { PlugSpec, StrategySpec } from '../../market/settings.ts';
import { isRecord } from '../numbers/leaves.ts';
import { type PathProblem, say } from '../problems/problems.ts';
import type { Axis } from '../schema/scenario.ts';

/**
 * What keeps `optimize` from being answered at every design point.
 *
 * @param data  the file's, defaults filled in
 * @param asserters  the strategies listed, honest play among them
 */
export function checkOptimize(
  data: Record<string, unknown>,
  axes: readonly Axis[],
  asserters: readonly StrategySpec[] | undefined,
  { mechanisms }: Catalogue,
): PathProblem[] {
  if (!isRecord(data.optimize)) return [];
  const over = String(data.optimize.over);
  const options = axes.find(({ path }) => path === 'mechanism')?.options ?? [data.mechanism];
  const kinds = options.map((option) => String(isRecord(option) ? option.kind : option)).join(' or ');
  const states = (lever: keyof Levers) =>
    options.some((option) => {
      const mechanism = (isRecord(option) ? option : { kind: String(option) }) as PlugSpec;
      const name = mechanisms.get(mechanism.kind)?.levers?.[lever];
      const isSwept = name !== undefined && axes.some(({ path }) => path === `mechanism.${name}`);
      return isSwept || (name !== undefined && mechanism[name] !== undefined);
    });
  const problems: PathProblem[] = [];
  if (!states('rate')) {
    const message = `optimize sets how often a job is challenged to what deters at each amount, and ${kinds} has no such rate; leave optimize out`;
    const expected = 'a mechanism that challenges jobs at a rate';
    problems.push({ ...say('idle-optimize', ['optimize'], over, expected, message), atKey: true });
  } else if (over !== 'market.stake' && !states('slashAmount')) {
    const message = `optimize chooses ${over}, which ${kinds} does not state here; state it, or choose market.stake`;
    problems.push(say('idle-optimize', ['optimize', 'over'], over, 'an amount that the file states', message));
  }
  if (asserters?.every(({ kind }) => kind === 'honest')) {
    const message = 'optimize has nobody to deter: no deviation of the asserter is listed under players';
    problems.push({ ...say('no-deviation', ['optimize'], over, 'at least one deviation', message), atKey: true });
  }
  return problems;
}
