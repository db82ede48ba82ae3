import { type AxisValues, agrees, numberAt, withoutPath } from '../../findings/axis-values.ts';
import type { Findings } from '../../findings/findings.ts';
import { focusOf } from '../../findings/focus.ts';
import { decidingAdvantage, type HonestyPays, judgedProfiles, judgementOf, knownOf } from '../../findings/judgement.ts';
import { sayAgainst } from '../../findings/profile.ts';
import { type BindingThreshold, listBindingThresholds, writeSummary } from '../../words/answer/headline.ts';
import {
  abbreviateParameter,
  capitalize,
  describeSetting,
  nameParameter,
  nameStrategy,
  titleParameter,
} from '../../words/label.ts';
import { chooseMoney, type MoneyScale } from '../../words/money.ts';
import { formatConfidence, formatMany, formatNumber } from '../../words/number.ts';
import { defineChart, panelWidth, rowsOf, type VegaLite } from '../chart.ts';
import { extentOf, listLinearTicks, listSignedDecades, signedScale } from '../scale.ts';
import { listAxes, listViews, type SweptAxis } from '../sweep.ts';
import { colors } from '../theme.ts';
import { cellOf, mapScale } from './cells.ts';

/** Three short diagonals: a patch of hatching. */
const hatch = 'M-1,0L0,-1M-1,1L1,-1M0,1L1,0';

/** Heat map of the asserter's smallest advantage over two parameters, with the frontier where honesty becomes dominant. */
export const dominanceMap = defineChart({
  kind: 'dominance-map',
  title: 'Where honesty is dominant, over two parameters',
  needs: 'a deviation of a player and two swept parameters that take several values each: list a second under `sweep`',
  applies: (findings) => listAxes(findings).length >= 2 && listViews(findings).some(({ role }) => role === 'asserter'),
  draw: (findings, width) => {
    const [across, up] = listAxes(findings);
    // Labels, too: cells and frontiers of several kinds of jobs, or of several mechanisms, would lie upon each other.
    const held = holdOthers(findings, across, up);
    const cells = cellsOf(findings, across, up, held);
    const frontier = frontierOf(findings, across, up, held);
    const open = cells.filter((cell) => cell.honesty === 'cannot-tell').length;
    const caption = [
      writeSummary(findings),
      `Blue and + where an honest asserter earns more than by any declared deviation${sayAgainst(findings, judgedProfiles(findings, 'asserter'))}, orange and − where one of them pays.`,
      frontier.length === 0 ? '' : 'Line: exact frontier; dots: simulated, with intervals.',
      open === 0
        ? ''
        : `Hatched: ${formatMany(open, 'setting')} where it cannot be told at ${formatConfidence(findings.confidence)} confidence.`,
      Object.keys(held).length === 0 ? '' : `Held: ${describeSetting(held)}.`,
    ];
    return {
      title: `Where honesty is dominant, by ${nameParameter(across.path)} and ${nameParameter(up.path)}`,
      caption: caption.filter((part) => part !== '').join(' '),
      body: drawMap(cells, frontier, { across, up, width, findings }),
    };
  },
});

interface Cell {
  /** Values of the two parameters. */
  x: number;
  y: number;
  /** Which cell that is. */
  column: number;
  row: number;
  /** The advantage that decides [credits per job]. */
  value: number;
  /** Of its interval; `null` where it is exact [credits per job]. */
  halfWidth: number | null;
  over: string;
  honesty: HonestyPays;
}

function holdOthers(findings: Findings, across: SweptAxis, up: SweptAxis): AxisValues {
  return withoutPath(withoutPath(focusOf(findings.designPoints).at, across.path), up.path);
}

function cellsOf(findings: Findings, across: SweptAxis, up: SweptAxis, held: AxisValues): Cell[] {
  return findings.designPoints.flatMap((point) => {
    const advantage = decidingAdvantage(point, 'asserter');
    const [x, y] = [numberAt(point.at, across.path), numberAt(point.at, up.path)];
    if (advantage === undefined || Number.isNaN(x + y) || !agrees(held, point.at)) return [];
    return [
      {
        x,
        y,
        column: cellOf(across, x),
        row: cellOf(up, y),
        value: knownOf(advantage).value!,
        halfWidth: advantage.exact === null ? advantage.halfWidth : null,
        over: nameStrategy(advantage.over),
        honesty: judgementOf(point, 'asserter').honesty,
      },
    ];
  });
}

