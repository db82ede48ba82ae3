import type { ShownPoint, Solution } from '../../analysis/exhibits/exhibits.ts';
import type { StageEquilibrium, StageGame } from '../../analysis/stage/stage-game.ts';
import type { AxisValues } from '../../findings/axis-values.ts';
import { focusOf, liesAlong } from '../../findings/focus.ts';
import { describeSetting, nameStrategy } from '../../words/label.ts';
import { chooseAmount, type MoneyScale } from '../../words/money.ts';
import { formatMany, formatNumber } from '../../words/number.ts';
import { defineChart, panels, panelTitle, rowsOf, type VegaLite } from '../chart.ts';
import { extentOf } from '../scale.ts';
import { listAxes } from '../sweep.ts';
import { measureText, wrapText } from '../text-width.ts';
import { colors, fontSizes } from '../theme.ts';

const mostGames = 4;
const rowHeight = 46;

/** The stage game as a table: what either side earns, its best responses filled, pure equilibria framed. */
export const payoffMatrix = defineChart<Solution>({
  kind: 'payoff-matrix',
  from: 'solution',
  title: 'Who plays best against whom in the stage game',
  needs: 'a stage game: a mechanism that describes its round',
  applies: ({ designPoints }) => designPoints.some(({ games }) => games.length > 0),
  draw: ({ designPoints, money: currency }, width) => {
    const { shown: picked, all } = pickGames(designPoints);
    const money = chooseAmount(
      currency,
      picked.flatMap(({ game }) => game.payoffs.flat(2)),
    );
    const shown = picked.map((entry) => ({ ...entry, game: inMoney(entry.game, money) }));
    const strategies = shown[0].game.strategies[1].length;
    const columns = shown.length === 1 || width < 150 + 300 * strategies ? 1 : 2;
    return {
      title: 'Who plays best against whom in the stage game',
      caption: [
        shown.map((entry) => sayEquilibria(entry, shown.length > 1)).join(' '),
        ...new Set(shown.map(({ game }) => sayCells(game, money))),
        'Filled: what a side earns most by, its nodes moving alike; framed: equilibrium in pure strategies.',
        all > shown.length ? `Shown are ${shown.length} of ${formatMany(all, 'pattern')} of best responses.` : '',
      ]
        .filter((part) => part !== '')
        .join(' '),
      body: panels(
        shown.map((entry) =>
          drawGame(entry, Math.floor((width - 40 - 24 * (columns - 1)) / columns), shown.length > 1),
        ),
        columns,
      ),
    };
  },
});

interface ShownGame {
  at: AxisValues;
  game: StageGame;
  /** `best[player][i][j]`: whether the player answers the other's strategy best in this cell. */
  best: [boolean[][], boolean[][]];
}

/** What the amounts of a game are: two in a cell where somebody validates. */
function sayCells({ players }: StageGame, { unit }: MoneyScale): string {
  if (players[1] === 'validator')
    return `Lower left: the asserter’s payoff per job; upper right: a validator’s per challenge [${unit}].`;
  if (players[1] === 'nobody') return `Amounts: the asserter’s payoff per job [${unit}]; nobody validates.`;
  return `Amounts: what one of those who assert a job earns by it [${unit}], while all others play as the column says.`;
}

/** One game for each pattern of best responses, the first that has it: between two of them somebody changed his mind. */
function pickGames(points: ShownPoint[]): { shown: ShownGame[]; all: number } {
  const patterns = new Map<string, ShownGame>();
  // Of settings that play alike, one on the line that pictures of a single setting lie on.
  const [axis] = listAxes({ designPoints: points, thresholds: [] });
  const focus = focusOf(points).at;
  const isAlong = ({ at }: ShownPoint) => axis === undefined || liesAlong(at, focus, axis.path);
  const ordered = [...points.filter(isAlong), ...points.filter((point) => !isAlong(point))];
  for (const { at, games } of ordered) {
    for (const game of games) {
      const best = findBestCells(game);
      const key = JSON.stringify(best);
      if (!patterns.has(key)) patterns.set(key, { at, game, best });
    }
  }
  return { shown: [...patterns.values()].slice(0, mostGames), all: patterns.size };
}

