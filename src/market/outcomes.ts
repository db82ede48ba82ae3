import type { Outcome, Tree } from '../game/tree.ts';
import type { Mechanism } from './mechanism.ts';
import { incomeOf } from './money/income.ts';
import { utilityOf } from './money/utility.ts';
import { columnIndex as at, recordColumnNames } from './record.ts';
import type { Settings } from './settings.ts';
import { exitOf } from './traits.ts';

/** The same round as far as focal nodes assert in it: the outcomes of other jobs are left out. */
export function keepFocalJobs<Observation, Action>(tree: Tree<Observation, Action>): Tree<Observation, Action> {
  return mapOutcomes(tree, ({ add }) => ({
    kind: 'outcome',
    add: (columns, weight) => {
      const job = new Float64Array(recordColumnNames.length);
      add(job, 1);
      if (job[at.focalJobs] > 0) add(columns, weight);
    },
  }));
}

/** Whether all that is asked of outcomes are sums over jobs, so that it does not matter which of them came together. */
export function addsUp(settings: Settings): boolean {
  return utilityOf(settings) === undefined && !exitOf(settings).bans;
}

/**
 * The same round, its outcomes valued job by job: columns that are no sums of income are filled from the income of each
 * outcome, which is the record of a single job. Rounds themselves need not know of utilities and careers.
 */
export function valueOutcomes<Observation, Action>(
  tree: Tree<Observation, Action>,
  settings: Settings,
  mechanism: Mechanism,
): Tree<Observation, Action> {
  if (addsUp(settings)) return tree;
  const job = new Float64Array(recordColumnNames.length);
  const value = valueJobs(settings, mechanism);
  return mapOutcomes(tree, ({ add }) => ({
    kind: 'outcome',
    add: (columns, weight) => {
      job.fill(0);
      add(job, 1);
      value(job);
      for (let column = 0; column < job.length; column++) columns[column] += weight * job[column];
    },
  }));
}

/** How the record of a single job is valued: fills in what it holds of utilities and careers. */
export function valueJobs(settings: Settings, { assertersPerJob }: Mechanism): (record: Float64Array) => void {
  const utility = utilityOf(settings);
  const { bans } = exitOf(settings);
  return (record) => {
    // Where several focal nodes assert one job, each has an equal part of what they made together.
    const focal = record[at.focalJobs];
    const income = focal > 0 ? incomeOf(record, 'asserter', settings) : 0;
    const validations = record[at.focalValidations];
    if (utility) {
      if (focal > 0) record[at.asserterUtility] = focal * utility.value(income / focal);
      if (validations > 0) {
        record[at.focalValidatedJobs] = 1;
        record[at.validatorUtility] = utility.value(record[at.validatorIncome]);
      }
    }
    if (bans) {
      // A vote has no validators: whoever is slashed was outvoted. Elsewhere one node asserted, and may have been refuted.
      const own = assertersPerJob ? record[at.focalSlashes] : record[at.detectedJobs] + record[at.falseSlashedJobs];
      const refuted = focal > 0 ? own : 0;
      record[at.careerJobs] = focal;
      record[at.careerIncome] = income;
      record[at.careerBans] = refuted;
      record[at.validatorCareerJobs] = validations;
      record[at.validatorCareerIncome] = record[at.validatorIncome];
      record[at.validatorCareerBans] = Math.max(0, record[at.focalSlashes] - refuted);
    }
  };
}

function mapOutcomes<Observation, Action>(
  tree: Tree<Observation, Action>,
  change: (outcome: Outcome) => Outcome,
): Tree<Observation, Action> {
  const map = (inner: Tree<Observation, Action>) => mapOutcomes(inner, change);
  if (tree.kind === 'chance') {
    const branches = tree.branches.map(({ probability, next }) => ({ probability, next: () => map(next()) }));
    return { ...tree, branches };
  }
  if (tree.kind === 'decision') return { ...tree, next: (action: Action) => map(tree.next(action)) };
  if (tree.kind === 'crowd') {
    return { ...tree, next: (choices: readonly { action: Action; count: number }[]) => map(tree.next(choices)) };
  }
  return change(tree);
}
