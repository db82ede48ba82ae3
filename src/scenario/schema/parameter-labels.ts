/**
 * What parameters are called where people read them: what each says of itself in its schema, found by its path.
 */
import { z } from 'zod';
import { builtIn } from '../../catalogue/catalogue.ts';
import { innerOf } from '../numbers/parameter-meta.ts';
import { schemasOf } from './schema.ts';

/** What a parameter says of itself; every part may be missing. */
export type ParameterLabel = Pick<z.GlobalMeta, 'name' | 'symbol' | 'unit' | 'axisUnit'>;

/** What the parameter at a path is called; nothing of a path that is none. */
export function labelOf(path: string): ParameterLabel {
  const steps = path.split('.');
  // Strategies are listed under names of their own.
  if (steps[0] === 'players' && steps.length > 3) steps[2] = '*';
  return readLabels().byPath.get(steps.join('.')) ?? {};
}

/** The parameter that a symbol stands for; `undefined` where it is none. */
export function pathOfSymbol(symbol: string): string | undefined {
  return readLabels().bySymbol.get(symbol);
}

/** Parameters that tables or the theory call so. */
export function findCalled(word: string): string[] {
  const isMeant = ([, { name, symbol }]: [string, ParameterLabel]) => name === word || symbol === word;
  return [...readLabels().byPath].filter(isMeant).map(([path]) => path);
}

interface Labels {
  byPath: ReadonlyMap<string, ParameterLabel>;
  bySymbol: ReadonlyMap<string, string>;
}

let known: Labels | undefined;

/** Reads all schemas once: mechanisms that share a path share what one of them says of it. */
function readLabels(): Labels {
  if (known) return known;
  const byPath = new Map<string, ParameterLabel>();
  const bySymbol = new Map<string, string>();
  for (const [path, label] of walk(schemasOf(builtIn).sections, [], {})) {
    byPath.set(path, { ...byPath.get(path), ...label });
    if (label.symbol !== undefined) bySymbol.set(label.symbol, path);
  }
  known = { byPath, bySymbol };
  return known;
}

/** Every parameter that a schema has room for, alternatives and kinds one after the other; items of lists as `*`. */
function* walk(
  schema: z.ZodType,
  steps: readonly string[],
  outer: ParameterLabel,
): Generator<[path: string, label: ParameterLabel]> {
  const { name, symbol, unit, axisUnit } = { ...outer, ...schema.meta() };
  const label = {
    ...(name !== undefined && { name }),
    ...(symbol !== undefined && { symbol }),
    ...(unit !== undefined && { unit }),
    ...(axisUnit !== undefined && { axisUnit }),
  };
  const inner = innerOf(schema);
  if (schema instanceof z.ZodUnion) {
    for (const option of schema.options) yield* walk(option as z.ZodType, steps, label);
  } else if (schema instanceof z.ZodObject) {
    const shared = unit === undefined ? {} : { unit };
    for (const [key, child] of Object.entries(schema.shape)) yield* walk(child as z.ZodType, [...steps, key], shared);
  } else if (schema instanceof z.ZodArray) {
    yield* walk(schema.element as z.ZodType, [...steps, '*'], label);
  } else if (inner) {
    yield* walk(inner, steps, label);
  } else yield [steps.join('.'), label];
}
