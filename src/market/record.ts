/**
 * The facts a run leaves behind: one number per column, added up over its jobs.
 *
 * The exact round fills the same columns with expectations per job, so every column of a simulation has an exact
 * partner wherever the mechanism describes its round. Where challenges are sampled at another rate than their own, every
 * column but `focalSlashEvents` is weighed back, and counts need not be whole. Money is in credits, time in seconds; costs of computation are
 * utility and never touch the ledger. "Focal" nodes are the ones whose strategy the arm is about: the whole coalition,
 * or one node in ten when there is none.
 */
export const recordColumns = {
  jobs: 'Jobs asserted and settled after warm-up [count].',
  focalJobs: 'Those asserted by focal nodes [count].',
  cheatedJobs: 'Jobs whose asserted result was false [count].',
  challengedJobs: 'Jobs that were challenged [count].',
  drawnChallenges:
    'Where challenges are sampled at another rate than their own: jobs whose own draw fell on a challenge; 0 elsewhere [count].',
  focalChallengedJobs: 'Jobs of focal nodes that were challenged [count].',
  focalColludingJobs: 'Challenged jobs of focal nodes whose validators were all drawn from the focal nodes [count].',
  focalValidations: 'Times a focal node was drawn to validate [count].',
  detectedJobs: 'Cheated jobs whose asserter was slashed [count].',
  undetectedJobs: 'Cheated jobs that were accepted [count].',
  falseSlashedJobs: 'Honest jobs whose asserter was slashed [count].',
  focalSlashes: 'Times a focal node was slashed, in either role [count].',
  focalSlashEvents: 'The same, each counted once whatever its weight: how much was seen of slashing [count].',
  falseVerdicts: 'Challenges in which arbitration acquitted a false result [count].',
  arbitrations: 'Challenges that went to arbitration [count].',
  verificationCost: 'Computation spent on checking: validators, rechecks and arbiters [credits].',
  asserterIncome: 'What focal nodes earned as asserters: rewards and outside gains less slashes and cost [credits].',
  validatorIncome: 'What focal nodes earned as validators: rewards and bounties less slashes and cost [credits].',
  asserterUtility:
    'Utility of what each job brought the focal node that asserted it; 0 for risk-neutral players [credits].',
  validatorUtility:
    'Utility of what each job brought the focal nodes that validated it; 0 for risk-neutral players [credits].',
  focalValidatedJobs: 'Jobs that focal nodes validated; counted for players who are not risk neutral [count].',
  careerJobs:
    'Jobs asserted by focal nodes, each discounted by its place in its node’s career; counted where slashed nodes are banned [count].',
  careerIncome: 'What those jobs brought, discounted alike [credits].',
  careerBans: 'Those that ended in a ban, discounted alike [count].',
  validatorCareerJobs: 'Validations by focal nodes, discounted by their place in the career [count].',
  validatorCareerIncome: 'What those validations brought, discounted alike [credits].',
  validatorCareerBans: 'Those that ended in a ban, discounted alike [count].',
  unanimousReward: 'Validator rewards of challenges in which every validator backed a false result [credits].',
  backingSlash: 'Slashes of focal validators who backed a result that was refuted [credits].',
  outsiderIncome: 'What all other nodes earned in both roles [credits].',
  slashed: 'Stake taken from anyone [credits].',
  burned: 'Slashed stake that went to nobody [credits].',
  clientPaid: 'What clients paid, refunds taken off [credits].',
  sojournSeconds: 'Time from arrival to settlement, summed over the jobs that count for latency [s].',
  sojournJobs: 'Jobs that count for latency: after the truncation of the transient [count].',
  sojournSecondsP50: 'Time that half of those jobs took at most; no sum. Infinite where too few jobs tell [s].',
  sojournSecondsP95: 'The same for 95 % of them [s].',
  sojournSecondsP99: 'The same for 99 % of them [s].',
  busySeconds: 'Time nodes were computing, from the end of the transient to the last arrival [s].',
  nodeSeconds: 'Nodes present times elapsed time, over the same stretch [s].',
  exits: 'Nodes that left or were banned [count].',
  unservedJobs: 'Jobs for which no node was left [count].',
} as const;

/** Name of a column of a run record. */
export type RecordColumn = keyof typeof recordColumns;

/** The column names in file order. */
export const recordColumnNames = Object.keys(recordColumns) as RecordColumn[];

/** Position of each column in a record's array. */
export const columnIndex = Object.fromEntries(recordColumnNames.map((name, index) => [name, index])) as Record<
  RecordColumn,
  number
>;

/** Positions of the columns that a market books in units of money. */
export const moneyColumns = [
  columnIndex.verificationCost,
  columnIndex.asserterIncome,
  columnIndex.validatorIncome,
  columnIndex.careerIncome,
  columnIndex.validatorCareerIncome,
  columnIndex.unanimousReward,
  columnIndex.backingSlash,
  columnIndex.outsiderIncome,
  columnIndex.slashed,
  columnIndex.burned,
  columnIndex.clientPaid,
];

/** One run's record: `columns[columnIndex.jobs]` and so on. */
export type RecordValues = Float64Array;
