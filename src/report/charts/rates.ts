import type { Findings, Rate } from '../../findings/findings.ts';
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
import {
  describeLabels,
  describeNumbers,
  describeSetting,
  listRates,
  nameParameter,
  nameRate,
  nameStrategy,
} from '../label.ts';
import { formatConfidence, formatEstimate, formatMany, formatNumber } from '../number.ts';
import { acrossOf, extentOf, tickFormat } from '../scale.ts';
import { cutAlong, listAxes, listLabelAxes, type Slice, type SweptAxis } from '../sweep.ts';
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
    const names = listRates(findings.designPoints[0]).filter((name) =>
      findings.designPoints.some((point) => point.rates[name] !== undefined && isKnown(point.rates[name])),
    );
    const labels = listLabelAxes(findings.designPoints);
    if (axis === undefined)
      return labels.length > 0 ? drawByLabel(findings, names, width) : drawDots(findings, names, width);
    const slices = cutAlong(axis, findings.designPoints);
    const [slice] = slices;
    const shown = labels.length > 0 ? alike(slices) : [slice];
    const series = shown.length > 1 ? shown.map(({ at }) => nameStrategy(describeLabels(at))) : [''];
    const columns = width < 700 ? 2 : 3;
    return {
      title: `Challenges and fraud, by ${nameParameter(axis.path)}`,
      caption: [
        sayRange(slice, axis, names),
        `Dots: simulated, ${formatConfidence(findings.confidence)} confidence; lines: exact.`,
        sayHeld(slice, shown.length, slices.length),
      ]
        .filter((part) => part !== '')
        .join(' '),
      body: panels(
        names.map((name) =>
          drawRate(shown, { axis, name, series, legendWidth: width }, panelWidth(width, columns, 80)),
        ),
        columns,
      ),
    };
  },
});

/** Tick labels of rates that would be long rows of zeros. */
const tinyLabels = { labelExpr: "datum.value === 0 ? '0' : format(datum.value, '.2~e')" };

/** The first setting of the numbers under every label. */
function alike(slices: Slice[]): Slice[] {
  const first = describeNumbers(slices[0].at);
  return slices.filter(({ at }) => describeNumbers(at) === first).slice(0, palette.length);
}

function sayHeld(slice: Slice, shown: number, all: number): string {
  if (shown === all) return '';
  const held = shown > 1 ? describeNumbers(slice.at) : describeSetting(slice.at);
  return `Held: ${held === '' ? 'all else' : held}, ${shown > 1 ? `${shown}` : 'the first'} of ${formatMany(all, 'setting')}.`;
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
      `Dots: simulated, ${formatConfidence(findings.confidence)} confidence; upright ticks: exact.`,
    ].join(' '),
    body: panels(names.map(panelOf), columns),
  };
}

function drawRate(
  slices: Slice[],
  { axis, name, series, legendWidth }: { axis: SweptAxis; name: string; series: string[]; legendWidth: number },
  width: number,
): VegaLite {
  const across = acrossOf(axis, width);
  const rows = slices.flatMap(({ points }, i) =>
    points
      .filter((point) => point.rates[name] !== undefined)
      .map((point) => ({ x: point.at[axis.path], series: series[i], ...intervalOf(point.rates[name]) })),
  );
  const several = series.length > 1;
  const color = {
    field: 'series',
    type: 'nominal',
    scale: { domain: series, range: series.map((_, i) => palette[i]) },
    legend: legendAbove(series, legendWidth),
  };
  const coloured = several ? { color } : {};
  const [, most] = extentOf([0, ...rows.flatMap((row) => [row.high ?? 0, row.exact ?? 0])]);
  const x = { field: 'x', type: 'quantitative', scale: across.scale, axis: across.axis };
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, most > 0 ? Math.max(most, Math.min(1, 1.05 * most)) : 1], nice: most > 0 },
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
        encoding: { x, y: y('exact'), ...coloured },
      },
      {
        transform: [{ filter: 'isValid(datum.value)' }],
        mark: { type: 'rule', strokeWidth: 1.4, ...(several ? {} : { color: colors.honest }) },
        encoding: { x, y: y('low'), y2: { field: 'high' }, ...coloured },
      },
      {
        transform: [{ filter: 'isValid(datum.value)' }],
        mark: { type: 'point', filled: true, size: 28, opacity: 1, ...(several ? {} : { color: colors.honest }) },
        encoding: { x, y: y('value'), ...coloured, tooltip: ['x', 'value', 'exact'].map((field) => ({ field })) },
      },
    ],
  };
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
      `Dots: simulated, ${formatConfidence(findings.confidence)} confidence; upright ticks: exact.`,
    ].join(' '),
    body: {
      width: panelWidth(width, 1, labelWidth + textWidth),
      height: { step: 26 },
      data: rowsOf(rows),
      layer: [
        {
          mark: { type: 'rule', strokeWidth: 1.6, color: colors.honest },
          encoding: { x: x('low'), x2: { field: 'high' }, y },
        },
        {
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

function intervalOf({ value, halfWidth, exact }: Rate) {
  const [low, high] = value === null ? [null, null] : [Math.max(0, value - (halfWidth ?? 0)), value + (halfWidth ?? 0)];
  return { value, low, high, exact };
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
