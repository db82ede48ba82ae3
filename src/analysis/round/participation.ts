import type { Participation, Role, StrategyPayoff } from '../../findings/findings.ts';

/** Sums of probabilities leave the last bits to chance: who earns this much less than nothing earns nothing [1]. */
const ROUNDING = 1e-12;

/** Whether an honest node takes part in a role: exactly where that is known, otherwise by its simulated interval. */
export function describeParticipation(role: Role, payoffs: readonly StrategyPayoff[]): Participation {
  const own = payoffs.find((one) => one.role === role && one.strategy === 'honest' && one.against === 'coalition');
  const { mean = null, halfWidth = null, exact = null } = own ?? {};
  return { takesPart: judge(mean, halfWidth, exact), mean, halfWidth, exact };
}

/** Whether an income is worth taking part for; nothing is. */
export function isWorthTaking(income: number): boolean {
  return income >= -ROUNDING;
}

function judge(mean: number | null, halfWidth: number | null, exact: number | null): Participation['takesPart'] {
  if (exact !== null) return isWorthTaking(exact) ? 'yes' : 'no';
  if (mean === null || halfWidth === null) return 'undecided';
  return mean - halfWidth >= 0 ? 'yes' : mean + halfWidth < 0 ? 'no' : 'undecided';
}
