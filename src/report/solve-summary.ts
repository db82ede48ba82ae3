/** What stands first on the page of exact answers: where honesty pays, point by point, in a line each. */
import type { SolvedAdvantage, SolvedPoint, SolveResult } from '../analysis/solve/result.ts';
import { sayAgainst } from '../findings/profile.ts';
import { plainText } from '../foreign/plain-text.ts';
import { nothingToCompare } from '../words/answer/headline.ts';
import { abbreviateParameter } from '../words/label.ts';
import type { MoneyScale } from '../words/money.ts';
import { wrapColumns } from './columns.ts';
import { renderTable, type TableColumn } from './table.ts';

/** Points that are shown, the first ones [count]. */
const shownMax = 30;

/** Lines of the summary: the least advantage of honesty in each role, the others held to profile `coalition`. */
export function summarise({ designPoints, pointsLeft }: SolveResult, width: number, money: MoneyScale): string[] {
  const paths = [...new Set(designPoints.flatMap(({ at }) => Object.keys(at)))];
  const roles = (['asserter', 'validator'] as const).filter((role) =>
    designPoints.some(({ advantages }) => advantages.some((advantage) => advantage.role === role)),
  );
  const stopped = pointsLeft === undefined ? [] : [sayStopped(designPoints, pointsLeft)];
  if (roles.length === 0) {
    return stopped.length > 0 ? stopped : wrapColumns(`${nothingToCompare}.`, width);
  }
  const columns: TableColumn[] = [
    { title: 'point', number: true },
    ...paths.map((path) => ({ title: abbreviateParameter(path), number: true })),
    ...roles.flatMap((role) => [{ title: `${role}, least over` }, { title: money.unit, number: true }]),
  ];
  const rows = designPoints
    .slice(0, shownMax)
    .map((point) => [
      String(point.id),
      ...paths.map((path) => sayValue(point.at[path])),
      ...roles.flatMap((role) => describeLeast(point, role, money)),
    ]);
  const hidden = designPoints.length - rows.length;
  return [
    ...wrapColumns(
      `what honesty earns over the deviation that pays best${sayAgainst({ designPoints }, 'coalition')}`,
      width,
    ),
    ...renderTable(columns, rows, width),
    ...(hidden > 0 ? [`… ${hidden} more below`] : []),
    ...stopped,
  ];
}

function describeLeast(
  { advantages }: SolvedPoint,
  role: SolvedAdvantage['role'],
  { factor }: MoneyScale,
): [string, string] {
  const own = advantages.filter((advantage) => advantage.role === role && advantage.against === 'coalition');
  const [first, ...others] = own;
  if (!first) return ['–', '–'];
  if (own.some(({ exact }) => exact === null)) return ['unknown', '–'];
  const least = others.reduce((low, one) => (one.exact! < low.exact! ? one : low), first);
  return [plainText(least.over), format(least.exact! * factor)];
}

function sayStopped(points: readonly SolvedPoint[], left: number): string {
  const reached = points.filter(({ unfinished }) => !unfinished).length;
  return `stopped: ${reached} of ${points.length + left} design points are solved${reached < points.length ? ', one in part' : ''}`;
}

function sayValue(value: number | string | undefined): string {
  return typeof value === 'number' ? format(value) : plainText(value ?? '–');
}

/** Six digits, as many as a threshold is worth reading. */
function format(value: number): string {
  return String(Number(value.toPrecision(6)));
}
