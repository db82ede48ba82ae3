/** What stands beside the exact answers at a design point: how honesty spreads, how soon cheating is found out, what it all brings. */

import { leversOf } from '../../catalogue/needs.ts';
import { columnIndex as at } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import { armOf } from '../../plan/arms.ts';
import type { DesignPoint } from '../../plan/plan.ts';
import type { Optimize, Scenario } from '../../scenario/schema/scenario.ts';
import { describeDetections } from '../exhibits/detection.ts';
import { exactAdvantage, exactFocalRecord, exactRecord, listSolvable } from '../round/exact.ts';
import { isWorthTaking } from '../round/participation.ts';
import type { Resolve } from '../round/remember-settings.ts';
import { scaleOfPayoffs } from '../round/resolution.ts';
import { describeConcepts } from '../stage/concepts.ts';
import { describeDynamics } from '../stage/dynamics.ts';
import type { SideParts } from '../stage/side-part.ts';
import type { SolvedStage } from '../stage/stage-game.ts';
import { findOptimum } from './optimum.ts';
import type { MainPart, SolvedPoint, SolvedRates } from './result.ts';

/** What stands beside it: each part is worked out by itself, and left out by name where that fails. */
export function describeSides(
  { at: place, settings }: DesignPoint,
  stage: SolvedStage | null,
  { scenario, resolve, coordination, concepts }: SideQuestions,
  parts: SideParts,
): Omit<SolvedPoint, MainPart | 'failed'> {
  const { attempt } = parts;
  const { optimize } = scenario;
  return {
    ...(concepts && {
      concepts:
        (stage?.utilities &&
          describeConcepts({ ...stage.game, payoffs: stage.utilities }, scaleOfPayoffs(settings), parts)) ??
        null,
    }),
    dynamics: attempt('dynamics', () => describeDynamics(settings, coordination)) ?? [],
    detection: attempt('detection', () => describeDetections(settings)) ?? {},
    rates: attempt('rates', () => describeRates(settings)) ?? unknownRates,
    participation: attempt('participation', () => describeParticipation(settings)),
    payoffs: { coalition: attempt('payoffs of the coalition', () => coalitionIncome(settings)) },
    ...(optimize &&
      attempt('optimum', () =>
        isAnswerable(optimize, settings) ? { optimum: findOptimum(optimize, place, settings, resolve) } : undefined,
      )),
  };
}

interface SideQuestions {
  scenario: Scenario;
  resolve: Resolve;
  /** As in `SolveOptions`. */
  coordination?: number | undefined;
  concepts?: boolean | undefined;
}

function coalitionIncome(settings: Settings): number | null {
  if (settings.coalition.size === 0) return null;
  const own = exactFocalRecord(settings, armOf(settings, 'asserter', 'honest', 'coalition'));
  return own && (own[at.asserterIncome] + own[at.validatorIncome]) / own[at.focalJobs];
}

function describeParticipation(settings: Settings): SolvedPoint['participation'] {
  const honest = exactFocalRecord(settings, armOf(settings, 'asserter', 'honest', 'coalition'));
  if (!honest) return null;
  const honestPayoff = honest[at.asserterIncome] / honest[at.focalJobs];
  const { reward, computeCost } = settings.market;
  return { feasible: isWorthTaking(honestPayoff), honestPayoff, falseSlashLoss: reward - computeCost - honestPayoff };
}

function describeRates(settings: Settings): SolvedRates {
  const cheat = listSolvable(settings, 'asserter').find(({ name }) => name !== 'honest');
  const record = cheat && exactRecord(settings, armOf(settings, 'asserter', cheat.name, 'coalition'));
  const verificationOverhead = describeOverhead(settings);
  if (!record) return { ...unknownRates, verificationOverhead };
  const challenged = record[at.focalChallengedJobs];
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : null);
  // Challenges fall on true and false results alike.
  const cheated = share(record[at.cheatedJobs], record[at.focalJobs]) ?? 0;
  return {
    allCollude: share(record[at.focalColludingJobs], challenged),
    detectedGivenChallenge: share(record[at.detectedJobs], challenged * cheated),
    falseVerdict: share(record[at.falseVerdicts], record[at.arbitrations]),
    verificationOverhead,
    undetectedFraud: share(record[at.undetectedJobs], record[at.cheatedJobs]),
    undetectedPerJob: share(record[at.undetectedJobs], record[at.jobs]),
  };
}

function describeOverhead(settings: Settings): number | null {
  const honest = exactRecord(settings, armOf(settings, 'asserter', 'honest', 'coalition'));
  const { computeCost } = settings.market;
  // What costs nothing is no unit to measure in.
  return honest && Number.isFinite(1 / computeCost)
    ? honest[at.verificationCost] / honest[at.jobs] / computeCost
    : null;
}

const unknownRates: SolvedRates = {
  allCollude: null,
  detectedGivenChallenge: null,
  falseVerdict: null,
  verificationOverhead: null,
  undetectedFraud: null,
  undetectedPerJob: null,
};

/** What a point that is not finished is without. */
export const notWorkedOut = {
  dynamics: [],
  detection: {},
  rates: unknownRates,
  participation: null,
  payoffs: { coalition: null },
};

/** Whether a mechanism has what is to be chosen, and the round speaks for every deviation of asserters to deter. */
function isAnswerable({ over }: Optimize, settings: Settings): boolean {
  const { rate, slashAmount } = leversOf(settings);
  if (rate === undefined || (over !== 'market.stake' && over !== slashAmount)) return false;
  const deviations = settings.players.asserter.filter(({ name }) => name !== 'honest');
  return deviations.every(({ name }) => exactAdvantage(settings, 'asserter', 'honest', name, 'coalition') !== null);
}