interface FrontierRow {
  [field: string]: number | null;
}

/** Binding thresholds along either axis, one row per value of the other. */
function frontierOf(findings: Findings, across: SweptAxis, up: SweptAxis, held: AxisValues): FrontierRow[] {
  const along = [across, up].find((axis) => findings.thresholds.some((threshold) => threshold.of === axis.path));
  if (along === undefined) return [];
  const other = along === across ? up : across;
  return listBindingThresholds(findings, 'asserter')
    .filter((entry) => entry.of === along.path && entry.at[other.path] !== undefined && agrees(held, entry.at))
    .map((entry) => frontierRow(entry, other, along, along === across))
    .sort((a, b) => a.order! - b.order!);
}

function frontierRow(entry: BindingThreshold, other: SweptAxis, along: SweptAxis, horizontal: boolean): FrontierRow {
  const at = cellOf(other, numberAt(entry.at, other.path));
  const { exact, simulated } = entry.threshold;
  const place = (value: number | null | undefined) => {
    const cell = value === null || value === undefined ? null : cellOf(along, value);
    return horizontal ? { x: cell, y: at } : { x: at, y: cell };
  };
  const from = place(exact?.value);
  const to = place(simulated?.value);
  const low = place(simulated?.low);
  const high = place(simulated?.high);
  return {
    order: at,
    x: from.x,
    y: from.y,
    simulatedX: to.x,
    simulatedY: to.y,
    lowX: low.x,
    lowY: low.y,
    highX: high.x,
    highY: high.y,
  };
}

function drawMap(
  cells: Cell[],
  frontier: FrontierRow[],
  page: { across: SweptAxis; up: SweptAxis; width: number; findings: Findings },
): VegaLite {
  const { across, up, findings } = page;
  const money = chooseMoney(
    findings,
    cells.map(({ value }) => value),
  );
  // On a phone the scale of colours lies below the map, or there would be no map beside it.
  const isNarrow = page.width < 500;
  const width = panelWidth(page.width, 1, isNarrow ? 66 : 150);
  const height = Math.max(120, Math.min(420, Math.round(width * 0.56), 90 * up.values.length));
  const [xMap, yMap] = [mapScale(across, width, false), mapScale(up, height, true)];
  const position = (map: typeof xMap, path: string) => (field: string) => ({
    field,
    type: 'quantitative',
    scale: map.scale,
    axis: { ...map.axis, title: titleParameter(path, findings.money) },
  });
  const [x, y] = [position(xMap, across.path), position(yMap, up.path)];
  const { shadeOf, color } = shadesOf(cells, money, isNarrow);
  const side = Math.min(width / across.values.length, height / up.values.length);
  const rows = cells.map(({ honesty, ...cell }) => ({
    ...cell,
    left: cell.column - 0.5,
    right: cell.column + 0.5,
    bottom: cell.row - 0.5,
    top: cell.row + 0.5,
    value: cell.value * money.factor,
    halfWidth: cell.halfWidth && cell.halfWidth * money.factor,
    shade: shadeOf(cell.value),
    honesty,
    sign: honesty === 'pays' ? '+' : honesty === 'does-not' ? '−' : '',
  }));
  const layers: VegaLite[] = [
    {
      data: rowsOf(rows),
      // Cells overlap by a hair: antialiasing would leave white lines between them.
      mark: { type: 'rect', x2Offset: 0.7, y2Offset: -0.7, clip: true },
      encoding: {
        x: x('left'),
        x2: { field: 'right' },
        y: y('bottom'),
        y2: { field: 'top' },
        color,
        tooltip: ['x', 'y', 'value', 'halfWidth', 'over'].map((field) => ({
          field,
          title: tooltipTitle(field, across, up),
        })),
      },
    },
    {
      data: rowsOf(rows.filter((cell) => cell.honesty === 'cannot-tell')),
      mark: {
        type: 'point',
        shape: hatch,
        size: (0.8 * side) ** 2,
        strokeWidth: 1.3,
        stroke: colors.onCells,
        opacity: 0.75,
      },
      encoding: { x: x('column'), y: y('row') },
    },
    // What colours say, said where there are none.
    ...(side < 14
      ? []
      : [
          {
            data: rowsOf(rows.filter(({ sign }) => sign !== '')),
            mark: { type: 'text', fontSize: Math.min(14, 0.5 * side), color: colors.onCells, opacity: 0.8 },
            encoding: { x: x('column'), y: y('row'), text: { field: 'sign' } },
          },
        ]),
  ];
  if (frontier.length > 0) layers.push(...drawFrontier(frontier, x, y));
  return { width, height, layer: layers };
}

