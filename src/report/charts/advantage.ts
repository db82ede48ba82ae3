import { pickEvenly } from '../../analysis/exhibits/pick-evenly.ts';
import { numberAt } from '../../findings/axis-values.ts';
import type { Findings, Role } from '../../findings/findings.ts';
import { writeSummary } from '../../words/answer/headline.ts';
import { describeLabels, describeNumbers, describeProfile, nameParameter, nameStrategy } from '../../words/label.ts';
import { listLabelAxes } from '../../words/label-axes.ts';
import { chooseMoney } from '../../words/money.ts';
import { formatMany } from '../../words/number.ts';
import { sayPlain } from '../../words/plain-words.ts';
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
import { acrossOf, extentOf, signedScale } from '../scale.ts';
import { advantagesOf, cutAlong, listAxes, listViews, type Slice, type SweptAxis, type View } from '../sweep.ts';
import { amountsOf, boundsOf, howToRead, inMoney, nameView, sayShown } from './advantage-amounts.ts';
import { drawByLabel } from './advantage-by-label.ts';
import { traceExact } from './exact-curve.ts';
import { labelRow } from './label-rows.ts';
import { drawBinding, drawSimulated, drawThresholds, labelBinding, thresholdsOf } from './threshold-marks.ts';

const mostPanels = 6;

interface Panel extends View {
  slice: Slice;
  title: string;
}

/**
 * Advantage of honesty against the swept parameter: simulated band, exact line, thresholds. Where labels are swept and no
 * number is, a row for each.
 */
export const advantage = defineChart({
  kind: 'advantage',
  title: 'Advantage of honesty per job against the swept parameter',
  needs: 'a deviation of a player and a swept parameter that takes several values: list one under `sweep`',
  applies: (findings) =>
    listAxes(findings).length + listLabelAxes(findings.designPoints).length > 0 &&
    findings.designPoints.some((point) => point.advantages.length > 0),
  draw: (findings, width) => {
    const [axis] = listAxes(findings);
    if (axis === undefined) return drawByLabel(findings, width);
    const { panels: shown, ...settings } = listPanels(findings, axis);
    const deviations = listDeviations(findings, shown);
    const columns = Math.min(shown.length, width < 500 ? 1 : width < 700 || shown.length === 4 ? 2 : 3);
    const body = panels(
      shown.map((panel) =>
        drawPanel(findings, axis, panel, deviations, {
          width,
          columns,
          titled: shown.length > 1,
          rows: shareScale(axis, shown, panel),
        }),
      ),
      columns,
    );
    const isOwn = shown.some(
      (panel) => shareScale(axis, shown, panel).length < rowsOfRole(axis, shown, panel.role).length,
    );
    return {
      title: `What honesty earns over each deviation${sayShown(findings)}, by ${nameParameter(axis.path)}`,
      caption: [
        writeSummary(findings),
        howToRead(findings),
        isOwn ? 'Each panel has a scale of its own.' : '',
        sayHidden(settings.shown, settings.all),
        sayAbsent(findings, axis),
      ]
        .filter((part) => part !== '')
        .join(' '),
      body,
    };
  },
});

/** Settings that do not have the parameter across the page. */
function sayAbsent(findings: Findings, axis: SweptAxis): string {
  const absent = findings.designPoints.filter(({ at }) => at[axis.path] === undefined);
  const names = [...new Set(absent.map(labelRow))];
  if (names.length === 0) return '';
  const listed = names.length > 3 ? `${formatMany(names.length, 'setting')}` : names.join(', ');
  return `Not shown, having no ${nameParameter(axis.path)}: ${listed}.`;
}

/** A panel for each view; for one role alone where settings of other parameters take the panels. */
function listPanels(findings: Findings, axis: SweptAxis): { panels: Panel[]; shown: number; all: number } {
  const slices = cutAlong(axis, findings.designPoints);
  const views = listViews(findings);
  if (slices.length === 1) {
    const panels = views.map((view) => ({ ...view, slice: slices[0], title: nameView(findings, view) }));
    return { panels, shown: 1, all: 1 };
  }
  const own = views.filter(({ role }) => role === views[0].role);
  const shown = pickEvenly(slices, Math.floor(mostPanels / own.length));
  const panels = shown.flatMap((slice) =>
    own.map((view) => {
      const others = own.length > 1 ? `: ${describeProfile(findings, view.against)}` : '';
      return { ...view, slice, title: `${panelTitleOf(slice)}${others}` };
    }),
  );
  return { panels, shown: shown.length, all: slices.length };
}

function panelTitleOf({ at }: Slice): string {
  return [describeLabels(at), describeNumbers(at)].filter((part) => part !== '').join(', ');
}

function listDeviations(findings: Findings, shown: Panel[]): string[] {
  const names = findings.designPoints.flatMap((point) =>
    shown.flatMap((panel) => advantagesOf(point, panel).map((entry) => nameStrategy(entry.over))),
  );
  return [...new Set(names)];
}

