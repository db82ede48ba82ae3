import type { Solution } from '../../analysis/exhibits/exhibits.ts';
import { pickEvenly } from '../../analysis/exhibits/pick-evenly.ts';
import { numberAt } from '../../findings/axis-values.ts';
import { describeSetting, nameParameter, nameStrategy } from '../../words/label.ts';
import type { Money } from '../../words/money.ts';
import { defineChart, legendAbove, panels, panelTitle, panelWidth, rowsOf, type VegaLite } from '../chart.ts';
import { acrossOf, tickFormat } from '../scale.ts';
import { cutAlong, listAxes, type SweptAxis } from '../sweep.ts';
import { colors, fontSizes } from '../theme.ts';
import { type Fate, type Field, fieldOf, placeFateLabels, type ShownLine } from './spread-field.ts';
import { saySpread } from './spread-words.ts';

const mostPanels = 4;
const mostTold = 2;
const kinds = ['where it settles', 'where it tips'] as const;

/** Told apart in grey too: cheating is the darker. */
const looks: Record<Fate, { color: string; opacity: number; words: string }> = {
  honest: { color: colors.honest, opacity: 0.14, words: 'all become honest' },
  cheating: { color: colors.cheating, opacity: 0.34, words: 'all come to cheat' },
  mixed: { color: colors.faint, opacity: 0.16, words: 'both remain' },
};

/** Where a population that learns comes to rest: stable and unstable shares of honest nodes against a parameter. */
export const tipping = defineChart<Solution>({
  kind: 'tipping',
  from: 'solution',
  title: 'Where honesty spreads and where it dies out',
  needs: 'a deviation of asserters and a swept parameter other than the coalition, which the population itself decides',
  applies: (solution) => listLines(solution).length > 0,
  draw: (solution, width) => {
    const all = listLines(solution);
    const shown = pickEvenly(all, mostPanels);
    const axis = axisOf(solution, shown[0]);
    const columns = shown.length === 1 || width < 560 ? 1 : 2;
    const fields = shown.map(fieldOf);
    const fates = new Set(fields.flatMap(({ areas }) => areas.map(({ fate }) => fate)));
    return {
      title: `Where honesty spreads and where it dies out, by ${nameParameter(axis.path)}`,
      caption: [
        ...fields.slice(0, mostTold).map((field, i) => saySpread(field, shown.length > 1 ? nameLine(shown[i]) : '')),
        `What becomes of a population that learns from those who earn more${fates.has('mixed') ? '; grey: some stay honest and some cheat' : ''}.`,
        fields[0].isDense ? 'Boundaries: exact.' : 'Exact, at the settings that were asked.',
        all.length > shown.length
          ? `Shown are ${shown.length} of ${all.length} cases, the first, the last and evenly between: ${shown.map(nameLine).join('; ')}.`
          : '',
      ]
        .filter((part) => part !== '')
        .join(' '),
      body: panels(
        fields.map((field, i) =>
          drawPanel(field, shown.length > 1 ? nameLine(shown[i]) : '', axis, {
            width,
            columns,
            money: solution.money,
          }),
        ),
        columns,
      ),
    };
  },
});

/** What was followed along the parameter; otherwise what is known at each setting, one line for each look. */
function listLines(solution: Solution): ShownLine[] {
  const { spread } = solution;
  if (spread) return spread.map(({ whole, ...line }) => ({ ...line, between: whole ? 'whole' : 'followed' }));
  const [axis] = listAxes({ designPoints: solution.designPoints, thresholds: [] }).filter(
    ({ path }) => !path.startsWith('coalition.'),
  );
  if (!axis) return [];
  const lines = new Map<string, ShownLine>();
  for (const { at, points } of cutAlong(axis, solution.designPoints)) {
    for (const over of new Set(points.flatMap(({ dynamics = [] }) => dynamics.map((spread) => spread.over)))) {
      const columns = points.map(({ at: place, dynamics = [] }) => ({
        at: numberAt(place, axis.path),
        restPoints: dynamics.find((known) => known.over === over)?.restPoints ?? null,
      }));
      const look = JSON.stringify(columns);
      if (!lines.has(look)) lines.set(look, { of: axis.path, at, over, columns, between: 'unknown' });
    }
  }
  return [...lines.values()];
}

function axisOf({ designPoints }: Solution, { of, columns }: ShownLine): SweptAxis {
  const values = columns.map(({ at }) => at);
  const swept = listAxes({ designPoints, thresholds: [] }).find(({ path }) => path === of);
  return swept ?? { path: of, values: [values[0], values.at(-1)!], log: false };
}

function nameLine({ over, at }: ShownLine): string {
  return [nameStrategy(over), describeSetting(at)].filter((part) => part !== '').join(', ');
}

function drawPanel(
  field: Field,
  title: string,
  axis: SweptAxis,
  page: { width: number; columns: number; money?: Money },
): VegaLite {
  const width = panelWidth(page.width, page.columns);
  const height = Math.round(Math.max(190, Math.min(380, 0.55 * width)));
  const across = acrossOf(axis, width, page);
  const x = { field: 'x', type: 'quantitative', scale: across.scale, axis: across.axis };
  const y = {
    type: 'quantitative',
    scale: { domain: [0, 1] },
    axis: { title: 'Honest nodes [share of nodes]', format: tickFormat, tickCount: 5, grid: false },
  };
  const dash = {
    field: 'kind',
    type: 'nominal',
    scale: {
      domain: [...kinds],
      range: [
        [1, 0],
        [5, 4],
      ],
    },
    legend: { ...legendAbove([...kinds], page.width), symbolType: 'stroke', symbolStrokeWidth: 2 },
  };
  const areas = (['honest', 'cheating', 'mixed'] as const).flatMap((fate) => {
    const rows = field.areas
      .filter((area) => area.fate === fate)
      .flatMap(({ rows }, id) => rows.map((row) => ({ ...row, id })));
    if (rows.length === 0) return [];
    const { color, opacity } = looks[fate];
    const encoding = { x, y: { field: 'low', ...y }, y2: { field: 'high' }, detail: { field: 'id' } };
    const mark = field.isDense ? { type: 'area', clip: true } : { type: 'rule', strokeWidth: 12, strokeCap: 'butt' };
    return [{ data: rowsOf(rows), mark: { ...mark, color, opacity }, encoding }];
  });
  const lines = field.lines.flatMap(({ kind, rows }, branch) =>
    rows.map((row) => ({ ...row, branch, kind: kinds[kind] })),
  );
  const labels = placeFateLabels(field, across.placeOf, { width, height }, (fate) => looks[fate].words);
  return {
    ...(title === '' ? {} : { title: panelTitle(title, width) }),
    width,
    height,
    layer: [
      ...areas,
      {
        data: rowsOf(lines),
        mark: field.isDense
          ? { type: 'line', strokeWidth: 2, color: colors.ink, clip: false }
          : { type: 'tick', thickness: 2.4, size: 16, color: colors.ink, orient: 'horizontal' },
        encoding: {
          x,
          y: { field: 'share', ...y },
          strokeDash: dash,
          ...(field.isDense ? { detail: { field: 'branch' }, order: { field: 'order', type: 'quantitative' } } : {}),
          tooltip: ['x', 'share', 'kind'].map((name) => ({ field: name })),
        },
      },
      ...labels.map(({ text, left, top }) => ({
        data: rowsOf([{}]),
        mark: { type: 'text', text, fontSize: fontSizes.label, color: colors.ink },
        encoding: { x: { value: left }, y: { value: top } },
      })),
    ],
  };
}
