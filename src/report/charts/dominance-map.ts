import type { Findings } from '../../findings/findings.ts';
import { decidingAdvantage, judgementOf, knownOf } from '../../findings/judgement.ts';
import { agrees, numberAt, type Place } from '../../findings/place.ts';
import { type BindingThreshold, listBindingThresholds, writeSummary } from '../answer/headline.ts';
import { defineChart, panelWidth, rowsOf, type VegaLite } from '../chart.ts';
import {
  abbreviateParameter,
  capitalize,
  describeSetting,
  nameParameter,
  nameStrategy,
  titleParameter,
} from '../label.ts';
import { formatConfidence, formatMany } from '../number.ts';
import { extentOf, listSignedDecades, signedScale, tickFormat } from '../scale.ts';
import { advantagesOf, cutAlong, listAxes, type SweptAxis } from '../sweep.ts';
import { colors } from '../theme.ts';
import { edgesOf, mapScale } from './cells.ts';

/** Three short diagonals: a patch of hatching. */
const hatch = 'M-1,0L0,-1M-1,1L1,-1M0,1L1,0';

/** Heat map of the asserter's smallest advantage over two parameters, with the frontier where honesty becomes dominant. */
export const dominanceMap = defineChart({
  kind: 'dominance-map',
  title: 'Where honesty is dominant, over two parameters',
  needs: 'a deviation of a player and two swept parameters that take several values each: list a second under `sweep`',
  applies: (findings) =>
    listAxes(findings).length >= 2 && findings.designPoints.some((point) => advantagesOf(point, 'asserter').length > 0),
  draw: (findings, width) => {
    const [across, up, ...others] = listAxes(findings);
    const held = others.length === 0 ? {} : holdOthers(findings, across, up);
    const cells = cellsOf(findings, across, up, held);
    const frontier = frontierOf(findings, across, up, held);
    const open = cells.filter((cell) => cell.honesty === 'cannot-tell').length;
    const caption = [
      writeSummary(findings),
      'Blue where an honest asserter earns more than by any declared deviation, orange where one of them pays.',
      frontier.length === 0 ? '' : 'Line: exact frontier; dots: simulated, with intervals.',
      open === 0
        ? ''
        : `Hatched: ${formatMany(open, 'setting')} where it cannot be told at ${formatConfidence(findings.confidence)} confidence.`,
      others.length === 0 ? '' : `Held: ${describeSetting(held)}.`,
    ];
    return {
      title: `Where honesty is dominant, by ${nameParameter(across.path)} and ${nameParameter(up.path)}`,
      caption: caption.filter((part) => part !== '').join(' '),
      body: drawMap(cells, frontier, { across, up, width }),
    };
  },
});

interface Cell {
  [field: string]: string | number;
}

function holdOthers(findings: Findings, across: SweptAxis, up: SweptAxis): Place {
  const { [across.path]: _, [up.path]: __, ...held } = cutAlong(across, findings.designPoints)[0].points[0].at;
  return held;
}

function cellsOf(findings: Findings, across: SweptAxis, up: SweptAxis, held: Place): Cell[] {
  const edges = { x: edgesOf(across), y: edgesOf(up) };
  return findings.designPoints.flatMap((point) => {
    const advantage = decidingAdvantage(point, 'asserter');
    const [x, y] = [numberAt(point.at, across.path), numberAt(point.at, up.path)];
    if (advantage === undefined || Number.isNaN(x + y) || !agrees(held, point.at)) return [];
    const [left, right] = edges.x.get(x)!;
    const [bottom, top] = edges.y.get(y)!;
    return [
      {
        x,
        y,
        left,
        right,
        bottom,
        top,
        value: knownOf(advantage).value!,
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
function frontierOf(findings: Findings, across: SweptAxis, up: SweptAxis, held: Place): FrontierRow[] {
  const along = [across, up].find((axis) => findings.thresholds.some((threshold) => threshold.of === axis.path));
  if (along === undefined) return [];
  const other = along === across ? up : across;
  return listBindingThresholds(findings, 'asserter')
    .filter((entry) => entry.of === along.path && entry.at[other.path] !== undefined && agrees(held, entry.at))
    .map((entry) => frontierRow(entry, other.path, along === across))
    .sort((a, b) => a.order! - b.order!);
}

function frontierRow(entry: BindingThreshold, other: string, horizontal: boolean): FrontierRow {
  const at = numberAt(entry.at, other);
  const { exact, simulated } = entry.threshold;
  const place = (value: number | null | undefined) =>
    horizontal ? { x: value ?? null, y: at } : { x: at, y: value ?? null };
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
  page: { across: SweptAxis; up: SweptAxis; width: number },
): VegaLite {
  const { across, up } = page;
  const width = panelWidth(page.width, 1, 150);
  const height = Math.max(180, Math.min(420, Math.round(width * 0.56)));
  const [xMap, yMap] = [mapScale(across, width), mapScale(up, height)];
  const x = (field: string) => ({
    field,
    type: 'quantitative',
    scale: xMap.scale,
    axis: { ...xMap.axis, title: titleParameter(across.path) },
  });
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    scale: yMap.scale,
    axis: { ...yMap.axis, title: titleParameter(up.path) },
  });
  const color = colorOf(cells);
  const side = Math.min(width / across.values.length, height / up.values.length);
  const layers: VegaLite[] = [
    {
      data: rowsOf(cells),
      // Cells overlap by a hair: antialiasing would leave white lines between them.
      mark: { type: 'rect', x2Offset: 0.7, y2Offset: -0.7, clip: true },
      encoding: {
        x: x('left'),
        x2: { field: 'right' },
        y: y('bottom'),
        y2: { field: 'top' },
        color,
        tooltip: ['x', 'y', 'value', 'over'].map((field) => ({ field, title: tooltipTitle(field, across, up) })),
      },
    },
    {
      data: rowsOf(cells.filter((cell) => cell.honesty === 'cannot-tell')),
      mark: {
        type: 'point',
        shape: hatch,
        size: (0.8 * side) ** 2,
        strokeWidth: 1.3,
        stroke: colors.onCells,
        opacity: 0.75,
      },
      encoding: { x: x('x'), y: y('y') },
    },
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

/**
 * Blue where honesty pays, orange where cheating does, pale at zero; either side uses its full depth. Where one side is
 * much larger than the other, depth grows with the logarithm, or small amounts would all look like zero.
 */
function colorOf(cells: Cell[]): VegaLite {
  const values = cells.map((cell) => cell.value as number);
  const [low, high] = extentOf([0, ...values]);
  const least = Math.max(high, -low, 1e-9) / 10;
  const { symlog } = signedScale(values);
  const smaller = Math.min(high, -low);
  const shared = { domainMid: 0, range: [colors.cheating, colors.even, colors.honest], interpolate: 'lab' };
  const legend = { title: ['Advantage', '[credits', 'per job]'], format: tickFormat, gradientLength: 180 };
  return {
    field: 'value',
    type: 'quantitative',
    scale: symlog
      ? { type: 'symlog', constant: smaller / 10, domain: [low, high], ...shared }
      : { domain: [Math.min(low, -least), Math.max(high, least)], ...shared },
    legend: symlog ? { ...legend, values: listSignedDecades(low, high, smaller) } : { ...legend, tickCount: 6 },
  };
}

function tooltipTitle(field: string, across: SweptAxis, up: SweptAxis): string {
  if (field === 'x') return abbreviateParameter(across.path);
  if (field === 'y') return abbreviateParameter(up.path);
  return field === 'value' ? 'advantage' : capitalize(field);
}
