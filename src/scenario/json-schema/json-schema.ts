/**
 * The JSON Schema that editors complete and check scenario files with, made from the same definitions that check them.
 */
import { z } from 'zod';
import { builtIn, type Catalogue } from '../../catalogue/catalogue.ts';
import { olderNames } from '../numbers/older-names.ts';
import { schemasOf } from '../schema/schema.ts';
import { addRules } from './json-schema-rules.ts';
import { addData } from './written-by-data.ts';
import { writtenMarketOf } from './written-kinds.ts';
import { writtenSweepOf } from './written-sweep.ts';

/** A node of a JSON Schema, draft 7. */
export interface JsonSchema {
  [keyword: string]: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
}

/**
 * Builds the schema: draft 7, since that is what editors support best.
 *
 * Beside what the definitions say, numbers may be quantities or expressions, distributions may be numbers, a kind may
 * stand alone where it needs no parameters, and what has a relative default is not required;
 * `mechanism` is not where `sweep` lists mechanisms.
 */
export function buildJsonSchema(catalogue: Catalogue = builtIn): JsonSchema {
  const { shape } = schemasOf(catalogue).scenario;
  const written = z.strictObject({
    ...shape,
    market: writtenMarketOf(catalogue),
    sweep: writtenSweepOf(catalogue).optional(),
  });
  const {
    $schema,
    required = [],
    ...built
  } = z.toJSONSchema(written, { target: 'draft-7', io: 'input', override: listShorthand }) as JsonSchema;
  return {
    $schema,
    title: 'Scenario of posp-sim',
    description: 'A market, a mechanism, the players, what to vary and what should come out.',
    ...addRules(addData(addOlderNames(leaveToLists(relax(built)))), catalogue),
    required: required.filter((key) => key !== 'mechanism'),
    // Whoever lists mechanisms to compare need not state one beside them.
    anyOf: [{ required: ['mechanism'] }, { required: ['sweep'], properties: { sweep: { required: ['mechanism'] } } }],
    definitions: { quantity },
  };
}

/** Writes out which kinds may stand bare; worked out here because only a schema that is printed says so. */
function listShorthand({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (typeof jsonSchema.shorthand === 'function') jsonSchema.shorthand = jsonSchema.shorthand();
}

/** What every kind of job or group of nodes says, the market need not. */
function leaveToLists(schema: JsonSchema): JsonSchema {
  const { market } = schema.properties!;
  const left = ['computeCost', 'reward'];
  const ofNodes = ['nodeCount', 'stake'];
  const { required, ...others } = market;
  const anyOf = [
    { required: required! },
    { required: ['jobs', ...required!.filter((name) => !left.includes(name))] },
    { required: ['fleet', ...required!.filter((name) => ![...left, ...ofNodes].includes(name))] },
  ];
  const ruled = { ...others, anyOf };
  return { ...schema, properties: { ...schema.properties, market: ruled } };
}

/** Parameters that had another name before may be written by it. */
function addOlderNames(schema: JsonSchema): JsonSchema {
  const properties = structuredClone(schema.properties!);
  for (const [older, name] of Object.entries(olderNames)) {
    const [section, key] = name.split('.');
    const known = properties[section].properties!;
    const description = `Older name of ${key}.`;
    known[older.split('.')[1]] = { ...known[key], description, deprecated: true };
  }
  return { ...schema, properties };
}

/** The schema as the text of its file. */
export function formatJsonSchema(catalogue?: Catalogue): string {
  return `${JSON.stringify(buildJsonSchema(catalogue), null, 2)}\n`;
}

function relax(node: JsonSchema): JsonSchema {
  const {
    isDistribution,
    unit,
    relative,
    readWith: _,
    otherwise: _____,
    isChance: __,
    axisUnit: ___,
    symbol: ____,
    name,
    shorthand,
    ...rest
  } = node;
  const relaxed: JsonSchema = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, relaxInside(key, value)]),
  );
  if (node.properties && node.required) {
    const required = node.required.filter((key) => {
      const { relative, otherwise } = node.properties?.[key] ?? {};
      return relative === undefined && otherwise === undefined;
    });
    relaxed.required = required;
    if (required.length === 0) delete relaxed.required;
  }
  if (typeof name === 'string') relaxed.title = name;
  const described = describe(relaxed, unit, relative);
  if ((rest.type === 'number' || rest.type === 'integer') && !('const' in rest)) return orText(described);
  if (isDistribution) return choice(described, ['oneOf'], [numberSchema, quantitySchema]);
  if (Array.isArray(shorthand) && shorthand.length > 0) return choice(described, ['oneOf'], [{ enum: shorthand }]);
  return described;
}

function relaxInside(key: string, value: unknown): unknown {
  if (key === 'properties') {
    return Object.fromEntries(
      Object.entries(value as Record<string, JsonSchema>).map(([name, inner]) => [name, relax(inner)]),
    );
  }
  if (Array.isArray(value) && ['anyOf', 'oneOf', 'items'].includes(key))
    return value.map((inner) => relax(inner as JsonSchema));
  const isSchema = typeof value === 'object' && value !== null && ['items', 'additionalProperties'].includes(key);
  return isSchema ? relax(value as JsonSchema) : value;
}

/** Says the unit and the default that depends on other parameters, where an editor shows them. */
function describe(node: JsonSchema, unit: unknown, relative: unknown): JsonSchema {
  if (typeof node.description !== 'string') return node;
  const inUnit = typeof unit === 'string' && unit !== '1' ? ` [${unit}]` : '';
  const byDefault = typeof relative === 'string' ? ` Default: ${relative}.` : '';
  return { ...node, description: `${node.description.replace(/\.$/, '')}${inUnit}.${byDefault}` };
}

const numberSchema: JsonSchema = { type: 'number' };
const quantitySchema: JsonSchema = { $ref: '#/definitions/quantity' };
const quantity: JsonSchema = {
  type: 'string',
  pattern: '^\\s*(=|(?![-+]?\\d+,\\d|[-+]?0\\d)[-+(.\\d])',
  description: 'A quantity such as "250 ms", or an expression such as "= 20 * market.reward".',
};

/** A number with its limits, or text that gives one; the limits of safe integers are left unsaid. */
function orText(node: JsonSchema): JsonSchema {
  const limits = Object.fromEntries(
    ['type', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum']
      .filter((key) => key in node && !(Math.abs(Number(node[key])) >= Number.MAX_SAFE_INTEGER))
      .map((key) => [key, node[key]]),
  );
  return choice(
    node,
    Object.keys(node).filter((key) => !['title', 'description', 'default'].includes(key)),
    [quantitySchema],
    limits,
  );
}

/** Moves keywords of a node into the first of several alternatives. */
function choice(node: JsonSchema, keywords: string[], others: JsonSchema[], first?: JsonSchema): JsonSchema {
  const kept = Object.fromEntries(Object.entries(node).filter(([key]) => !keywords.includes(key)));
  const moved = first ?? Object.fromEntries(keywords.map((key) => [key, node[key]]));
  return { ...kept, anyOf: [moved, ...others] };
}
