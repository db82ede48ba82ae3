/**
 * A cheap stand-in for a dear function whose shape is known: between neighbouring kinks it is a polynomial of a degree
 * that somebody has bounded.
 *
 * A piece is sampled once, at one place more than its degree. From then on its polynomial answers wherever the sign is
 * beyond doubt; close to zero the function itself is asked. Roots and switches found on the stand-in are therefore those
 * of the function, to the last digit. Two places more are sampled to see whether the bound holds: where it does not, or
 * where rounding hides that it does, the function answers everywhere in that piece.
 *
 * @source Berrut, Trefethen (2004), Barycentric Lagrange interpolation, SIAM Review 46
 */

import { cos } from '../kernel/mathematics/index.ts';

/** A polynomial of at most `degree` between neighbouring `kinks`, and beyond the outermost of them. */
export interface PiecewisePolynomial {
  readonly degree: number;
  readonly kinks: readonly number[];
}

/**
 * What an interpolated value may be off by, relative to the largest sample of its piece, before the bound is doubted: a tenth
 * of what is close. A difference of incomes a hundred thousand times larger keeps no more digits than that.
 */
const DOUBT = 1e-10;
/** Values below this share of the largest sample are asked of the function itself. */
const CLOSE = 1e-9;
/**
 * A polynomial of a higher degree mostly moves like one of this degree, and is seen to: by more places between the samples
 * than its bound alone would ask for. Where it does not, it may move like one of three times as many samples, of which these
 * are a third; where it does not do that either, the function answers.
 */
const DEGREE_MAX = 32;
/** The same as {@link DOUBT} for three times as many samples, which then lie on it as closely as rounding lets them. */
const FINE_DOUBT = 1e-12;

/** What stands in for a function. */
export interface StandIn {
  (x: number): number;
  /**
   * Places, ends of the range among them, between neighbours of which the function is monotone, so that its signs there
   * tell of all its roots; `undefined` where only a search can tell.
   */
  places: () => readonly number[] | undefined;
}

/**
 * Puts the stand-in before a function on [low, high].
 *
 * @param high       may be Infinity; the last piece then has to be a line
 * @param isInteger  whether the function may be asked at integers only
 */
export function screen(
  f: (x: number) => number,
  low: number,
  high: number,
  { degree, kinks }: PiecewisePolynomial,
  isInteger = false,
): StandIn {
  const ends = [low, ...kinks.filter((kink) => kink > low && kink < high).sort((a, b) => a - b), high];
  const pieces = new Map<number, Piece>();
  const pieceOf = (index: number): Piece => {
    let piece = pieces.get(index);
    if (!piece) {
      piece = fitPiece(f, ends[index], ends[index + 1], degree, isInteger);
      pieces.set(index, piece);
    }
    return piece;
  };
  // A piece may begin or end with a leap.
  const at = (x: number) => (ends.includes(x) ? f(x) : pieceOf(ends.findLastIndex((end) => end < x)).at(x));
  const places = () => {
    if (degree > 1) return undefined;
    const inside = ends.slice(1).map((_, index) => pieceOf(index).line);
    if (!inside.every((line) => line !== undefined)) return undefined;
    const around = inside.flatMap((line, index) => [
      ...line.places,
      ...(isInteger ? [] : bracket(line, ends[index], ends[index + 1])),
    ]);
    return [...new Set([...ends.filter(Number.isFinite), ...around])].sort((a, b) => a - b);
  };
  return Object.assign(at, { places });
}

interface Piece {
  at: (x: number) => number;
  /** Where the piece was sampled and found to be a line. */
  line?: Line;
}

/** A line through samples. */
interface Line {
  places: readonly number[];
  samples: readonly Sample[];
}

/** Places on both sides of where a line crosses zero, as near to it as its sign is beyond doubt. */
function bracket({ samples }: Line, low: number, high: number): number[] {
  const [first, second] = samples as [Sample, Sample | undefined];
  const slope = second ? (second.y - first.y) / (second.x - first.x) : 0;
  if (slope === 0) return [];
  const root = first.x - first.y / slope;
  const away = (2 * CLOSE * scaleOf(samples)(root)) / Math.abs(slope);
  return [root - away, root + away].filter((x) => x > low && x < Math.min(high, low + FAR));
}

/** How far a line that goes on for ever is followed. */
const FAR = 2 ** 60;

interface Sample {
  x: number;
  y: number;
}

