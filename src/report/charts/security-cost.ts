import { pickEvenly } from '../../analysis/exhibits/pick-evenly.ts';
import type { Findings } from '../../findings/findings.ts';
import { decidingAdvantage, type HonestyPays, judgedProfiles, judgementOf, knownOf } from '../../findings/judgement.ts';
import { sayAgainst } from '../../findings/profile.ts';
import { cleanText } from '../../foreign/plain-text.ts';
import { checkingCost } from '../../words/answer/cheapest.ts';
import { describeLabels, describeNumbers, describeSetting, nameStrategy } from '../../words/label.ts';
import { listChoiceAxes, listLabelAxes } from '../../words/label-axes.ts';
import { chooseMoney, type MoneyScale, withUnit } from '../../words/money.ts';
import { formatConfidence, formatEstimate, formatMany, formatNumber } from '../../words/number.ts';
import {
  type Chart,
  type Drawing,
  defineChart,
  legendAbove,
  panelWidth,
  rowsOf,
  seriesLook,
  type VegaLite,
} from '../chart.ts';
import { extentOf, listSignedDecades, signedScale, tickFormat } from '../scale.ts';
import { listAxes } from '../sweep.ts';
import { colors } from '../theme.ts';
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
  from: 'studies',
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
  /** The numbers that a line has in common. */
  held: string;
  /** The numbers of the setting. */
  at: string;
  overhead: number;
  margin: number;
  low: number;
  high: number;
  halfWidth: number | null;
  honesty: HonestyPays;
}

/** Kinds of jobs are no alternatives, and mechanisms are. */
function titleOf(studies: readonly Findings[], lines: number): string {
  if (lines === 1) return 'What security costs';
  const isOfKinds = studies.length === 1 && listChoiceAxes(studies[0].designPoints).length === 0;
  return `What security costs ${isOfKinds ? 'at each kind of job' : 'under each mechanism'}`;
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
        held: describeNumbers(held),
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
  const settings = studies.flatMap((study) => listSettings(study, studies.length > 1));
  const money = chooseMoney(
    studies[0],
    settings.map(({ margin }) => margin),
  );
  const rows = settings.map((row) => ({ ...inMoney(row, money), status: status[row.honesty] }));
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
    axis: { ...axis, title: `Least advantage [${money.unit}]${symlog ? ', log scale' : ''}` },
  };
  const { color, strokeDash } = seriesLook(
    'series',
    names,
    names.length === 1 ? null : { ...legendAbove(names, width), symbolType: 'circle' },
  );
  const shown = (['honesty pays', 'cannot tell', 'cheating pays', 'not asked'] as const).filter((name) =>
    rows.some((row) => row.status === name),
  );
  const shapeOf = {
    'honesty pays': 'circle',
    'cannot tell': 'square',
    'cheating pays': 'triangle-down',
    'not asked': 'cross',
  };
  const shape = {
    field: 'status',
    type: 'nominal',
    scale: { domain: shown, range: shown.map((name) => shapeOf[name]) },
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
    title: titleOf(studies, names.length),
    caption: [
      sayCheapest(rows, names.length > 1, money),
      `Each point is a setting: what checking costs, and what honesty earns over the deviation that comes closest${studies.map((study) => sayAgainst(study, judgedProfiles(study, 'asserter'))).find((said) => said !== '') ?? ''}.`,
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
          encoding: { x, y: { field: 'margin', ...y }, color, strokeDash, detail: { field: 'line' } },
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
      scale: { domain: [-0.02 * top, top], nice: false },
      axis: { title, format: tickFormat, grid: false },
      placeOf: (value) => (value / top + 0.02) / 1.02,
    };
  }
  const bend = (value: number) => Math.sign(value) * Math.log1p(Math.abs(value) / least);
  // Room for half a mark beside the cheapest setting.
  const first = low > 0 ? low / 1.5 : -0.2 * least;
  return {
    scale: { type: 'symlog', constant: least, domain: [first, 1.3 * high], nice: false },
    axis: {
      title: `${title}, log scale`,
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
  const lines = listLineEnds(rows);
  return [...cheapest, ...lines, ...others].flatMap((row) => {
    const isEnd = lines.includes(row) && !cheapest.includes(row);
    const parts = isEnd ? [several ? row.series : '', row.held] : [several ? row.series : '', row.at];
    const text = parts.filter((part) => part !== '').join(', ');
    const [left, top] = pixels(row);
    return text === '' ? [] : [{ text, left, top, place: { overhead: row.overhead, margin: row.margin } }];
  });
}

const mostNamed = 8;

/** The dearest setting of each line, which names the line where there are several of them. */
function listLineEnds<Row extends Setting>(rows: readonly Row[]): Row[] {
  const ends = new Map<string, Row>();
  for (const row of rows) {
    const known = ends.get(row.line);
    if (row.held !== '' && (known === undefined || row.overhead > known.overhead)) ends.set(row.line, row);
  }
  return ends.size > 1 ? pickEvenly([...ends.values()], mostNamed) : [];
}

/** The same setting with its amounts in another unit. */
function inMoney(row: Setting, { factor }: MoneyScale): Setting {
  const { margin, low, high, halfWidth } = row;
  return {
    ...row,
    margin: margin * factor,
    low: low * factor,
    high: high * factor,
    halfWidth: halfWidth && halfWidth * factor,
  };
}

function sayCheapest(rows: Setting[], several: boolean, money: MoneyScale): string {
  const cheapest = listCheapest(rows);
  if (cheapest.length === 0) return 'At no setting shown is honesty known to pay.';
  const say = ({ series, at, overhead, margin, halfWidth }: Setting) => {
    const where = [several ? series : '', at].filter((part) => part !== '').join(', ');
    return `${where === '' ? '' : `${where}: `}checking costs ${formatNumber(100 * overhead)} % of computing and honesty earns ${withUnit(sayMargin(margin, halfWidth), money.unit)} more`;
  };
  const shown = cheapest.slice(0, 3).map(say).join('; ');
  const rest = cheapest.length > 3 ? `; and ${formatMany(cheapest.length - 3, 'dearer one')}.` : '.';
  return `The cheapest ${several ? 'settings' : 'setting'} at which honesty pays ${several && cheapest.length > 1 ? 'are' : 'is'} ${shown}${rest}`;
}

/** An interval too narrow to matter is left out: its digits would only hide the amount. */
function sayMargin(margin: number, halfWidth: number | null): string {
  const matters = halfWidth !== null && halfWidth > 1e-3 * Math.abs(margin);
  return `${matters ? formatEstimate(margin, halfWidth) : formatNumber(margin)}`;
}
