/**
 * Honesty at a design point then and now, role by role: neither, an equilibrium, dominant, each better than the one
 * before. Undecided is no rank: what was undecided cannot have changed for all that is known, and what is undecided now
 * may be anything.
 */
import type { Advantage, DesignPointFindings, Role } from '../findings/findings.ts';
import { type Change, widening } from './change.ts';
import { type Evidence, type Interval, turnRound } from './define.ts';
import { sayAmount, sayDeviation, sayReplay, saySetting } from './wording.ts';

const ranks = { neither: 0, equilibrium: 1, dominant: 2 } as const;
const roles: readonly Role[] = ['asserter', 'validator'];

/**
 * Compares a design point with the same one of an earlier study.
 *
 * Honesty at a point is judged by itself; that it was lost or won somewhere is said only where an advantage has moved
 * across zero, by intervals of both studies that hold together with those of all points.
 *
 * @param comparisons  advantages at all points [count]
 */
export function compareHonesty(
  before: DesignPointFindings,
  now: DesignPointFindings,
  comparisons: number,
  evidence: Evidence,
): Change[] {
  return roles.flatMap((role) => {
    const [was, is] = [before.honesty[role], now.honesty[role]];
    const asked = before.advantages.filter((advantage) => advantage.role === role);
    // A role without deviations has nothing to be honest about.
    if (asked.length === 0 && was === 'undecided') return [];
    const because = `honesty of the ${role} was ${was} ${saySetting(now)} and is ${is}`;
    if (was === 'undecided') return [{ kind: 'not-compared', because, open: [] }];
    const dropped = asked.find((advantage) => !findSame(advantage, now));
    if (dropped) {
      const gone = `honesty of the ${role} was ${was} ${saySetting(now)}, ${sayDeviation(dropped, evidence)} among its rivals, which is not asked about now`;
      return [{ kind: 'open', because: gone, open: [] }];
    }
    if (is === was) return [{ kind: 'same', because, open: [] }];
    if (is === 'undecided') return [{ kind: was === 'neither' ? 'not-worse' : 'open', because, open: [now.id] }];
    const isBetter = ranks[is] > ranks[was];
    const isStrict = is !== 'equilibrium';
    const moved = findMoved(before, now, role, { comparisons, isBetter, isStrict, evidence });
    // The words differ, but chance may have made them differ somewhere among so many.
    if (!moved) return [{ kind: isBetter ? 'not-worse' : 'open', because, open: [now.id] }];
    return [sayMoved(moved, { isBetter, because, now, evidence })];
  });
}

interface Moved {
  advantage: Advantage;
  interval: Interval;
}

/** An advantage that has changed its sign beyond what both studies may err by. */
function findMoved(
  before: DesignPointFindings,
  now: DesignPointFindings,
  role: Role,
  how: { comparisons: number; isBetter: boolean; isStrict: boolean; evidence: Evidence },
): Moved | undefined {
  const { comparisons, isBetter, isStrict, evidence } = how;
  const turn = isBetter ? turnRound : (interval: Interval) => interval;
  for (const advantage of now.advantages.filter((candidate) => candidate.role === role)) {
    // Both studies may err, each about every advantage.
    const interval = evidence.intervalOf(advantage, 2 * comparisons);
    const fresh = turn(interval);
    if (isStrict ? !(fresh.high < 0) : !(fresh.high <= 0)) continue;
    const known = findSame(advantage, before);
    // Without its advantages an earlier study is taken at its word.
    if (!known || turn(intervalThen(known, 2 * comparisons)).low > fresh.high) return { advantage, interval };
  }
  return undefined;
}

function intervalThen({ mean, halfWidth, confidence, degrees }: Advantage, comparisons: number): Interval {
  if (mean === null || halfWidth === null) {
    return { low: Number.NEGATIVE_INFINITY, middle: Number.NaN, high: Number.POSITIVE_INFINITY };
  }
  const reach = halfWidth * widening(confidence, comparisons, degrees);
  return { low: mean - reach, middle: mean, high: mean + reach };
}

function sayMoved(
  { advantage, interval }: Moved,
  {
    isBetter,
    because,
    now,
    evidence,
  }: { isBetter: boolean; because: string; now: DesignPointFindings; evidence: Evidence },
): Change {
  const { against, role, over } = advantage;
  const gain = isBetter
    ? `honesty earns ${sayAmount(interval, evidence)} more than ${sayDeviation(advantage, evidence)}`
    : `${sayDeviation(advantage, evidence)} earns ${sayAmount(turnRound(interval), evidence)} more`;
  const replay = `; ${sayReplay(now, evidence, `${against}/${role}/${over}`)}`;
  return { kind: isBetter ? 'better' : 'worse', because: `${because}: ${gain}`, replay, open: [] };
}

function findSame({ role, over, against }: Advantage, { advantages }: DesignPointFindings): Advantage | undefined {
  return advantages.find((other) => other.role === role && other.over === over && other.against === against);
}
