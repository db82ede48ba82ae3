/** What becomes of nodes that cheat: the exact law of their income after 1, 2, 4, … jobs, in the figures a picture shows. */
import type { Settings } from '../../market/settings.ts';
import { chanceAbove, meanOf, quantileOf } from '../../stats/law.ts';
import { listSolvable } from '../round/exact.ts';
import { expectHonest, listFates } from '../round/fate.ts';

/** The levels at which quantiles are given. */
export const profitLevels = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** Income of a cheating node after so many jobs. */
export interface ProfitAfter {
  jobs: number;
  /** Expected income [credits]. */
  mean: number;
  /** At {@link profitLevels} [credits]. */
  quantiles: number[];
  /** Chance that the income is positive [1]. */
  inProfit: number;
  /** Chance that it is more than an honest node expects over as many jobs [1]. */
  ahead: number;
  /** How far an amount may be off, because neighbouring ones were merged [credits]. */
  resolution: number;
}

/** The fortunes of one deviation of asserters. */
export interface AttackerProfit {
  strategy: string;
  /** What an honest node expects of a job [credits]. */
  honest: number;
  after: ProfitAfter[];
}

const doublings = 10;
const kept = 256;

/** Every deviation that can be followed exactly, up to 1024 jobs. */
export function listAttackerProfits(settings: Settings): AttackerProfit[] {
  return listSolvable(settings, 'asserter').flatMap(({ name }) => {
    if (name === 'honest') return [];
    const fates = listFates(settings, name, doublings, kept);
    const [honest] = listFates(settings, 'honest', 0, kept) ?? [];
    if (!fates || !honest) return [];
    const honestMean = meanOf(honest.law);
    const after = fates.map(({ jobs, law }) => ({
      jobs,
      mean: meanOf(law),
      quantiles: profitLevels.map((level) => quantileOf(law, level)),
      inProfit: chanceAbove(law, 0),
      ahead: chanceAbove(law, expectHonest(settings, jobs) ?? jobs * honestMean),
      resolution: law.resolution,
    }));
    return [{ strategy: name, honest: honestMean, after }];
  });
}
