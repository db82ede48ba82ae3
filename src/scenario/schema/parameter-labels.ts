/**
 * What parameters are called where people read them: what each says of itself in its schema, found by its path.
 */
import { z } from 'zod';
import { builtIn, type Catalogue, catalogueOf } from '../../catalogue/catalogue.ts';
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

/** Whose parameters are spoken of. */
let inForce: Catalogue = builtIn;

/**
 * Puts something into words in which parameters go by what the plugs of a study say of them, those of a user's own among
 * them. What is said is said at once: it cannot wait for anything, so no two studies speak at a time.
 */
export function inWordsOf<Said extends string | object>(study: object, say: () => Said): Said {
  const before = inForce;
  inForce = catalogueOf(study);
  try {
    return say();
  } finally {
    inForce = before;
  }
}

const known = new WeakMap<Catalogue, Labels>();

/** Reads all schemas once: mechanisms that share a path share what the last of them says of it. */
function readLabels(): Labels {
  const labels = known.get(inForce) ?? collectLabels(inForce);
  known.set(inForce, labels);
  return labels;
}

function collectLabels(catalogue: Catalogue): Labels {
  const byPath = new Map<string, ParameterLabel>();
  const bySymbol = new Map<string, string>();
  for (const [path, label] of walk(schemasOf(catalogue).sections, [], {})) {
    byPath.set(path, { ...byPath.get(path), ...label });
    if (label.symbol !== undefined) bySymbol.set(label.symbol, path);
  }
  return { byPath, bySymbol };
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
