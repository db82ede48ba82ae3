/**
 * The chance that a running sum of independent amounts ever falls to minus a capital, in bounds that hold for certain.
 *
 * The sum is followed step by step on a grid that all amounts lie on; where that would be too fine, on a coarser one
 * twice, with every amount rounded down and up. Where most steps bring one and the same amount and rarely anything else
 * happens, the walk goes from event to event: ruin comes at an event only, and how many of them there are is binomial.
 * What is left when the work is up, or has climbed off the grid, is ruined later with at most the probability that
 * Lundberg's exponent says, and at least with none.
 *
 * @source Lundberg's inequality: Asmussen and Albrecher (2010), Ruin Probabilities, chapter IV
 */
import { exp, expm1, log } from '../kernel/mathematics/index.ts';
import { atMost } from './binomial.ts';
import { type Law, merge } from './law.ts';
import type { Bounds } from './sum-bounds.ts';

/** Additions that bounds may take at most: a fraction of a second [count]. */
const WORK_MAX = 2e8;
const WORK_PER_TURN = 4e6;
/** Cells of the grid between nothing and ruin at most, and in all [count]. */
const DEPTH_MAX = 2 ** 14;
const HEIGHT_MAX = 2 ** 17;
/** Chance that is nobody's verdict, and one of which there may be millions. */
const NOTHING = 1e-11;
const FORGOTTEN = 1e-20;
/** Bounds that are as close as this are not worth more work. */
const CLOSE = 1e-5;
/** Unit in which amounts are whole: the finest that money is counted in. */
const UNITS = 1e9;

/** A walk: what a step brings when it goes on, and what it brings when it ends there. */
export interface Walk {
  goesOn: Law;
  ends: Law;
}

/** Work that is done in turns: a turn ends at each step, so that whatever else waits is served in between. */
export type InTurns<Result> = Generator<undefined, Result>;

/** Bounds on the chance of ruin within so many steps. */
export function boundRuin(walk: Walk, steps: number, capital: number): Bounds {
  const turns = boundRuinInTurns(walk, steps, capital);
  for (;;) {
    const { done, value } = turns.next();
    if (done) return value;
  }
}

/** The same, some milliseconds at a time. */
export function* boundRuinInTurns(walk: Walk, steps: number, capital: number): InTurns<Bounds> {
  const all = merge(walk.goesOn, walk.ends);
  if ((all.amounts[0] ?? 0) >= 0) return { low: 0, high: 0 };
  const units = (amount: number) => Math.round(amount * UNITS);
  const depth = units(capital);
  const common = all.amounts.map(units).reduce(greatestDivisor, 0);
  const isWhole = all.amounts.every((amount) => Math.abs(amount * UNITS - units(amount)) <= 1e-3);
  const lay = (cell: number, round: (cells: number) => number): Grid => ({
    goesOn: layLaw(walk.goesOn, cell, round),
    ends: layLaw(walk.ends, cell, round),
    ruin: Math.floor(Number((-depth / cell).toPrecision(12))),
    exponent: 0,
  });
  if (isWhole && depth / common <= DEPTH_MAX) return yield* follow(lay(common, Math.round), steps);
  const cell = chooseCell(all, depth);
  // Whatever is rounded down is ruined sooner, and whatever is rounded up later.
  const later = yield* follow(lay(cell, Math.ceil), steps);
  const sooner = yield* follow(lay(cell, Math.floor), steps);
  return { low: later.low, high: sooner.high };
}

/** A cell of which the most frequent amount is a whole number: only what is rare is rounded then [units]. */
function chooseCell({ amounts, probabilities }: Law, depth: number): number {
  const often = Math.abs(amounts[probabilities.indexOf(Math.max(...probabilities))]) * UNITS;
  const coarse = depth / DEPTH_MAX;
  if (!(often > 0)) return Math.max(coarse, 1);
  return often >= coarse ? often / Math.max(1, Math.floor(often / coarse)) : Math.max(coarse, 1);
}

/** A walk in cells. */
interface Grid {
  goesOn: Jump[];
  ends: Jump[];
  ruin: number;
  /** Lundberg’s exponent, per cell; 0 where the walk does not climb. */
  exponent: number;
}

interface Jump {
  cells: number;
  chance: number;
}

