import type { DesignPointFindings, Findings, Rate } from '../../findings/findings.ts';
import { focusOf } from '../../findings/focus.ts';
import {
  type Drawing,
  defineChart,
  type Json,
  legendAbove,
  panels,
  panelTitle,
  panelWidth,
  rowsOf,
  seriesLook,
  type VegaLite,
} from '../chart.ts';
import {
  describeLabels,
  describeNumbers,
  describeSetting,
  listRates,
  nameParameter,
  nameRate,
  nameStrategy,
} from '../label.ts';
import type { Money } from '../money.ts';
import { formatConfidence, formatEstimate, formatMany, formatNumber } from '../number.ts';
import { acrossOf, extentOf, tickFormat } from '../scale.ts';
import { cutAlong, listAxes, listLabelAxes, type Slice, type SweptAxis, sliceOfFocus } from '../sweep.ts';
import { measureText } from '../text-width.ts';
import { colors, fontSizes, palette } from '../theme.ts';
import { drawLabelRows, labelRoom, labelRow } from './label-rows.ts';

const isKnown = (rate: Rate) => rate.value !== null || rate.exact !== null;

/** Challenged, detected, undetected, falsely slashed, overhead: against the swept parameter, or as dots. */
export const rates = defineChart({
  kind: 'rates',
  title: 'How often jobs are challenged and fraud is detected',
  needs: 'a rate that is known: a mechanism with a market or a round',
  applies: (findings) => findings.designPoints.some((point) => Object.values(point.rates).some(isKnown)),
  draw: (findings, width) => {
    const [axis] = listAxes(findings);
    const known = listRates(findings.designPoints[0]).filter((name) =>
      findings.designPoints.some((point) => point.rates[name] !== undefined && isKnown(point.rates[name])),
    );
    const { seen: names, unseen } = partSeen(findings, known);
    const labels = listLabelAxes(findings.designPoints);
    if (axis === undefined)
      return labels.length > 0 ? drawByLabel(findings, names, width) : drawDots(findings, names, width);
    const slices = cutAlong(axis, findings.designPoints);
    const slice = sliceOfFocus(slices, focusOf(findings.designPoints));
    const shown = labels.length > 0 ? alike(slices, slice) : [slice];
    const series = shown.length > 1 ? shown.map(({ at }) => nameStrategy(describeLabels(at))) : [''];
    const columns = width < 700 ? 2 : 3;
    return {
      title: `Challenges and fraud, by ${nameParameter(axis.path)}`,
      caption: [
        sayRange(slice, axis, names),
        howToRead(
          findings,
          shown.flatMap(({ points }) => points),
          names,
          'lines',
        ),
        unseen,
        sayHeld(slice, shown.length, slices.length),
      ]
        .filter((part) => part !== '')
        .join(' '),
      body: panels(
        names.map((name) =>
          drawRate(
            shown,
            { axis, name, series, legendWidth: width, money: findings.money },
            panelWidth(width, columns, 80),
          ),
        ),
        columns,
      ),
    };
  },
});

/** Rates of which anything was ever seen or is expected; the others are told in words. */
function partSeen(findings: Findings, names: string[]): { seen: string[]; unseen: string } {
  const ratesOf = (name: string) => findings.designPoints.flatMap(({ rates }) => rates[name] ?? []);
  const isSeen = (name: string) => ratesOf(name).some(({ value, exact }) => (value ?? 0) > 0 || (exact ?? 0) > 0);
  const seen = names.filter(isSeen);
  const none = names.filter((name) => !isSeen(name));
  if (seen.length === 0 || none.length === 0) return { seen: names, unseen: '' };
  const said = none.map((name) => {
    const bounds = ratesOf(name).flatMap(({ halfWidth }) => halfWidth ?? []);
    const most =
      bounds.length === 0 ? '' : ` (at most ${formatNumber(Math.max(...bounds), 2)} per ${ratesOf(name)[0]!.per})`;
    return `${nameRate(name).toLowerCase()}${most}`;
  });
  return { seen, unseen: `Never seen, and not drawn: ${said.join(', ')}.` };
}