function fitPiece(f: (x: number) => number, low: number, high: number, bound: number, isInteger: boolean): Piece {
  const isHigher = bound > DEGREE_MAX;
  const degree = Math.min(bound, DEGREE_MAX);
  const between = isHigher ? manyBetween : fewBetween;
  const places =
    high === Number.POSITIVE_INFINITY
      ? placeTail(low, isHigher ? Number.POSITIVE_INFINITY : degree)
      : placeWithin(low, high, degree, between, isInteger);
  if (places === undefined) return { at: f };
  const sample = (x: number) => ({ x, y: f(x) });
  const samples = places.map(sample);
  const fitted = samples.slice(0, degree + 1);
  const line = degree <= 1 ? { line: { places, samples: fitted } } : {};
  if (samples.every(({ y }) => y === 0)) return { at: () => 0, ...line };
  const at = standIn(f, fitted, samples, DOUBT);
  if (at) return { at, ...line };
  if (!isHigher || isInteger || !samples.every(({ y }) => Number.isFinite(y))) return { at: f };
  const finer = [
    ...fitted,
    ...nodesOf(3 * (degree + 1)).flatMap((share, k) => (k % 3 === 1 ? [] : [sample(low + (high - low) * share)])),
  ];
  return { at: standIn(f, finer, samples, FINE_DOUBT) ?? f };
}

/** The polynomial through some samples, if all others lie on it, which leaves to the function what is close to zero. */
function standIn(
  f: (x: number) => number,
  fitted: readonly Sample[],
  samples: readonly Sample[],
  doubt: number,
): ((x: number) => number) | undefined {
  const polynomial = interpolate(fitted);
  const scaleAt = scaleOf(fitted);
  const isOn = ({ x, y }: Sample) => Math.abs(polynomial(x) - y) <= doubt * Math.max(Math.abs(y), scaleAt(x));
  if (!samples.every(isOn)) return undefined;
  return (x) => {
    const y = polynomial(x);
    return Math.abs(y) > CLOSE * scaleAt(x) ? y : f(x);
  };
}

/** What values near a place are measured by: on a line that goes on for ever the far ones say nothing about the near. */
function scaleOf(samples: readonly Sample[]): (x: number) => number {
  const [first, last] = [samples[0], samples[samples.length - 1]];
  const largest = Math.max(...samples.map(({ y }) => Math.abs(y)));
  if (samples.length !== 2) return () => largest;
  return (x) => Math.abs(first.y) + Math.abs(((last.y - first.y) / (last.x - first.x)) * (x - first.x));
}

/** Where the bound is looked at, as shares of a piece. */
const fewBetween = [0.0871, 0.6379];
const manyBetween = [0.0011, 0.0163, ...fewBetween, 0.3251, 0.4873, 0.8117, 0.9713, 0.9957];

/** Chebyshev's places, and some between them to see whether the bound holds; `undefined` where there is no room for them. */
function placeWithin(
  low: number,
  high: number,
  degree: number,
  between: readonly number[],
  isInteger: boolean,
): number[] | undefined {
  const places = [...nodesOf(degree + 1), ...between].map((share) => low + (high - low) * share);
  if (!isInteger) return new Set(places).size === places.length ? places : undefined;
  if (high - low - 1 < places.length) return undefined;
  const taken = new Set<number>();
  for (const place of places) taken.add(nearestFree(Math.round(place), low, high, taken));
  return [...taken];
}

/** Chebyshev's places, as shares of a piece; of three times as many each third is one of them. */
function nodesOf(count: number): number[] {
  return Array.from({ length: count }, (_, k) => (1 - cos(((k + 0.5) * Math.PI) / count)) / 2);
}

function nearestFree(wanted: number, low: number, high: number, taken: ReadonlySet<number>): number {
  for (let away = 0; ; away += 1) {
    for (const n of [wanted + away, wanted - away]) if (n > low && n < high && !taken.has(n)) return n;
  }
}

function placeTail(low: number, degree: number): number[] | undefined {
  return degree <= 1 ? [low + 2 ** -10, low + 2 ** 10, low + 1, low + FAR].slice(1 - degree) : undefined;
}

/** The polynomial through samples, by the second barycentric formula; a line also far beyond them. */
function interpolate(samples: readonly Sample[]): (x: number) => number {
  const [first, second] = samples as [Sample, Sample | undefined];
  if (!second) return () => first.y;
  if (samples.length === 2) {
    const slope = (second.y - first.y) / (second.x - first.x);
    return (x) => first.y + slope * (x - first.x);
  }
  // Weights count relative to each other. Of many samples they would be too large to be numbers; a power of two rounds nothing.
  const span = Math.abs(samples[samples.length - 1].x - first.x);
  let unit = 1;
  while (unit * span < 2) unit *= 2;
  while (unit * span > 4) unit /= 2;
  const weights = samples.map(({ x }, i) =>
    samples.reduce((product, other, k) => (k === i ? product : product / (unit * (x - other.x))), 1),
  );
  return (x) => {
    let above = 0;
    let below = 0;
    for (let i = 0; i < samples.length; i += 1) {
      const sample = samples[i];
      if (x === sample.x) return sample.y;
      const term = weights[i] / (x - sample.x);
      above += term * sample.y;
      below += term;
    }
    return above / below;
  };
}
