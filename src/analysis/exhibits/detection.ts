/** How soon cheating is found out. */
import { log1p, pow } from '../../kernel/mathematics/index.ts';
import { columnIndex as at } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import { armOf } from '../../plan/arms.ts';
import { exactFocalRecord, listSolvable } from '../round/exact.ts';

/** The geometric law of detection. */
export interface Detection {
  /** Chance that one cheated job is found out [1]. */
  probability: number;
  /** Mean number of cheated jobs up to the first detection; `null` when there is none ever, or not before 1e308 jobs. */
  meanJobs: number | null;
  /** Jobs after which detection has happened with the stated probability. */
  quantiles: Record<string, number | null>;
  /** Chance to be undetected after so many cheated jobs. */
  undetectedAfter: Record<string, number>;
}

/** How soon each deviation of asserters is found out; those are left out of which the round does not speak. */
export function describeDetections(settings: Settings): Record<string, Detection> {
  return Object.fromEntries(
    listSolvable(settings, 'asserter').flatMap(({ name }) => {
      const record = exactFocalRecord(settings, armOf(settings, 'asserter', name, 'coalition'));
      return record && record[at.cheatedJobs] > 0 ? [[name, describeDetection(record)]] : [];
    }),
  );
}

function describeDetection(record: Float64Array): Detection {
  const probability = record[at.detectedJobs] / record[at.cheatedJobs];
  const after = (jobs: number) => pow(1 - probability, jobs);
  const until = (share: number) =>
    probability >= 1 ? 1 : ending(Math.ceil(log1p(-share) / log1p(-probability) - 1e-12));
  return {
    probability,
    meanJobs: ending(1 / probability),
    quantiles: { '0.5': until(0.5), '0.95': until(0.95), '0.99': until(0.99) },
    undetectedAfter: { '100': after(100), '500': after(500), '1000': after(1000) },
  };
}

/** A number of jobs that comes to an end. */
function ending(jobs: number): number | null {
  return Number.isFinite(jobs) ? jobs : null;
}