function layLaw({ amounts, probabilities }: Law, cell: number, round: (cells: number) => number): Jump[] {
  const jumps = new Map<number, number>();
  amounts.forEach((amount, i) => {
    const cells = round(Number(((amount * UNITS) / cell).toPrecision(12)));
    jumps.set(cells, (jumps.get(cells) ?? 0) + probabilities[i]);
  });
  return [...jumps].map(([cells, chance]) => ({ cells, chance }));
}

function* follow(grid: Grid, steps: number): InTurns<Bounds> {
  const walk = { ...grid, exponent: findExponent([...grid.goesOn, ...grid.ends]) };
  const often = walk.goesOn.reduce((a, b) => (b.chance > a.chance ? b : a), { cells: 0, chance: 0 });
  const up = Math.max(0, ...walk.goesOn.map(({ cells }) => cells));
  const height = Math.min(heightOf(walk), up * steps - walk.ruin);
  const isShort = steps * height * (walk.goesOn.length + walk.ends.length) <= WORK_MAX;
  const isEventful = often.cells < 0 || often.chance < 0.5;
  const byEvent = isShort || isEventful ? { low: 0, high: 1 } : yield* followEvents(walk, often, steps);
  // Where events are few their number says little.
  if (byEvent.high - byEvent.low <= CLOSE) return byEvent;
  const byStep = yield* followSteps(walk, { few: steps, many: steps });
  return { low: Math.max(byStep.low, byEvent.low), high: Math.min(byStep.high, byEvent.high) };
}

/** From event to event, of which there are so many at least and at most but for a chance that is nobody's verdict. */
function* followEvents(walk: Grid, often: Jump, steps: number): InTurns<Bounds> {
  const chance = 1 - often.chance;
  const reach = 7.5 * Math.sqrt(steps * chance * (1 - chance)) + 20;
  const few = Math.max(0, Math.floor(steps * chance - reach));
  const many = Math.ceil(steps * chance + reach);
  const wrong = atMost(few - 1, steps, chance) + (1 - atMost(many, steps, chance)) + NOTHING;
  const given = (jump: Jump) => ({ cells: jump.cells, chance: jump.chance / chance });
  const rare = { ...walk, goesOn: walk.goesOn.filter((jump) => jump !== often).map(given), ends: walk.ends.map(given) };
  const { low, high } = yield* followSteps(rare, { few, many }, { cells: often.cells, chance: often.chance });
  return { low: Math.max(0, low - wrong), high: Math.min(1, high + wrong) };
}

/** A walk as it is followed: where it may stand, from the level above ruin up, and what has become of the rest. */
interface Followed {
  /** Chances by level; level 0 is the lowest that was ever reached alive. */
  now: Float64Array;
  next: Float64Array;
  lowest: number;
  highest: number;
  /** The level that is ruin. */
  dead: number;
  ruined: number;
  /** The most that those may be ruined by later who are not followed any more. */
  aside: number;
  later: (level: number) => number;
}

/**
 * Follows a walk: the chance of ruin within `few` steps at least, and within `many` at most.
 *
 * @param climb  before each step it climbs so many cells again and again, each time with this chance
 */
function* followSteps(grid: Grid, { few, many }: { few: number; many: number }, climb?: Jump): InTurns<Bounds> {
  const state = begin(grid);
  const jumps = grid.goesOn.length + grid.ends.length + (climb ? 2 : 0);
  let low = 0;
  let isFollowed = true;
  for (let [step, work, alive, turns] = [0, 0, 1, 0]; step < many && isFollowed; step++) {
    if (work > (turns + 1) * WORK_PER_TURN) {
      turns++;
      yield;
    }
    if (climb && climb.cells > 0) climbOften(state, climb);
    work += (state.highest - state.lowest + 1) * jumps;
    for (const jump of grid.goesOn) moveAll(state, jump);
    for (const jump of grid.ends) state.ruined += jump.chance * sumLevels(state, state.lowest, state.dead - jump.cells);
    alive = turnOver(state, grid.goesOn);
    if (step < few) low = state.ruined;
    isFollowed = alive > NOTHING && work <= WORK_MAX;
    if (step + 1 === many) return { low, high: state.ruined + state.aside };
  }
  let high = state.ruined + state.aside;
  for (let level = state.lowest; level <= state.highest; level++) high += state.now[level] * state.later(level);
  return { low, high: many === 0 ? 0 : Math.min(1, high) };
}

