import { pickEvenly } from '../../analysis/pick-evenly.ts';
import type { Advantage, Findings, Role } from '../../findings/findings.ts';
import { writeSummary } from '../answer/headline.ts';
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
import { capitalize, describeLabels, describeNumbers, describeProfile, nameParameter, nameStrategy } from '../label.ts';
import { formatConfidence, formatMany } from '../number.ts';
import { sayPlain } from '../plain-words.ts';
import { acrossOf, signedScale } from '../scale.ts';
import { advantagesOf, cutAlong, listAxes, listLabelAxes, type Slice, type SweptAxis } from '../sweep.ts';
import { palette } from '../theme.ts';
import { drawLabelRows, labelRoom, labelRow } from './label-rows.ts';
import { drawBinding, drawSimulated, drawThresholds, labelBinding, thresholdsOf } from './threshold-marks.ts';

const mostPanels = 6;

const perJob = { unit: 'credits per job', factor: 1 };

interface Panel {
  role: Role;
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
    const { shown, all } = listPanels(findings, axis);
    const deviations = listDeviations(findings, shown);
    const columns = shown.length === 1 ? 1 : Math.min(shown.length, width < 700 || shown.length === 4 ? 2 : 3);
    const body = panels(
      shown.map((panel) =>
        drawPanel(findings, axis, panel, deviations, { width, columns, rows: rowsOfRole(axis, shown, panel.role) }),
      ),
      columns,
    );
    return {
      title: `What honesty earns over each deviation, by ${nameParameter(axis.path)}`,
      caption: [writeSummary(findings), howToRead(findings), sayHidden(shown.length, all), sayAbsent(findings, axis)]
        .filter((part) => part !== '')
        .join(' '),
      body,
    };
  },
});

/** Every role in a panel of its own, every setting in a row. */
function drawByLabel(findings: Findings, width: number): Drawing {
  const roles = (['asserter', 'validator'] as const).filter((role) =>
    findings.designPoints.some((point) => advantagesOf(point, role).length > 0),
  );
  const columns = roles.length > 1 && width >= 900 ? 2 : 1;
  const series = [
    ...new Set(
      findings.designPoints.flatMap((point) =>
        roles.flatMap((role) => advantagesOf(point, role).map(({ over }) => `over ${nameStrategy(over)}`)),
      ),
    ),
  ];
  const inner = panelWidth(width, columns, labelRoom(findings.designPoints.map(labelRow)));
  const panelOf = (role: Role) => {
    const rows = findings.designPoints.flatMap((point) =>
      advantagesOf(point, role).map((entry) => ({
        label: labelRow(point),
        series: `over ${nameStrategy(entry.over)}`,
        value: entry.mean,
        exact: entry.exact,
        ...boundsOf(entry),
      })),
    );
    const amounts = rows.flatMap(({ low, high, plainLow, plainHigh, exact }) =>
      [low, high, plainLow, plainHigh, exact].filter((value) => value !== null),
    );
    const { scale, axis, symlog } = signedScale(amounts);
    const title = `Advantage [credits per job]${symlog ? ', log scale' : ''}`;
    return {
      ...(roles.length > 1 ? { title: panelTitle(capitalize(role), inner) } : {}),
      ...drawLabelRows(rows, {
        width: inner,
        x: { scale, axis: { ...axis, title, grid: true, labelOverlap: true } },
        series,
        legendWidth: width,
      }),
    };
  };
  const names = listLabelAxes(findings.designPoints).map(({ path }) => nameParameter(path));
  return {
    title: `What honesty earns over each deviation, by ${names.join(' and ')}`,
    caption: [
      writeSummary(findings),
      howToRead(findings).replace('bands', 'intervals').replace('lines', 'upright ticks'),
    ]
      .filter((part) => part !== '')
      .join(' '),
    body: panels(roles.map(panelOf), columns),
  };
}

/** Settings that do not have the parameter across the page. */
function sayAbsent(findings: Findings, axis: SweptAxis): string {
  const absent = findings.designPoints.filter(({ at }) => at[axis.path] === undefined);
  const names = [...new Set(absent.map(labelRow))];
  if (names.length === 0) return '';
  const listed = names.length > 3 ? `${formatMany(names.length, 'setting')}` : names.join(', ');
  return `Not shown, having no ${nameParameter(axis.path)}: ${listed}.`;
}

function listPanels(findings: Findings, axis: SweptAxis): { shown: Panel[]; all: number } {
  const slices = cutAlong(axis, findings.designPoints);
  const alone = slices.length === 1;
  const roles = (['asserter', 'validator'] as const).filter((role) =>
    findings.designPoints.some((point) => advantagesOf(point, role).length > 0),
  );
  if (alone) {
    const shown = roles.map((role) => ({ role, slice: slices[0], title: panelName(role, slices[0]) }));
    return { shown, all: shown.length };
  }
  const role = roles[0];
  const shown = pickEvenly(slices, mostPanels).map((slice) => ({ role, slice, title: panelTitleOf(slice) }));
  return { shown, all: slices.length };
}

function panelTitleOf({ at }: Slice): string {
  return [describeLabels(at), describeNumbers(at)].filter((part) => part !== '').join(', ');
}

function panelName(role: Role, slice: Slice): string {
  const against = advantagesOf(slice.points[0], role)[0]?.against ?? 'coalition';
  return `${capitalize(role)}, ${describeProfile(against)}`;
}

