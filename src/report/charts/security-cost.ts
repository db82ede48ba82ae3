import type { Findings } from '../../findings/findings.ts';
import { decidingAdvantage, type HonestyPays, judgementOf, knownOf } from '../../findings/judgement.ts';
import { cleanText } from '../../foreign/plain-text.ts';
import { checkingCost } from '../answer/cheapest.ts';
import { type Chart, type Drawing, defineChart, legendAbove, panelWidth, rowsOf, type VegaLite } from '../chart.ts';
import { describeLabels, describeNumbers, describeSetting, nameStrategy } from '../label.ts';
import { formatConfidence, formatEstimate, formatMany, formatNumber } from '../number.ts';
import { extentOf, listSignedDecades, signedScale, tickFormat } from '../scale.ts';
import { listAxes, listLabelAxes } from '../sweep.ts';
import { colors, palette } from '../theme.ts';
import { type LabelledPoint, placeLabels } from './point-labels.ts';

/**
 * What checking costs against what honesty earns over the best deviation, at every setting of a study: a point or a curve
 * for each mechanism it compares.
 */
export const securityCost: Chart = defineChart({
  kind: 'security-cost',
  title: 'What security costs',
  needs:
    'settings of different cost of checking: sweep a parameter that changes it, such as `mechanism.challengeProbability`',
  applies: (findings) => costs(findings) > 1,
  draw: (findings, width) => drawSecurity([findings], width),
});

/** The same for several studies, a mechanism each. */
export const securityCostCompared = defineChart<readonly Findings[]>({
  kind: 'security-cost-compared',
  title: 'What security costs under each mechanism',
  needs: 'several studies, or settings, of different cost of checking',
  applies: (studies) => studies.reduce((sum, study) => sum + costs(study), 0) > 1,
  draw: drawSecurity,
});

/** How many different costs of checking a study shows beside an advantage. */
function costs(findings: Findings): number {
  return new Set(listSettings(findings, false).map(({ overhead }) => overhead.toPrecision(6))).size;
}

interface Setting {
  /** The study, or the mechanism and whatever else a study compares by labels. */
  series: string;
  /** Settings that differ in the first swept number only share a line. */
  line: string;
  /** The numbers of the setting. */
  at: string;
  overhead: number;
  margin: number;
  low: number;
  high: number;
  halfWidth: number | null;
  honesty: HonestyPays;
}

function listSettings(findings: Findings, several: boolean): Setting[] {
  const [axis] = listAxes(findings);
  const compares = listLabelAxes(findings.designPoints).length > 0;
  const title = cleanText(findings.title);
  return findings.designPoints.flatMap((point) => {
    const overhead = checkingCost(point)?.value;
    const least = decidingAdvantage(point, 'asserter');
    if (least === undefined || overhead === undefined) return [];
    const margin = knownOf(least).value!;
    const halfWidth = least.exact === null ? least.halfWidth : null;
    const { at } = point;
    const { [axis?.path ?? '']: _, ...held } = at;
    const series = [several || !compares ? title : '', compares ? nameStrategy(describeLabels(at)) : ''];
    return [
      {
        series: series.filter((part) => part !== '').join(': '),
        line: `${title} ${describeSetting(held)}`,
        at: describeNumbers(at),
        overhead,
        margin,
        low: margin - (halfWidth ?? 0),
        high: margin + (halfWidth ?? 0),
        halfWidth,
        honesty: judgementOf(point, 'asserter').honesty,
      },
    ];
  });
}

const status = {
  pays: 'honesty pays',
  'does-not': 'cheating pays',
  'cannot-tell': 'cannot tell',
  'not-asked': 'not asked',
} as const;

function drawSecurity(studies: readonly Findings[], width: number): Drawing {
  const rows = studies
    .flatMap((study) => listSettings(study, studies.length > 1))
    .map((row) => ({ ...row, status: status[row.honesty] }));
  const names = [...new Set(rows.map(({ series }) => series))];
  rows.sort((a, b) => a.overhead - b.overhead);
  const room = panelWidth(width, 1);
  const height = Math.round(Math.max(220, Math.min(460, 0.5 * room)));
  const across = overheadScale(rows.map(({ overhead }) => overhead));
  const { scale, axis, symlog, bend } = signedScale(rows.flatMap(({ low, high }) => [low, high]));
  const x = { field: 'overhead', type: 'quantitative', scale: across.scale, axis: across.axis };
  const y = {
    type: 'quantitative',
    scale,
    axis: { ...axis, title: `Least advantage of honesty [credits per job]${symlog ? ', log scale' : ''}` },
  };
  const color = {
    field: 'series',
    type: 'nominal',
    scale: { domain: names, range: names.map((_, i) => palette[i % palette.length]) },
    legend: names.length === 1 ? null : legendAbove(names, width),
  };
  const shown = (['honesty pays', 'cannot tell', 'cheating pays', 'not asked'] as const).filter((name) =>
    rows.some((row) => row.status === name),
  );
  const shapes = {
    'honesty pays': 'circle',
    'cannot tell': 'square',
    'cheating pays': 'triangle-down',
    'not asked': 'cross',
  };
  const shape = {
    field: 'status',
    type: 'nominal',
    scale: { domain: shown, range: shown.map((name) => shapes[name]) },
    legend: {
      ...legendAbove([...shown], width),
      orient: 'bottom',
      symbolType: 'circle',
      symbolFillColor: colors.faint,
      symbolStrokeWidth: 0,
    },
  };
  const tooltip = ['series', 'at', 'overhead', 'margin', 'halfWidth'].map((field) => ({ field }));
  const [lowest, highest] = extentOf([0, ...rows.flatMap(({ low, high }) => [low, high])].map(bend));
  // A symlog scale keeps this much room at either end.
  const padding = symlog ? 12 : 0;
  const pixels = ({ overhead, margin }: Setting): [number, number] => [
    across.placeOf(overhead) * room,
    padding + ((highest - bend(margin)) / (highest - lowest || 1)) * (height - 2 * padding),
  ];
  return {
    title: names.length > 1 ? 'What security costs under each mechanism' : 'What security costs',
    caption: [
      sayCheapest(rows, names.length > 1),
      'Each point is a setting: what checking costs, and what honesty earns over the deviation that comes closest.',
      rows.some(({ halfWidth }) => halfWidth !== null)
        ? `Exact where that is known, otherwise simulated with ${formatConfidence(studies[0].confidence)} intervals.`
        : 'Exact.',
    ].join(' '),
    body: {
      width: room,
      height,
      data: rowsOf(rows),
      layer: [
        { data: rowsOf([{}]), mark: { type: 'rule' }, encoding: { y: { datum: 0, ...y } } },
        {
          mark: { type: 'line', strokeWidth: 1.2, opacity: 0.55 },
          encoding: { x, y: { field: 'margin', ...y }, color, detail: { field: 'line' } },
        },
        {
          mark: { type: 'rule', strokeWidth: 1.6 },
          encoding: { x, y: { field: 'low', ...y }, y2: { field: 'high' }, color },
        },
        ...placeLabels(listLabels(rows, pixels, names.length > 1), rows.map(pixels), { room, height, x, y }),
        {
          mark: { type: 'point', filled: true, size: 62, opacity: 1 },
          encoding: { x, y: { field: 'margin', ...y }, color, shape, tooltip },
        },
      ],
    },
  };
}