/** Levels beyond which ruin is nobody's verdict any more, as far as there is room [count]. */
function heightOf({ ruin, exponent }: Pick<Grid, 'ruin' | 'exponent'>): number {
  const needed = exponent > 0 ? Math.ceil(-log(NOTHING) / exponent) : HEIGHT_MAX;
  return Math.min(HEIGHT_MAX, Math.max(needed, 2 - Math.min(0, ruin + 1)));
}

function begin({ ruin, exponent }: Grid): Followed {
  // Whoever has nothing to lose starts on the level of ruin, and comes back to it.
  const bottom = Math.min(0, ruin + 1);
  const dead = ruin - bottom;
  const height = heightOf({ ruin, exponent });
  const now = new Float64Array(height);
  now[-bottom] = 1;
  const later = (level: number) => (exponent > 0 ? Math.min(1, exp(-exponent * (level - dead))) : 1);
  return { now, next: new Float64Array(height), lowest: -bottom, highest: -bottom, dead, ruined: 0, aside: 0, later };
}

/** A geometric number of climbs, from the lowest level up: what has climbed to a level climbs on with the same chance. */
function climbOften(state: Followed, { cells, chance }: Jump): void {
  const { now, lowest, highest } = state;
  const reach = highest + cells * Math.ceil(log(FORGOTTEN) / log(chance));
  const top = Math.min(now.length - 1, reach);
  for (let level = lowest; level < Math.min(lowest + cells, top + 1); level++) now[level] = (1 - chance) * now[level];
  for (let level = lowest + cells; level <= top; level++) {
    now[level] = (1 - chance) * now[level] + chance * now[level - cells];
  }
  // From the last levels it climbs beyond.
  for (let level = Math.max(lowest, top - cells + 1); level <= top; level++) {
    state.aside += ((chance * now[level]) / (1 - chance)) * state.later(level + cells);
  }
  state.highest = top;
}

function moveAll(state: Followed, { cells, chance }: Jump): void {
  const { now, next, lowest, highest, dead } = state;
  const first = Math.max(lowest, dead + 1 - cells);
  const last = Math.min(highest, now.length - 1 - cells);
  state.ruined += chance * sumLevels(state, lowest, first - 1);
  for (let level = first; level <= last; level++) next[level + cells] = next[level + cells] + chance * now[level];
  for (let level = Math.max(lowest, last + 1); level <= highest; level++) {
    state.aside += chance * now[level] * state.later(level + cells);
  }
}

function sumLevels({ now, highest }: Followed, from: number, to: number): number {
  let sum = 0;
  for (let level = from; level <= Math.min(to, highest); level++) sum += now[level];
  return sum;
}

/** What was next is now; returns the chance that is still followed. */
function turnOver(state: Followed, jumps: readonly Jump[]): number {
  const { now, next } = state;
  now.fill(0, state.lowest, state.highest + 1);
  const cells = jumps.map((jump) => jump.cells);
  state.lowest = Math.max(0, state.lowest + Math.min(0, ...cells));
  state.highest = Math.min(now.length - 1, state.highest + Math.max(0, ...cells));
  [state.now, state.next] = [next, now];
  while (state.highest > state.lowest && next[state.highest] < FORGOTTEN) {
    state.aside += next[state.highest] * state.later(state.highest);
    next[state.highest--] = 0;
  }
  while (state.lowest < state.highest && next[state.lowest] < FORGOTTEN) {
    state.aside += next[state.lowest];
    next[state.lowest++] = 0;
  }
  return sumLevels(state, state.lowest, state.highest);
}

/** The exponent at which a walk that climbs on average is a martingale; 0 where it does not climb. */
function findExponent(jumps: readonly Jump[]): number {
  const drift = jumps.reduce((sum, { cells, chance }) => sum + cells * chance, 0);
  if (!(drift > 0)) return 0;
  const deepest = Math.max(0, ...jumps.map(({ cells }) => -cells));
  if (deepest === 0) return Number.POSITIVE_INFINITY;
  const excess = (exponent: number) =>
    jumps.reduce((sum, { cells, chance }) => sum + chance * expm1(-exponent * cells), 0);
  // Negative up to the exponent and positive beyond it; what is returned is a hair too small, and so on the safe side.
  let [low, high] = [0, 1 / deepest];
  while (excess(high) <= 0) [low, high] = [high, 2 * high];
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (excess(middle) <= 0) low = middle;
    else high = middle;
  }
  return low * (1 - 1e-9);
}

function greatestDivisor(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y > 0) [x, y] = [y, x % y];
  return x;
}
