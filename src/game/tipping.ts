/**
 * Tipping points of a population that holds a share x of one kind and 1 - x of another: x' = x (1 - x) g(x).
 *
 * g is what the first kind earns more than the second when its share is x. Every dynamic in which the better earner grows
 * (replicator, imitation, best response) has the same rest points, the same stability and the same basins, because with
 * one share only the sign of g matters.
 *
 * @source Taylor, Jonker (1978); Hofbauer, Sigmund (1998), ch. 7-8
 */
import { findRoots, type RootOptions } from './root.ts';

/**
 * A share at which the population rests: stable when every side it has attracts, unstable when every side repels,
 * half-stable when only one attracts, neutral at the edge of a stretch where nothing moves.
 */
export interface RestPoint {
  readonly share: number;
  readonly stability: 'stable' | 'unstable' | 'half-stable' | 'neutral';
  /** Shares from which the population ends up here; its length is the share of starting points. Empty for unstable ones. */
  readonly basin: { readonly low: number; readonly high: number };
}

/** All rest points, the tipping points among them, and stretches where nothing moves. */
export interface TippingAnalysis {
  readonly restPoints: readonly RestPoint[];
  /** Unstable interior shares: above, the first kind grows; below, it shrinks. */
  readonly tippingPoints: readonly number[];
  readonly neutral: readonly { readonly low: number; readonly high: number }[];
}

/**
 * Finds rest points, stability, basins and tipping points from the payoff difference g on [0, 1].
 *
 * @param g  payoff of the first kind minus payoff of the second at share x, finite on [0, 1]
 * @throws RangeError when g returns NaN
 * @example
 * findTippingPoints((x) => x - 0.3).tippingPoints // => [0.3]
 */
export function findTippingPoints(g: (share: number) => number, options: RootOptions = {}): TippingAnalysis {
  const { roots, touches, zeroes } = findRoots(g, 0, 1, options);
  const resting = (share: number): boolean => zeroes.some(({ low, high }) => share >= low && share <= high);
  const interior = [...roots.map((root) => root.value), ...touches].filter((x) => x > 0 && x < 1);
  const edges = zeroes.flatMap(({ low, high }) => [low, high]);
  const shares = [...new Set([0, 1, ...interior, ...edges])].sort((a, b) => a - b);
  // Between neighbours the drift has one sign; a midpoint tells which. Zero means a neutral stretch.
  const drift = shares.slice(1).map((share, i) => {
    const middle = (shares[i] + share) / 2;
    return resting(middle) ? 0 : Math.sign(g(middle));
  });
  const restPoints = shares.map((share, i): RestPoint => {
    // +1 attracts, -1 repels, 0 neutral; the ends of [0, 1] have one side only.
    const below = i > 0 ? drift[i - 1] : undefined;
    const above = i < drift.length ? -drift[i] : undefined;
    const low = below === 1 ? shares[i - 1] : share;
    const high = above === 1 ? shares[i + 1] : share;
    const sides = [below, above].filter((side) => side !== undefined);
    return { share, stability: nameStability(sides), basin: { low, high } };
  });
  const tippingPoints = shares.filter((_, i) => i > 0 && i < shares.length - 1 && drift[i - 1] < 0 && drift[i] > 0);
  return { restPoints, tippingPoints, neutral: zeroes };
}

function nameStability(sides: readonly number[]): RestPoint['stability'] {
  if (sides.every((side) => side > 0)) return 'stable';
  if (sides.every((side) => side < 0)) return 'unstable';
  return sides.some((side) => side > 0) ? 'half-stable' : 'neutral';
}
