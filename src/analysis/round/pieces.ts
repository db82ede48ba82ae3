/**
 * What is known of the shape of an exact advantage along one parameter, so that its roots can be proved to be all.
 *
 * A mechanism bounds the degree of what its round pays. The bound holds where income is added up, job by job, and where
 * nothing but the parameter moves: an expression in the file may let others follow it.
 */

import { mechanismOf } from '../../catalogue/catalogue.ts';
import type { AxisValues } from '../../findings/axis-values.ts';
import type { Role } from '../../findings/findings.ts';
import { screen } from '../../game/screen.ts';
import type { Pieces } from '../../market/mechanism.ts';
import type { Settings } from '../../market/settings.ts';
import { exitOf } from '../../market/traits.ts';
import type { Domain } from './domain.ts';
import type { Advantage } from './exact-threshold.ts';
import type { Resolve } from './remember-settings.ts';
import { addsUpIncome } from './valuation.ts';

/** What an advantage is asked along, and how it is read off settings. */
export interface Curve {
  of: string;
  at: AxisValues;
  role: Role;
  settings: Settings;
  resolve: Resolve;
  /** The advantage at settings; `undefined` stands for a value that cannot be resolved. */
  read: (moved: Settings | undefined) => number;
}

/**
 * The advantage as a function of the parameter, on its domain: one that answers from a few samples where its shape is
 * known, and close to zero and everywhere else from the round.
 *
 * @param scale  what the parameter is counted in, relative to the path's own unit
 */
export function screenAdvantage(curve: Curve, domain: Domain, scale = 1): Advantage {
  const { of, at, settings, resolve, read } = curve;
  const settingsAt = (x: number) => resolve({ ...at, [of]: x / scale });
  const ask = (x: number) => read(settingsAt(x));
  const pieces = piecesAlong(curve, domain, scale);
  if (!pieces) return ask;
  const { low, high, kind } = domain;
  const isInteger = kind === 'integer';
  if (!pieces.bySize) return screen(ask, low, high, pieces, isInteger);
  const { nodeCount } = settings.market;
  const sizes = [Math.ceil(nodeCount / 4), Math.ceil(nodeCount / 2)] as const;
  // It vanishes with the share by which members are drawn; taken per share it does not, and has no dip there. Per share it
  // is a polynomial too, of one degree less: where it did not vanish, the samples would not lie on one. Of a high degree
  // it is sampled so close to 0 that rounding would be taken for a dip.
  const isLow = pieces.degree <= LOW_DEGREE;
  const shape = isLow ? { ...pieces, degree: Math.max(0, pieces.degree - 1) } : pieces;
  const [quarter, half] = sizes.map((size) =>
    screen((x) => read(resize(settingsAt(x), size)) / (isLow ? x : 1), low, high, shape, isInteger),
  ) as [Advantage, Advantage];
  const perShare = (value: number, x: number) => (isLow ? value : value / x);
  return (x) => {
    if (x === low || x === high) return ask(x);
    const [first, second] = [perShare(quarter(x), x), perShare(half(x), x)];
    if (first === 0 && second === 0) return 0;
    const byOthers = (first - second) / (nodeCount / sizes[0] - nodeCount / sizes[1]);
    const at = (size: number) => first + (nodeCount / size - nodeCount / sizes[0]) * byOthers;
    // A coalition is a whole number of nodes, within half a node of its share, and at least one.
    const size = Math.max(1, x * nodeCount);
    const [fewer, more] = [at(Math.max(1, size - 0.6)), at(size + 0.6)];
    const doubt = 1e-9 * (Math.abs(first) + Math.abs(second) + Math.abs((byOthers * nodeCount) / size));
    return Math.min(Math.abs(fewer), Math.abs(more)) > doubt && fewer * more > 0 ? at(size) : ask(x) / x;
  };
}

/** Up to this degree the samples nearest to 0 are a fiftieth of the range away. */
const LOW_DEGREE = 4;

function resize(settings: Settings | undefined, size: number): Settings | undefined {
  return settings && { ...settings, coalition: { ...settings.coalition, size } };
}

/** The pieces of an advantage along a path; `undefined` where no bound is known. */
function piecesAlong(
  { of, at, role, settings, resolve }: Curve,
  { low, high }: Domain,
  scale: number,
): Pieces | undefined {
  const pieces = boundAlong(settings, role, of);
  if (!pieces) return undefined;
  const [first, second] = [0.31, 0.67].map((share) => low + (Number.isFinite(high) ? high - low : 1) * share);
  const [one, other] = [first, second].map((x) => resolve({ ...at, [of]: x / scale }));
  return one && other && movesAlone(of, one, other) ? pieces : undefined;
}

/** The pieces along a path if nothing else moves; `undefined` where no bound is known. */
export function boundAlong(settings: Settings, role: Role, path: string): Pieces | undefined {
  if (!addsUpIncome(settings) || exitOf(settings).traits.changesFleet) return undefined;
  return mechanismOf(settings).piecesAlong?.(settings, role, path);
}

/** The share of a coalition and the number of its nodes are one parameter. */
function belongsTo(path: string, of: string): boolean {
  return path === of || (of === 'coalition.fraction' && path === 'coalition.size');
}

/** Whether two settings differ along a path alone; strategies go by their names. Asked for every curve: nothing is listed. */
function movesAlone(of: string, one: unknown, other: unknown, path = ''): boolean {
  if (one === other) return true;
  if (!isRecord(one) || !isRecord(other)) return belongsTo(path, of);
  for (const name of Object.keys(one)) {
    const [mine, theirs] = [one[name], other[name]];
    if (mine === theirs) continue;
    const step = Array.isArray(one) && isRecord(mine) && typeof mine.name === 'string' ? mine.name : name;
    if (!movesAlone(of, mine, theirs, path === '' ? step : `${path}.${step}`)) return false;
  }
  return Object.keys(other).every(
    (name) =>
      Object.hasOwn(one, name) || movesAlone(of, undefined, other[name], path === '' ? name : `${path}.${name}`),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