function drawPanel(
  findings: Findings,
  axis: SweptAxis,
  panel: Panel,
  deviations: string[],
  page: { width: number; columns: number; titled: boolean; rows: Row[] },
): VegaLite {
  const width = panelWidth(page.width, page.columns);
  const height = Math.round(Math.max(180, Math.min(360, 0.72 * width)));
  const across = acrossOf(axis, width, findings);
  const money = chooseMoney(findings, page.rows.flatMap(amountsOf));
  const rows = rowsOfPanel(axis, panel).map((row) => ({
    ...row,
    ...inMoney(row, money),
    plain: sayPlain(row.entry, money),
    entry: undefined,
  }));
  const thresholds = thresholdsOf(findings, axis, panel);
  const label = labelBinding(findings, axis, panel, across, width);
  const below = label !== null && label.side === null ? label.lines : [];
  const { scale, axis: yAxis, symlog } = signedScale(page.rows.flatMap((row) => amountsOf(inMoney(row, money))));
  const x = { field: 'x', type: 'quantitative', scale: across.scale, axis: across.axis };
  const y = {
    type: 'quantitative',
    scale,
    axis: { ...yAxis, title: `Advantage [${money.unit}]${symlog ? ', log scale' : ''}` },
  };
  const { color, shape, strokeDash } = seriesLook('over', deviations, {
    ...legendAbove(
      deviations.map((name) => `honest over ${name}`),
      page.width,
    ),
    labelExpr: "'over ' + datum.label",
  });
  const curve = traceExact(rows, thresholds, across.placeOf);
  const tooltip = ['over', 'x', 'mean', 'halfWidth', 'plain', 'exact'].map((field) => ({ field }));
  return {
    ...(page.titled || below.length > 0 ? { title: panelTitle(panel.title, width, below) } : {}),
    width,
    height,
    data: rowsOf(rows),
    layer: [
      { mark: { type: 'rule', strokeWidth: 1 }, encoding: { y: { datum: 0, ...y } }, data: rowsOf([{}]) },
      ...drawThresholds(thresholds, across, color),
      ...(label === null || label.side === null ? [] : drawBinding(label, across.scale)),
      {
        transform: [{ filter: 'isValid(datum.plainLow)' }],
        mark: { type: 'rule', strokeWidth: 1, opacity: 0.6 },
        encoding: { x, y: { field: 'plainLow', ...y }, y2: { field: 'plainHigh' }, color },
      },
      {
        transform: [{ filter: 'isValid(datum.low)' }],
        mark: { type: 'area', opacity: 0.25 },
        encoding: { x, y: { field: 'low', ...y }, y2: { field: 'high' }, color },
      },
      {
        data: rowsOf(curve),
        mark: { type: 'line', strokeWidth: 1.6 },
        encoding: { x, y: { field: 'exact', ...y }, color, strokeDash },
      },
      {
        transform: [{ filter: 'isValid(datum.mean)' }],
        mark: { type: 'point', filled: true, size: 38, opacity: 1 },
        encoding: { x, y: { field: 'mean', ...y }, color, shape, tooltip },
      },
      {
        transform: [{ filter: '!isValid(datum.mean) && isValid(datum.exact)' }],
        mark: { type: 'point', filled: true, size: 16, opacity: 1 },
        encoding: { x, y: { field: 'exact', ...y }, color, shape, tooltip },
      },
      ...drawSimulated(thresholds, across.scale, y, color),
    ],
  };
}

/** Ranges of panels of one scale are not further apart than this: beyond it, the smaller would be flat. */
const flatBelow = 1 / 4;

/** Panels of a role share the scale of amounts, so that they can be compared, unless that would flatten one of them. */
function shareScale(axis: SweptAxis, shown: Panel[], panel: Panel): Row[] {
  const alike = shown.filter(({ role }) => role === panel.role);
  const reaches = alike.map((one) => {
    const [low, high] = extentOf([0, ...rowsOfPanel(axis, one).flatMap(amountsOf)]);
    return high - low;
  });
  const [least, most] = extentOf(reaches);
  return least < flatBelow * most ? rowsOfPanel(axis, panel) : rowsOfRole(axis, shown, panel.role);
}

function rowsOfRole(axis: SweptAxis, shown: Panel[], role: Role): Row[] {
  return shown.filter((panel) => panel.role === role).flatMap((panel) => rowsOfPanel(axis, panel));
}

type Row = ReturnType<typeof rowsOfPanel>[number];

function rowsOfPanel(axis: SweptAxis, panel: Panel) {
  return panel.slice.points.flatMap((point) =>
    advantagesOf(point, panel).map((entry) => ({
      x: numberAt(point.at, axis.path),
      over: nameStrategy(entry.over),
      halfWidth: entry.halfWidth,
      entry,
      ...boundsOf(entry),
    })),
  );
}

function sayHidden(shown: number, all: number): string {
  return shown < all ? `Shown are ${shown} of ${all} settings of the other parameters, evenly picked.` : '';
}
