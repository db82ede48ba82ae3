/** Scales and ticks of the pictures. */

import { titleParameter, titleParameterShort } from '../words/label.ts';
import type { Money } from '../words/money.ts';
import type { VegaLite } from './chart.ts';
import type { SweptAxis } from './sweep.ts';

/** Number format of tick labels: as many digits as a tick has, never powers of ten. */
export const tickFormat = ',.4~r';

/** A swept parameter across the page; `low` and `high` are the ends of its scale, a little beyond its values. */
export interface Across {
  low: number;
  high: number;
  scale: VegaLite;
  axis: VegaLite;
  /** Where a value stands between the ends [0 to 1]. */
  placeOf: (value: number) => number;
}

/**
 * Scale and axis of a swept parameter.
 *
 * @param money   what amounts are in; credits unless told
 * @param margin  room beyond the first and the last value, as a share of the distance between them
 */
export function acrossOf(
  axis: SweptAxis,
  pixels: number,
  { money, margin = 0.03 }: { money?: Money; margin?: number } = {},
): Across {
  const [first, last] = [axis.values[0], axis.values.at(-1)!];
  const [to, from] = axis.log ? [Math.log, Math.exp] : [(x: number) => x, (x: number) => x];
  const room = margin * (to(last) - to(first));
  const [low, high] = [from(to(first) - room), from(to(last) + room)];
  const values = thinOut(axis.log ? listDecadeTicks(low, high) : listLinearTicks(low, high, pixels / 80), pixels / 44);
  return {
    low,
    high,
    scale: {
      type: axis.log ? 'log' : 'linear',
      domain: [low, high],
      nice: false,
      ...(axis.log ? {} : { zero: false }),
    },
    axis: {
      title: pixels < 260 ? titleParameterShort(axis.path, money) : titleParameter(axis.path, money),
      values,
      format: tickFormat,
      labelOverlap: true,
      grid: false,
    },
    placeOf: (value) => (to(value) - to(low)) / (to(high) - to(low)),
  };
}

/** Scale and ticks of an amount that may be of either sign. */
export interface SignedScale {
  scale: VegaLite;
  axis: VegaLite;
  /** Whether the scale is logarithmic away from zero. */
  symlog: boolean;
  /** A value's place on the scale, up to a factor. */
  bend: (value: number) => number;
}

/**
 * Scale of amounts of either sign, zero included. Linear, unless one side is so much larger that the other would be flat:
 * then logarithmic on both sides of a linear stretch as long as the smaller side.
 */
export function signedScale(values: number[]): SignedScale {
  const [low, high] = extentOf([0, ...values]);
  const domain = high > low ? [low, high] : [-1, 1];
  const [small, large] = [Math.min(high, -low), Math.max(high, -low)];
  if (small === 0 || large / small < 25) {
    return {
      scale: { type: 'linear', domain, nice: true },
      axis: { format: tickFormat },
      symlog: false,
      bend: (value) => value,
    };
  }
  return {
    scale: { type: 'symlog', domain, constant: small, nice: false, padding: 12 },
    axis: { format: tickFormat, values: listSignedDecades(low, high, small) },
    symlog: true,
    bend: (value) => Math.sign(value) * Math.log1p(Math.abs(value) / small),
  };
}

/** Smallest and largest of any number of values; infinities when there are none. */
export function extentOf(values: number[]): [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** Zero and the powers of ten of either sign inside an interval, from about `from` on. */
export function listSignedDecades(low: number, high: number, from: number): number[] {
  const ticks = [0];
  for (let decade = Math.ceil(Math.log10(from / 2)); 10 ** decade <= Math.max(high, -low); decade++) {
    const size = Number(`1e${decade}`);
    ticks.push(...[size, -size].filter((tick) => tick >= low && tick <= high));
  }
  return ticks.sort((a, b) => a - b);
}

/** 1, 2, 5, 10, … inside an interval of positive numbers; only powers of ten when there are many. */
export function listDecadeTicks(low: number, high: number): number[] {
  const steps = high / low > 2000 ? [1] : [1, 2, 5];
  const ticks: number[] = [];
  for (let decade = Math.floor(Math.log10(low)); decade <= Math.log10(high); decade++) {
    for (const step of steps) ticks.push(Number(`${step}e${decade}`));
  }
  return ticks.filter((tick) => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9));
}

/** Round numbers inside an interval, about `count` of them. */
export function listLinearTicks(low: number, high: number, count: number): number[] {
  if (!(high > low)) return [low];
  const raw = (high - low) / Math.max(1, count);
  const decade = 10 ** Math.floor(Math.log10(raw));
  const step = decade * ([1, 2, 5].find((factor) => factor * decade >= raw) ?? 10);
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++)
    ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}

function thinOut(ticks: number[], most: number): number[] {
  const every = Math.max(1, Math.ceil(ticks.length / Math.max(2, most)));
  return ticks.filter((_, i) => i % every === 0);
}
