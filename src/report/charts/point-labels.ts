/** Names beside points, where no other name and no point is. */
import { rowsOf, type VegaLite } from '../chart.ts';
import { measureText } from '../text-width.ts';
import { colors, fontSizes } from '../theme.ts';

/** A point that is to be named. */
export interface LabelledPoint {
  text: string;
  /** Where it lies in the drawing area [px]. */
  left: number;
  top: number;
  /** The same in the fields of the chart. */
  place: { overhead: number; margin: number };
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const lineHeight = 14;
const gap = 8;
/** Half of a point's mark [px]. */
const reach = 5;

/**
 * Places each name on the first of four sides of its point at which nothing else is; a name without room is left out.
 *
 * @param points  every point there is, in pixels
 */
export function placeLabels(
  labels: readonly LabelledPoint[],
  points: readonly [number, number][],
  { room, height, x, y }: { room: number; height: number; x: VegaLite; y: VegaLite },
): VegaLite[] {
  const taken: Box[] = points.map(([left, top]) => ({
    left: left - reach,
    right: left + reach,
    top: top - reach,
    bottom: top + reach,
  }));
  return labels.flatMap(({ text, left, top, place }) => {
    const width = measureText(text, fontSizes.mark);
    const sides = [
      { align: 'right', dx: -gap, dy: -gap - 1 },
      { align: 'left', dx: gap, dy: -gap - 1 },
      { align: 'left', dx: gap, dy: gap + 3 },
      { align: 'right', dx: -gap, dy: gap + 3 },
    ] as const;
    const side = sides.find(({ align, dx, dy }) => {
      const start = align === 'left' ? left + dx : left + dx - width;
      const middle = top + dy;
      const box = { left: start, right: start + width, top: middle - lineHeight / 2, bottom: middle + lineHeight / 2 };
      const isInside = box.left >= 0 && box.right <= room && box.top >= 0 && box.bottom <= height + 4;
      if (!isInside || taken.some((other) => overlap(box, other))) return false;
      taken.push(box);
      return true;
    });
    if (!side) return [];
    const mark = { type: 'text', baseline: 'middle', ...side, text };
    const halo = { stroke: colors.paper, strokeWidth: 4, color: colors.paper };
    const encoding = { x, y: { field: 'margin', ...y } };
    return [
      {
        data: rowsOf([place]),
        layer: [
          { mark: { ...mark, ...halo }, encoding },
          { mark: { ...mark, color: colors.ink }, encoding },
        ],
      },
    ];
  });
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
