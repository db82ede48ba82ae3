/** Draws of nature that no strategy can influence and whose mean the round knows: what is taken out of an estimate. */
import { columnIndex as at, type RecordColumn } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import type { ArmLaw } from '../round/exact-arm.ts';
import { listOwnDraws } from '../round/round-law.ts';
import type { ArmEvidence } from './estimate.ts';
import type { SampleSize } from './samples.ts';
import { chooseControls } from './telling-draws.ts';

/** Draws of nature that serve as controls, in order of what they usually explain. */
const drawColumns: readonly RecordColumn[] = ['focalChallengedJobs', 'focalColludingJobs', 'focalValidations'];

// A control that hardly moves is what rounding left of a constant.
const CONSTANT_SHARE = 1e-9;

/**
 * The draws to take out of an arm; always fewer than the replications can tell apart.
 *
 * A draw is taken only where its mean per focal job is known. Whom a focal job meets is drawn after it was dispatched,
 * so the round's mean holds for it whatever dispatch looks at, unless those it could meet have left; how often focal
 * nodes validate hangs on everyone's jobs.
 */
export function listControls(law: ArmLaw, { n, total }: SampleSize, settings: Settings): RecordColumn[] {
  if (settings.run.controlVariates === false) return [];
  const { exact, focal, outcomes, sampling } = law;
  const jobs = total[at[exact ? 'jobs' : 'focalJobs']];
  const names = exact ? drawColumns : listOwnDraws(settings);
  return chooseControls(names, { exact: exact ?? focal, outcomes: outcomes(), sampling, jobs }).slice(
    0,
    Math.max(0, n - 2),
  );
}

/** Centred draws of nature per focal job, whose expectation the round knows. */
export function buildControls(
  { sample, exact, focal }: ArmEvidence,
  n: number,
  names: readonly RecordColumn[],
): Float64Array[] {
  const known = exact ?? focal;
  if (!known) return [];
  const jobs = sample.column('focalJobs', n);
  const meanJobs = jobs.reduce((total, count) => total + count, 0) / n;
  return names.flatMap((name) => {
    const share = known[at[name]] / known[at.focalJobs];
    const column = sample.column(name, n).map((value, i) => (value - share * jobs[i]) / meanJobs);
    return column.every((value) => Math.abs(value) <= CONSTANT_SHARE * share) ? [] : [column];
  });
}