/** How marks are read; what was never seen has a bound instead of an interval. */
function howToRead({ confidence }: Findings, points: DesignPointFindings[], names: string[], exact: string): string {
  const figures = names.map((name) => points.flatMap(({ rates }) => (rates[name] ? [intervalOf(rates[name])] : [])));
  const bounds = figures.flatMap((rows) => {
    const { top } = reachOf(rows);
    return rows.flatMap(({ bound }) => (bound === null || bound < 0.06 * top ? [] : [bound <= top]));
  });
  return [
    `Dots: simulated, ${formatConfidence(confidence)} confidence; ${exact}: exact`,
    bounds.includes(true) ? 'caps with an arrow: never seen, the rate is below' : '',
    bounds.includes(false) ? 'never seen where there is no dot, with a bound beyond the scale' : '',
  ]
    .filter((part) => part !== '')
    .join('; ')
    .concat('.');
}

/** Tick labels of rates that would be long rows of zeros. */
const tinyLabels = { labelExpr: "datum.value === 0 ? '0' : format(datum.value, '.2~e')" };

/** The same setting of the numbers under every label. */
function alike(slices: Slice[], { at: focus }: Slice): Slice[] {
  const held = describeNumbers(focus);
  return slices.filter(({ at }) => describeNumbers(at) === held).slice(0, palette.length);
}

function sayHeld(slice: Slice, shown: number, all: number): string {
  if (shown === all) return '';
  const held = shown > 1 ? describeNumbers(slice.at) : describeSetting(slice.at);
  return `Held: ${held === '' ? 'all else' : held}, ${shown > 1 ? `${shown}` : 'one'} of ${formatMany(all, 'setting')}.`;
}

/** A panel for each rate, a row in it for each setting. */
function drawByLabel(findings: Findings, names: string[], width: number): Drawing {
  const columns = width < 700 ? 1 : 2;
  const room = labelRoom(findings.designPoints.map(labelRow));
  const inner = panelWidth(width, columns, room);
  const panelOf = (name: string) => {
    const rows = findings.designPoints
      .filter((point) => point.rates[name] !== undefined)
      .map((point) => ({ label: labelRow(point), series: '', ...intervalOf(point.rates[name]) }));
    const [, most] = extentOf([0, ...rows.flatMap(({ high, exact }) => [high ?? 0, exact ?? 0])]);
    const per = findings.designPoints.find((point) => point.rates[name] !== undefined)?.rates[name].per ?? 'job';
    return {
      title: panelTitle(nameRate(name), inner),
      ...drawLabelRows(rows, {
        width: inner,
        x: {
          scale: { domain: [0, most > 0 ? most : 1], nice: most > 0 },
          axis: {
            title: `Per ${per}`,
            ...(most > 0 && most < 0.001 ? tinyLabels : { format: tickFormat }),
            tickCount: 4,
            grid: true,
          },
        },
        series: [''],
        legendWidth: width,
      }),
    };
  };
  const by = listLabelAxes(findings.designPoints).map(({ path }) => nameParameter(path));
  const say = (name: string) => {
    const known = findings.designPoints.flatMap((point) => {
      const rate = point.rates[name];
      const value = rate?.value ?? rate?.exact ?? null;
      return value === null ? [] : [{ value, text: `${formatNumber(value)} under ${labelRow(point)}` }];
    });
    const [low, high] = extentOf(known.map(({ value }) => value));
    const ends = [low, high].map((end) => known.find(({ value }) => value === end)?.text ?? '');
    return `${nameRate(name)}: from ${ends[0]} to ${ends[1]}.`;
  };
  return {
    title: `Challenges and fraud, by ${by.join(' and ')}`,
    caption: [
      say(names.includes('verificationOverhead') ? 'verificationOverhead' : names[0]),
      howToRead(findings, findings.designPoints, names, 'upright ticks'),
    ].join(' '),
    body: panels(names.map(panelOf), columns),
  };
}

