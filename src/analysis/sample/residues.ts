/**
 * What the known draws of nature leave unexplained in each way a job can end: the exact counterpart of the residuals
 * that a control-variate adjustment leaves in a sample.
 */
import type { Role } from '../../findings/findings.ts';
import { incomeOf } from '../../market/money/income.ts';
import { columnIndex as at, type RecordColumn } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import type { JobOutcome } from '../round/lottery.ts';
import type { Residue } from './rare-events.ts';

/** What an income is estimated from. */
export interface ResidueContext {
  role: Role;
  settings: Settings;
  /** Jobs of the sample that the outcomes speak for, over all replications [count]. */
  jobs: number;
  /** Draws that are regressed out of the income. */
  controls: readonly RecordColumn[];
  sampling: 'natural' | 'tilted' | 'split';
}

/** Importance sampling draws rare challenges this often; see `market/evidence/challenge-sampler.ts`. */
export const TILTED_PROBABILITY = 0.1;

/**
 * Expected number and unexplained income of every outcome of a sample's jobs.
 *
 * The income of an outcome is centred on the exact income per focal job; slopes are those of the exact least squares.
 */
export function listResidues(outcomes: readonly JobOutcome[], context: ResidueContext): Residue[] {
  return explain(outcomes, context).map(({ probability, record, amount }) => ({
    expected: probability * context.jobs,
    amount,
    draw: nameDraw(record),
  }));
}

/** Variance of one job's income that the draws leave unexplained [credits²]. */
export function varianceLeft(outcomes: readonly JobOutcome[], context: Omit<ResidueContext, 'jobs'>): number {
  return explain(outcomes, context).reduce((sum, { probability, amount }) => sum + probability * amount * amount, 0);
}

/** Outcomes as they are sampled, with the income of each that is left unexplained. */
function explain(
  outcomes: readonly JobOutcome[],
  { role, settings, controls, sampling }: Omit<ResidueContext, 'jobs'>,
): { probability: number; record: Float64Array; amount: number }[] {
  const challenged = outcomes.reduce(
    (sum, { probability, record }) => sum + probability * record[at.challengedJobs],
    0,
  );
  const sampled = outcomes.map((outcome) => reweigh(outcome, sampling, challenged));
  const mean = (figure: (record: Float64Array) => number) =>
    outcomes.reduce((sum, { probability, record }) => sum + probability * figure(record), 0);
  const focal = mean((record) => record[at.focalJobs]);
  const perJob = mean((record) => incomeOf(record, role, settings)) / focal;
  const columns = [
    (record: Float64Array) => incomeOf(record, role, settings) - perJob * record[at.focalJobs],
    ...controls.map((name) => {
      const share = mean((record) => record[at[name]]) / focal;
      return (record: Float64Array) => record[at[name]] - share * record[at.focalJobs];
    }),
  ].map((figure) => sampled.map(({ record, weight }) => weight * figure(record)));
  const [income, ...draws] = columns as [number[], ...number[][]];
  // A job played both ways has no luck of being challenged; what is left is that of each way by itself.
  const ways = [1, 0].flatMap((way) =>
    [at.jobs, at.focalJobs].map((column) =>
      sampled.map(({ record }) => (Math.sign(record[at.challengedJobs]) === way ? record[column] : 0)),
    ),
  );
  const residues = regress(income, sampling === 'split' ? [...ways, ...draws] : draws, sampled);
  return sampled.map(({ probability, record }, i) => ({ probability, record, amount: residues[i] }));
}

function nameDraw(record: Float64Array): string {
  let name = '';
  for (const column of natureDraws) name += `${record[column]},`;
  return name;
}

/** What nature draws for a job, the same in every arm. */
const natureDraws = [
  at.focalJobs,
  at.challengedJobs,
  at.focalChallengedJobs,
  at.focalColludingJobs,
  at.focalValidations,
] as const;

/** How often an outcome is seen, and what it then counts for, under another way of sampling challenges. */
export function reweigh({ probability, record }: JobOutcome, sampling: ResidueContext['sampling'], challenged: number) {
  const isChallenged = record[at.challengedJobs] > 0;
  const share = isChallenged ? challenged : 1 - challenged;
  if (sampling === 'split' && challenged > 0 && challenged < 1) {
    return { probability: probability / share, weight: share, record };
  }
  if (sampling === 'tilted' && challenged > 0 && challenged < TILTED_PROBABILITY) {
    const drawn = isChallenged ? TILTED_PROBABILITY : 1 - TILTED_PROBABILITY;
    return { probability: (probability / share) * drawn, weight: share / drawn, record };
  }
  return { probability, weight: 1, record };
}

/** Residuals of a weighted least-squares fit on centred columns, by orthogonalising one after the other. */
export function regress(
  values: readonly number[],
  columns: readonly number[][],
  weights: readonly { probability: number }[],
) {
  const dot = (a: readonly number[], b: readonly number[]) => {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += weights[i].probability * a[i] * b[i];
    return sum;
  };
  const basis: { column: readonly number[]; size: number }[] = [];
  const clear = (column: readonly number[]) => {
    const left = [...column];
    for (const { column: earlier, size } of basis) {
      const slope = dot(left, earlier) / size;
      for (let i = 0; i < left.length; i++) left[i] -= slope * earlier[i];
    }
    return left;
  };
  for (const column of columns) {
    const left = clear(column);
    const size = dot(left, left);
    if (size > 1e-10 * dot(column, column)) basis.push({ column: left, size });
  }
  return clear(values);
}
