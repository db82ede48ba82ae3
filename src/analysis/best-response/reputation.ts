/** A node whose jobs are challenged by its clean ones: what it may go by is how many it has had in a row. */
import { buildProcess, type Choice, type DecisionProcess } from '../../game/decision-process.ts';

/** What one way to do a job comes to, challenged or not. */
export interface JobFacts {
  name: string;
  /** Income where the job is not challenged [credits]. */
  unchallenged: number;
  /** Mean income where it is [credits]. */
  challenged: number;
  /** Chance that a challenged job is found out [1]. */
  found: number;
}

/**
 * The process of a node whose next job is challenged with `rates[c]` after c clean ones in a row, the last of them for all
 * beyond. Whoever is found out begins anew.
 *
 * @param discount  what a credit at the next job is worth [1]
 */
export function reputationProcess(
  rates: ArrayLike<number>,
  ways: readonly JobFacts[],
  discount: number,
): DecisionProcess<number> {
  const most = rates.length - 1;
  const choicesAfter = (clean: number): Choice<number>[] => {
    const rate = rates[clean];
    return ways.map(({ name, unchallenged, challenged, found }) => ({
      name,
      income: (1 - rate) * unchallenged + rate * challenged,
      outcomes: [
        { state: Math.min(clean + 1, most), weight: discount * (1 - rate * found) },
        { state: 0, weight: discount * rate * found },
      ],
    }));
  };
  return buildProcess(0, choicesAfter, (clean) => clean);
}

/** States in words, where neighbours do the same. @param clean  the first and the last of them, and all there are [count] */
export function sayCleanJobs([first, last]: readonly [number, number], states: number): string {
  if (first === 0 && last === states - 1) return 'always';
  if (first === 0) return `up to ${last} clean jobs`;
  if (last === states - 1) return `from ${first} clean jobs on`;
  return first === last ? `after ${first} clean jobs` : `from ${first} to ${last} clean jobs`;
}