function drawRate(
  slices: Slice[],
  {
    axis,
    name,
    series,
    legendWidth,
    money,
  }: { axis: SweptAxis; name: string; series: string[]; legendWidth: number; money: Money },
  width: number,
): VegaLite {
  const across = acrossOf(axis, width, { money });
  const all = slices.flatMap(({ points }, i) =>
    points
      .filter((point) => point.rates[name] !== undefined)
      .map((point) => ({ x: point.at[axis.path]!, series: series[i]!, ...intervalOf(point.rates[name]!) })),
  );
  const { most, top } = reachOf(all);
  // A bound that lies on the axis is a dot there.
  const rows = all.map((row) => ({ ...row, bound: row.bound !== null && row.bound < 0.06 * top ? null : row.bound }));
  const several = series.length > 1;
  const look = seriesLook('series', series, legendAbove(series, legendWidth));
  const coloured = several ? { color: look.color } : {};
  const plain = several ? {} : { color: colors.honest };
  const x = { field: 'x', type: 'quantitative', scale: across.scale, axis: across.axis };
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, top], nice: most > 0 },
    axis: {
      title: `Per ${slices[0].points[0].rates[name]?.per ?? 'job'}`,
      ...(most > 0 && most < 0.001 ? tinyLabels : { format: tickFormat }),
      tickCount: 4,
    },
  });
  return {
    title: panelTitle(nameRate(name), width),
    width,
    height: Math.round(Math.max(130, Math.min(260, 0.6 * width))),
    data: rowsOf(rows),
    layer: [
      {
        transform: [{ filter: 'isValid(datum.exact)' }],
        mark: { type: 'line', strokeWidth: 1.4, ...(several ? {} : { color: colors.ink }) },
        encoding: { x, y: y('exact'), ...coloured, ...(several ? { strokeDash: look.strokeDash } : {}) },
      },
      {
        transform: [{ filter: 'isValid(datum.value) && !isValid(datum.bound)' }],
        mark: { type: 'rule', strokeWidth: 1.4, ...plain },
        encoding: { x, y: y('low'), y2: { field: 'high' }, ...coloured },
      },
      ...drawBounds(
        rows.filter(({ bound }) => bound !== null && bound <= top),
        { x, y, encoding: coloured, plain },
      ),
      // Of series that say the same, the first lies under the others and shows around them.
      ...series.map((name, i) => ({
        data: rowsOf(rows.filter((row) => row.series === name && row.value !== null && row.bound === null)),
        mark: { type: 'point', filled: true, size: several ? 70 / 1.6 ** i : 30, opacity: 1, ...plain },
        encoding: {
          x,
          y: y('value'),
          ...coloured,
          ...(several ? { shape: look.shape } : {}),
          tooltip: ['x', 'value', 'exact'].map((field) => ({ field })),
        },
      })),
    ],
  };
}

/** How far a scale of rates goes: what was never seen decides only where nothing else does, or does not go much further. */
function reachOf(rows: readonly ReturnType<typeof intervalOf>[]): { most: number; top: number } {
  const [, seen] = extentOf([
    0,
    ...rows.flatMap(({ bound, high, exact }) => [bound === null ? (high ?? 0) : 0, exact ?? 0]),
  ]);
  const [, bounds] = extentOf([0, ...rows.map(({ bound }) => bound ?? 0)]);
  const most = seen > 0 && bounds > 4 * seen ? seen : Math.max(seen, bounds);
  return { most, top: most > 0 ? Math.max(most, Math.min(1, 1.05 * most)) : 1 };
}

/** A cap with an arrow below it: nothing was seen, and the rate is at most this. */
function drawBounds(
  rows: { [field: string]: Json }[],
  { x, y, encoding, plain }: { x: VegaLite; y: (field: string) => VegaLite; encoding: VegaLite; plain: VegaLite },
): VegaLite[] {
  if (rows.length === 0) return [];
  const data = rowsOf(rows);
  const at = { x, y: y('bound'), ...encoding };
  return [
    { data, mark: { type: 'tick', orient: 'horizontal', size: 9, thickness: 1.6, ...plain }, encoding: at },
    {
      data,
      mark: { type: 'point', shape: 'triangle-down', filled: true, size: 22, opacity: 1, yOffset: 5, ...plain },
      encoding: { ...at, tooltip: ['x', 'value', 'exact'].map((field) => ({ field })) },
    },
  ];
}

