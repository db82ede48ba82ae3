import { buildCara, buildCrra, type Utility } from '../../game/preferences.ts';
import { log1p } from '../../kernel/mathematics/index.ts';
import type { Extremes } from '../mechanism.ts';
import type { Settings } from '../settings.ts';

/** The utility in which players value the income of a job; `undefined` for risk-neutral players, who just add it up. */
export function utilityOf({ players }: Settings): Utility | undefined {
  const { utility = 'risk-neutral' } = players;
  if (utility === 'risk-neutral') return undefined;
  return 'cara' in utility ? buildCara(utility.cara) : buildCrra(utility.crra, utility.wealth);
}

/**
 * Largest absolute risk aversion that double precision can carry at a design point [1 per credit]: beyond it the utility
 * of the largest loss of a job overflows, or gains that are sure can no longer be told from each other.
 */
export function aversionMax(market: Settings['market'], extremes: Extremes): number {
  const { loss, gain, sure } = boundJob(market, extremes);
  return Math.min(500 / loss, 500 / gain, 25 / Math.max(sure, 1e-9));
}

/**
 * Strongest love of risk, a negative absolute aversion, that double precision can carry at a design point [1 per credit]:
 * beyond it the utility of the largest gain of a job overflows, or losses can no longer be told from each other.
 */
export function aversionMin(market: Settings['market'], extremes: Extremes): number {
  const { loss, gain } = boundJob(market, extremes);
  return -Math.min(500 / gain, 25 / Math.max(loss, 1e-9));
}

/**
 * Smallest relative risk aversion, the strongest love of risk, that double precision can carry at a wealth [1]: beyond it
 * the utility of the largest gain of a job overflows, or losses can no longer be told from each other.
 */
export function relativeAversionMin(market: Settings['market'], extremes: Extremes, wealth: number): number {
  const { loss, gain } = boundJob(market, extremes);
  const byLosses = loss < wealth ? 25 / -log1p(-loss / wealth) : Number.POSITIVE_INFINITY;
  return 1 - Math.min(500 / log1p(gain / wealth), byLosses);
}

/** The most a job can cost and bring a node, and the most it can bring whatever happens, roughly [credits]. */
function boundJob(
  { stake, computeCost, verificationCost, reward, outsideGain }: Settings['market'],
  { slash, nodes, reward: checkers, bountyShare }: Extremes,
): { loss: number; gain: number; sure: number } {
  const taken = Math.min(slash, stake);
  return {
    loss: nodes * (taken + computeCost + verificationCost),
    gain: reward + outsideGain + checkers + nodes * slash,
    sure: Math.max(reward + outsideGain, checkers + bountyShare * taken),
  };
}
