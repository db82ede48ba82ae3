import { z } from 'zod';
import { catalogueOf, mechanismOf } from '../../catalogue/catalogue.ts';
import { extremesOf } from '../../catalogue/needs.ts';
import { aversionMax } from '../../market/money/utility.ts';
import { marketParams } from '../../market/params.ts';
import type { Settings } from '../../market/settings.ts';
import { schemasOf } from '../../scenario/schema/schema.ts';

/** The values a parameter may take: an interval of numbers, or integers from `low` to `high`. */
export interface Domain {
  kind: 'real' | 'integer';
  low: number;
  /** May be Infinity for real domains. */
  high: number;
  unit: string;
}

/**
 * The domain of a parameter path: probabilities [0, 1], fractions [0, 1), money and times [0, ∞) or as far as the schema
 * goes, counts the integers that the market has room for.
 */
export function domainOf(path: string, settings: Settings): Domain {
  const { nodeCount } = settings.market;
  if (path === 'coalition.fraction') return { kind: 'real', low: 0, high: 1 - Number.EPSILON, unit: '1' };
  if (path === 'coalition.size') return { kind: 'integer', low: 0, high: nodeCount - 1, unit: 'count' };
  if (path === 'players.utility.cara')
    return { kind: 'real', low: 0, high: aversionMax(settings.market, extremesOf(settings)), unit: '1' };
  const number = findNumber(path, settings);
  const unit = number?.unit ?? 'credits';
  const limit = Math.max(0, number?.schema.minValue ?? 0);
  // A limit that is itself excluded is approached.
  const low = number && unit !== 'count' && !number.schema.safeParse(limit).success ? limit + 1e-9 : limit;
  const high = number?.schema.maxValue ?? Number.POSITIVE_INFINITY;
  if (unit !== 'count')
    return { kind: 'real', low, high: high < Number.MAX_SAFE_INTEGER ? high : Number.POSITIVE_INFINITY, unit };
  const countsNoOthers = ['market.nodeCount', 'market.jobsInFlight', 'market.detector.tokens'].includes(path);
  if (countsNoOthers) return { kind: 'integer', low, high, unit };
  return { kind: 'integer', low: 1, high: Math.min(255, nodeCount - 1), unit };
}

/** The schema of the number at a path, and its unit. */
function findNumber(path: string, settings: Settings): { schema: z.ZodNumber; unit: string | undefined } | undefined {
  const [room, ...names] = path.split('.');
  let schema: unknown =
    room === 'mechanism'
      ? mechanismOf(settings).params
      : room === 'players'
        ? schemasOf(catalogueOf(settings)).players
        : marketParams;
  if (room === 'players' && (names[0] === 'asserter' || names[0] === 'validator')) {
    const [role, name] = names.splice(0, 2) as ['asserter' | 'validator', string];
    const spec = settings.players[role].find((candidate) => candidate.name === name);
    schema = catalogueOf(settings).strategies.get(spec?.kind ?? '')?.params;
  }
  for (const name of names) schema = optionsOf(schema).flatMap((option) => option.shape[name] ?? [])[0];
  const unit = metaOf(schema)?.unit;
  const number = unwrap(schema);
  return number instanceof z.ZodNumber ? { schema: number, unit } : undefined;
}

/** The mappings a schema allows. */
function optionsOf(schema: unknown): z.ZodObject[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodUnion) return inner.options.filter((option) => option instanceof z.ZodObject);
  return inner instanceof z.ZodObject ? [inner] : [];
}

function metaOf(schema: unknown): { unit?: string } | undefined {
  for (let inner = schema as Wrapped | undefined; inner; inner = inner.def?.innerType) {
    const meta = inner.meta?.() as { unit?: string } | undefined;
    if (meta?.unit) return meta;
  }
  return undefined;
}

interface Wrapped {
  def?: { innerType?: Wrapped };
  meta?: z.ZodType['meta'];
}

function unwrap(schema: unknown): unknown {
  let inner = schema as Wrapped | undefined;
  while (inner?.def?.innerType) inner = inner.def.innerType;
  return inner;
}