function listDeviations(findings: Findings, shown: Panel[]): string[] {
  const roles = new Set(shown.map((panel) => panel.role));
  const names = findings.designPoints.flatMap((point) =>
    [...roles].flatMap((role) => advantagesOf(point, role).map((entry) => nameStrategy(entry.over))),
  );
  return [...new Set(names)];
}

function drawPanel(
  findings: Findings,
  axis: SweptAxis,
  panel: Panel,
  deviations: string[],
  page: { width: number; columns: number; rows: Row[] },
): VegaLite {
  const width = panelWidth(page.width, page.columns);
  const height = Math.round(Math.max(180, Math.min(360, 0.72 * width)));
  const across = acrossOf(axis, width);
  const rows = rowsOfPanel(axis, panel);
  const thresholds = thresholdsOf(findings, axis, panel);
  const label = labelBinding(findings, axis, panel, across, width);
  const below = label !== null && label.side === null ? label.lines : [];
  const {
    scale,
    axis: yAxis,
    symlog,
  } = signedScale(
    page.rows.flatMap(({ low, high, plainLow, plainHigh, exact }) =>
      [low, high, plainLow, plainHigh, exact].filter((value) => value !== null),
    ),
  );
  const x = { field: 'x', type: 'quantitative', scale: across.scale, axis: across.axis };
  const y = {
    type: 'quantitative',
    scale,
    axis: { ...yAxis, title: `Advantage [credits per job]${symlog ? ', log scale' : ''}` },
  };
  const color = {
    field: 'over',
    type: 'nominal',
    scale: { domain: deviations, range: deviations.map((_, i) => palette[i % palette.length]) },
    legend: {
      ...legendAbove(
        deviations.map((name) => `honest over ${name}`),
        page.width,
      ),
      labelExpr: "'over ' + datum.label",
    },
  };
  const tooltip = ['over', 'x', 'mean', 'halfWidth', 'plain', 'exact'].map((field) => ({ field }));
  return {
    ...(page.columns === 1 && below.length === 0 ? {} : { title: panelTitle(panel.title, width, below) }),
    width,
    height,
    data: rowsOf(rows),
    layer: [
      { mark: { type: 'rule', strokeWidth: 1 }, encoding: { y: { datum: 0, ...y } }, data: rowsOf([{}]) },
      ...drawThresholds(thresholds, across.scale, color),
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
        transform: [{ filter: 'isValid(datum.exact)' }],
        mark: { type: 'line', strokeWidth: 1.6 },
        encoding: { x, y: { field: 'exact', ...y }, color },
      },
      {
        transform: [{ filter: 'isValid(datum.mean)' }],
        mark: { type: 'point', filled: true, size: 34, opacity: 1 },
        encoding: { x, y: { field: 'mean', ...y }, color, tooltip },
      },
      ...drawSimulated(thresholds, across.scale, y, color),
    ],
  };
}

/** All panels of a role share the scale of amounts, so that they can be compared. */
function rowsOfRole(axis: SweptAxis, shown: Panel[], role: Role): Row[] {
  return shown.filter((panel) => panel.role === role).flatMap((panel) => rowsOfPanel(axis, panel));
}

type Row = ReturnType<typeof rowsOfPanel>[number];

function rowsOfPanel(axis: SweptAxis, { role, slice }: Panel) {
  return slice.points.flatMap((point) =>
    advantagesOf(point, role).map((entry) => ({
      x: point.at[axis.path],
      over: nameStrategy(entry.over),
      mean: entry.mean,
      halfWidth: entry.halfWidth,
      plain: sayPlain(entry, perJob),
      exact: entry.exact,
      ...boundsOf(entry),
    })),
  );
}

/** Both intervals of an advantage: the sharp one, and the plain one where it is another. */
function boundsOf({ mean, halfWidth, plain, varianceReduction }: Advantage) {
  const isOther = plain && plain.halfWidth !== null && varianceReduction?.controlVariates !== 1;
  return {
    low: mean === null ? null : mean - (halfWidth ?? 0),
    high: mean === null ? null : mean + (halfWidth ?? 0),
    plainLow: isOther ? plain.mean - plain.halfWidth! : null,
    plainHigh: isOther ? plain.mean + plain.halfWidth! : null,
  };
}

function howToRead(findings: Findings): string {
  const advantages = findings.designPoints.flatMap((point) => point.advantages);
  const parts: string[] = [];
  if (advantages.some((entry) => entry.mean !== null)) {
    parts.push(`dots and bands: simulated, known draws taken out, ${formatConfidence(findings.confidence)} confidence`);
  }
  if (advantages.some((entry) => boundsOf(entry).plainLow !== null)) {
    parts.push('thin bars: plain intervals, nothing taken out');
  }
  if (advantages.some((entry) => entry.exact !== null)) parts.push('lines: exact');
  if (findings.thresholds.some((entry) => entry.exact?.feasible)) parts.push('dashed: exact thresholds');
  if (findings.thresholds.some((entry) => entry.simulated !== null && entry.simulated.value !== null)) {
    parts.push('white diamonds: simulated thresholds, intervals shaded');
  }
  return parts.length === 0 ? '' : `${capitalize(parts.join('; '))}.`;
}

function sayHidden(shown: number, all: number): string {
  return shown < all ? `Shown are ${shown} of ${all} settings of the other parameters, evenly picked.` : '';
}
