/** The exact answers as a page of text. */

import pc from 'picocolors';
import type { SolvedPoint, SolvedThreshold, SolveResult } from '../analysis/solve/result.ts';
import type { StageGame } from '../analysis/stage/stage-game.ts';
import { listExactRanges, type PayingRange } from '../findings/pays-along.ts';
import { hasSeveralProfiles, meantBy, type Profile, sayAgainst } from '../findings/profile.ts';
import { plainText } from '../foreign/plain-text.ts';
import { abbreviateParameter, inWordsOf } from '../words/label.ts';
import { chooseMoney, type Money, type MoneyScale, sayIn } from '../words/money.ts';
import { formatEstimate, formatNumber } from '../words/number.ts';
import { wrapColumns } from './columns.ts';
import { answerExactly, summarise } from './solve-summary.ts';
import { renderTable } from './table.ts';

/** How the page is laid out. */
export interface SolvePageOptions {
  columns: number;
  color: boolean;
  /** What the amounts of the file are in; credits when left out. */
  money?: Money | 'credits';
}

/** A summary, then advantages, thresholds with the formula they match, game matrices, equilibria and dynamics, point by point. */
export function renderSolution(solved: SolveResult, options: SolvePageOptions): string {
  return inWordsOf(solved, () => composePage(solved, options));
}

function composePage(solved: SolveResult, { columns, color, money = 'credits' }: SolvePageOptions): string {
  const { title, designPoints, sensitivity, failed, pointsLeft } = solved;
  const width = Math.min(columns, 100);
  const paint = pc.createColors(color);
  const unit = money === 'USD' ? money : undefined;
  const scale = chooseMoney({ ...(unit && { money: unit }) }, listAmounts(solved));
  const loss = sayCommonLoss(designPoints, scale);
  const pages = [
    ...(pointsLeft === undefined ? [wrapColumns(answerExactly(solved, unit), width).join('\n')] : []),
    ...summarise(solved, width, scale),
    ...(loss === undefined ? [] : [paint.yellow(`an honest asserter loses ${loss} at every point`)]),
    ...designPoints.map((point) => describePoint(point, loss === undefined, scale, width, paint)),
    ...(sensitivity ? [describeSensitivity(sensitivity, sayAgainst(solved, 'coalition'), scale, width, paint)] : []),
    ...describeFailed(failed, width, paint),
  ];
  return `${[paint.bold(plainText(title)), ...pages].join('\n\n')}\n`;
}

/** What an honest asserter loses at a point, in words: sums that differ in rounding alone are one. */
function sayLoss({ participation }: SolvedPoint, scale: MoneyScale): string | undefined {
  return participation?.feasible === false ? sayIn(scale, -participation.honestPayoff) : undefined;
}

/** The same, where it is one for all of several points. */
function sayCommonLoss(points: readonly SolvedPoint[], scale: MoneyScale): string | undefined {
  const [loss, ...others] = new Set(points.map((point) => sayLoss(point, scale)));
  return points.length > 1 && others.length === 0 ? loss : undefined;
}

/** Every amount on the page [credits per job]; one unit for all of them lets them be compared. */
function listAmounts({ designPoints, sensitivity }: SolveResult): (number | null)[] {
  return [
    ...designPoints.flatMap(({ advantages, games }) => [
      ...advantages.map(({ exact }) => exact),
      ...games.flatMap(({ payoffs }) => payoffs.flat(2)),
    ]),
    sensitivity?.base ?? null,
  ];
}

/** Parameters by how far they move the least advantage of honesty, and their shares of its variance. */
function describeSensitivity(
  { at, base, step, inputs, leftOut, spread, reason }: NonNullable<SolveResult['sensitivity']>,
  against: string,
  scale: MoneyScale,
  width: number,
  paint: Paint,
): string {
  const setting = Object.entries(at).map(
    ([path, value]) => `${path} = ${typeof value === 'number' ? format(value) : plainText(value)}`,
  );
  const percent = format(100 * step);
  const share = ({ value, halfWidth }: { value: number; halfWidth: number }) => formatEstimate(value, halfWidth);
  const end = (quantity: number | null) => (quantity === null ? 'forbidden' : format(quantity * scale.factor));
  const table = renderTable(
    [
      { title: 'parameter' },
      { title: `${percent} % less`, number: true },
      { title: `${percent} % more`, number: true },
      { title: 'variance alone', number: true },
      { title: 'with others', number: true },
    ],
    inputs.map(({ path, low, high, sobol }) => [
      path,
      end(low.quantity),
      end(high.quantity),
      sobol ? share(sobol.first) : '–',
      sobol ? share(sobol.total) : '–',
    ]),
    width,
  );
  const notes = [
    spread
      ? `All varied over the sweep or 20 % either way: standard deviation ${sayIn(scale, spread.standardDeviation)}, below 0 in ${formatNumber(100 * spread.shareBelowZero)} % of the settings; intervals at 95 % confidence.`
      : `No shares of the variance: ${reason}.`,
    leftOut.length > 0 ? `Of little effect: ${leftOut.join(', ')}.` : '',
  ].filter((note) => note !== '');
  const head = `least advantage of honesty${against}${setting.length > 0 ? ` at ${setting.join(', ')}` : ''}: ${sayIn(scale, base)}`;
  return [paint.bold(head), table.join('\n'), ...notes.map((note) => wrapColumns(note, width).join('\n'))].join('\n\n');
}

