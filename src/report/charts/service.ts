import type { DesignPointFindings, Findings, Rate } from '../../findings/findings.ts';
import { focusOf } from '../../findings/focus.ts';
import { describeSetting, listTimeRates, nameParameter, nameRate } from '../../words/label.ts';
import type { Money } from '../../words/money.ts';
import { formatConfidence, formatEstimate, formatMany } from '../../words/number.ts';
import {
  type Drawing,
  defineChart,
  legendAbove,
  panels,
  panelTitle,
  panelWidth,
  rowsOf,
  seriesLook,
  type VegaLite,
} from '../chart.ts';
import { acrossOf, extentOf, tickFormat } from '../scale.ts';
import { cutAlong, listAxes, type Slice, type SweptAxis, sliceOfFocus } from '../sweep.ts';
import { measureText } from '../text-width.ts';
import { colors, fontSizes } from '../theme.ts';

const load = 'utilisation';

/** How busy nodes are and how long a job takes from arrival to settlement, where everybody is honest. */
export const service = defineChart({
  kind: 'service',
  title: 'How busy nodes are and how long jobs take',
  needs: 'a study that was simulated in time: at least two replications',
  applies: ({ designPoints }) => designPoints.some((point) => listTimeRates(point).length > 0),
  draw: (findings, width) => {
    const [axis] = listAxes(findings);
    return axis === undefined ? drawDots(findings, width) : drawCurves(findings, axis, width);
  },
});

function drawCurves(findings: Findings, axis: SweptAxis, width: number): Drawing {
  const slices = cutAlong(
    axis,
    findings.designPoints.filter((point) => listTimeRates(point).length > 0),
  );
  const slice = sliceOfFocus(slices, focusOf(findings.designPoints));
  const names = listTimeRates(slice.points[0]);
  const groups = [names.filter((name) => name === load), names.filter((name) => name !== load)].filter(
    (group) => group.length > 0,
  );
  const columns = width < 700 ? 1 : 2;
  const ends = [...new Set([slice.points[0], slice.points.at(-1)!])];
  return {
    title: `How busy nodes are and how long jobs take, by ${nameParameter(axis.path)}`,
    caption: [
      ...ends.map((point) => `${sayPoint(point)}.`),
      `Everybody is honest. Dots: simulated, ${formatConfidence(findings.confidence)} confidence${names.includes(load) ? '; black line: exact' : ''}.`,
      slices.length > 1 ? `Held: ${describeSetting(slice.at)}, one of ${formatMany(slices.length, 'setting')}.` : '',
    ]
      .filter((part) => part !== '')
      .join(' '),
    body: panels(
      groups.map((group) => drawPanel(group, slice, axis, { width, columns, money: findings.money })),
      columns,
      'own',
    ),
  };
}

function drawPanel(
  names: string[],
  { points }: Slice,
  axis: SweptAxis,
  page: { width: number; columns: number; money: Money },
): VegaLite {
  const isLoad = names[0] === load;
  const width = panelWidth(page.width, page.columns, 70);
  const across = acrossOf(axis, width, page);
  const rows = names.flatMap((name) =>
    points.flatMap((point) => {
      const rate = point.rates[name];
      if (!rate || rate.value === null) return [];
      return [{ figure: nameRate(name), x: point.at[axis.path], exact: rate.exact, ...intervalOf(rate) }];
    }),
  );
  const x = { field: 'x', type: 'quantitative', scale: across.scale, axis: across.axis };
  const [, most] = extentOf([0, ...rows.map(({ high, exact }) => Math.max(high, exact ?? 0))]);
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, most > 0 ? most : 1], nice: true },
    axis: {
      title: isLoad ? 'Busy [share of node time]' : 'Arrival to settlement [s]',
      format: tickFormat,
      tickCount: 5,
    },
  });
  const labels = names.map(nameRate);
  const { color, shape, strokeDash } = seriesLook('figure', labels, isLoad ? null : legendAbove(labels, width + 60));
  const tooltip = ['figure', 'x', 'value', 'low', 'high', 'exact'].map((field) => ({ field }));
  return {
    title: panelTitle(isLoad ? 'Utilisation' : 'Latency', width),
    width,
    height: Math.round(Math.max(170, Math.min(300, 0.55 * width))),
    data: rowsOf(rows),
    layer: [
      ...(isLoad
        ? [
            {
              transform: [{ filter: 'isValid(datum.exact)' }],
              mark: { type: 'line', strokeWidth: 1.4, color: colors.ink },
              encoding: { x, y: y('exact') },
            },
          ]
        : [
            {
              mark: { type: 'line', strokeWidth: 1.2, opacity: 0.6 },
              encoding: { x, y: y('value'), color, strokeDash },
            },
          ]),
      { mark: { type: 'rule', strokeWidth: 1.6 }, encoding: { x, y: y('low'), y2: { field: 'high' }, color } },
      {
        mark: { type: 'point', filled: true, size: 34, opacity: 1 },
        encoding: { x, y: y('value'), color, shape, tooltip },
      },
    ],
  };
}

