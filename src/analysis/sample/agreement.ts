/**
 * Where the model says that simulation and round must agree, a gap that chance does not explain is our mistake.
 *
 * They must agree on everything that is known twice: what was counted and added up (`compare-counts.ts`,
 * `compare-sums.ts`) and every advantage and payoff that has an exact value (`round-law.ts` says which). Whatever has a
 * known law shares an error of one in a million among all figures, arms and design points of a study, and among all its
 * looks, whichever of them the study ends with. A mean whose standard error was estimated may be five of them off, and
 * more where so many are compared that one in ten thousand studies would otherwise go wrong.
 */
import { armName } from '../../market/settings.ts';
import { holm } from '../../stats/holm.ts';
import { type Comparison, isCertain, surpriseOf } from './comparison.ts';

/** The error that figures of a known law share, and the one that means share. */
const KNOWN_LAWS = 1e-6;
const MEANS = 1e-4;
// What a normal law leaves beyond five standard deviations, on both sides.
const FIVE_DEVIATIONS = 5.7330314e-7;

/** How to see again what no trace shows: nothing of it is kept. */
export const remake = 'the same command makes these runs again';

/** A comparison that may turn out a disagreement, and how surprising it is. */
interface Suspect {
  comparison: Found;
  surprise: number;
}

/** A comparison that was looked into, and holds on to no records any more. */
interface Found extends Omit<Comparison, 'findReplication'> {
  replication: number;
}

/** What was compared at a design point: only what may turn out a disagreement is kept. */
export interface Compared {
  /** How many figures of a known law, and how many means, chance has a part in [count]. */
  known: number;
  means: number;
  suspects: readonly Suspect[];
}

/** A figure that simulation and round disagree on. */
export interface Disagreement extends Found {
  point: number;
  message: string;
}

/** Keeps of a design point's comparisons what the study decides on. */
export function sift(comparisons: readonly Comparison[]): Compared {
  const open = comparisons.filter((comparison) => !isCertain(comparison));
  const means = open.filter(({ law }) => law.kind === 'mean').length;
  const suspects = comparisons.flatMap((comparison): Suspect[] => {
    const surprise = surpriseOf(comparison);
    if (!(surprise <= KNOWN_LAWS)) return [];
    const { findReplication, ...found } = comparison;
    return [{ comparison: { ...found, replication: findReplication() }, surprise }];
  });
  return { known: open.length - means, means, suspects };
}

/** What was compared at a design point in two parts, put together. */
export function joinCompared(first: Compared, second: Compared): Compared {
  return {
    known: first.known + second.known,
    means: first.means + second.means,
    suspects: [...first.suspects, ...second.suspects],
  };
}

/** Every disagreement of a study, in the order of its design points. @param looks  how often it may have looked */
export function findDisagreements(
  points: readonly { point: { id: number }; compared: Compared }[],
  looks: number,
): Disagreement[] {
  const suspects = points.flatMap(({ point, compared }) =>
    compared.suspects.map((suspect) => ({
      ...suspect,
      point: point.id,
      isMean: suspect.comparison.law.kind === 'mean',
    })),
  );
  const count = (of: 'known' | 'means') => looks * points.reduce((sum, { compared }) => sum + compared[of], 0);
  const known = suspects.filter(({ isMean }) => !isMean);
  const isRejected = holm(
    known.map(({ surprise }) => surprise),
    KNOWN_LAWS,
    Math.max(known.length, count('known')),
  );
  const rejected = new Set(known.filter((_, i) => isRejected[i]));
  const most = Math.min(FIVE_DEVIATIONS, MEANS / Math.max(1, count('means')));
  return suspects
    .filter((suspect) => (suspect.isMean ? suspect.surprise <= most : rejected.has(suspect)))
    .map(({ comparison, surprise, point }) => ({
      ...comparison,
      point,
      message: describe(comparison, surprise, point),
    }));
}

function describe(comparison: Found, surprise: number, point: number): string {
  const { arm, name, observed, exact, replication, madeBy } = comparison;
  const chance = surprise > 0 ? `chance does it once in ${(1 / surprise).toPrecision(2)} studies` : 'no chance does it';
  const gap = `on ${name}: ${observed} simulated, ${exact} exact; ${chance}`;
  return madeBy === undefined
    ? `simulation and round disagree at design point ${point}, arm ${armName(arm)}, ${gap}` +
        `; replay: --design-point ${point} --arm ${armName(arm)} --replication ${replication}`
    : `simulation and formula disagree at design point ${point}, by ${madeBy}, ${gap}; ${remake}`;
}
