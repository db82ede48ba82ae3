import type { ShownPoint, Solution } from '../../analysis/exhibits/exhibits.ts';
import { describeSetting, nameStrategy } from '../../words/label.ts';
import { formatNumber } from '../../words/number.ts';
import { defineChart, legendAbove, panels, panelTitle, panelWidth, rowsOf, type VegaLite } from '../chart.ts';
import { wrapText } from '../text-width.ts';
import { colors, fontSizes } from '../theme.ts';

type Portrait = NonNullable<ShownPoint['portrait']>;
type Shares = Portrait['rests'][number]['shares'];

const mostPanels = 4;
const kinds = ['attracts', 'repels', 'attracts and repels', 'undecided by the linear test'] as const;
type Kind = (typeof kinds)[number];
const lookOf: Record<Kind, { shape: string; fill: string }> = {
  attracts: { shape: 'circle', fill: colors.ink },
  repels: { shape: 'circle', fill: colors.paper },
  'attracts and repels': { shape: 'diamond', fill: colors.paper },
  'undecided by the linear test': { shape: 'square', fill: colors.paper },
};
const kindOf = { stable: kinds[0], unstable: kinds[1], saddle: kinds[2], neutral: kinds[3] } as const;

/** Where a population of three strategies moves: paths on the simplex, and what attracts and repels. */
export const phasePortrait = defineChart<Solution>({
  kind: 'phase-portrait',
  from: 'solution',
  title: 'Where a population of three strategies moves',
  needs: 'two deviations of asserters: list a second under `players.asserter`',
  applies: ({ designPoints }) => listPortraits(designPoints).length > 0,
  draw: ({ designPoints }, width) => {
    const shown = listPortraits(designPoints).slice(0, mostPanels);
    const columns = Math.min(shown.length, width < 500 ? 1 : width < 1200 ? 2 : 4);
    const { leftOut, strategies } = shown[0].portrait;
    const present = new Set(shown.flatMap(({ portrait }) => portrait.rests.map(({ stability }) => kindOf[stability])));
    const page = { width, columns, titled: shown.length > 1, kinds: kinds.filter((kind) => present.has(kind)) };
    return {
      title: `Where a population of ${strategies.map(nameStrategy).join(', ')} moves`,
      caption: [
        shown.map((panel) => sayPortrait(panel, shown.length > 1)).join(' '),
        'Corners: everybody plays that strategy. Curves: paths of a population in which what earns more spreads (replicator), away from their dots; a drawn validator colludes with the share that cheats.',
        leftOut.length > 0 ? `Not shown: ${leftOut.map(nameStrategy).join(', ')}.` : '',
      ]
        .filter((part) => part !== '')
        .join(' '),
      body: panels(
        shown.map((panel) => drawSimplex(panel, page)),
        columns,
      ),
    };
  },
});

interface Page {
  width: number;
  columns: number;
  titled: boolean;
  /** What rests on any of the panels, for one legend. */
  kinds: Kind[];
}

interface Panel {
  setting: string;
  portrait: Portrait;
}

/** Portraits that differ in what rests where. */
function listPortraits(points: ShownPoint[]): Panel[] {
  const looks = new Map<string, Panel>();
  for (const { at, portrait } of points) {
    if (!portrait) continue;
    const look = JSON.stringify(
      portrait.rests.map(({ shares, stability }) => [shares.map((x) => x.toFixed(2)), stability]),
    );
    if (!looks.has(look)) looks.set(look, { setting: describeSetting(at), portrait });
  }
  return [...looks.values()];
}

const tall = Math.sqrt(3) / 2;

/** Honest on top, the first deviation lower left, the second lower right. */
function placeOf([honest, , second]: Shares): { x: number; y: number } {
  return { x: second + honest / 2, y: honest * tall };
}

