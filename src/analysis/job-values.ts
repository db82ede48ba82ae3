import type { Outcome, Tree } from '../game/tree.ts';
import { utilityOf } from '../market/money/utility.ts';
import { columnIndex as at, recordColumnNames } from '../market/record.ts';
import type { Settings } from '../market/settings.ts';
import { incomeOf } from './income.ts';

/** The same round as far as focal nodes assert in it: the outcomes of other jobs are left out. */
export function keepFocalJobs<Observation, Action>(tree: Tree<Observation, Action>): Tree<Observation, Action> {
  return mapOutcomes(tree, ({ add }) => ({
    kind: 'outcome',
    add: (columns, weight) => {
      const job = new Float64Array(recordColumnNames.length);
      add(job, 1);
      if (job[at.focalJobs]! > 0) add(columns, weight);
    },
  }));
}

/**
 * The same round, its outcomes valued job by job: columns that are no sums of income are filled from the income of each
 * outcome, which is the record of a single job. Rounds themselves need not know of utilities and careers.
 */
export function valueOutcomes<Observation, Action>(
  tree: Tree<Observation, Action>,
  settings: Settings,
): Tree<Observation, Action> {
  const utility = utilityOf(settings);
  const bans = settings.players.exit.kind === 'banned';
  if (!utility && !bans) return tree;
  const job = new Float64Array(recordColumnNames.length);
  const value = (record: Float64Array): void => {
    const focal = record[at.focalJobs]! > 0;
    const income = focal ? incomeOf(record, 'asserter', settings) : 0;
    const validations = record[at.focalValidations]!;
    if (utility) {
      if (focal) record[at.asserterUtility] = utility.value(income);
      if (validations > 0) {
        record[at.focalValidatedJobs] = 1;
        record[at.validatorUtility] = utility.value(record[at.validatorIncome]!);
      }
    }
    if (bans) {
      const refuted = focal ? record[at.detectedJobs]! + record[at.falseSlashedJobs]! : 0;
      record[at.careerJobs] = focal ? 1 : 0;
      record[at.careerIncome] = income;
      record[at.careerBans] = refuted;
      record[at.validatorCareerJobs] = validations;
      record[at.validatorCareerIncome] = record[at.validatorIncome]!;
      record[at.validatorCareerBans] = Math.max(0, record[at.focalSlashes]! - refuted);
    }
  };
  return mapOutcomes(tree, ({ add }) => ({
    kind: 'outcome',
    add: (columns, weight) => {
      job.fill(0);
      add(job, 1);
      value(job);
      for (let column = 0; column < job.length; column++) columns[column]! += weight * job[column]!;
    },
  }));
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