type Paint = ReturnType<typeof pc.createColors>;

/** @param isLossTold  whether to say here that an honest asserter loses money */
function describePoint(
  point: SolvedPoint,
  isLossTold: boolean,
  scale: MoneyScale,
  width: number,
  paint: Paint,
): string {
  const { id, at, unknown, failed, advantages, games, dynamics, bestResponse, optimum } = point;
  const setting = Object.entries(at).map(
    ([path, value]) => `${path} = ${typeof value === 'number' ? format(value) : value}`,
  );
  const parts = [paint.bold(`design point ${id}${setting.length > 0 ? `: ${setting.join(', ')}` : ''}`)];
  if (unknown !== undefined) parts.push(wrapColumns(sayUnknown(unknown), width).map(paint.yellow).join('\n'));
  const loss = isLossTold ? sayLoss(point, scale) : undefined;
  if (loss !== undefined) parts.push(paint.yellow(`an honest asserter loses ${loss} here and would rather stay away`));
  parts.push(
    ...describeAdvantages(advantages, scale, width),
    ...describeBestResponse(bestResponse, scale, width),
    ...describeThresholds(point, width, paint),
    ...games.map((game) => describeGame(game, scale, width)),
    ...describeDynamics(dynamics),
    ...describeOptimum(optimum, scale),
    ...describeFailed(failed, width, paint),
  );
  return parts.join('\n\n');
}

/** What one node can do at best, whatever it remembers, in a sentence. */
function describeBestResponse(found: SolvedPoint['bestResponse'], scale: MoneyScale, width: number): string[] {
  if (!found) return [];
  const say = (text: string) => [wrapColumns(text, width).join('\n')];
  if ('unknown' in found) return say(`best response of one ${found.role}: not known, for ${found.unknown}`);
  const { role, gain, policy, actions, states } = found;
  const does = policy.map(({ when, action }) => `${action} ${when}`).join(', ');
  const most = sayIn(scale, gain.high);
  const gains = gain.high - gain.low > 1e-6 * gain.high ? `between ${sayIn(scale, gain.low)} and ${most}` : most;
  const lives = `${states} state${states === 1 ? '' : 's'}, actions ${actions.join(', ')}`;
  return say(
    policy.some(({ action }) => action !== 'honest')
      ? `best response of one ${role}: ${does}, which gains ${gains} over honesty; proved, no plan gains more (${lives})`
      : `best response of one ${role}: ${does}; proved, no plan gains over honesty (${lives})`,
  );
}

function describeAdvantages(advantages: SolvedPoint['advantages'], scale: MoneyScale, width: number): string[] {
  if (advantages.length === 0) return [];
  const study = { designPoints: [{ advantages }] };
  const table = renderTable(
    [{ title: 'advantage of honesty over' }, ...titleOthers(study), { title: scale.unit, number: true }],
    advantages.map(({ role, over, against, exact }) => [
      `${role} ${over}`,
      ...nameOthers(study, against),
      exact === null ? 'unknown' : format(exact * scale.factor),
    ]),
    width,
  );
  return [table.join('\n')];
}

type Compared = Parameters<typeof meantBy>[0];

/** Who the others are is told where it is more than one thing. */
function titleOthers(study: Compared): { title: string }[] {
  return hasSeveralProfiles(study) ? [{ title: 'others' }] : [];
}

function nameOthers(study: Compared, against: Profile): string[] {
  return hasSeveralProfiles(study) ? [meantBy(study, against)] : [];
}

function describeFailed(failed: SolvedPoint['failed'] = [], width: number, paint: Paint): string[] {
  return failed.map(({ part, reason }) =>
    wrapColumns(`not worked out: ${part} (${plainText(reason)})`, width)
      .map(paint.yellow)
      .join('\n'),
  );
}

/** Why exact values are missing, in a sentence. */
export function sayUnknown(reason: string): string {
  return `some exact values are not known: ${reason}; simulate instead`;
}

function describeThresholds({ thresholds, advantages }: SolvedPoint, width: number, paint: Paint): string[] {
  if (thresholds.length === 0) return [];
  const study = { designPoints: [{ advantages }] };
  const rows = thresholds.map((one) => [
    abbreviateParameter(one.of),
    `${one.role} ${one.over}`,
    ...nameOthers(study, one.against),
    describeThreshold(one),
  ]);
  const table = renderTable(
    [{ title: 'along' }, { title: 'over' }, ...titleOthers(study), { title: 'honesty pays' }],
    rows,
    width,
  );
  const matched = [...new Set(thresholds.flatMap(({ formula }) => (formula ? [formula.text] : [])))];
  const lines = matched.flatMap((text) => wrapColumns(`  ${text}`, width));
  const notes =
    lines.length > 0 ? ['* found by enumeration, and equal to what a closed form gives:', ...lines].map(paint.dim) : [];
  return [[...table, ...notes].join('\n')];
}