/** Rates at a single setting: one row each on a common scale, the number beside its dot. */
function drawDots(
  findings: Findings,
  names: string[],
  width: number,
): { title: string; caption: string; body: VegaLite } {
  const point = findings.designPoints[0];
  const rows = names.map((name) => {
    const rate = point.rates[name];
    const shown = rate.value ?? rate.exact;
    const text = rate.value === null ? formatNumber(rate.exact) : formatEstimate(rate.value, rate.halfWidth);
    return { label: `${nameRate(name)} per ${rate.per}`, shown, text, ...intervalOf(rate) };
  });
  const labelWidth = Math.max(...rows.map((row) => measureText(row.label, fontSizes.label))) + 20;
  const textWidth = Math.max(...rows.map((row) => measureText(row.text, fontSizes.label))) + 24;
  const x = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, Math.max(1, ...rows.map((row) => row.high ?? row.exact ?? 0))] },
    axis: { title: 'Share [1]', format: tickFormat, grid: true },
  });
  const y = {
    field: 'label',
    type: 'nominal',
    sort: null,
    axis: { title: null, labelLimit: 320, labelPadding: 10, domain: false, ticks: false },
  };
  return {
    title: 'Challenges and fraud',
    caption: [
      `${rows.map((row) => `${row.label}: ${row.text}`).join('; ')}.`,
      howToRead(findings, [point], names, 'upright ticks'),
    ].join(' '),
    body: {
      width: panelWidth(width, 1, labelWidth + textWidth),
      height: { step: 26 },
      data: rowsOf(rows),
      layer: [
        {
          transform: [{ filter: '!isValid(datum.bound)' }],
          mark: { type: 'rule', strokeWidth: 1.6, color: colors.honest },
          encoding: { x: x('low'), x2: { field: 'high' }, y },
        },
        {
          transform: [{ filter: 'isValid(datum.bound)' }],
          mark: { type: 'point', shape: 'triangle-left', filled: true, size: 46, opacity: 1, color: colors.honest },
          encoding: { x: x('bound'), y },
        },
        {
          transform: [{ filter: '!isValid(datum.bound)' }],
          mark: { type: 'point', filled: true, size: 46, opacity: 1, color: colors.honest },
          encoding: { x: x('value'), y },
        },
        { mark: { type: 'tick', color: colors.ink, thickness: 1.6, size: 14 }, encoding: { x: x('exact'), y } },
        {
          mark: { type: 'text', align: 'left', dx: 9, fontSize: fontSizes.label },
          encoding: { x: x('shown'), y, text: { field: 'text' } },
        },
      ],
    },
  };
}

/** An interval, or the bound of what was never seen. */
function intervalOf({ value, halfWidth, exact }: Rate) {
  const [low, high] = value === null ? [null, null] : [Math.max(0, value - (halfWidth ?? 0)), value + (halfWidth ?? 0)];
  return { value, low, high, exact, bound: value === 0 && (halfWidth ?? 0) > 0 ? high : null };
}

function sayRange(slice: Slice, axis: SweptAxis, names: string[]): string {
  const [first, last] = [slice.points[0], slice.points.at(-1)!];
  const name = names.find((candidate) => candidate === 'undetectedFraud') ?? names[0];
  const say = (rate: Rate) =>
    rate.value === null ? formatNumber(rate.exact) : formatEstimate(rate.value, rate.halfWidth);
  const ends = [first, last].map(
    (point) => `${say(point.rates[name])} at ${describeSetting({ [axis.path]: point.at[axis.path] })}`,
  );
  return `${nameRate(name)} per ${first.rates[name].per}: ${ends[0]}, ${ends[1]}.`;
}
