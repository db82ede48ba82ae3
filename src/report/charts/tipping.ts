import type { ShownPoint, Solution } from '../../analysis/exhibits.ts';
import { numberAt } from '../../findings/place.ts';
import { defineChart, legendAbove, panels, panelTitle, panelWidth, rowsOf, type VegaLite } from '../chart.ts';
import { describeSetting, nameParameter, nameStrategy } from '../label.ts';
import { formatNumber } from '../number.ts';
import { acrossOf, tickFormat } from '../scale.ts';
import { cutAlong, listAxes, pickEvenly, type Slice, type SweptAxis } from '../sweep.ts';
import { colors } from '../theme.ts';

type Spread = ShownPoint['dynamics'][number];

const mostPanels = 4;
const kinds = ['at rest, attracting', 'at rest, repelling'] as const;

/** Where a population that learns comes to rest: stable and unstable shares of honest nodes against a parameter. */
export const tipping = defineChart<Solution>({
  kind: 'tipping',
  title: 'Where honesty spreads and where it dies out',
  needs: 'a deviation of asserters and a swept parameter other than the coalition, which the population itself decides',
  applies: ({ designPoints }) =>
    axesOf(designPoints).length > 0 && designPoints.some(({ dynamics }) => dynamics.length > 0),
  draw: ({ designPoints }, width) => {
    const [axis] = axesOf(designPoints);
    const all = listPanels(axis, designPoints);
    const shown = pickEvenly(all, mostPanels);
    const columns = shown.length === 1 || width < 700 ? 1 : 2;
    return {
      title: `Where honesty spreads and where it dies out, by ${nameParameter(axis.path)}`,
      caption: [
        sayTipping(shown[0], axis, shown.length > 1),
        'Blue: from here on everyone becomes honest; orange: everyone comes to cheat.',
        'Full lines attract, dashed lines repel: a population that learns from those who earn more moves away from them.',
        all.length > shown.length ? `Shown are ${shown.length} of ${all.length} cases.` : '',
      ]
        .filter((part) => part !== '')
        .join(' '),
      body: panels(
        shown.map((panel) => drawPanel(panel, axis, { width, columns, titled: shown.length > 1 })),
        columns,
      ),
    };
  },
});

function axesOf(designPoints: ShownPoint[]): SweptAxis[] {
  return listAxes({ designPoints, thresholds: [] }).filter(({ path }) => !path.startsWith('coalition.'));
}

interface Panel {
  name: string;
  places: { x: number; spread: Spread }[];
}

/** A panel for each deviation and setting of the other parameters; what looks the same is shown once. */
function listPanels(axis: SweptAxis, designPoints: ShownPoint[]): Panel[] {
  const panelsByLook = new Map<string, Panel>();
  for (const slice of cutAlong(axis, designPoints)) {
    for (const over of new Set(slice.points.flatMap(({ dynamics }) => dynamics.map((spread) => spread.over)))) {
      const places = placesOf(slice, axis, over);
      const look = JSON.stringify(places.map(({ x, spread }) => [x, spread.restPoints]));
      const name = [nameStrategy(over), describeSetting(slice.at)].filter((part) => part !== '').join(', ');
      if (!panelsByLook.has(look)) panelsByLook.set(look, { name, places });
    }
  }
  return [...panelsByLook.values()];
}

function placesOf({ points }: Slice<ShownPoint>, axis: SweptAxis, over: string): Panel['places'] {
  return points.flatMap(({ at, dynamics }) =>
    dynamics.filter((spread) => spread.over === over).map((spread) => ({ x: numberAt(at, axis.path), spread })),
  );
}

function drawPanel(panel: Panel, axis: SweptAxis, page: { width: number; columns: number; titled: boolean }): VegaLite {
  const width = panelWidth(page.width, page.columns);
  const across = acrossOf(axis, width);
  const x = { field: 'x', type: 'quantitative', scale: across.scale, axis: across.axis };
  const y = {
    type: 'quantitative',
    scale: { domain: [0, 1] },
    axis: { title: 'Honest nodes [share of nodes]', format: tickFormat, tickCount: 5, grid: false },
  };
  const basins = (share: number) =>
    panel.places.map(({ x: place, spread }) => {
      const end = spread.restPoints.find((rest) => rest.share === share && rest.stability === 'stable');
      return { x: place, low: end?.basin.low ?? share, high: end?.basin.high ?? share };
    });
  const area = (share: number, color: string): VegaLite => ({
    data: rowsOf(basins(share)),
    mark: { type: 'area', color, opacity: 0.16 },
    encoding: { x, y: { field: 'low', ...y }, y2: { field: 'high' } },
  });
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
    legend: { ...legendAbove([...kinds], page.width), symbolType: 'stroke' },
  };
  return {
    ...(page.titled ? { title: panelTitle(panel.name, width) } : {}),
    width,
    height: Math.round(Math.max(190, Math.min(380, 0.55 * width))),
    layer: [
      area(1, colors.honest),
      area(0, colors.cheating),
      {
        data: rowsOf(listBranches(panel)),
        mark: { type: 'line', strokeWidth: 2, color: colors.ink },
        encoding: {
          x,
          y: { field: 'share', ...y },
          strokeDash: dash,
          detail: { field: 'branch' },
          tooltip: ['x', 'share', 'kind'].map((field) => ({ field })),
        },
      },
      {
        data: rowsOf(listBranches(panel).filter(({ alone }) => alone)),
        mark: { type: 'point', filled: true, size: 26, opacity: 1, color: colors.ink },
        encoding: { x, y: { field: 'share', ...y } },
      },
    ],
  };
}

/** Shares at rest, joined along the parameter while they keep their kind: the ends of the scale, and between them by rank. */
function listBranches({ places }: Panel) {
  const rows = places.flatMap(({ x, spread }, i) => {
    const inner = spread.restPoints.filter(({ share }) => share > 0 && share < 1);
    return spread.restPoints
      .filter(({ stability }) => stability !== 'neutral')
      .map((rest) => {
        const rank = inner.indexOf(rest);
        const kind = rest.stability === 'stable' ? kinds[0] : kinds[1];
        return { x, i, share: rest.share, kind, key: `${rank < 0 ? `end ${rest.share}` : `inner ${rank}`}, ${kind}` };
      });
  });
  const last = new Map<string, { i: number; run: number }>();
  const joined = rows.map(({ key, i, ...row }) => {
    const before = last.get(key);
    const run = before === undefined ? 0 : before.i === i - 1 ? before.run : before.run + 1;
    last.set(key, { i, run });
    return { ...row, branch: `${key} ${run}` };
  });
  const sizes = new Map<string, number>();
  for (const { branch } of joined) sizes.set(branch, (sizes.get(branch) ?? 0) + 1);
  return joined.map((row) => ({ ...row, alone: sizes.get(row.branch) === 1 }));
}

function sayTipping({ name, places }: Panel, axis: SweptAxis, named: boolean): string {
  const say = ({ x, spread }: Panel['places'][number]) => {
    const at = `at ${describeSetting({ [axis.path]: x })}`;
    const from = spread.allHonestFrom;
    if (from === null) return `${at} honesty does not spread from any share`;
    return from.low === 0
      ? `${at} honesty spreads whatever its share`
      : `${at} honesty spreads once ${formatNumber(100 * from.low)} % of the nodes are honest`;
  };
  const [first, last] = [places[0], places.at(-1)!];
  const sentence = [first, ...(last === first ? [] : [last])].map(say).join('; ');
  return `${named ? `${name}: ` : ''}${named ? sentence : `${sentence[0].toUpperCase()}${sentence.slice(1)}`}.`;
}
