/** The table of design points: what a row holds, in which unit. */
import type { Advantage, DesignPointFindings, Findings, Role } from './findings.ts';
import { type ColumnMeaning, type ReadColumn, type Table, tabulate } from './table.ts';

type PointColumn = ReadColumn<DesignPointFindings>;

/**
 * `points`: one row per design point, in the order of the findings; what was set, then every estimate beside its exact value.
 *
 * @param parameters  what is known of swept parameters, by path
 */
export function tabulatePoints(
  { designPoints }: Findings,
  parameters: Readonly<Record<string, ColumnMeaning>> = {},
): Table {
  return tabulate('points', listPointColumns(designPoints, parameters), () => designPoints);
}

/**
 * The columns, in file order: `id`, swept parameters, `replications`, `jobs`; per advantage
 * `advantage.<role>.<over>.<against>` with `.mean`, `.halfWidth`, `.plain.mean`, `.plain.halfWidth`, `.exact`; `honesty.<role>`; per rate `rates.<name>` with
 * `.value`, `.halfWidth`, `.exact`, `.count`.
 */
function listPointColumns(
  points: readonly DesignPointFindings[],
  parameters: Readonly<Record<string, ColumnMeaning>>,
): PointColumn[] {
  const number = (name: string, unit: string, description: string, read: PointColumn['read']): PointColumn => {
    return { name, type: 'number', unit, description, read };
  };
  return [
    number('id', '', 'Design point', ({ id }) => id),
    ...namesOf(points, ({ at }) => Object.keys(at)).map((path): PointColumn => {
      const { unit, description } = parameters[path] ?? { unit: '', description: 'Swept parameter' };
      const isLabel = points.some(({ at }) => typeof at[path] === 'string');
      return { ...number(path, unit, description, ({ at }) => at[path] ?? null), type: isLabel ? 'text' : 'number' };
    }),
    number('replications', 'count', 'Replications of each arm', ({ replications }) => replications),
    number('jobs', 'count', 'Jobs simulated, over all arms and replications', ({ jobs }) => jobs),
    ...namesOf(points, ({ advantages }) => advantages.map(keyOf)).flatMap(advantageColumns),
    ...(['asserter', 'validator', 'overall'] as (Role | 'overall')[]).map(
      (role): PointColumn => ({
        name: `honesty.${role}`,
        type: 'text',
        unit: '',
        description: 'dominant, equilibrium, neither or undecided',
        read: ({ honesty }) => honesty[role],
      }),
    ),
    ...namesOf(points, ({ rates }) => Object.keys(rates)).flatMap((name) => rateColumns(name, points)),
  ];
}

function advantageColumns(key: string): PointColumn[] {
  const find = ({ advantages }: DesignPointFindings) => advantages.find((advantage) => keyOf(advantage) === key);
  const column = (part: string, description: string, read: (advantage: Advantage) => number | null | undefined) => ({
    name: `${key}.${part}`,
    type: 'number' as const,
    unit: 'credits per job',
    description,
    read: (point: DesignPointFindings) => {
      const found = find(point);
      return (found && read(found)) ?? null;
    },
  });
  return [
    column(
      'mean',
      'What honesty earned over the deviation, known draws of nature taken out; negative where the deviation pays',
      ({ mean }) => mean,
    ),
    column('halfWidth', 'Half of its confidence interval', ({ halfWidth }) => halfWidth),
    column('plain.mean', 'The same with nothing taken out of the runs', ({ plain }) => plain?.mean),
    column('plain.halfWidth', 'Half of its confidence interval', ({ plain }) => plain?.halfWidth),
    column('exact', 'The same by enumeration', ({ exact }) => exact),
  ];
}

function rateColumns(name: string, points: readonly DesignPointFindings[]): PointColumn[] {
  const some = points.find(({ rates }) => rates[name])?.rates[name];
  const unit = name.startsWith('latencySeconds') ? 's' : 'share';
  const meanings = {
    value: `Simulated, per ${some?.per ?? 'job'}`,
    halfWidth: 'Half of its confidence interval',
    exact: 'The same by enumeration',
    count: 'How many were observed',
  };
  return (['value', 'halfWidth', 'exact', 'count'] as const).map((part) => ({
    name: `rates.${name}.${part}`,
    type: 'number',
    unit: part === 'count' ? 'count' : unit,
    description: meanings[part],
    read: ({ rates }) => rates[name]?.[part] ?? null,
  }));
}

function namesOf(points: readonly DesignPointFindings[], list: (point: DesignPointFindings) => string[]): string[] {
  const names = new Set<string>();
  for (const point of points) for (const name of list(point)) names.add(name);
  return [...names];
}

function keyOf({ role, over, against }: Advantage): string {
  return `advantage.${role}.${over}.${against}`;
}
