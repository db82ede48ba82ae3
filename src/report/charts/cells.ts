/** Cells of a map over two swept parameters. */
import type { VegaLite } from '../chart.ts';
import { listDecadeTicks, listLinearTicks, tickFormat } from '../scale.ts';
import type { SweptAxis } from '../sweep.ts';

/** Lower and upper edge of each value's cell: half-way to its neighbours on the axis' own scale, as far again at the ends. */
export function edgesOf({ values, log }: SweptAxis): Map<number, [number, number]> {
  const [to, from] = log ? [Math.log, Math.exp] : [(x: number) => x, (x: number) => x];
  const places = values.map(to);
  const middle = (i: number) => (places[i] + places[i + 1]) / 2;
  const last = places.length - 1;
  return new Map(
    values.map((value, i) => {
      const low = i === 0 ? places[0] - (middle(0) - places[0]) : middle(i - 1);
      const high = i === last ? places[last] + (places[last] - middle(last - 1)) : middle(i);
      return [value, [from(low), from(high)]];
    }),
  );
}

/** Scale and axis that end where the cells end. */
export function mapScale(axis: SweptAxis, pixels: number): { scale: VegaLite; axis: VegaLite } {
  const edges = [...edgesOf(axis).values()];
  const [low, high] = [edges[0][0], edges.at(-1)![1]];
  const few = axis.values.length <= 9 && !axis.log;
  const values = few ? axis.values : axis.log ? listDecadeTicks(low, high) : listLinearTicks(low, high, pixels / 60);
  return {
    scale: {
      type: axis.log ? 'log' : 'linear',
      domain: [low, high],
      nice: false,
      ...(axis.log ? {} : { zero: false }),
    },
    axis: { values, format: tickFormat, grid: false, labelOverlap: true },
  };
}
