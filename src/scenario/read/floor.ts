import type { Catalogue } from '../../catalogue/catalogue.ts';
import { isRecord } from '../numbers/leaves.ts';
import { type PathProblem, say } from '../problems/problems.ts';
import type { Source } from './load.ts';

/**
 * The floor of a rule of sampling is the mechanism's own chance of a challenge, by the name that it has there: whoever
 * writes it has said both. One that is written as both is a problem.
 */
export function fillFloors({ data }: Source, { mechanisms }: Pick<Catalogue, 'mechanisms'>): PathProblem[] {
  if (!isRecord(data)) return [];
  const coinOf = (kind: unknown) => mechanisms.get(String(kind))?.coin;
  const swept = isRecord(data.sweep) && Array.isArray(data.sweep.mechanism) ? data.sweep.mechanism : [];
  return [
    ...fillFloor(data.mechanism, ['mechanism'], coinOf),
    ...swept.flatMap((option: unknown, i) => fillFloor(option, ['sweep', 'mechanism', i], coinOf)),
  ];
}

function fillFloor(
  given: unknown,
  steps: readonly (string | number)[],
  coinOf: (kind: unknown) => string | undefined,
): PathProblem[] {
  if (!isRecord(given) || !isRecord(given.sampling) || given.sampling.floor === undefined) return [];
  const coin = coinOf(given.kind);
  if (coin === undefined) return [];
  if (given[coin] === undefined) {
    given[coin] = '= mechanism.sampling.floor';
    return [];
  }
  const message = `mechanism.sampling.floor is mechanism.${coin} under another name, and both are given; leave one of them out`;
  return [
    { ...say('both-names', [...steps, 'sampling', 'floor'], null, 'one of the two names', message), atKey: true },
  ];
}
