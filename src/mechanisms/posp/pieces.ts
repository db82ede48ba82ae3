/**
 * How the round's expectations move along one parameter, the others held.
 *
 * Every branch of the round is a product of chances, and every outcome is linear in the amounts of money but for the
 * stake, which a slash cannot exceed. So an expectation is a line in each amount, with a kink where slash and stake meet,
 * and a polynomial in each chance whose degree is the number of draws made with it.
 */

import type { Role } from '../../findings/findings.ts';
import type { Pieces } from '../../market/mechanism.ts';
import type { Settings } from '../../market/settings.ts';
import type { PospParams } from './params.ts';

const line = { degree: 1, kinks: [] };

/** The pieces of what a role earns per focal job, along a path; `undefined` where no bound is known. */
export function pospPieces(
  { market }: Settings,
  role: Role,
  path: string,
  { validatorCount, recheckCount, arbitration, draw, slashAmount, accounting }: PospParams,
): Pieces | undefined {
  // What lands of a flight's slashes is no polynomial in what may happen to one of its jobs.
  const isPaid = paid.has(path) || /^players\.asserter\.[^.]+\.cost$/.test(path);
  if (market.jobsInFlight > 1 && !isPaid && path !== 'mechanism.slashAmount' && path !== 'market.stake')
    return undefined;
  if (isPaid || path === 'mechanism.challengeProbability' || path === 'mechanism.plantedErrorRate') return line;
  if (path === 'mechanism.slashAmount') return { degree: 1, kinks: [market.stake] };
  if (path === 'market.stake') return { degree: 1, kinks: slashAmount === undefined ? [] : [slashAmount] };
  const panel = typeof arbitration === 'object' ? arbitration.majority : 0;
  if (path === 'coalition.fraction') {
    // How often members validate for others goes by their number, which follows a chance only in whole nodes.
    const countsOthers = role === 'validator' || accounting === 'netted';
    const bySize = draw === 'independent' && countsOthers;
    return { degree: validatorCount + panel, kinks: [], ...(bySize ? { bySize } : {}) };
  }
  // A validator compares, and so does the arbiter.
  if (path === 'market.detector.falseAlarm' || path === 'market.detector.miss') {
    return { degree: recheckCount * (validatorCount + 1), kinks: [] };
  }
  if (path === 'market.guessProbability') return { degree: validatorCount, kinks: [] };
  return undefined;
}

// What is paid, or a share of it: nothing that is drawn depends on these.
const paid = new Set([
  'mechanism.validatorReward',
  'mechanism.bountyShare',
  'mechanism.arbitrationCost',
  'market.reward',
  'market.computeCost',
  'market.verificationCost',
  'market.outsideGain',
]);
