import type { Detection } from '../../analysis/exhibits/detection.ts';
import type { ShownPoint, Solution } from '../../analysis/exhibits/exhibits.ts';
import { pickEvenly } from '../../analysis/exhibits/pick-evenly.ts';
import { focusOf, liesAlong } from '../../findings/focus.ts';
import { describeSetting, nameStrategy } from '../../words/label.ts';
import { formatCount, formatMany, formatNumber } from '../../words/number.ts';
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
import { extentOf, listDecadeTicks, tickFormat } from '../scale.ts';

import { listAxes } from '../sweep.ts';
import { colors } from '../theme.ts';

const mostSettings = 5;
const mostPanels = 4;
const stepsPerCurve = 80;

/** How many false results a cheat gets away with: the geometric law of detection, by deviation and setting. */
export const detectionTime = defineChart<Solution>({
  kind: 'detection-time',
  from: 'solution',
  title: 'How soon a cheat is found out',
  needs: 'a deviation of asserters that is found out sooner or later, not always at once',
  applies: ({ designPoints }) =>
    designPoints.some((point) => listCurves(point).some(([, { probability }]) => probability < 1)),
  draw: ({ designPoints }, width) => {
    const { points: detecting, along } = alongFocus(designPoints.filter((point) => listCurves(point).length > 0));
    const shown = pickEvenly(detecting, mostSettings);
    const families = groupDeviations(shown);
    const columns = families.length === 1 || width < 700 ? 1 : 2;
    const alone = shown.length === 1;
    return {
      title: `How soon a cheat is found out${alone ? ofSetting(shown[0], ' at ') : ''}`,
      caption: [
        sayDetection(shown.at(-1)!, families[0]),
        alone ? '' : sayDetection(shown[0], families[0]),
        'Points, and numbers beside the settings: by then 95 % of cheats are found out.',
        designPoints.length > shown.length
          ? `Shown are ${shown.length} of ${formatMany(designPoints.length, 'setting')}.`
          : '',
      ]
        .filter((part) => part !== '')
        .join(' '),
      // Each panel has numbers of its own beside the settings.
      body: panels(
        families
          .slice(0, mostPanels)
          .map((family) => drawFamily(shown, family, { width, columns, along, titled: families.length > 1 })),
        columns,
        'own',
      ),
    };
  },
});

/** Deviations that are found out alike at every setting shown share a panel. */
function groupDeviations(points: ShownPoint[]): string[][] {
  const families = new Map<string, string[]>();
  for (const name of new Set(points.flatMap((point) => listCurves(point).map(([deviation]) => deviation)))) {
    const key = JSON.stringify(points.map(({ detection }) => detection[name]?.probability.toPrecision(9) ?? null));
    families.set(key, [...(families.get(key) ?? []), name]);
  }
  return [...families.values()];
}

function listCurves({ detection }: ShownPoint): [string, Detection][] {
  return Object.entries(detection).filter(([, { probability }]) => probability > 0 && probability <= 1);
}

/** Settings along the first swept parameter through the one that pictures of a single setting show, and that parameter. */
function alongFocus(points: ShownPoint[]): { points: ShownPoint[]; along?: string } {
  const [axis] = listAxes({ designPoints: points, thresholds: [] });
  const { at } = focusOf(points);
  if (axis === undefined) return { points };
  return { points: points.filter((point) => liesAlong(point.at, at, axis.path)), along: axis.path };
}

/** A curve, for all settings at which the law is the same. */
interface Curve {
  setting: string;
  law: Detection;
}

