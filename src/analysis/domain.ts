import type { z } from 'zod';
import { marketParams } from '../market/params.ts';
import { mechanisms } from '../run/catalogue.ts';

/** The values a parameter may take: an interval of numbers, or integers from `low` to `high`. */
export interface Domain {
  kind: 'real' | 'integer';
  low: number;
  /** May be Infinity for real domains. */
  high: number;
  unit: string;
}

/**
 * The domain of a parameter path by its unit: probabilities [0, 1], fractions [0, 1), money and times [0, ∞), counts the
 * integers that the market has room for.
 */
export function domainOf(path: string, mechanismKind: string, nodeCount: number): Domain {
  if (path === 'coalition.fraction') return { kind: 'real', low: 0, high: 1 - Number.EPSILON, unit: '1' };
  if (path === 'coalition.size') return { kind: 'integer', low: 0, high: nodeCount - 1, unit: 'count' };
  const unit = unitOf(path, mechanismKind);
  if (unit === '1') return { kind: 'real', low: 0, high: 1, unit };
  if (unit !== 'count') return { kind: 'real', low: 0, high: Number.POSITIVE_INFINITY, unit };
  if (path === 'market.nodeCount') return { kind: 'integer', low: 2, high: 1_000_000, unit };
  return { kind: 'integer', low: 1, high: Math.min(255, nodeCount - 1), unit };
}

/** Unit of a parameter as its schema states it; `credits` where none is stated, as with the costs of strategies. */
export function unitOf(path: string, mechanismKind: string): string {
  if (path.startsWith('coalition.')) return path.endsWith('size') ? 'count' : '1';
  const [room, ...names] = path.split('.');
  let schema: unknown = room === 'mechanism' ? mechanisms.get(mechanismKind)?.params : marketParams;
  for (const name of names) schema = shapeOf(schema)?.[name];
  return metaOf(schema)?.unit ?? 'credits';
}

function shapeOf(schema: unknown): Record<string, unknown> | undefined {
  return (unwrap(schema) as { shape?: Record<string, unknown> } | undefined)?.shape;
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
