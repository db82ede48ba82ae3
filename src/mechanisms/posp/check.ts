import type { RuleProblem } from '../../market/mechanism.ts';
import { CREDITS_MAX } from '../../market/money/ledger.ts';
import type { Settings } from '../../market/settings.ts';

/** Rules between a challenge's parameters and the market it is drawn from. */
export function checkChallenge({ mechanism, market, coalition }: Settings): RuleProblem[] {
  const problems: RuleProblem[] = [];
  const {
    validatorCount: drawn,
    slashAmount,
    slashFraction,
    draw,
  } = mechanism as {
    validatorCount?: number;
    slashAmount?: number;
    slashFraction?: number;
    draw?: string;
  };
  const report = (path: string, received: unknown, expected: string) => problems.push({ path, received, expected });
  if ((slashAmount === undefined) === (slashFraction === undefined)) {
    report('mechanism.slashAmount', slashAmount, 'exactly one of slashAmount and slashFraction');
  }
  if (drawn === undefined) return problems;
  const most = Math.min(slashAmount ?? (slashFraction ?? 0) * market.stake, market.stake);
  if ((drawn + 1) * most > CREDITS_MAX) {
    report(
      slashAmount === undefined ? 'mechanism.slashFraction' : 'mechanism.slashAmount',
      slashAmount ?? slashFraction,
      `at most ${CREDITS_MAX / (drawn + 1)} credits from each of the ${drawn + 1} nodes one challenge can slash; write all amounts in a larger unit, such as thousands`,
    );
  }
  if (drawn > market.nodeCount - 1) {
    report('mechanism.validatorCount', drawn, `at most the ${market.nodeCount - 1} other nodes`);
  } else if (draw === 'independent' && coalition.size > 0) {
    if (coalition.size - 1 < drawn) {
      report(
        'coalition.fraction',
        coalition.fraction,
        `a coalition of at least ${drawn + 1} nodes, so that ${drawn} independently drawn validators can all be members`,
      );
    }
    // An outsider that asserts cannot check itself, so one more than n is needed; with fewer its jobs went unchallenged.
    if (market.nodeCount - coalition.size - 1 < drawn) {
      report(
        'coalition.fraction',
        coalition.fraction,
        `at least ${drawn + 1} nodes outside the coalition, so that ${drawn} independently drawn validators can all be outsiders`,
      );
    }
  }
  return problems;
}
