/** Settings that have labels and no number to lie along: a row each, amounts across. */
import type { DesignPointFindings } from '../../findings/findings.ts';
import { describeLabels, describeSetting } from '../../words/label.ts';
import { legendAbove, rowsOf, seriesLook, type VegaLite } from '../chart.ts';
import type { RowNames } from '../row-names.ts';
import { colors } from '../theme.ts';

/** An amount in the row of its setting. */
export interface LabelRow {
  label: string;
  /** What it is one of, where a row shows several amounts. */
  series: string;
  value: number | null;
  low: number | null;
  high: number | null;
  /** A wider interval of the same, if there is one: thin beside the other. */
  plainLow?: number | null;
  plainHigh?: number | null;
  exact: number | null;
  /** What it is at most, where it was never seen: drawn as a bound, not as an interval. */
  bound?: number | null;
}

/** What a setting's row is called. */
export function labelRow({ at }: Pick<DesignPointFindings, 'at'>): string {
  return describeLabels(at) || describeSetting(at);
}

/** Room beside the names of rows for what stands at the other end [px]. */
export const besideNames = 44;

/**
 * Draws rows: dots with intervals for what was simulated, upright ticks for what is exact.
 *
 * @param x       scale and axis of the amounts
 * @param series  in the order of the legend; one of them needs none
 */
export function drawLabelRows(
  rows: readonly LabelRow[],
  { width, x, series, names }: { width: number; x: VegaLite; series: readonly string[]; names: RowNames },
): VegaLite {
  const labels = [...new Set(rows.map(({ label }) => label))];
  const across = (field: string) => ({ field, type: 'quantitative', ...x });
  const y = {
    field: 'label',
    type: 'nominal',
    sort: labels,
    axis: names.axis,
  };
  const yOffset = { field: 'series', sort: [...series], scale: { paddingOuter: 0.3 } };
  const { color, shape } = seriesLook('series', series, series.length === 1 ? null : legendAbove(series, width + 50));
  const place = series.length === 1 ? { y } : { y, yOffset };
  const tooltip = ['label', 'series', 'value', 'exact'].map((field) => ({ field }));
  return {
    width,
    height:
      series.length === 1
        ? { step: Math.max(24, names.height + 4) }
        : { step: Math.max(15, names.height / series.length), for: 'offset' },
    data: rowsOf(rows.map((row) => ({ ...row }))),
    layer: [
      { data: rowsOf([{}]), mark: { type: 'rule' }, encoding: { x: { datum: 0, type: 'quantitative', ...x } } },
      ...(rows.some(({ plainLow = null }) => plainLow !== null)
        ? [
            {
              transform: [{ filter: 'isValid(datum.plainLow)' }],
              mark: { type: 'rule', strokeWidth: 0.8, opacity: 0.6 },
              encoding: { x: across('plainLow'), x2: { field: 'plainHigh' }, ...place, color },
            },
          ]
        : []),
      {
        transform: [{ filter: 'isValid(datum.value) && !isValid(datum.bound)' }],
        mark: { type: 'rule', strokeWidth: 1.6 },
        encoding: { x: across('low'), x2: { field: 'high' }, ...place, color },
      },
      {
        transform: [{ filter: 'isValid(datum.value) && !isValid(datum.bound)' }],
        mark: { type: 'point', filled: true, size: 46, opacity: 1 },
        encoding: {
          x: across('value'),
          ...place,
          color,
          shape,
          tooltip,
        },
      },
      ...drawBounds(rows, { across, place, color }),
      {
        transform: [{ filter: 'isValid(datum.exact)' }],
        mark: { type: 'tick', color: colors.ink, thickness: 1.6, size: 13 },
        encoding: { x: across('exact'), ...place, tooltip },
      },
    ],
  };
}

/** A cap with an arrow towards zero: it was never seen, and is at most this. */
function drawBounds(
  rows: readonly LabelRow[],
  { across, place, color }: { across: (field: string) => VegaLite; place: VegaLite; color: VegaLite },
): VegaLite[] {
  if (!rows.some(({ bound = null }) => bound !== null)) return [];
  const transform = [{ filter: 'isValid(datum.bound)' }];
  const encoding = { x: across('bound'), ...place, color };
  return [
    { transform, mark: { type: 'tick', orient: 'vertical', size: 9, thickness: 1.6 }, encoding },
    {
      transform,
      mark: { type: 'point', shape: 'triangle-left', filled: true, size: 22, opacity: 1, xOffset: -5 },
      encoding,
    },
  ];
}
