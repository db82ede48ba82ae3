/** Parameters and rules that the games with checkers have in common. */
import { z } from 'zod';
import type { Mechanism, RuleProblem } from '../../market/mechanism.ts';
import type { Settings } from '../../market/settings.ts';
import { slashOfAsserter } from '../define.ts';

const credits = (description: string) => z.number().min(0).meta({ description, unit: 'credits' });

/** What a false result costs whoever asserted it, and what finding it is worth. */
export const checkerParams = {
  slashAmount: credits('Stake taken from the asserter of a result found to be false (S), at most what is there.'),
  bounty: credits('Reward for finding a false result (B), shared equally by all who found it.').default(0),
  missedLoss: credits('Harm to each checker of a false result that nobody found (L).').default(0),
};

/** How many checkers a job has. */
export const checkerCount = z
  .int()
  .min(1)
  .max(255)
  .default(1)
  .meta({ description: 'Checkers drawn per job (n).', unit: 'count' });

/** What a game with several checkers says of them. */
export const checkerFacts = {
  validatorsPerJob: countCheckers,
  extremes: (settings) => ({ ...slashOfAsserter(settings), nodes: 1 + countCheckers(settings) }),
  levers: { slashAmount: 'slashAmount' },
} as const satisfies Partial<Mechanism>;

function countCheckers({ mechanism }: Settings): number {
  return Number(mechanism.validatorCount ?? 1);
}

/** There must be as many other nodes as checkers. */
export function checkCheckers(settings: Settings): RuleProblem[] {
  const count = countCheckers(settings);
  const most = settings.market.nodeCount - 1;
  if (count <= most) return [];
  return [{ path: 'mechanism.validatorCount', received: count, expected: `at most the ${most} other nodes` }];
}
