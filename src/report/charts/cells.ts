/** A map over two swept parameters: a cell of one size for every value, in order, whatever lies between the values. */

import { formatNumber } from '../../words/number.ts';
import type { VegaLite } from '../chart.ts';
import type { SweptAxis } from '../sweep.ts';
import { measureText } from '../text-width.ts';
import { fontSizes } from '../theme.ts';

/**
 * Where a value lies among the cells: the middle of its own cell at 0, 1, 2, …, and in between as the axis is spaced.
 * Beyond the first or the last value it goes on as fast as beside it.
 */
export function cellOf({ values, log }: SweptAxis, value: number): number {
  const to = log ? Math.log : (x: number) => x;
  const next = values.findIndex((other) => other >= value);
  const right = Math.min(values.length - 1, Math.max(1, next < 0 ? values.length - 1 : next));
  const [a, b] = [values[right - 1], values[right]];
  return right - 1 + (to(value) - to(a)) / (to(b) - to(a));
}

/** Scale over the cells, and an axis that names the value of each, or of as many as there is room for [px]. */
export function mapScale(
  { values }: SweptAxis,
  pixels: number,
  isUpright: boolean,
): { scale: VegaLite; axis: VegaLite } {
  const labels = values.map((value) => formatNumber(value));
  const needed = isUpright ? 16 : Math.max(...labels.map((label) => measureText(label, fontSizes.label))) + 10;
  const every = Math.max(1, Math.ceil((needed * values.length) / pixels));
  const cells = values.map((_, i) => i);
  const words = cells.map((i) => `datum.value === ${i} ? '${labels[i]}' : `).join('');
  return {
    scale: { type: 'linear', domain: [-0.5, values.length - 0.5], nice: false, zero: false },
    axis: {
      values: cells.filter((i) => i % every === 0),
      labelExpr: `${words}''`,
      grid: false,
      ticks: false,
      labelPadding: 5,
    },
  };
}