function describeThreshold({ value, reason, formula, size, ...solved }: SolvedThreshold): string {
  if (reason === 'unknown') return 'unknown';
  const ranges = listExactRanges({ exact: { ...solved, value, ...(reason && { reason }) } }) ?? [];
  if (ranges.length === 0) return reason === 'beyond-range' ? 'nowhere within its range' : 'nowhere';
  return `${ranges.map(sayRange).join(', ')}${size === undefined ? '' : ` (${size} nodes)`}${formula ? ' *' : ''}`;
}

/** `above 0.00736`, and `from 5 on` where a parameter takes whole numbers only. */
function sayRange({ from, to }: PayingRange<unknown>): string {
  const start = from && (from.isIncluded ? `from ${format(from.value)} on` : `above ${format(from.value)}`);
  const stop = to && `${to.isIncluded ? 'up to' : 'below'} ${format(to.value)}`;
  return [start, stop].filter((end) => end !== null).join(' and ') || 'everywhere';
}

function describeGame(
  { name, players, strategies, payoffs, equilibria, note }: StageGame,
  { unit, currency, per, factor }: MoneyScale,
  width: number,
): string {
  const isAlone = players[1] === 'nobody';
  const there = isAlone ? [players[0]] : players;
  // Those who assert a job together are alike: what one of them earns tells of all.
  const shown = players[1] === 'validator' ? payoffs : [payoffs[0]];
  const matrix = renderTable(
    [
      { title: `${name}${isAlone ? '' : ` [${per === 'per job' ? currency : unit}]`}: ${there.join(', ')}` },
      ...strategies[1].map((title) => ({ title: isAlone ? unit : title, number: true })),
    ],
    strategies[0].map((row, i) => [
      row,
      ...strategies[1].map((_, j) => shown.map((table) => format(table[i][j] * factor)).join(', ')),
    ]),
    width,
  );
  const found = equilibria.map(({ pure, strict, profile }) => {
    const sides = there.map((player) => {
      const mix = Object.entries((player === 'validator' ? profile.validator : undefined) ?? profile.asserter);
      return `${player} ${mix.map(([strategy, share]) => (share === 1 ? strategy : `${strategy} ${formatNumber(share)}`)).join(' + ')}`;
    });
    return `  ${sides.join(', ')}  (${pure ? 'pure' : 'mixed'}${strict ? ', strict' : ''})`;
  });
  return [
    ...matrix,
    'equilibria',
    ...(found.length > 0 ? found : ['  none found']),
    ...(note ? [`  ${note}`] : []),
  ].join('\n');
}

function describeOptimum(optimum: SolvedPoint['optimum'], scale: MoneyScale): string[] {
  if (optimum === undefined) return [];
  if (optimum === null) return ['no amount of what an account can hold deters at the least cost'];
  const { over, value, challengeProbability, cost } = optimum;
  const setting = `${abbreviateParameter(over)} = ${formatNumber(value)} with p = ${formatNumber(challengeProbability)}`;
  return [`deterrence is cheapest at ${setting}: ${sayIn(scale, cost)}`];
}

function describeDynamics(dynamics: SolvedPoint['dynamics']): string[] {
  if (dynamics.length === 0) return [];
  const lines = dynamics.map((spread) => `  ${spread.over}: ${saySpread(spread)}`);
  return [[copying, ...lines].join('\n')];
}

// Those who cheat in the game above do so whoever asserts; so its equilibria have other shares.
const copying = 'where nodes copy what pays, and cheaters back each other and judge everyone else honestly';

/** From how many honest nodes on honesty takes over; where nothing moves, nothing dies out. */
function saySpread({ allHonestFrom, restPoints }: SolvedPoint['dynamics'][number]): string {
  if (allHonestFrom) {
    const { low } = allHonestFrom;
    return low <= 0
      ? 'honesty spreads from everywhere'
      : `honesty spreads where more than ${formatNumber(low)} of the nodes are honest`;
  }
  const settled = restPoints.filter(({ stability }) => stability === 'stable' || stability === 'half-stable');
  if (settled.length === 0) return 'both earn the same, and nothing drives the shares';
  const shares = settled.map(({ share }) => share);
  if (shares.every((share) => share === 0)) return 'honesty dies out unless everybody is honest';
  return `the share of honest nodes settles at ${shares.map((share) => formatNumber(share)).join(' or ')}`;
}

/** Six digits, as many as a threshold is worth reading. */
function format(value: number): string {
  return String(Number(value.toPrecision(6)));
}