type Position = (field: string) => VegaLite;

function drawFrontier(frontier: FrontierRow[], x: Position, y: Position): VegaLite[] {
  const data = rowsOf(frontier);
  const simulated = rowsOf(frontier.filter((row) => row.simulatedX !== null && row.simulatedY !== null));
  const dark = { clip: true, color: colors.onCells };
  return [
    {
      data,
      mark: { type: 'line', strokeWidth: 2.2, invalid: 'break-paths-show-domains', ...dark },
      encoding: { x: x('x'), y: y('y'), order: { field: 'order', type: 'quantitative' } },
    },
    {
      data: simulated,
      mark: { type: 'rule', strokeWidth: 1.6, ...dark },
      encoding: { x: x('lowX'), x2: { field: 'highX' }, y: y('lowY'), y2: { field: 'highY' } },
    },
    {
      data: simulated,
      mark: {
        type: 'point',
        filled: true,
        size: 36,
        opacity: 1,
        fill: colors.paper,
        stroke: colors.onCells,
        strokeWidth: 1.4,
        clip: true,
      },
      encoding: { x: x('simulatedX'), y: y('simulatedY') },
    },
  ];
}

/** Depth of a cell that is told at all: beside the frontier, blue and orange still differ. */
const palest = 0.25;

/**
 * Blue where honesty pays, orange where cheating does; either side uses its full depth and none comes near to white. Where
 * one side is much larger than the other, depth grows with the logarithm, or small amounts would all look like zero.
 */
function shadesOf(
  cells: Cell[],
  money: MoneyScale,
  below: boolean,
): { shadeOf: (value: number) => number; color: VegaLite } {
  const values = cells.map(({ value }) => value);
  const [low, high] = extentOf([0, ...values]);
  const smaller = Math.min(high, -low);
  const { symlog } = signedScale(values);
  const bend = (value: number) => (symlog ? Math.log1p(Math.abs(value) / (smaller / 10)) : Math.abs(value));
  const most = (value: number) => bend(value > 0 ? high : low) || 1;
  const shadeOf = (value: number) =>
    value === 0 ? 0 : Math.sign(value) * (palest + (1 - palest) * (bend(value) / most(value)));
  const [from, to] = [low * money.factor, high * money.factor];
  const round = symlog ? listSignedDecades(from, to, smaller * money.factor) : listLinearTicks(from, to, 5);
  // A side too short for a round number says how far it goes.
  const ends = [from, to].filter((end) => end !== 0 && !round.some((amount) => amount * end > 0));
  const amounts = [...round, ...ends];
  const ticks = amounts.map((amount) => ({ shade: shadeOf(amount / money.factor), words: formatNumber(amount) }));
  const words = ticks.map(({ shade, words }) => `abs(datum.value - ${shade}) < 1e-9 ? '${words}' : `).join('');
  const [deepest, highest] = [low < 0 ? -1 : -palest, high > 0 ? 1 : palest];
  return {
    shadeOf,
    color: {
      field: 'shade',
      type: 'quantitative',
      scale: {
        domain: [-1, -1e-6, 0, 1e-6, 1],
        range: [colors.cheating, colors.even, colors.even, colors.even, colors.honest],
        interpolate: 'lab',
        clamp: true,
      },
      legend: {
        ...(below
          ? { title: `Advantage [${money.unit}]`, orient: 'bottom', gradientLength: 220, labelOverlap: true }
          : {
              title: ['Advantage', `[${money.currency}`, `${money.per}]`],
              gradientLength: 170,
            }),
        values: ticks.map(({ shade }) => shade).filter((shade) => shade >= deepest && shade <= highest),
        labelExpr: `${words}''`,
      },
    },
  };
}

function tooltipTitle(field: string, across: SweptAxis, up: SweptAxis): string {
  if (field === 'x') return abbreviateParameter(across.path);
  if (field === 'y') return abbreviateParameter(up.path);
  if (field === 'halfWidth') return field;
  return field === 'value' ? 'advantage' : capitalize(field);
}
