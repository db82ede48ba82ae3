/** The exact answers as a page of text. */
import Table from 'cli-table3';
import pc from 'picocolors';
import type { SolvedPoint, SolvedThreshold, SolveResult } from '../analysis/solve.ts';
import type { StageGame } from '../analysis/stage-game.ts';

/** Thresholds, advantages and equilibria, design point by design point. */
export function formatSolution({ title, designPoints }: SolveResult, color: boolean): string {
  const { bold } = pc.createColors(color);
  const pages = designPoints.map((point) => describePoint(point, color));
  return `${[bold(title), ...pages].join('\n\n')}\n`;
}

function describePoint({ id, at, thresholds, advantages, games, participation }: SolvedPoint, color: boolean): string {
  const { bold, yellow } = pc.createColors(color);
  const setting = Object.entries(at).map(([path, value]) => `${path} = ${format(value)}`);
  const parts = [bold(`design point ${id}${setting.length > 0 ? `: ${setting.join(', ')}` : ''}`)];
  if (!participation.feasible) {
    parts.push(
      yellow(`an honest asserter loses ${format(-participation.honestPayoff)} credits per job and stays away`),
    );
  }
  const head = ['honest', 'over', 'against'];
  parts.push(
    drawTable(
      ['advantage', ...head, 'credits per job'],
      advantages.map(({ role, over, against, exact }) => ['', role, over, against, format(exact)]),
    ),
    drawTable(
      ['threshold', ...head, 'honesty pays'],
      thresholds.map((one) => [one.of, one.role, one.over, one.against, describeThreshold(one)]),
    ),
    ...games.map(describeGame),
  );
  return parts.join('\n\n');
}

function describeThreshold({ value, direction, reason }: SolvedThreshold): string {
  if (value !== null) return `${direction === 'honest-below' ? 'up to' : 'from'} ${format(value)}`;
  return reason === undefined ? 'no threshold' : reasons[reason];
}

const reasons = {
  always: 'everywhere',
  never: 'nowhere',
  'beyond-range': 'nowhere within its range',
  participation: 'where no honest asserter takes part',
} as const;

function describeGame({ name, players, equilibria, note }: StageGame): string {
  const lines = equilibria.map(({ pure, strict, profile }) => {
    const sides = players.map((player) => {
      const mix = Object.entries(profile[player]).filter(([, share]) => share > 0);
      return `${player} ${mix.map(([strategy, share]) => (share === 1 ? strategy : `${strategy} ${format(share)}`)).join(' + ')}`;
    });
    return `  ${sides.join(', ')}  (${pure ? 'pure' : 'mixed'}${strict ? ', strict' : ''})`;
  });
  const found = lines.length > 0 ? lines : ['  none found'];
  return [`equilibria of the ${name} game`, ...found, ...(note ? [`  ${note}`] : [])].join('\n');
}

function drawTable(head: string[], rows: string[][]): string {
  const none = Object.fromEntries(edges.map((edge) => [edge, '']));
  const style = { head: [], border: [], 'padding-left': 0, 'padding-right': 2 };
  const table = new Table({ head, chars: none, style });
  table.push(...rows);
  return table.toString().replace(/ +$/gm, '');
}

const edges = ['top', 'bottom', 'left', 'right', 'mid'].flatMap((edge) =>
  ['', '-mid', '-left', '-right'].map((end) => edge + end).concat('middle'),
);

/** Six digits, as many as a threshold is worth reading. */
function format(value: number): string {
  return String(Number(value.toPrecision(6)));
}