/** The cost of checking: logarithmic when it spans more than a factor of 30, with a linear stretch down to zero. */
function overheadScale(values: number[]): { scale: VegaLite; axis: VegaLite; placeOf: (value: number) => number } {
  const [low, high] = extentOf(values);
  const least = Math.min(...values.filter((value) => value > 0));
  const title = 'Cost of checking [share of the cost of computing]';
  if (!(high / least > 30)) {
    const top = high > 0 ? 1.04 * high : 1;
    return {
      scale: { domain: [0, top], nice: false },
      axis: { title, format: tickFormat, grid: false },
      placeOf: (value) => value / top,
    };
  }
  const bend = (value: number) => Math.log1p(value / least);
  const first = low > 0 ? low / 1.5 : 0;
  return {
    scale: { type: 'symlog', constant: least, domain: [first, 1.3 * high], nice: false },
    axis: {
      title,
      format: tickFormat,
      grid: false,
      values: listSignedDecades(0, 1.3 * high, least),
      labelOverlap: true,
    },
    placeOf: (value) => (bend(value) - bend(first)) / (bend(1.3 * high) - bend(first)),
  };
}

/** The cheapest setting of each series at which honesty pays. */
function listCheapest<Row extends Setting>(rows: readonly Row[]): Row[] {
  const cheapest = new Map<string, Row>();
  for (const row of rows) {
    const known = cheapest.get(row.series);
    if (row.honesty === 'pays' && (known === undefined || row.overhead < known.overhead)) cheapest.set(row.series, row);
  }
  return [...cheapest.values()].sort((a, b) => a.overhead - b.overhead);
}

/** Names the cheapest setting of each series where honesty pays; of several, also those where it never does. */
function listLabels(
  rows: readonly Setting[],
  pixels: (row: Setting) => [number, number],
  several: boolean,
): LabelledPoint[] {
  const cheapest = listCheapest(rows);
  const named = new Set(cheapest.map(({ series }) => series));
  const others = several
    ? rows.filter(({ series }, i) => !named.has(series) && rows.findIndex((row) => row.series === series) === i)
    : [];
  return [...cheapest, ...others].flatMap((row) => {
    const text = [several ? row.series : '', row.at].filter((part) => part !== '').join(', ');
    const [left, top] = pixels(row);
    return text === '' ? [] : [{ text, left, top, place: { overhead: row.overhead, margin: row.margin } }];
  });
}

function sayCheapest(rows: Setting[], several: boolean): string {
  const cheapest = listCheapest(rows);
  if (cheapest.length === 0) return 'At no setting shown is honesty known to pay.';
  const say = ({ series, at, overhead, margin, halfWidth }: Setting) => {
    const where = [several ? series : '', at].filter((part) => part !== '').join(', ');
    return `${where === '' ? '' : `${where}: `}checking costs ${formatNumber(100 * overhead)} % of computing and honesty earns ${sayMargin(margin, halfWidth)} more`;
  };
  const shown = cheapest.slice(0, 3).map(say).join('; ');
  const rest = cheapest.length > 3 ? `; and ${formatMany(cheapest.length - 3, 'dearer one')}.` : '.';
  return `The cheapest ${several ? 'settings' : 'setting'} at which honesty pays ${several && cheapest.length > 1 ? 'are' : 'is'} ${shown}${rest}`;
}

/** An interval too narrow to matter is left out: its digits would only hide the amount. */
function sayMargin(margin: number, halfWidth: number | null): string {
  const matters = halfWidth !== null && halfWidth > 1e-3 * Math.abs(margin);
  return `${matters ? formatEstimate(margin, halfWidth) : formatNumber(margin)} credits`;
}
