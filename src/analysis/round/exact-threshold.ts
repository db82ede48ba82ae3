/**
 * Where an exact advantage changes sign along one parameter: every root, its direction, and why there is none.
 *
 * A threshold beyond the parameter's range is infeasible; nothing is clamped. Nor is a tie at an end of the range a
 * threshold where honesty would pay only beyond it: there is no value at which it pays. Whether an honest node earns anything there
 * is another question, asked at each design point.
 */
import type { ExactThreshold } from '../../findings/findings.ts';
import { findIntegerSwitches } from '../../game/integer-switch.ts';
import { findRoots } from '../../game/root.ts';
import type { StandIn } from '../../game/screen.ts';
import type { Domain } from './domain.ts';

// Advantages are smooth in every parameter: fewer cells than the root finder's default lose nothing.
const CELLS = 48;

/** Differences of advantages that say nothing, relative to them. */
const ROUNDING = 1e-12;

type Roots = ExactThreshold['roots'];

/** An advantage along a parameter; one whose shape is known says where to look for its roots. */
export type Advantage = ((x: number) => number) & Partial<Pick<StandIn, 'places'>>;

/**
 * Finds the threshold of an advantage on its domain.
 *
 * @param advantage  what honesty earns over the deviation, as a function of the parameter [credits per job]
 */
export function solveThreshold(advantage: Advantage, domain: Domain): ExactThreshold {
  const roots = listRoots(advantage, domain);
  const above = roots.filter(({ direction }) => direction === 'honest-above');
  const best = above[0] ?? roots[roots.length - 1];
  const looked = { roots, domain: describeDomain(domain) };
  if (!best)
    return { feasible: false, value: null, direction: null, ...looked, reason: explainAbsence(advantage, domain) };
  return { feasible: true, value: best.value, direction: best.direction, ...looked };
}

/** JSON knows no infinity. */
function describeDomain({ kind, low, high }: Domain): NonNullable<ExactThreshold['domain']> {
  return { low, high: Number.isFinite(high) ? high : null, whole: kind === 'integer' };
}

function listRoots(advantage: Advantage, domain: Domain): Roots {
  const places = advantage.places?.();
  if (domain.kind === 'integer') {
    const switches = findIntegerSwitches(advantage, domain.low, domain.high, places).map(
      ({ value, direction }): Roots[number] =>
        // A falling switch names the first integer at which honesty no longer pays; the threshold is the last that does.
        direction === 'rising' ? { value, direction: 'honest-above' } : { value: value - 1, direction: 'honest-below' },
    );
    // From losing to a tie, or back, nothing starts to pay.
    return switches.filter(({ value }) => advantage(value) > 0);
  }
  const { roots } = findRoots(advantage, domain.low, domain.high, { cells: CELLS, places });
  return roots
    .map(({ value, direction }): Roots[number] => {
      return { value, direction: direction === 'rising' ? 'honest-above' : 'honest-below' };
    })
    .filter(({ value, direction }) => (direction === 'honest-above' ? value < domain.high : value > domain.low));
}

/** Honesty pays everywhere, nowhere, or would pay only beyond the end of the range. */
function explainAbsence(advantage: (x: number) => number, { low, high }: Domain): 'always' | 'never' | 'beyond-range' {
  const first = advantage(low);
  const end = Number.isFinite(high) ? high : Math.max(1, low) * 1e12;
  const last = advantage(end);
  if (first > 0 && last > 0) return 'always';
  // A curve that is constant to within rounding crosses zero nowhere.
  const rises = last - first > ROUNDING * Math.max(Math.abs(first), Math.abs(last));
  return Number.isFinite(high) && rises ? 'beyond-range' : 'never';
}
