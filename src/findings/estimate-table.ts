/** The tidy table of estimates: one number to a row, with its interval and how it was come by. */
import type { Advantage, DesignPointFindings, Findings } from './findings.ts';
import { type ReadColumn, type Table, tabulate } from './table.ts';

/** How a number was come by: what the runs say by themselves, the same with known luck regressed out, or by enumeration. */
type Estimator = 'plain' | 'sharp' | 'exact';

/** What honesty earns over a deviation, by one estimator. */
interface Estimate {
  point: number;
  advantage: Advantage;
  estimator: Estimator;
  value: number;
  /** Half of its confidence interval: nothing where the number is exact, `null` where the runs cannot tell. */
  halfWidth: number | null;
}

/** `estimates`: every advantage at every design point, a row per estimator that has a value there. */
export function tabulateEstimates({ designPoints }: Findings): Table {
  return tabulate('estimates', columns, function* () {
    for (const point of designPoints) yield* listEstimates(point);
  });
}

function* listEstimates({ id, advantages }: DesignPointFindings): Generator<Estimate> {
  for (const advantage of advantages) {
    const { mean, halfWidth, plain, exact } = advantage;
    const from = { point: id, advantage };
    if (plain) yield { ...from, estimator: 'plain', value: plain.mean, halfWidth: plain.halfWidth };
    if (mean !== null) yield { ...from, estimator: 'sharp', value: mean, halfWidth };
    if (exact !== null) yield { ...from, estimator: 'exact', value: exact, halfWidth: 0 };
  }
}

const columns: ReadColumn<Estimate>[] = [
  column('point', 'number', '', 'Design point, as id in the table of points', ({ point }) => point),
  column(
    'role',
    'text',
    '',
    'Role in which honesty is compared: asserter or validator',
    ({ advantage }) => advantage.role,
  ),
  column('over', 'text', '', 'The deviation that honesty is compared with', ({ advantage }) => advantage.over),
  column(
    'against',
    'text',
    '',
    'What everybody else does: coalition, all-honest or all-deviating',
    ({ advantage }) => advantage.against,
  ),
  column('kind', 'text', '', 'Kind of job; empty for jobs of all kinds together', () => null),
  column('per', 'text', '', 'What the value is counted by: job', () => 'job'),
  column(
    'estimator',
    'text',
    '',
    'plain: what the runs say by themselves; sharp: the same runs, known luck regressed out; exact: by enumeration',
    ({ estimator }) => estimator,
  ),
  column(
    'value',
    'number',
    'credits',
    'What honesty earns over the deviation, counted by what per says; negative where the deviation pays',
    ({ value }) => value,
  ),
  column(
    'low',
    'number',
    'credits',
    'Lower end of its interval at the confidence of the study; the value where it is exact, empty where the runs cannot tell',
    ({ value, halfWidth }) => (halfWidth === null ? null : value - halfWidth),
  ),
  column('high', 'number', 'credits', 'Upper end of the same interval', ({ value, halfWidth }) =>
    halfWidth === null ? null : value + halfWidth,
  ),
];

function column(
  name: string,
  type: ReadColumn<Estimate>['type'],
  unit: string,
  description: string,
  read: ReadColumn<Estimate>['read'],
): ReadColumn<Estimate> {
  return { name, type, unit, description, read };
}
