/** Rules between settings, and between words, that an editor can underline: as much of them as a JSON Schema can say. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { claimsIn } from '../../catalogue/claims.ts';
import { broughtPaths } from '../../findings/axis-values.ts';
import { olderNames } from '../numbers/older-names.ts';
import { sectionNames } from '../schema/scenario.ts';
import type { JsonSchema } from './json-schema.ts';

/** Settings that say the same thing: a group holds one of them at most. */
const rivals: readonly (readonly [string, string])[] = [
  ['slashAmount', 'slashFraction'],
  ['fraction', 'size'],
  ['jobs', 'seconds'],
  ...Object.entries(olderNames).map((names) => names.map((path) => path.split('.')[1]) as [string, string]),
];

/** A schema with the rules between its parts. */
export function addRules(schema: JsonSchema, catalogue: Catalogue): JsonSchema {
  const ruled = mapNodes(schema, (node) => addOwnRules(node, catalogue));
  const { sweep } = ruled.properties ?? {};
  if (sweep) sweep.propertyNames = { anyOf: [{ enum: listSweepable(schema) }, { pattern: playerPath }] };
  return ruled;
}

/** Parameters of strategies go by the names that a file gives them. */
const playerPath = '^players\\.(asserter|validator)\\.';

function addOwnRules(node: JsonSchema, catalogue: Catalogue): JsonSchema {
  const { properties } = node;
  if (!properties) return node;
  const has = (...names: string[]) => names.every((name) => name in properties);
  const { figures } = claimsIn(catalogue).get(String(properties.kind?.const)) ?? {};
  const rules = [
    ...rivals.filter((pair) => has(...pair)).map((required) => ({ not: { required } })),
    ...(has('atLeast', 'atMost') ? [{ anyOf: [{ required: ['atLeast'] }, { required: ['atMost'] }] }] : []),
    ...(has('from', 'to', 'scale') ? [noZeroOnLogScales] : []),
  ];
  const words = {
    ...(has('where') && { where: { ...properties.where, pattern: clause } }),
    ...(figures && has('of') && { of: { ...properties.of, enum: figures } }),
  };
  return {
    ...node,
    properties: { ...properties, ...words },
    ...(rules.length > 0 && { allOf: rules }),
  };
}

const noZeroOnLogScales = {
  anyOf: [
    { properties: { scale: { not: { const: 'log' } } } },
    { properties: { from: { not: { const: 0 } }, to: { not: { const: 0 } } } },
  ],
};

/** No sign of equality stands alone but inside quotes. */
const clause = '^([^"\'=]|"[^"]*"|\'[^\']*\'|[=!<>]=)*$';

/** Every path below the sections of a design point that a schema knows, groups and their kinds included. */
function listSweepable({ properties = {} }: JsonSchema): string[] {
  const paths = new Set<string>(['mechanism']);
  const collect = (node: JsonSchema, path: string) => {
    for (const branch of ['anyOf', 'oneOf'] as const)
      for (const inner of (node[branch] as JsonSchema[] | undefined) ?? []) collect(inner, path);
    for (const [name, inner] of Object.entries(node.properties ?? {})) {
      // Kinds of jobs and groups of nodes vary by themselves.
      if (name === 'kind' || name === 'name' || broughtPaths.includes(`${path}.${name}`)) continue;
      paths.add(`${path}.${name}`);
      collect(inner, `${path}.${name}`);
    }
  };
  for (const section of sectionNames) collect(properties[section] ?? {}, section);
  return [...paths];
}

/** The same tree with every node put through a function, leaves first. */
function mapNodes(node: JsonSchema, change: (node: JsonSchema) => JsonSchema): JsonSchema {
  const inside = Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      if (key === 'properties') {
        const entries = Object.entries(value as Record<string, JsonSchema>);
        return [key, Object.fromEntries(entries.map(([name, inner]) => [name, mapNodes(inner, change)]))];
      }
      if (Array.isArray(value) && ['anyOf', 'oneOf'].includes(key))
        return [key, value.map((inner) => mapNodes(inner as JsonSchema, change))];
      const isSchema = typeof value === 'object' && value !== null && ['items', 'additionalProperties'].includes(key);
      return [key, isSchema && !Array.isArray(value) ? mapNodes(value as JsonSchema, change) : value];
    }),
  );
  return change(inside);
}