/** Ties within rounding are both best. */
function findBestCells({ payoffs: [asserter, validator] }: StageGame): [boolean[][], boolean[][]] {
  const ties = (value: number, most: number) =>
    value >= most - 1e-9 * Math.max(1e-300, Math.abs(most), Math.abs(value));
  return [
    asserter.map((row) => row.map((value, j) => ties(value, Math.max(...asserter.map((other) => other[j]))))),
    validator.map((row) => row.map((value) => ties(value, Math.max(...row)))),
  ];
}

/** The same game with its payoffs in another unit. */
function inMoney(game: StageGame, { factor }: MoneyScale): StageGame {
  const [, most] = extentOf(game.payoffs.flat(2).map(Math.abs));
  // What double precision leaves of amounts that cancel is nothing.
  const scale = (matrix: number[][]) =>
    matrix.map((row) => row.map((value) => (Math.abs(value) < 1e-12 * most ? 0 : value * factor)));
  return { ...game, payoffs: [scale(game.payoffs[0]), scale(game.payoffs[1])] };
}

function drawGame({ at, game, best }: ShownGame, room: number, titled: boolean): VegaLite {
  const [rows, columns] = game.strategies.map((names) => names.map(nameStrategy));
  const isAlone = game.players[1] === 'nobody';
  const playersShown = game.players[1] === 'validator' ? ([0, 1] as const) : ([0] as const);
  const head = Math.min(0.34 * room, 16 + Math.max(...rows.map((name) => measureText(name, fontSizes.label))));
  const width = room - Math.ceil(head) - 14;
  const cell = width / columns.length;
  const height = rowHeight * rows.length;
  const place = {
    x: { field: 'x', type: 'quantitative', scale: { domain: [0, columns.length], nice: false }, axis: null },
    y: { field: 'y', type: 'quantitative', scale: { domain: [rows.length, 0], nice: false }, axis: null },
    x2: { field: 'x2' },
    y2: { field: 'y2' },
  };
  const { x, y } = place;
  const cells = rows.flatMap((asserter, i) =>
    columns.map((validator, j) => ({
      x: j,
      x2: j + 1,
      y: i,
      y2: i + 1,
      asserter,
      validator,
      framed: isPureEquilibrium(game, i, j),
    })),
  );
  const amounts = playersShown.flatMap((player) =>
    cells.map(({ asserter, validator, x: j, y: i }) => {
      const text = formatNumber(game.payoffs[player][i][j]);
      const half = (measureText(text, fontSizes.label, 'bold') + 12) / 2 / cell;
      const middle = {
        x: j + (player === 0 ? 7 / cell + half : 1 - 7 / cell - half),
        y: i + (player === 0 ? 0.73 : 0.27),
      };
      return {
        ...middle,
        left: middle.x - half,
        right: middle.x + half,
        top: middle.y - 0.19,
        bottom: middle.y + 0.19,
        text,
        best: best[player][i][j],
        player: player === 0 ? 'asserter' : 'validator',
        'asserter plays': asserter,
        'validator plays': validator,
      };
    }),
  );
  const filled = amounts.filter((amount) => amount.best);
  const plain = amounts.filter((amount) => !amount.best);
  const color = {
    field: 'player',
    type: 'nominal',
    scale: { domain: ['asserter', 'validator'], range: [colors.honest, colors.cheating] },
    legend: null,
  };
  const tooltip = ['asserter plays', 'validator plays', 'player', 'text'].map((field) => ({ field }));
  return {
    ...(titled ? { title: panelTitle(describeSetting(at), room) } : {}),
    width,
    height,
    layer: [
      { data: rowsOf(cells), mark: { type: 'rect', fill: null, stroke: colors.grid }, encoding: place },
      {
        data: rowsOf(filled),
        mark: { type: 'rect', cornerRadius: 3 },
        encoding: {
          x: { ...x, field: 'left' },
          x2: { field: 'right' },
          y: { ...y, field: 'top' },
          y2: { field: 'bottom' },
          color,
          tooltip,
        },
      },
      {
        data: rowsOf(filled),
        mark: { type: 'text', fontSize: fontSizes.label, fontWeight: 'bold', color: colors.paper },
        encoding: { x, y, text: { field: 'text' }, tooltip },
      },
      {
        data: rowsOf(plain),
        mark: { type: 'text', fontSize: fontSizes.label, color: colors.ink },
        encoding: { x, y, text: { field: 'text' }, tooltip },
      },
      {
        data: rowsOf(cells.filter(({ framed }) => framed)),
        mark: { type: 'rect', fill: null, stroke: colors.ink, strokeWidth: 2 },
        encoding: place,
      },
      ...rows.map((name, i) => ({
        data: rowsOf([{ y: i + 0.5 }]),
        mark: {
          type: 'text',
          align: 'right',
          fontSize: fontSizes.label,
          lineHeight: 13,
          text: wrapText(name, head - 8, fontSizes.label),
        },
        encoding: { x: { value: -8 }, y },
      })),
      ...(isAlone ? [] : columns).map((name, j) => ({
        data: rowsOf([{ x: j + 0.5 }]),
        mark: {
          type: 'text',
          baseline: 'line-bottom',
          fontSize: fontSizes.label,
          lineHeight: 13,
          text: wrapText(name, cell - 6, fontSizes.label),
        },
        encoding: { x, y: { value: -6 } },
      })),
      side('asserter ↓', colors.honest, { x: -8, y: -12, align: 'right' }),
      ...(isAlone ? [] : [side(`${game.players[1]} →`, colors.cheating, { x: 0, y: -28, align: 'left' })]),
    ],
  };
}

