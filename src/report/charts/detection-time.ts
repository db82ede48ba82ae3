import type { Detection } from '../../analysis/detection.ts';
import type { ShownPoint, Solution } from '../../analysis/exhibits.ts';
import { pickEvenly } from '../../analysis/pick-evenly.ts';
import { defineChart, legendAbove, panels, panelTitle, panelWidth, rowsOf, type VegaLite } from '../chart.ts';
import { describeSetting, nameStrategy } from '../label.ts';
import { formatCount, formatMany, formatNumber } from '../number.ts';
import { extentOf, listDecadeTicks, tickFormat } from '../scale.ts';

import { measureText } from '../text-width.ts';
import { colors, fontSizes, palette } from '../theme.ts';

const mostSettings = 5;
const mostPanels = 4;
const stepsPerCurve = 80;

/** How many false results a cheat gets away with: the geometric law of detection, by deviation and setting. */
export const detectionTime = defineChart<Solution>({
  kind: 'detection-time',
  title: 'How soon a cheat is found out',
  needs: 'a deviation of asserters that is found out with some probability',
  applies: ({ designPoints }) => designPoints.some((point) => listCurves(point).length > 0),
  draw: ({ designPoints }, width) => {
    const detecting = designPoints.filter((point) => listCurves(point).length > 0);
    const shown = pickEvenly(detecting, mostSettings);
    const families = groupDeviations(shown);
    const columns = families.length === 1 || width < 700 ? 1 : 2;
    const alone = shown.length === 1;
    return {
      title: `How soon a cheat is found out${alone ? ofSetting(shown[0], ' at ') : ''}`,
      caption: [
        sayDetection(shown.at(-1)!, families[0]),
        alone ? '' : sayDetection(shown[0], families[0]),
        'Points: by then 95 % of cheats are found out.',
        designPoints.length > shown.length
          ? `Shown are ${shown.length} of ${formatMany(designPoints.length, 'setting')}${detecting.length < designPoints.length ? ', those where anybody is found out' : ', evenly picked'}.`
          : '',
      ]
        .filter((part) => part !== '')
        .join(' '),
      body: panels(
        families
          .slice(0, mostPanels)
          .map((family) => drawFamily(shown, family, { width, columns, titled: families.length > 1 })),
        columns,
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

function drawFamily(
  points: ShownPoint[],
  family: string[],
  page: { width: number; columns: number; titled: boolean },
): VegaLite {
  const width = panelWidth(page.width, page.columns);
  const laws = points.flatMap((point) => {
    const law = point.detection[family[0]];
    return law === undefined || law.meanJobs === null ? [] : [{ name: settingOf(point), law }];
  });
  const names = points.map(settingOf);
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
  const color = {
    field: 'setting',
    type: 'nominal',
    scale: { domain: names, range: names.map((_, i) => palette[i % palette.length]) },
    legend: points.length === 1 ? null : legendAbove(names, page.width),
  };
  return {
    ...(page.titled ? { title: panelTitle(family.map(nameStrategy).join(', '), width) } : {}),
    width,
    height: Math.round(Math.max(190, Math.min(360, 0.5 * width))),
    layer: [
      {
        data: rowsOf(laws.flatMap(({ name, law }) => curveOf(name, law, longest))),
        mark: { type: 'line', strokeWidth: 1.8 },
        encoding: { x, y, color },
      },
      ...drawQuantiles(laws, { x, y, color, width, longest }),
    ],
  };
}

function curveOf(setting: string, { probability }: Detection, longest: number) {
  const counts = Array.from({ length: stepsPerCurve + 1 }, (_, i) => Math.round(longest ** (i / stepsPerCurve)));
  return [...new Set(counts)].map((jobs) => ({ setting, jobs, found: 1 - (1 - probability) ** jobs }));
}

/** The 95 % points, with their number of jobs on the side that has room. */
function drawQuantiles(
  laws: { name: string; law: Detection }[],
  { x, y, color, width, longest }: { x: VegaLite; y: VegaLite; color: VegaLite; width: number; longest: number },
): VegaLite[] {
  const rows = laws.map(({ name, law }) => {
    const jobs = law.quantiles['0.95']!;
    return { setting: name, jobs, found: 1 - (1 - law.probability) ** jobs, text: formatCount(jobs) };
  });
  const placed = placeLabels(rows, (jobs) => (Math.log(jobs) / Math.log(longest)) * width, width);
  const tooltip = ['setting', 'jobs', 'found'].map((field) => ({ field }));
  const labels = [true, false].flatMap((left) => {
    const data = rowsOf(placed.filter((row) => row.left === left));
    const mark = {
      type: 'text',
      align: left ? 'right' : 'left',
      dx: left ? -7 : 7,
      dy: left ? -7 : 9,
      fontSize: fontSizes.mark,
    };
    const halo = { ...mark, stroke: colors.paper, strokeWidth: 4, color: colors.paper };
    const encoding = { x, y, text: { field: 'text' } };
    return (data.values as unknown[]).length === 0
      ? []
      : [halo, mark].map((layer) => ({ data, mark: layer, encoding }));
  });
  return [
    {
      data: rowsOf(rows),
      mark: { type: 'point', filled: true, size: 60, opacity: 1, stroke: colors.paper, strokeWidth: 1 },
      encoding: { x, y, color, tooltip },
    },
    ...labels,
  ];
}

/** Numbers beside their points, left of the last where the page ends; those that would lie on another are left out. */
function placeLabels<Row extends { jobs: number; text: string }>(
  rows: Row[],
  pixelOf: (jobs: number) => number,
  width: number,
): (Row & { left: boolean })[] {
  const taken: [from: number, to: number][] = [];
  return rows
    .toSorted((a, b) => b.jobs - a.jobs)
    .flatMap((row) => {
      const [pixel, length] = [pixelOf(row.jobs), measureText(row.text, fontSizes.mark) + 8];
      const left = pixel + length > width;
      const [from, to] = left ? [pixel - length, pixel] : [pixel, pixel + length];
      if (taken.some(([start, end]) => from < end && to > start)) return [];
      taken.push([from, to]);
      return [{ ...row, left }];
    });
}

function settingOf({ id, at }: ShownPoint): string {
  return describeSetting(at) || `setting ${id}`;
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
