/** The data dictionary: what every column of the tables in a results folder means, and in which unit. */
import { columnFacts } from '../../src/market/record.ts';

/** A column, or a family of columns whose names follow a pattern. */
interface Entry {
  /** Parts in angle brackets stand for any name. */
  column: string;
  type: string;
  unit: string;
  meaning: string;
}

/** Columns that say which run a row of `runs.parquet` is. */
const runColumns: Entry[] = [
  {
    column: 'run',
    type: 'text',
    unit: '',
    meaning:
      'Identity of the run: 24 digits of a digest of engine, settings, arm and seed, then its replication in 8. Equal identities hold equal rows.',
  },
  { column: 'designPoint', type: 'whole number', unit: '', meaning: 'Design point, as `id` in `points.parquet`.' },
  {
    column: '<swept parameter>',
    type: 'number',
    unit: 'of the parameter',
    meaning:
      'Its value, one column each under its path, such as `mechanism.challengeProbability`; shares and probabilities are fractions of one.',
  },
  {
    column: 'role',
    type: 'text',
    unit: '',
    meaning:
      'Role whose strategy the arm is about: `asserter`, `validator`, or `both` where focal nodes are honest throughout.',
  },
  { column: 'strategy', type: 'text', unit: '', meaning: 'What focal nodes play in that role.' },
  {
    column: 'against',
    type: 'text',
    unit: '',
    meaning: 'What everybody else does: `coalition`, `all-honest` or `all-deviating`.',
  },
  {
    column: 'replication',
    type: 'whole number',
    unit: '',
    meaning:
      'Which repetition. Rows of equal replication saw the same arrivals, challenges and draws in every arm, and are to be compared in pairs.',
  },
  {
    column: 'batch',
    type: 'whole number',
    unit: '',
    meaning: 'Which part of the run, where runs are cut into batches that stand for replications; 0 otherwise.',
  },
];

/** Columns of `points.parquet` and `points.csv`. */
const pointColumns: Entry[] = [
  { column: 'id', type: 'whole number', unit: '', meaning: 'Design point.' },
  {
    column: '<swept parameter>',
    type: 'number',
    unit: 'of the parameter',
    meaning: 'Its value, one column each under its path.',
  },
  { column: 'replications', type: 'whole number', unit: 'count', meaning: 'Replications of each arm.' },
  {
    column: 'jobs',
    type: 'number',
    unit: 'count',
    meaning: 'Jobs simulated at this point, over all arms and replications.',
  },
  {
    column: 'advantage.<role>.<over>.<against>.mean',
    type: 'number',
    unit: 'credits per job',
    meaning: 'What honesty earned over a deviation, known luck regressed out; negative where the deviation pays.',
  },
  {
    column: 'advantage.<role>.<over>.<against>.halfWidth',
    type: 'number',
    unit: 'credits per job',
    meaning: 'Half of its confidence interval, at the study’s confidence.',
  },
  {
    column: 'advantage.<role>.<over>.<against>.plain.mean',
    type: 'number',
    unit: 'credits per job',
    meaning: 'The same with nothing taken out: what the runs say by themselves.',
  },
  {
    column: 'advantage.<role>.<over>.<against>.plain.halfWidth',
    type: 'number',
    unit: 'credits per job',
    meaning: 'Half of its confidence interval, at the study’s confidence.',
  },
  {
    column: 'advantage.<role>.<over>.<against>.exact',
    type: 'number',
    unit: 'credits per job',
    meaning: 'The same by enumeration; empty where the mechanism describes no round.',
  },
  {
    column: 'honesty.<role>',
    type: 'text',
    unit: '',
    meaning: '`dominant`, `equilibrium`, `neither` or `undecided`; `honesty.overall` is the weaker of both roles.',
  },
  {
    column: 'rates.<rate>.value',
    type: 'number',
    unit: 'share; s for `latencySeconds…`',
    meaning: 'Simulated rate; what it is a share of, or how long what takes, stands in `findings.json` as `per`.',
  },
  {
    column: 'rates.<rate>.halfWidth',
    type: 'number',
    unit: 'as its value',
    meaning: 'Half of its confidence interval.',
  },
  { column: 'rates.<rate>.exact', type: 'number', unit: 'as its value', meaning: 'The same by enumeration.' },
  {
    column: 'rates.<rate>.count',
    type: 'number',
    unit: 'count',
    meaning: 'How many jobs, challenges or false results were observed.',
  },
];

