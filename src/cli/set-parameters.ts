/** What every parameter of a study is set to, and who set it. */
import type { z } from 'zod';
import { catalogueOf } from '../catalogue/catalogue.ts';
import type { AxisValue } from '../findings/axis-values.ts';
import { cleanText } from '../foreign/plain-text.ts';
import type { DescribedParameter } from '../report/description.ts';
import type { Scenario } from '../scenario/schema/scenario.ts';
import { type Entry, listParameters, listsOf, marketOf } from './catalogue.ts';
import type { LoadedStudy } from './load.ts';

/** A mechanism that a study is about, and its parameters as the scenario sets them. */
export interface ListedMechanism {
  entry: Entry;
  params: Record<string, unknown>;
  /** Its label where several are compared. */
  label?: string;
}

/** Every parameter of mechanism, market and coalition with its value at the first design point. */
export function listSetParameters(
  scenario: Scenario,
  points: LoadedStudy['points'],
  listed: readonly ListedMechanism[],
): DescribedParameter[] {
  const { market: written, coalition, sweep } = scenario;
  const settings = points[0]?.settings;
  const swept = new Map(sweep.map(({ path, values }) => [path, values]));
  const describe = (
    section: string,
    from: Entry,
    values: Record<string, unknown>,
    resolved: Record<string, unknown>,
    label?: string,
  ) =>
    (from.params ? listParameters(from.params) : []).flatMap(({ name, unit, description }): DescribedParameter[] => {
      if (values[name] === undefined) return [];
      const path = `${section}.${name}`;
      const axis = swept.get(path);
      const set = { path: label === undefined ? path : `${label}: ${path}`, meaning: description, unit };
      if (axis) return [{ ...set, origin: 'swept', value: sayAxis(axis) }];
      const origin = isDefault(from.params!, name, values[name]) ? 'default' : 'scenario';
      return [{ ...set, origin, value: sayValue(values[name], resolved[name]) }];
    });
  const share = coalition.size === undefined ? 'fraction' : 'size';
  const path = `coalition.${share}`;
  const axis = swept.get(path);
  return [
    ...listed.flatMap(({ entry, params, label }) => {
      const own = points.find(({ at }) => label === undefined || at.mechanism === label)?.settings.mechanism;
      return describe('mechanism', entry, params, own ?? {}, label);
    }),
    ...describe('market', marketOf(listsOf(catalogueOf(scenario))), written, settings?.market ?? {}),
    {
      path,
      meaning: 'Nodes that act as one and back each other’s false results.',
      unit: share === 'size' ? 'nodes' : '',
      origin: axis ? 'swept' : 'scenario',
      value: axis ? sayAxis(axis) : sayValue(coalition[share] ?? 0, settings?.coalition[share]),
    },
  ];
}

/** Whether a value is what the schema gives when nothing is said. */
function isDefault(params: z.ZodType, name: string, value: unknown): boolean {
  const parameter = listParameters(params).find((one) => one.name === name);
  if (parameter?.default === value) return true;
  const schema = (params as z.ZodObject).shape?.[name] as z.ZodType | undefined;
  const fallback = schema?.safeParse(undefined);
  return fallback?.success === true && JSON.stringify(fallback.data) === JSON.stringify(value);
}

function sayAxis(values: readonly AxisValue[]): string {
  if (!values.every((value) => typeof value === 'number')) return values.join(', ');
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => Number(value.toPrecision(4)));
  return `${values.length} values, ${least} to ${most}`;
}

function sayValue(value: unknown, resolved: unknown): string {
  if (typeof value === 'string' && value.startsWith('=') && typeof resolved === 'number') {
    return `${Number(resolved.toPrecision(10))} (${cleanText(value)})`;
  }
  if (typeof value !== 'object' || value === null) return cleanText(String(value));
  const { kind, ...rest } = value as Record<string, unknown>;
  const parts = Object.entries(rest).map(
    ([name, part]) => `${name} ${typeof part === 'string' ? part : JSON.stringify(part)}`,
  );
  return cleanText([...(typeof kind === 'string' ? [kind] : []), parts.join(', ')].join(' '));
}
