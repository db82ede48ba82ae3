import type { Findings, Rate } from '../../findings/findings.ts';
import { focusOf } from '../../findings/focus.ts';
import {
  describeLabels,
  describeNumbers,
  describeSetting,
  listRates,
  nameParameter,
  nameRate,
  nameStrategy,
} from '../../words/label.ts';
import { listLabelAxes } from '../../words/label-axes.ts';
import type { Money } from '../../words/money.ts';
import { formatEstimate, formatMany, formatNumber } from '../../words/number.ts';
import {
  defineChart,
  legendAbove,
  panels,
  panelTitle,
  panelWidth,
  rowsOf,
  seriesLook,
  type VegaLite,
} from '../chart.ts';
import { acrossOf, tickFormat } from '../scale.ts';
import { cutAlong, listAxes, type Slice, type SweptAxis, sliceOfFocus } from '../sweep.ts';
import { colors, palette } from '../theme.ts';
import { drawBounds, howToRead, intervalOf, reachOf, tinyLabels } from './rate-marks.ts';
import { drawAlone } from './rates-alone.ts';
import { drawByLabel } from './rates-by-label.ts';

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
      return labels.length > 0 ? drawByLabel(findings, names, width) : drawAlone(findings, names, width);
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
      bounds.length === 0 ? '' : ` (at most ${formatNumber(Math.max(...bounds), 2)} per ${ratesOf(name)[0].per})`;
    return `${nameRate(name).toLowerCase()}${most}`;
  });
  return { seen, unseen: `Never seen, and not drawn: ${said.join(', ')}.` };
}

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
      .map((point) => ({ x: point.at[axis.path], series: series[i], ...intervalOf(point.rates[name]) })),
  );
  const { most, top } = reachOf(all);
  // A bound that lies on the axis is a dot there.
  const rows = all.map((row) => ({ ...row, bound: row.bound !== null && row.bound < 0.06 * top ? null : row.bound }));
  const several = series.length > 1;
  const look = seriesLook('series', series, legendAbove(series, legendWidth));
  const coloured = several ? { color: look.color } : {};
  const plain = several ? {} : { color: colors.honest };
  const x = { field: 'x', type: 'quantitative', scale: across.scale, axis: across.axis };
  const tooltip = ['x', 'value', 'exact'].map((field) => ({ field }));
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
      {
        transform: [{ filter: '!isValid(datum.value) && isValid(datum.exact)' }],
        mark: { type: 'point', filled: true, size: 12, opacity: 1, ...(several ? {} : { color: colors.ink }) },
        encoding: { x, y: y('exact'), ...coloured, ...(several ? { shape: look.shape } : {}), tooltip },
      },
      // Of series that say the same, the first lies under the others and shows around them.
      ...series.map((name, i) => ({
        data: rowsOf(rows.filter((row) => row.series === name && row.value !== null && row.bound === null)),
        mark: { type: 'point', filled: true, size: several ? 70 / 1.6 ** i : 30, opacity: 1, ...plain },
        encoding: {
          x,
          y: y('value'),
          ...coloured,
          ...(several ? { shape: look.shape } : {}),
          tooltip,
        },
      })),
    ],
  };
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
