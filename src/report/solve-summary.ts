/** What stands first on the page of exact answers: the answer in a sentence, and what honesty earns at each point. */
import type { SolvedAdvantage, SolvedPoint, SolveResult } from '../analysis/solve/result.ts';
import { judgementOf } from '../findings/judgement.ts';
import { sayAgainst } from '../findings/profile.ts';
import { plainText } from '../foreign/plain-text.ts';
import { leadingRole, writeSummary } from '../words/answer/headline.ts';
import { abbreviateParameter } from '../words/label.ts';
import type { Money, MoneyScale } from '../words/money.ts';
import { wrapColumns } from './columns.ts';
import { toFindings } from './solved-findings.ts';
import { renderTable, type TableColumn } from './table.ts';

/** Points that are shown, the first ones [count]. */
const shownMax = 30;

/** The answer of the study as its findings say it; a summary of nothing but unknowns is none. */
export function answerExactly(solved: SolveResult, money: Money): string {
  const findings = toFindings(solved, money);
  const role = leadingRole(findings);
  const isOpen = findings.designPoints.some((point) => {
    return role !== undefined && judgementOf(point, role).basis === 'simulated';
  });
  return isOpen
    ? 'Where honesty pays is not known exactly, for some deviation or setting is not solved: posp run tells.'
    : writeSummary(findings);
}

/** A table of the least advantage of honesty in each role, the others held to profile `coalition`. */
export function summarise(
  { designPoints, pointsLeft, ...study }: SolveResult,
  width: number,
  money: MoneyScale,
): string[] {
  const paths = [...new Set(designPoints.flatMap(({ at }) => Object.keys(at)))];
  const roles = (['asserter', 'validator'] as const).filter((role) =>
    designPoints.some(({ advantages }) => advantages.some((advantage) => advantage.role === role)),
  );
  const stopped = pointsLeft === undefined ? [] : [sayStopped(designPoints, pointsLeft)];
  if (roles.length === 0) return stopped;
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
  const lines = [
    ...wrapColumns(
      `what honesty earns over the deviation that pays best${sayAgainst({ ...study, designPoints }, 'coalition')}`,
      width,
    ),
    ...renderTable(columns, rows, width),
    ...(hidden > 0 ? [`… ${hidden} more below`] : []),
    ...stopped,
  ];
  return [lines.join('\n')];
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
