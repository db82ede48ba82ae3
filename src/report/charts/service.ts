import type { DesignPointFindings, Findings, Rate } from '../../findings/findings.ts';
import {
  type Drawing,
  defineChart,
  legendAbove,
  panels,
  panelTitle,
  panelWidth,
  rowsOf,
  type VegaLite,
} from '../chart.ts';
import { describeSetting, nameParameter } from '../label.ts';
import { formatConfidence, formatEstimate, formatMany } from '../number.ts';
import { acrossOf, extentOf, tickFormat } from '../scale.ts';
import { cutAlong, listAxes, pickEvenly, type Slice, type SweptAxis } from '../sweep.ts';
import { palette } from '../theme.ts';

const mostLines = 5;

interface Figure {
  name: string;
  axis: string;
  of: (point: DesignPointFindings) => Rate;
}

const figures: readonly Figure[] = [
  { name: 'Utilisation', axis: 'Busy [share of node time]', of: ({ service }) => service.utilization },
  { name: 'Latency', axis: 'Arrival to settlement [s]', of: ({ service }) => service.sojournSeconds },
];

/** How busy nodes are and how long a job takes from arrival to settlement, where everybody is honest. */
export const service = defineChart({
  kind: 'service',
  title: 'How busy nodes are and how long jobs take',
  needs: 'a study that was simulated in time: at least two replications',
  applies: ({ designPoints }) => designPoints.some((point) => figures.some(({ of }) => of(point).value !== null)),
  draw: (findings, width) => {
    const [axis] = listAxes(findings);
    return axis === undefined ? drawDots(findings, width) : drawCurves(findings, axis, width);
  },
});

function drawCurves(findings: Findings, axis: SweptAxis, width: number): Drawing {
  const slices = cutAlong(axis, findings.designPoints);
  const shown = pickEvenly(slices, mostLines);
  const columns = width < 700 ? 1 : 2;
  return {
    title: `How busy nodes are and how long jobs take, by ${nameParameter(axis.path)}`,
    caption: [
      sayEnds(shown[0]!),
      `Everybody is honest. Dots: simulated, ${formatConfidence(findings.confidence)} confidence.`,
      slices.length > shown.length ? `Shown are ${shown.length} of ${formatMany(slices.length, 'setting')}.` : '',
    ]
      .filter((part) => part !== '')
      .join(' '),
    body: panels(
      figures.map((figure) => drawFigure(figure, shown, axis, { width, columns })),
      columns,
    ),
  };
}

function drawFigure(
  { name, axis: title, of }: Figure,
  slices: Slice[],
  axis: SweptAxis,
  page: { width: number; columns: number },
): VegaLite {
  const width = panelWidth(page.width, page.columns, 70);
  const across = acrossOf(axis, width);
  const names = slices.map(({ at }) => describeSetting(at));
  const rows = slices.flatMap(({ at, points }) =>
    points.flatMap((point) => {
      const { value, halfWidth } = of(point);
      if (value === null) return [];
      const setting = describeSetting(at);
      return [{ setting, x: point.at[axis.path]!, value, ...intervalOf(value, halfWidth) }];
    }),
  );
  const x = { field: 'x', type: 'quantitative', scale: across.scale, axis: across.axis };
  const most = extentOf([0, ...rows.map(({ high }) => high)])[1];
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, most > 0 ? most : 1], nice: true },
    axis: { title, format: tickFormat, tickCount: 5 },
  });
  const color = {
    field: 'setting',
    type: 'nominal',
    scale: { domain: names, range: names.map((_, i) => palette[i % palette.length]!) },
    legend: slices.length === 1 ? null : legendAbove(names, page.width),
  };
  const tooltip = ['setting', 'x', 'value', 'low', 'high'].map((field) => ({ field }));
  return {
    title: panelTitle(name, width),
    width,
    height: Math.round(Math.max(170, Math.min(320, 0.6 * width))),
    data: rowsOf(rows),
    layer: [
      { mark: { type: 'line', strokeWidth: 1.2, opacity: 0.6 }, encoding: { x, y: y('value'), color } },
      { mark: { type: 'rule', strokeWidth: 1.6 }, encoding: { x, y: y('low'), y2: { field: 'high' }, color } },
      {
        mark: { type: 'point', filled: true, size: 34, opacity: 1 },
        encoding: { x, y: y('value'), color, tooltip },
      },
    ],
  };
}

/** A single setting: a dot on a scale from zero for each figure, its number beside it. */
function drawDots(findings: Findings, width: number): Drawing {
  const point = findings.designPoints[0]!;
  const known = figures.filter(({ of }) => of(point).value !== null);
  const room = panelWidth(width, 1, 40);
  return {
    title: 'How busy nodes are and how long jobs take',
    caption: `${saySetting(point)}. Everybody is honest. Dots: simulated, ${formatConfidence(findings.confidence)} confidence.`,
    body: {
      vconcat: known.map(({ name, axis, of }) => {
        const { value, halfWidth } = of(point);
        const row = { value, ...intervalOf(value!, halfWidth), text: formatEstimate(value, halfWidth) };
        const ends = name === 'Utilisation' ? [0, Math.max(1, row.high)] : [0, 1.3 * row.high];
        const x = (field: string) => ({
          field,
          type: 'quantitative',
          scale: { domain: ends, nice: true },
          axis: { title: axis, format: tickFormat, tickCount: 6, grid: true },
        });
        const left = row.value! > 0.7 * ends[1]!;
        return {
          title: panelTitle(name, room),
          width: room,
          height: 44,
          data: rowsOf([row]),
          layer: [
            {
              mark: { type: 'rule', strokeWidth: 1.8, color: palette[0]! },
              encoding: { x: x('low'), x2: { field: 'high' } },
            },
            {
              mark: { type: 'point', filled: true, size: 60, opacity: 1, color: palette[0]! },
              encoding: { x: x('value') },
            },
            {
              mark: { type: 'text', align: left ? 'right' : 'left', dx: left ? -9 : 9, dy: -10 },
              encoding: { x: x('value'), text: { field: 'text' } },
            },
          ],
        };
      }),
      spacing: 26,
    },
  };
}

function intervalOf(value: number, halfWidth: number | null) {
  return { low: Math.max(0, value - (halfWidth ?? 0)), high: value + (halfWidth ?? 0) };
}

function sayEnds({ points }: Slice): string {
  const known = points.filter((point) => figures.some(({ of }) => of(point).value !== null));
  const [first, last] = [known[0]!, known.at(-1)!];
  return [first, ...(last === first ? [] : [last])]
    .map((point) => `At ${describeSetting(point.at)} ${saySetting(point).replace(/^N/, 'n')}.`)
    .join(' ');
}

function saySetting({ service: { utilization, sojournSeconds } }: DesignPointFindings): string {
  const parts = [
    ...(utilization.value === null
      ? []
      : [`nodes are busy ${formatEstimate(100 * utilization.value, scaled(utilization.halfWidth))} % of the time`]),
    ...(sojournSeconds.value === null
      ? []
      : [`a job takes ${formatEstimate(sojournSeconds.value, sojournSeconds.halfWidth)} s`]),
  ].join(' and ');
  return `${parts[0]!.toUpperCase()}${parts.slice(1)}`;
}

function scaled(halfWidth: number | null): number | null {
  return halfWidth === null ? null : 100 * halfWidth;
}
