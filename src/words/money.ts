/** Amounts per job in the money of their file, scaled so that they can be read. */
import type { Findings } from '../findings/findings.ts';
import { formatNumber } from './number.ts';

/** What the amounts of a file are in; credits when left out. */
export type Money = Findings['money'];

/** A unit of money per job, and how many of it one credit per job is. */
export interface MoneyScale {
  /** Both in one: `µUSD per job`. */
  unit: string;
  currency: string;
  /** What an amount is for, `per job`; empty where it stands for itself. */
  per: string;
  factor: number;
}

/**
 * The unit in which amounts of this size are read best.
 *
 * @param amounts  [credits per job]; a credit is a dollar where the file says so
 * @example
 * chooseMoney({ money: 'USD' }, [0.00042]).unit // => 'µUSD per job'
 */
export function chooseMoney({ money }: Pick<Findings, 'money'>, amounts: readonly (number | null)[]): MoneyScale {
  const currency = money ?? 'credits';
  const size = Math.max(0, ...amounts.map((amount) => Math.abs(amount ?? 0)));
  if (size === 0 || size >= 0.01) return scaleOf(currency, 'per job', 1);
  if (size < 1e-8) return scaleOf(currency, 'per billion jobs', 1e9);
  if (currency !== 'USD' || size < 1e-6) return scaleOf(currency, 'per million jobs', 1e6);
  return scaleOf('µUSD', 'per job', 1e6);
}

function scaleOf(currency: string, per: string, factor: number): MoneyScale {
  return { unit: `${currency} ${per}`.trimEnd(), currency, per, factor };
}

/**
 * The unit in which amounts that are not per job are read best: stakes, what one challenge pays.
 *
 * @param amounts  [credits]
 */
export function chooseAmount(money: Money, amounts: readonly number[]): MoneyScale {
  const sizes = amounts.map(Math.abs).filter((size) => size > 0);
  if (money !== 'USD' || sizes.length === 0) return scaleOf(money ?? 'credits', '', 1);
  // Between the smallest and the largest, so that neither is a row of zeros.
  const size = Math.sqrt(Math.min(...sizes) * Math.max(...sizes));
  return size >= 0.01 ? scaleOf('USD', '', 1) : scaleOf('µUSD', '', 1e6);
}

/** An amount without its sign, in its own best unit, to three digits: `1020 µUSD per job`. */
export function sayAmount(findings: Pick<Findings, 'money'>, amount: number): string {
  return sayIn(chooseMoney(findings, [amount]), Math.abs(amount));
}

/** An amount in a unit, to three digits: `1 credit per job`. */
export function sayIn({ unit, factor }: MoneyScale, amount: number): string {
  return withUnit(formatNumber(Number((amount * factor).toPrecision(3))), unit);
}

/** A number as written and what it counts: of one credit there are no several. */
export function withUnit(shown: string, unit: string): string {
  const [counted, ...per] = unit.split(' ');
  const isOne = (shown === '1' || shown === '-1') && counted === 'credits';
  return [shown, isOne ? 'credit' : counted, ...per].join(' ').trimEnd();
}
