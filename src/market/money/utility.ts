import { buildCara, buildCrra, type Utility } from '../../game/preferences.ts';
import { log1p } from '../../kernel/mathematics/index.ts';
import type { Extremes, RuleProblem } from '../mechanism.ts';
import type { Settings } from '../settings.ts';

/** The utility in which players value the income of a job; `undefined` for risk-neutral players, who just add it up. */
export function utilityOf({ players }: Settings): Utility | undefined {
  const { utility = 'risk-neutral' } = players;
  if (isRiskNeutral(utility)) return undefined;
  return 'cara' in utility ? buildCara(utility.cara) : buildCrra(utility.crra, utility.wealth);
}

/** Whether players just add up what they earn. */
export function isRiskNeutral(utility: unknown): utility is 'risk-neutral' {
  return utility === 'risk-neutral';
}

/** What is wrong with a utility: where double precision cannot carry it. @param extremesOf  the most that one job can move */
export function checkUtility({ players, market }: Settings, extremesOf: () => Extremes): RuleProblem[] {
  const { utility = 'risk-neutral' } = players;
  if (isRiskNeutral(utility)) return [];
  const extremes = extremesOf();
  if ('cara' in utility) {
    const [least, most] = [aversionMin(market, extremes), aversionMax(market, extremes)];
    if (utility.cara >= least && utility.cara <= most) return [];
    const expected =
      utility.cara > most
        ? `at most ${most.toPrecision(3)}: beyond that the largest loss of a job outgrows double precision, or its gains can no longer be told from each other`
        : `at least ${least.toPrecision(3)}: beyond that losses of a job can no longer be told from each other`;
    return [{ path: 'players.utility.cara', received: utility.cara, expected }];
  }
  const least = relativeAversionMin(market, extremes, utility.wealth);
  if (utility.crra >= least) return [];
  const expected = `at least ${least.toPrecision(3)} at this wealth: beyond that losses of a job can no longer be told from each other`;
  return [{ path: 'players.utility.crra', received: utility.crra, expected }];
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
function aversionMin(market: Settings['market'], extremes: Extremes): number {
  const { loss, gain } = boundJob(market, extremes);
  return -Math.min(500 / gain, 25 / Math.max(loss, 1e-9));
}

/**
 * Smallest relative risk aversion, the strongest love of risk, that double precision can carry at a wealth [1]: beyond it
 * the utility of the largest gain of a job overflows, or losses can no longer be told from each other.
 */
function relativeAversionMin(market: Settings['market'], extremes: Extremes, wealth: number): number {
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