function listLaws(points: ShownPoint[], [name]: string[], along: string | undefined): Curve[] {
  const laws = new Map<string, { settings: string[]; law: Detection }>();
  for (const point of points) {
    const law = point.detection[name];
    if (law === undefined || law.meanJobs === null) continue;
    const known = laws.get(law.probability.toPrecision(9)) ?? { settings: [], law };
    known.settings.push(settingOf(point, along));
    laws.set(law.probability.toPrecision(9), known);
  }
  return [...laws.values()].map(({ settings, law }) => {
    const where =
      laws.size > 1 ? settings.join('; ') : points.length > 1 ? 'every setting' : settingOf(points[0], along);
    const jobs = formatMany(law.quantiles['0.95']!, 'false result');
    return { setting: where === '' ? jobs : `${where}: ${jobs}`, law };
  });
}

function drawFamily(
  points: ShownPoint[],
  family: string[],
  page: { width: number; columns: number; along?: string | undefined; titled: boolean },
): VegaLite {
  const width = panelWidth(page.width, page.columns);
  const laws = listLaws(points, family, page.along);
  const names = laws.map(({ setting }) => setting);
  const [, last] = extentOf(laws.map(({ law }) => law.quantiles['0.99'] ?? 1));
  const longest = Math.max(10, last);
  const ticks = listDecadeTicks(1, longest).filter((_, i, all) => all.length <= width / 44 || i % 3 === 0);
  const x = {
    field: 'jobs',
    type: 'quantitative',
    scale: { type: 'log', domain: [1, longest], nice: false },
    axis: { title: 'False results so far [count]', values: ticks, format: '~s', grid: true, labelOverlap: true },
  };
  const y = {
    field: 'found',
    type: 'quantitative',
    scale: { domain: [0, 1] },
    axis: { title: 'Found out by then [share of cheats]', format: tickFormat, tickCount: 5 },
  };
  const { color, shape, strokeDash } = seriesLook('setting', names, legendAbove(names, width + 50));
  const tooltip = ['setting', 'jobs', 'found'].map((field) => ({ field }));
  const marks = laws.map(({ setting, law }) => {
    const jobs = law.quantiles['0.95']!;
    return { setting, jobs, found: 1 - (1 - law.probability) ** jobs };
  });
  return {
    ...(page.titled ? { title: panelTitle(family.map(nameStrategy).join(', '), width) } : {}),
    width,
    height: Math.round(Math.max(190, Math.min(360, 0.5 * width))),
    layer: [
      {
        data: rowsOf(laws.flatMap(({ setting, law }) => curveOf(setting, law, longest))),
        mark: { type: 'line', strokeWidth: 1.8 },
        encoding: { x, y, color, strokeDash },
      },
      {
        data: rowsOf(marks),
        mark: { type: 'point', filled: true, size: 64, opacity: 1, stroke: colors.paper, strokeWidth: 1 },
        encoding: { x, y, color, shape, tooltip },
      },
    ],
  };
}

function curveOf(setting: string, { probability }: Detection, longest: number) {
  const counts = Array.from({ length: stepsPerCurve + 1 }, (_, i) => Math.round(longest ** (i / stepsPerCurve)));
  return [...new Set(counts)].map((jobs) => ({ setting, jobs, found: 1 - (1 - probability) ** jobs }));
}

/** Where a curve is: what it has in common with the others, the sentence says. */
function settingOf({ at }: ShownPoint, along: string | undefined): string {
  return describeSetting(along === undefined ? at : { [along]: at[along] });
}

function ofSetting({ at }: ShownPoint, before: string): string {
  const setting = describeSetting(at);
  return setting === '' ? '' : `${before}${setting}`;
}

function sayDetection(point: ShownPoint, [name]: string[]): string {
  const law = point.detection[name];
  if (law === undefined || law.meanJobs === null) return '';
  const { quantiles, meanJobs } = law;
  const mean = `${formatNumber(meanJobs)} ${meanJobs === 1 ? 'false result' : 'false results'}`;
  const setting = ofSetting(point, 'At ');
  return `${setting === '' ? '' : `${setting} `}${setting === '' ? 'A' : 'a'} cheat (${nameStrategy(name)}) is found out after ${mean} on average, half of them within ${formatCount(quantiles['0.5']!)}.`;
}
