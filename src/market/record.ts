/**
 * The facts a run leaves behind: one number per column, added up over its jobs.
 *
 * The exact round fills the same columns with expectations per job, so every column of a simulation has an exact
 * partner wherever the mechanism describes its round. Where challenges are sampled at another rate than their own, every
 * column but `focalSlashEvents` is weighed back, and counts need not be whole. Money is in credits, time in seconds; costs of computation are
 * utility and never touch the ledger. "Focal" nodes are the ones whose strategy the arm is about: the whole coalition,
 * or one node in ten when there is none.
 */
export const columnFacts = {
  jobs: { meaning: 'Jobs asserted and settled after warm-up', unit: 'count' },
  focalJobs: { meaning: 'Those asserted by focal nodes', unit: 'count' },
  cheatedJobs: { meaning: 'Jobs whose asserted result was false', unit: 'count' },
  challengedJobs: { meaning: 'Jobs that were challenged', unit: 'count' },
  drawnChallenges: {
    meaning:
      'Where challenges are sampled at another rate than their own: jobs whose own draw fell on a challenge; 0 elsewhere',
    unit: 'count',
  },
  focalChallengedJobs: { meaning: 'Jobs of focal nodes that were challenged', unit: 'count' },
  focalColludingJobs: {
    meaning: 'Challenged jobs of focal nodes whose validators were all drawn from the focal nodes',
    unit: 'count',
  },
  focalValidations: { meaning: 'Times a focal node was drawn to validate', unit: 'count' },
  detectedJobs: { meaning: 'Cheated jobs whose asserter was slashed', unit: 'count' },
  undetectedJobs: { meaning: 'Cheated jobs that were accepted', unit: 'count' },
  falseSlashedJobs: { meaning: 'Honest jobs whose asserter was slashed', unit: 'count' },
  focalSlashes: { meaning: 'Times a focal node was slashed, in either role', unit: 'count' },
  focalSlashEvents: {
    meaning: 'The same, each counted once whatever its weight: how much was seen of slashing',
    unit: 'count',
  },
  falseVerdicts: { meaning: 'Challenges in which arbitration acquitted a false result', unit: 'count' },
  arbitrations: { meaning: 'Challenges that went to arbitration', unit: 'count' },
  verificationCost: { meaning: 'Computation spent on checking: validators, rechecks and arbiters', unit: 'credits' },
  asserterIncome: {
    meaning: 'What focal nodes earned as asserters: rewards and outside gains less slashes and cost',
    unit: 'credits',
  },
  validatorIncome: {
    meaning: 'What focal nodes earned as validators: rewards and bounties less slashes and cost',
    unit: 'credits',
  },
  asserterUtility: {
    meaning: 'Utility of what each job brought the focal node that asserted it; 0 for risk-neutral players',
    unit: 'credits',
  },
  validatorUtility: {
    meaning: 'Utility of what each job brought the focal nodes that validated it; 0 for risk-neutral players',
    unit: 'credits',
  },
  focalValidatedJobs: {
    meaning: 'Jobs that focal nodes validated; counted for players who are not risk neutral',
    unit: 'count',
  },
  careerJobs: {
    meaning:
      'Jobs asserted by focal nodes, each discounted by its place in its node’s career; counted where slashed nodes are banned',
    unit: 'count',
  },
  careerIncome: { meaning: 'What those jobs brought, discounted alike', unit: 'credits' },
  careerBans: { meaning: 'Those that ended in a ban, discounted alike', unit: 'count' },
  validatorCareerJobs: {
    meaning: 'Validations by focal nodes, discounted by their place in the career',
    unit: 'count',
  },
  validatorCareerIncome: { meaning: 'What those validations brought, discounted alike', unit: 'credits' },
  validatorCareerBans: { meaning: 'Those that ended in a ban, discounted alike', unit: 'count' },
  unanimousReward: {
    meaning: 'Validator rewards of challenges in which every validator backed a false result',
    unit: 'credits',
  },
  backingSlash: { meaning: 'Slashes of focal validators who backed a result that was refuted', unit: 'credits' },
  outsiderIncome: { meaning: 'What all other nodes earned in both roles', unit: 'credits' },
  slashed: { meaning: 'Stake taken from anyone', unit: 'credits' },
  burned: { meaning: 'Slashed stake that went to nobody', unit: 'credits' },
  clientPaid: { meaning: 'What clients paid, refunds taken off', unit: 'credits' },
  sojournSeconds: {
    meaning: 'Time from arrival to settlement, summed over the jobs that count for latency',
    unit: 's',
  },
  sojournJobs: { meaning: 'Jobs that count for latency: after the truncation of the transient', unit: 'count' },
  sojournSecondsP50: {
    meaning: 'Time that half of those jobs took at most; no sum. Infinite where too few jobs tell',
    unit: 's',
  },
  sojournSecondsP95: { meaning: 'The same for 95 % of them', unit: 's' },
  sojournSecondsP99: { meaning: 'The same for 99 % of them', unit: 's' },
  busySeconds: { meaning: 'Time nodes were computing, from the end of the transient to the last arrival', unit: 's' },
  nodeSeconds: { meaning: 'Nodes present times elapsed time, over the same stretch', unit: 's' },
  exits: { meaning: 'Nodes that left or were banned', unit: 'count' },
  unservedJobs: { meaning: 'Jobs for which no node was left', unit: 'count' },
} as const;

/** The same as one sentence each, with the unit in brackets. */
export const recordColumns = Object.fromEntries(
  Object.entries(columnFacts).map(([name, { meaning, unit }]) => [name, `${meaning} [${unit}].`]),
) as Record<RecordColumn, string>;

/** Name of a column of a run record. */
export type RecordColumn = keyof typeof columnFacts;

/** The column names in file order. */
export const recordColumnNames = Object.keys(columnFacts) as RecordColumn[];

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
