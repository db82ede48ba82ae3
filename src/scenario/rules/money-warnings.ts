/** Amounts of money that are read, but perhaps not as they were meant: a word about each kind. */
import { UNITS_PER_CREDIT } from '../../market/money/ledger.ts';
import type { NumberLeaf } from '../numbers/leaves.ts';
import { isMoney } from '../numbers/money.ts';
import { followPath } from '../numbers/paths.ts';
import { type PathProblem, pathOf, say } from '../problems/problems.ts';

/** What an amount may lose to rounding before it gets a word [1]. */
const LOST_MAX = 1e-3;

/**
 * Bare numbers where other amounts are in dollars, and amounts that whole units cannot hold.
 *
 * @param written   places for numbers, with what was written there
 * @param data      the same scenario, its numbers plain
 * @param currency  what amounts with a unit are in
 */
export function warnOfMoney(
  written: readonly NumberLeaf[],
  data: unknown,
  currency: 'USD' | 'credits' | undefined,
): PathProblem[] {
  const money = written.filter(isMoney);
  return [...warnOfBareNumbers(money, currency), ...warnOfFinePrices(money, data)];
}

/**
 * The sentences of those warnings that are about a study. How its file spells amounts is told to whoever reads the file:
 * findings do not hang on it, and nobody could tell it from a results folder.
 */
export function listStudyWarnings(warnings: readonly Pick<PathProblem, 'code' | 'message'>[]): string[] {
  return warnings.filter(({ code }) => code !== 'bare-amount').map(({ message }) => message);
}

/** A bare number is a number of credits, and a credit is a dollar: nothing is lost, but perhaps something was meant. */
function warnOfBareNumbers(money: readonly NumberLeaf[], currency: 'USD' | 'credits' | undefined): PathProblem[] {
  if (currency !== 'USD') return [];
  // Values of a parameter that has its unit elsewhere are in that unit.
  const clear = new Set<unknown>(money.filter(({ given }) => typeof given === 'string').map(({ path }) => path));
  const isMeant = ({ steps: [, path] }: NumberLeaf) => clear.has(path);
  // Nothing is nothing in any unit.
  const bare = money.filter((leaf) => {
    return typeof leaf.given === 'number' && leaf.given !== 0 && !leaf.isDefault && !isMeant(leaf);
  });
  const [first] = bare;
  if (!first) return [];
  const paths = [...new Set(bare.map(({ steps }) => pathOf(steps)))];
  const named = paths.length > 3 ? `${paths.slice(0, 3).join(', ')} and ${paths.length - 3} more` : paths.join(', ');
  const state = paths.length > 1 ? 'are bare numbers' : 'is a bare number';
  const message = `${named} ${state} beside amounts in USD, and read as USD too; write the unit: "${String(first.given)} USD"`;
  return [say('bare-amount', first.steps, first.given, 'an amount with its unit', message)];
}

/** Money moves in whole units: what a transfer is rounded by must be little beside it. */
function warnOfFinePrices(money: readonly NumberLeaf[], data: unknown): PathProblem[] {
  return money.flatMap(({ steps }) => {
    const credits = followPath(data, steps);
    if (typeof credits !== 'number' || !Number.isFinite(credits) || credits === 0) return [];
    const paid = Math.round(credits * UNITS_PER_CREDIT) / UNITS_PER_CREDIT;
    if (Math.abs(paid - credits) <= LOST_MAX * Math.abs(credits)) return [];
    const instead = paid === 0 ? 'nothing at all' : `${Number(paid.toPrecision(12))}`;
    const message = `${pathOf(steps)} is ${credits} credits, but simulated money moves in whole units of 1e-9 credits: it comes to ${instead}; write all amounts in a smaller unit, such as millionths of a dollar`;
    return [say('below-a-unit', steps, credits, 'at least some hundred units of 1e-9 credits', message)];
  });
}
