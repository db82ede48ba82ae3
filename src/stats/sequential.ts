import { log1p } from '../kernel/mathematics/index.ts';
import { normalCdf, normalDensity, normalQuantile } from './normal.ts';

export { chooseRho, confidenceSequenceHalfWidth } from './confidence-sequence.ts';
export { holm } from './holm.ts';

/** How fast the error probability is spent: late (O'Brien and Fleming) or evenly (Pocock). */
export type SpendingKind = 'obrien-fleming' | 'pocock';

const REACH = 8.5;
const POINTS_PER_DEVIATION = 10;
const INTERVALS_MIN = 160;

/**
 * Two-sided boundaries for looking at accumulating data several times: stop at look k when |Z_k| reaches boundary k, and all
 * looks together reject a true hypothesis with probability alpha.
 *
 * Z_k is the standardised statistic of the data so far. A look may depend on the information reached, not on the values seen.
 *
 * @param looks  information fractions in ascending order, in (0, 1]; a last look of 1 spends all of alpha
 * @param alpha  total two-sided error probability, half of it spent on each side
 * @returns one boundary per look; Infinity where nothing is left to spend
 * @throws RangeError when the looks do not ascend in (0, 1] or alpha is outside (0, 1)
 * @source Lan and DeMets (1983), Discrete sequential boundaries for clinical trials; integration after Armitage, McPherson and
 * Rowe (1969), Repeated significance tests on accumulating data
 * @example
 * spendingBoundaries([0.5, 1], 0.05, 'obrien-fleming') // => about [2.963, 1.969]
 */
export function spendingBoundaries(looks: readonly number[], alpha: number, kind: SpendingKind): number[] {
  requireLooks(looks, alpha);
  const boundaries: number[] = [];
  let spent = 0;
  let state: Continuation | undefined;
  looks.forEach((time, k) => {
    const target = 2 * computeSpending(time, alpha / 2, kind);
    const step = time - (looks[k - 1] ?? 0);
    const boundary =
      state === undefined ? -normalQuantile(target / 2) : solveBoundary(state, target - spent, time, step);
    boundaries.push(boundary);
    spent = target;
    if (k < looks.length - 1) state = continueTo(state, boundary, time, step, looks[k + 1] - time);
  });
  return boundaries;
}

/** Error probability of one side that may be spent by an information fraction `time`, out of `alpha` for that side. */
export function computeSpending(time: number, alpha: number, kind: SpendingKind): number {
  if (kind === 'pocock') return alpha * log1p((Math.E - 1) * time);
  return 2 * normalCdf(normalQuantile(alpha / 2) / Math.sqrt(time));
}

/** Density of the statistic's path (a Brownian motion) at one look, for the paths that have not stopped; Simpson's rule. */
interface Continuation {
  readonly places: Float64Array;
  /** Density times the weight of the place in the integral. */
  readonly masses: Float64Array;
}

function continueTo(
  previous: Continuation | undefined,
  boundary: number,
  time: number,
  step: number,
  nextStep: number,
): Continuation {
  const edge = Math.min(boundary, REACH) * Math.sqrt(time);
  const finest = Math.sqrt(Math.min(step, nextStep)) / POINTS_PER_DEVIATION;
  const intervals = 2 * Math.ceil(Math.max(INTERVALS_MIN, (2 * edge) / finest) / 2);
  const width = (2 * edge) / intervals;
  const places = Float64Array.from({ length: intervals + 1 }, (_, i) => -edge + i * width);
  const masses = places.map((place, i) => {
    const simpson = i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2;
    return ((simpson * width) / 3) * densityAt(previous, place, Math.sqrt(step));
  });
  return { places, masses };
}

function densityAt(previous: Continuation | undefined, place: number, deviation: number): number {
  if (previous === undefined) return normalDensity(place / deviation) / deviation;
  let density = 0;
  for (let i = 0; i < previous.places.length; i++) {
    density += previous.masses[i] * normalDensity((place - previous.places[i]) / deviation);
  }
  return density / deviation;
}

// Newton's method inside a bracket: the chance to leave through either side falls as the boundary rises.
function solveBoundary(state: Continuation, chance: number, time: number, step: number): number {
  if (!(chance > 1e-300)) return Number.POSITIVE_INFINITY;
  const deviation = Math.sqrt(step);
  let [low, high] = [0, 40];
  let boundary = 2;
  for (let iteration = 0; iteration < 100; iteration++) {
    const edge = boundary * Math.sqrt(time);
    const excess = leavingChance(state, edge, deviation) - chance;
    if (excess > 0) low = boundary;
    else high = boundary;
    const slope = 2 * densityAt(state, edge, deviation) * Math.sqrt(time);
    const next = boundary + excess / slope;
    const isInside = next > low && next < high;
    const moved = isInside ? next : (low + high) / 2;
    if (Math.abs(moved - boundary) < 1e-11) return moved;
    boundary = moved;
  }
  return boundary;
}

function leavingChance(state: Continuation, edge: number, deviation: number): number {
  let chance = 0;
  for (let i = 0; i < state.places.length; i++) {
    chance += state.masses[i] * normalCdf((state.places[i] - edge) / deviation);
  }
  return 2 * chance;
}

function requireLooks(looks: readonly number[], alpha: number): void {
  const doAscend = looks.every((time, k) => time > (looks[k - 1] ?? 0) && time <= 1);
  if (!doAscend) throw new RangeError(`looks must ascend in (0, 1]; got ${looks.join(', ')}`);
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha is ${alpha}; it lies in (0, 1)`);
}