/** A single setting: a row for each figure, its number beside its dot. */
function drawDots(findings: Findings, width: number): Drawing {
  const point = findings.designPoints[0];
  const names = listTimeRates(point);
  const groups = [names.filter((name) => name === load), names.filter((name) => name !== load)].filter(
    (group) => group.length > 0,
  );
  const labelWidth = Math.max(...names.map((name) => measureText(nameRate(name), fontSizes.label))) + 20;
  const textWidth = Math.max(...names.map((name) => measureText(sayRate(point.rates[name]), fontSizes.label))) + 24;
  return {
    title: 'How busy nodes are and how long jobs take',
    caption: `${sayPoint(point)}. Everybody is honest. Dots: simulated, ${formatConfidence(findings.confidence)} confidence${names.includes(load) ? '; upright tick: exact' : ''}.`,
    body: {
      vconcat: groups.map((group) => drawRows(group, point, panelWidth(width, 1, labelWidth + textWidth))),
      spacing: 22,
    },
  };
}

function drawRows(names: string[], point: DesignPointFindings, width: number): VegaLite {
  const isLoad = names[0] === load;
  const rows = names.map((name) => {
    const rate = point.rates[name];
    const interval = intervalOf(rate);
    const end = Math.max(interval.high, rate.exact ?? 0);
    return { label: nameRate(name), text: sayRate(rate), exact: rate.exact, ...interval, end };
  });
  const [, most] = extentOf([isLoad ? 1 : 0, ...rows.map(({ end }) => end)]);
  const x = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, most] },
    axis: { title: isLoad ? 'Busy [share of node time]' : 'Arrival to settlement [s]', format: tickFormat, grid: true },
  });
  const axis = { title: null, labelLimit: 320, labelPadding: 10, domain: false, ticks: false };
  const y = { field: 'label', type: 'nominal', sort: null, axis };
  return {
    width,
    height: { step: 26 },
    data: rowsOf(rows),
    layer: [
      {
        mark: { type: 'rule', strokeWidth: 1.6, color: colors.honest },
        encoding: { x: x('low'), x2: { field: 'high' }, y },
      },
      {
        mark: { type: 'point', filled: true, size: 46, opacity: 1, color: colors.honest },
        encoding: { x: x('value'), y, tooltip: ['label', 'value', 'exact'].map((field) => ({ field })) },
      },
      { mark: { type: 'tick', color: colors.ink, thickness: 1.6, size: 14 }, encoding: { x: x('exact'), y } },
      {
        mark: { type: 'text', align: 'left', dx: 9, fontSize: fontSizes.label },
        encoding: { x: x('end'), y, text: { field: 'text' } },
      },
    ],
  };
}

function intervalOf({ value, halfWidth }: Rate) {
  return { value, low: Math.max(0, value! - (halfWidth ?? 0)), high: value! + (halfWidth ?? 0) };
}

function sayRate({ value, halfWidth }: Rate): string {
  return formatEstimate(value, halfWidth);
}

function sayPoint({ at, rates }: DesignPointFindings): string {
  const percent = ({ value, halfWidth }: Rate) =>
    formatEstimate(100 * value!, halfWidth === null ? null : 100 * halfWidth);
  const known = (name: string) => (rates[name]?.value == null ? undefined : rates[name]);
  const [busy, mean, tail] = [load, 'latencySeconds', 'latencySecondsP99'].map(known);
  const parts = [
    busy && `nodes are busy ${percent(busy)} % of the time`,
    mean && `a job takes ${sayRate(mean)} s`,
    tail && `99 % take at most ${sayRate(tail)} s`,
  ].filter((part) => part !== undefined);
  const setting = describeSetting(at);
  const sentence = parts.join(', ');
  return setting === '' ? `${sentence[0].toUpperCase()}${sentence.slice(1)}` : `At ${setting} ${sentence}`;
}
