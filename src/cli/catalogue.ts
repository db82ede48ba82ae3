/** Everything a scenario or a report can name, from the registries, for `posp list` and `posp explain`. */
import { z } from 'zod';
import * as claims from '../claims/index.ts';
import * as distributions from '../kernel/distributions/index.ts';
import { marketParams } from '../market/params.ts';
import * as mechanisms from '../mechanisms/index.ts';
import { gallery } from '../report/gallery.ts';
import * as strategies from '../strategies/index.ts';

/** A name and what is known of it. */
export interface Entry {
  kind: string;
  title: string;
  /** One paragraph. */
  summary?: string;
  source?: string;
  roles?: readonly string[];
  params?: z.ZodType;
  /** Closed forms known for it. */
  formulas?: readonly { of: string; text: string; source: string }[];
}

/** The lists by name. */
export const catalogue: Readonly<Record<string, readonly Entry[]>> = {
  mechanisms: Object.values(mechanisms),
  strategies: Object.values(strategies),
  claims: Object.values(claims),
  distributions: Object.values(distributions),
  charts: gallery.map(({ kind, title, needs }) => ({ kind, title, summary: `It needs ${needs}.` })),
};

/** The market's parameters, which are explained like an entry but belong to no list. */
export const market: Entry = { kind: 'market', title: 'Demand, fleet, costs and delays', params: marketParams };

/** Every name that can be explained. */
export function listNames(): string[] {
  return [...new Set([...Object.values(catalogue).flat(), market].map(({ kind }) => kind))];
}

/** Paths of the market's and every mechanism's parameters, as in `market.stake`. */
export function listPaths(): string[] {
  const paths = (section: string, { params }: Entry) =>
    params ? listParameters(params).map(({ name }) => `${section}.${name}`) : [];
  const ofMechanisms = catalogue.mechanisms!.flatMap((entry) => paths('mechanism', entry));
  return [...new Set([...paths('market', market), ...ofMechanisms, 'coalition.fraction', 'coalition.size'])];
}

/** One line of a parameter table. */
export interface Parameter {
  name: string;
  values: string;
  /** What it is when left out, or `required`. */
  default: string;
  unit: string;
  description: string;
}

/** The parameters of a schema, read from its JSON Schema and the units it carries. */
export function listParameters(schema: z.ZodType): Parameter[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, property]) => {
    const { description, unit, relative, ...rest } = property as z.core.JSONSchema.BaseSchema & {
      unit?: string;
      relative?: string;
    };
    const fallback = relative ?? (rest.default === undefined ? undefined : JSON.stringify(rest.default));
    return {
      name,
      values: describeValues(rest),
      default: fallback ?? (required.includes(name) ? 'required' : 'none'),
      unit: unit === undefined || unit === '1' || unit === 'count' ? '' : unit,
      description: description ?? '',
    };
  });
}

function describeValues(schema: z.core.JSONSchema.BaseSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.join(' | ');
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) {
    const kinds = alternatives.map((one) => (one as z.core.JSONSchema.BaseSchema).properties?.kind);
    if (kinds.every((kind) => kind !== undefined)) return 'a distribution';
    return alternatives.map((one) => describeValues(one as z.core.JSONSchema.BaseSchema)).join(' | ');
  }
  if (schema.type === 'object')
    return Object.keys(schema.properties ?? {})
      .map((key) => `{ ${key} }`)
      .join(', ');
  if (schema.type === 'array') return 'list';
  const whole = schema.type === 'integer' ? 'whole number' : String(schema.type ?? 'any');
  return schema.type === 'integer' || schema.type === 'number' ? whole + describeLimits(schema) : whole;
}

function describeLimits({ minimum, maximum, exclusiveMinimum }: z.core.JSONSchema.BaseSchema): string {
  const most = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (exclusiveMinimum !== undefined) return ` > ${exclusiveMinimum}`;
  const least = minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
  if (least !== undefined && most !== undefined) return ` in [${least}, ${most}]`;
  if (least !== undefined) return ` >= ${least}`;
  return most === undefined ? '' : ` <= ${most}`;
}