function drawSimplex({ setting, portrait }: Panel, page: Page): VegaLite {
  const { strategies, rests, lines, paths } = portrait;
  const width = Math.min(panelWidth(page.width, page.columns, 16), 620);
  const margin = { side: 0.12, below: 0.17, above: 0.16 };
  const unit = width / (1 + 2 * margin.side);
  const axis = (field: string, domain: number[]) => ({
    field,
    type: 'quantitative',
    scale: { domain, nice: false, zero: false },
    axis: null,
  });
  const x = axis('x', [-margin.side, 1 + margin.side]);
  const y = axis('y', [-margin.below, tall + margin.above]);
  const corners: Shares[] = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  const outline = [...corners, corners[0]].map((shares, order) => ({ order, ...placeOf(shares) }));
  const moves = paths.flatMap((path, id) =>
    path.map((shares, order) => ({ id, order, ...placeOf(shares), ...shareRow(portrait, shares) })),
  );
  const tooltip = strategies.map((name) => ({ field: nameStrategy(name), type: 'quantitative', format: '.3f' }));
  const rows = rests.map(({ shares, stability }) => ({
    kind: kindOf[stability],
    ...placeOf(shares),
    ...shareRow(portrait, shares),
  }));
  const legend = {
    ...legendAbove([...page.kinds], page.width),
    symbolType: undefined,
    symbolStrokeColor: colors.ink,
    symbolStrokeWidth: 1.4,
    symbolSize: 90,
  };
  const looks = page.kinds.map((kind) => lookOf[kind]);
  return {
    ...(page.titled ? { title: panelTitle(setting, width) } : {}),
    width,
    height: Math.round(unit * (tall + margin.below + margin.above)),
    layer: [
      {
        data: rowsOf(outline),
        mark: { type: 'line', strokeWidth: 1, color: colors.faint },
        encoding: { x, y, order: { field: 'order', type: 'quantitative' } },
      },
      ...lines.map(([from, to]) => ({
        data: rowsOf([from, to].map((shares) => placeOf(shares))),
        mark: { type: 'line', strokeWidth: 4, color: colors.faint, opacity: 0.6 },
        encoding: { x, y },
      })),
      {
        data: rowsOf(moves),
        mark: { type: 'line', strokeWidth: 1.2, color: colors.honest, opacity: 0.75 },
        encoding: { x, y, detail: { field: 'id' }, order: { field: 'order', type: 'quantitative' }, tooltip },
      },
      {
        data: rowsOf(paths.map(([start]) => placeOf(start))),
        mark: { type: 'point', filled: true, size: 14, opacity: 1, color: colors.honest },
        encoding: { x, y },
      },
      ...drawArrows(paths, unit, { x, y }),
      {
        data: rowsOf(rows),
        mark: { type: 'point', filled: false, size: 130, opacity: 1, strokeWidth: 1.6 },
        encoding: {
          x,
          y,
          shape: {
            field: 'kind',
            type: 'nominal',
            scale: { domain: [...page.kinds], range: looks.map(({ shape }) => shape) },
            legend,
          },
          fill: {
            field: 'kind',
            type: 'nominal',
            scale: { domain: [...page.kinds], range: looks.map(({ fill }) => fill) },
            legend,
          },
          // All alike, but a legend draws only what a channel says.
          stroke: {
            field: 'kind',
            type: 'nominal',
            scale: { domain: [...page.kinds], range: page.kinds.map(() => colors.ink) },
            legend,
          },
          tooltip,
        },
      },
      ...drawCorners(strategies, { y }, width),
    ],
  };
}

function shareRow({ strategies }: Portrait, shares: Shares): Record<string, number> {
  return Object.fromEntries(strategies.map((name, i) => [nameStrategy(name), shares[i]]));
}

/** A small head on each path that goes far enough to have a direction, half way along. */
function drawArrows(paths: Portrait['paths'], unit: number, { x, y }: { x: VegaLite; y: VegaLite }): VegaLite[] {
  const heads = paths.flatMap((path) => {
    const places = path.map((shares) => placeOf(shares));
    const steps = places.slice(1).map((to, i) => Math.hypot(to.x - places[i].x, to.y - places[i].y));
    const length = steps.reduce((sum, step) => sum + step, 0);
    if (length * unit < 24) return [];
    const reached = steps.map((_, i) => steps.slice(0, i + 1).reduce((sum, step) => sum + step, 0));
    const at = reached.findIndex((gone) => gone >= length / 2);
    const [from, to] = [places[at], places[at + 1]];
    return [{ ...to, angle: (Math.atan2(to.x - from.x, to.y - from.y) * 180) / Math.PI }];
  });
  if (heads.length === 0) return [];
  return [
    {
      data: rowsOf(heads),
      mark: { type: 'point', shape: 'triangle-up', filled: true, size: 34, opacity: 1, color: colors.honest },
      encoding: { x, y, angle: { field: 'angle', type: 'quantitative', scale: { domain: [0, 360], range: [0, 360] } } },
    },
  ];
}

/** Names at the corners: those at the bottom start and end with the panel, in as many lines as half of it asks for. */
function drawCorners(strategies: Portrait['strategies'], { y }: { y: VegaLite }, width: number): VegaLite[] {
  const places = [
    { shares: [1, 0, 0] as Shares, align: 'center', baseline: 'bottom', dy: -11, left: width / 2 },
    { shares: [0, 1, 0] as Shares, align: 'left', baseline: 'top', dy: 13, left: 2 },
    { shares: [0, 0, 1] as Shares, align: 'right', baseline: 'top', dy: 13, left: width - 2 },
  ];
  return places.map(({ shares, left, ...place }, i) => {
    const room = i === 0 ? width : width / 2 - 10;
    const lines = wrapText(nameStrategy(strategies[i]), room, fontSizes.panel, 'bold').slice(0, 3);
    return {
      data: rowsOf([placeOf(shares)]),
      mark: {
        type: 'text',
        text: lines,
        ...place,
        lineHeight: 14,
        fontSize: fontSizes.panel,
        fontWeight: 'bold',
      },
      encoding: { x: { value: left }, y },
    };
  });
}

function sayPortrait({ setting, portrait: { rests, strategies } }: Panel, named: boolean): string {
  const stable = rests.filter(({ stability }) => stability === 'stable');
  const say = (shares: Shares) => {
    const parts = shares.flatMap((share, i) => (share > 0 ? [{ share, name: nameStrategy(strategies[i]) }] : []));
    return parts.length === 1
      ? `all ${parts[0].name}`
      : parts.map(({ share, name }) => `${formatNumber(100 * share)} % ${name}`).join(' with ');
  };
  const ends = stable.map(({ shares }) => say(shares)).join(' or ');
  const where = named && setting !== '' ? `at ${setting} ` : '';
  const sentence =
    stable.length === 0 ? `${where}no resting point attracts from all sides.` : `${where}a population ends up ${ends}.`;
  return `${sentence[0].toUpperCase()}${sentence.slice(1)}`;
}