/** Columns of `estimates.parquet` and `estimates.csv`. */
const estimateColumns: Entry[] = [
  { column: 'point', type: 'whole number', unit: '', meaning: 'Design point, as `id` in `points.parquet`.' },
  { column: 'role', type: 'text', unit: '', meaning: 'Role in which honesty is compared: `asserter` or `validator`.' },
  { column: 'over', type: 'text', unit: '', meaning: 'The deviation that honesty is compared with.' },
  {
    column: 'against',
    type: 'text',
    unit: '',
    meaning: 'What everybody else does: `coalition`, `all-honest` or `all-deviating`.',
  },
  { column: 'kind', type: 'text', unit: '', meaning: 'Kind of job; empty for jobs of all kinds together.' },
  { column: 'per', type: 'text', unit: '', meaning: 'What the value is counted by: `job`.' },
  {
    column: 'estimator',
    type: 'text',
    unit: '',
    meaning:
      '`plain`: what the runs say by themselves; `sharp`: the same runs, known luck regressed out; `exact`: by enumeration. A row is there where its estimator has a value.',
  },
  {
    column: 'value',
    type: 'number',
    unit: 'credits',
    meaning: 'What honesty earns over the deviation, counted by what `per` says; negative where the deviation pays.',
  },
  {
    column: 'low',
    type: 'number',
    unit: 'credits',
    meaning:
      'Lower end of its interval, at the study’s confidence; the value itself where it is exact, empty where the runs cannot tell.',
  },
  { column: 'high', type: 'number', unit: 'credits', meaning: 'Upper end of the same interval.' },
];

/** Columns of one run's record, from their declaration. */
const recordEntries: Entry[] = Object.entries(columnFacts).map(([column, { meaning, unit }]) => {
  return { column, type: 'number', unit, meaning: `${meaning}.` };
});

/** All columns by table. */
export const dictionary: Record<'runs' | 'points' | 'estimates', Entry[]> = {
  runs: [...runColumns, ...recordEntries],
  points: pointColumns,
  estimates: estimateColumns,
};

/** The page. */
export function writeDataDictionary(): string {
  return [
    '# Data dictionary',
    '',
    'Generated by `npm run refresh`. How to load the tables: [README](README.md). Money is in credits, time in seconds.',
    '',
    '## runs.parquet',
    '',
    'One row per run. A run is one replication of one arm at one design point; its record adds up all jobs after warm-up, so amounts per job are quotients of two columns, such as `asserterIncome / focalJobs`. Where challenges are rare they are sampled more often and weighed back, so counts need not be whole. "Focal" nodes are those the arm is about: the whole coalition, or one node in ten where there is none.',
    '',
    ...writeTable(dictionary.runs),
    '',
    '## points.parquet and points.csv',
    '',
    'One row per design point, every estimate beside its exact value.',
    '',
    ...writeTable(dictionary.points),
    '',
    '## estimates.parquet and estimates.csv',
    '',
    'One row per advantage and estimator: long and tidy, as plotting libraries like it.',
    '',
    ...writeTable(dictionary.estimates),
    '',
  ].join('\n');
}

function writeTable(entries: Entry[]): string[] {
  const rows = entries.map(({ column, type, unit, meaning }) => `| \`${column}\` | ${type} | ${unit} | ${meaning} |`);
  return ['| column | type | unit | meaning |', '|---|---|---|---|', ...rows];
}
