/**
 * The replicator's phase portrait of three strategies on their simplex, where payoffs depend on the first one's share alone.
 *
 * x_i' = x_i (u_i(x_0) - average). Everything that rests can then be found from the roots of payoff differences: on an edge
 * with the first strategy where the two earn the same, on the edge without it only where the other two always tie, and in
 * the interior only along whole lines of equal payoffs.
 *
 * @source Taylor, Jonker (1978); Hofbauer, Sigmund (1998), ch. 7
 */
import { hypot } from '../kernel/mathematics/index.ts';
import type { PopulationGame } from './population.ts';
import { buildReplicatorField } from './replicator.ts';
import { findRoots } from './root.ts';
import { followField } from './trajectory.ts';

/** Shares of the three strategies. */
export type Shares = readonly [number, number, number];

/** A point at rest: nearby motion comes back, runs away, or does one along some directions and the other along others. */
export interface PortraitRest {
  readonly shares: Shares;
  readonly stability: 'stable' | 'unstable' | 'saddle' | 'neutral';
}

/** The portrait. */
export interface PhasePortrait {
  readonly rests: readonly PortraitRest[];
  /** Segments on which every point rests, by their ends. */
  readonly lines: readonly (readonly [Shares, Shares])[];
  /** Paths of motion, each from its start on. */
  readonly paths: readonly (readonly Shares[])[];
}

/** How finely to draw. */
export interface PortraitOptions {
  /** Starts along an edge of the lattice of paths; default 5. */
  readonly resolution?: number;
  /** Payoff differences below this share of the largest are ties; default 1e-9. */
  readonly tie?: number;
}

const pathPoints = 48;
/** Cells of [0, 1] in which payoffs are looked at: they are smooth, and the same places serve roots and paths. */
const grid = 32;

/**
 * Draws the portrait.
 *
 * @param payoffs  what each strategy earns when the first has this share, finite on [0, 1]
 * @example
 * // Two kinds of cheats that thrive on each other, and honesty that thrives on itself.
 * buildPhasePortrait((h) => [h, 0.6, 0.4]).rests.filter(({ stability }) => stability === 'stable').length // => 2
 */
export function buildPhasePortrait(
  payoffs: (share: number) => Shares,
  { resolution = 5, tie = 1e-9 }: PortraitOptions = {},
): PhasePortrait {
  const known = new Map<number, Shares>();
  const earn = (share: number): Shares => {
    const value = known.get(share) ?? payoffs(share);
    known.set(share, value);
    return value;
  };
  const scale = Math.max(
    1e-300,
    ...[0, 0.25, 0.5, 0.75, 1].flatMap((share) => differencesOf(earn(share)).map(Math.abs)),
  );
  const sign = (value: number) => (Math.abs(value) <= tie * scale ? 0 : Math.sign(value));
  const others: Shares[] = [
    [0, 1, 0],
    [0, 0, 1],
  ];
  const rests = [
    judgeVertex([1, 0, 0], earn(1), 0, sign),
    judgeVertex([0, 1, 0], earn(0), 1, sign),
    judgeVertex([0, 0, 1], earn(0), 2, sign),
    ...([1, 2] as const).flatMap((other) => findEdgeRests(earn, other, sign)),
  ];
  const bottom = earn(0);
  const lines = [
    ...(sign(bottom[1] - bottom[2]) === 0 ? [[others[0], others[1]] as const] : []),
    ...findTiedLines(rests),
  ];
  return { rests, lines, paths: tracePaths(earn, scale, resolution) };
}

function differencesOf([a, b, c]: Shares): number[] {
  return [a - b, a - c, b - c];
}

function judgeVertex(shares: Shares, earned: Shares, at: 0 | 1 | 2, sign: (value: number) => number): PortraitRest {
  return { shares, stability: nameRest([0, 1, 2].filter((i) => i !== at).map((i) => sign(earned[i] - earned[at]))) };
}

/** Between the first strategy and another: along the edge by the direction of the root, across it by what the third earns. */
function findEdgeRests(earn: (share: number) => Shares, other: 1 | 2, sign: (value: number) => number): PortraitRest[] {
  const third = other === 1 ? 2 : 1;
  return findRoots((share) => earn(share)[0] - earn(share)[other], 0, 1, { cells: grid }).roots.flatMap(
    ({ value, direction }) => {
      if (!(value > 0 && value < 1)) return [];
      const shares: [number, number, number] = [value, 0, 0];
      shares[other] = 1 - value;
      const earned = earn(value);
      const across = sign(earned[third] - (value * earned[0] + (1 - value) * earned[other]));
      return [{ shares, stability: nameRest([direction === 'rising' ? 1 : -1, across]) }];
    },
  );
}

/** Where all three earn the same, the points between the two edges rest too. */
function findTiedLines(rests: readonly PortraitRest[]): (readonly [Shares, Shares])[] {
  const inner = rests.filter(({ shares }) => shares[0] > 0 && shares[0] < 1);
  return inner.flatMap(({ shares }) => {
    if (shares[1] === 0) return [];
    const twin = inner.find(({ shares: own }) => own[1] === 0 && Math.abs(own[0] - shares[0]) < 1e-9);
    return twin ? [[shares, twin.shares] as const] : [];
  });
}

/** By the signs of its two rates of growth. */
function nameRest(rates: readonly number[]): PortraitRest['stability'] {
  if (rates.includes(1)) return rates.includes(-1) ? 'saddle' : rates.includes(0) ? 'neutral' : 'unstable';
  return rates.includes(0) ? 'neutral' : 'stable';
}

function tracePaths(earn: (share: number) => Shares, scale: number, resolution: number): Shares[][] {
  const between = interpolate((share) => earn(share).map((value) => value / scale));
  const game: PopulationGame = { sizes: [3], payoffs: (state) => between(state[0]) };
  const field = buildReplicatorField(game);
  const starts: number[][] = [];
  for (let i = 0; i <= resolution; i += 1) {
    for (let j = 0; j <= resolution - i; j += 1) {
      starts.push([i, j, resolution - i - j].map((k) => (k + 0.5) / (resolution + 1.5)));
    }
  }
  const options = { time: 60, tolerance: 1e-8, restSpeed: 1e-4 };
  return starts.map((start) => thin(followField(field, [3], start, options).states as readonly Shares[]));
}

/** Payoffs are smooth: what is drawn needs no more than a straight line between neighbours. */
function interpolate(payoffs: (share: number) => number[]): (share: number) => number[] {
  const values = Array.from({ length: grid + 1 }, (_, i) => payoffs(i / grid));
  return (share) => {
    const place = Math.min(grid, Math.max(0, share * grid));
    const cell = Math.min(grid - 1, Math.floor(place));
    const part = place - cell;
    return values[cell].map((value, i) => value + part * (values[cell + 1][i] - value));
  };
}

/** Points about evenly spaced along a path. */
function thin(states: readonly Shares[]): Shares[] {
  const kept: Shares[] = [states[0]];
  for (const state of states) {
    const last = kept[kept.length - 1];
    if (hypot(...state.map((share, i) => share - last[i])) > 1.5 / pathPoints) kept.push(state);
  }
  const end = states[states.length - 1];
  if (kept[kept.length - 1] !== end) kept.push(end);
  return kept.map(([a, b, c]) => [round(a), round(b), round(c)]);
}

const round = (share: number) => Number(share.toFixed(5));