/** Whether all who play a side playing alike in this cell is an equilibrium in the list. */
function isPureEquilibrium({ strategies: [rows, columns], equilibria }: StageGame, i: number, j: number): boolean {
  return equilibria.some(
    ({ profile }) => profile.asserter[rows[i]] === 1 && (profile.validator ?? profile.asserter)[columns[j]] === 1,
  );
}

function side(text: string, color: string, { x, y, align }: { x: number; y: number; align: string }): VegaLite {
  return {
    data: rowsOf([{}]),
    mark: { type: 'text', text, color, align, fontSize: fontSizes.label, fontWeight: 'bold' },
    encoding: { x: { value: x }, y: { value: y } },
  };
}

function sayEquilibria({ at, game }: ShownGame, placed: boolean): string {
  const where = placed && Object.keys(at).length > 0 ? `At ${describeSetting(at)}: ` : '';
  const { equilibria, degenerate } = game;
  if (equilibria.length === 0) return `${where}no equilibrium was found.`;
  const shown = equilibria.slice(0, 3).map(sayEquilibrium).join('; ');
  const count = formatMany(equilibria.length, 'equilibrium', 'equilibria');
  const mixtures =
    degenerate && equilibria.length > 1 ? ' (payoffs tie, so mixtures of some of them are equilibria too)' : '';
  const sentence = `${where}${count}${mixtures}: ${shown}${equilibria.length > 3 ? '; …' : ''}.`;
  return `${sentence[0].toUpperCase()}${sentence.slice(1)}`;
}

function sayEquilibrium({ profile, strict }: StageEquilibrium): string {
  const say = (shares: Record<string, number>) =>
    Object.entries(shares)
      .map(([name, share]) =>
        share === 1 ? nameStrategy(name) : `${formatNumber(100 * share)} % ${nameStrategy(name)}`,
      )
      .join(' + ');
  const answer = profile.validator ? ` against ${say(profile.validator)}` : '';
  return `${say(profile.asserter)}${answer}${strict ? ' (strict)' : ''}`;
}
