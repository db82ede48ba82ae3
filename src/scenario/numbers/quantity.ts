/**
 * Quantities: a number with a unit, or a product of such, turned into a plain number in the parameter's own unit.
 *
 * mathjs supplies units and dimensions; the text is walked through an allow-list, never evaluated.
 */
import type { Unit } from 'mathjs';
import { suggest } from '../problems/suggest.ts';
import { parseArithmetic, refuseLongText, UnreadableError } from './expression.ts';
import { loadMathjs, type SyntaxNode } from './mathjs.ts';
import { findCommas, findMisspelt } from './spelling.ts';

/** The units a number may be in; what is `plain` is not even a percentage. */
export type ParameterUnit = 'credits' | '1' | 'count' | 'plain' | 's' | '1/s';

/** A number read from text, and the money it was written in. */
export interface ReadQuantity {
  value: number;
  currency?: 'USD' | 'credits';
}

/** What a value in a unit is called in a sentence. */
export const unitNouns: Record<ParameterUnit, string> = {
  credits: 'an amount of money [credits]',
  '1': 'a plain number or a percentage',
  count: 'a plain whole number',
  plain: 'a plain number',
  s: 'a time [s]',
  '1/s': 'a rate [1/s]',
};

/** How a value in a unit may be written. */
const waysToWrite: Record<ParameterUnit, string> = {
  credits: '5, 5 USD or 5 credits',
  '1': '0.05 or 5 %',
  count: '3',
  plain: '2.5',
  s: '0.25 or 250 ms',
  '1/s': '40 or 40/s',
};

/**
 * Reads `"250 ms"`, `"5 %"`, `"40/s"` or `"2.49 USD/hour * 0.225 s"`.
 *
 * Percentages are read as decimals (`"0.7 %"` is exactly 0.007); converted values are rounded to 15 significant digits,
 * which is finer than their conversion is exact.
 *
 * @param unit  the parameter's unit, which the result is in
 * @throws UnreadableError when the text is no quantity or has another dimension
 * @example
 * readQuantity('2 minutes', 's').value // => 120
 */
export function readQuantity(text: string, unit: ParameterUnit): ReadQuantity {
  // Two characters look alike: the micro sign and the Greek letter. Units know neither.
  const trimmed = text.trim().replaceAll(/[\u00b5\u03bc](?=s\b)/g, 'u');
  refuseLongText(trimmed);
  const comma = findCommas(trimmed);
  if (comma !== undefined) throw new UnreadableError(comma);
  const misspelt = findMisspelt(trimmed);
  if (misspelt !== undefined) throw new UnreadableError(misspelt);
  if (/^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(trimmed)) return { value: Number(trimmed) };
  const amount = unit === 'credits' ? readAmount(trimmed) : undefined;
  if (amount) return amount;
  const percent = /^([-+]?(?:\d+(?:\.\d*)?|\.\d+))(?:e([-+]?\d+))?\s*%$/i.exec(trimmed);
  if (percent) {
    if (unit !== '1') throw unfit('a percentage is', unit);
    return { value: Number(`${percent[1]}e${Number(percent[2] ?? 0) - 2}`) };
  }
  if (trimmed === '') throw new UnreadableError('it is empty');
  const value = evaluate(parseArithmetic(trimmed));
  if (typeof value === 'number') return { value };
  return convert(value, unit);
}

/** A number of dollars or credits, which most amounts are: it needs no conversion, and so no mathjs. */
function readAmount(text: string): ReadQuantity | undefined {
  const [, spelt, unit] = /^([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?) *(USD|credits?)$/.exec(text) ?? [];
  const value = Number(Number(spelt).toPrecision(15));
  if (!Number.isFinite(value)) return undefined;
  return { value, currency: unit === 'USD' ? 'USD' : 'credits' };
}

function convert(quantity: Unit, unit: ParameterUnit): ReadQuantity {
  const math = loadMathjs();
  const targets: Record<ParameterUnit, string[]> = {
    credits: ['USD', 'credits'],
    s: ['s'],
    '1/s': ['Hz'],
    '1': [],
    count: [],
    plain: [],
  };
  for (const target of targets[unit]) {
    if (!quantity.equalBase(math.unit(1, target))) continue;
    const value = Number(quantity.toNumber(target).toPrecision(15));
    return target === 'USD' || target === 'credits' ? { value, currency: target } : { value };
  }
  throw unfit(`that is ${dimensionOf(quantity)},`, unit);
}

function unfit(found: string, unit: ParameterUnit): UnreadableError {
  return new UnreadableError(`${found} not ${unitNouns[unit]}; write it as ${waysToWrite[unit]}`);
}

function evaluate(node: SyntaxNode): number | Unit {
  const math = loadMathjs();
  if (node.type === 'ConstantNode') {
    const { value } = node;
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw new UnreadableError(`${node.toString()} is not a finite number`);
    return value;
  }
  if (node.type === 'ParenthesisNode') return evaluate(node.content);
  if (node.type === 'SymbolNode') return math.unit(1, checkUnitName(node.name));
  if (node.type !== 'OperatorNode') throw new UnreadableError('a quantity is made of numbers, units, * and /');
  const { fn, op, args } = node;
  const [left, right] = args.map(evaluate);
  if (args.length === 1 && fn === 'unaryMinus') return math.multiply(-1, left) as number | Unit;
  if (args.length === 1 && fn === 'unaryPlus') return left;
  if (fn === 'multiply') return math.multiply(left, right) as number | Unit;
  if (fn === 'divide') return math.divide(left, right) as number | Unit;
  throw new UnreadableError(`operator ${op} has no place in a quantity; an expression starts with "="`);
}

function checkUnitName(name: string): string {
  // A year is that of 365.25 days.
  if (/^(month|decade|century|centurie|millennium|millennia)s?$/.test(name)) {
    throw new UnreadableError(`a ${name.replace(/s$/, '')} has no fixed length; write days`);
  }
  if (isUnitName(name)) return name;
  const meant = suggest(name, commonUnits);
  throw new UnreadableError(
    `unknown unit "${name}"${meant ? `; did you mean "${meant}"?` : ';'} known: ${commonUnits.join(', ')}, …`,
  );
}

const commonUnits = ['USD', 'credits', 'ms', 's', 'seconds', 'minutes', 'hours', 'days', 'weeks', 'Hz', '%'];

/** Whether a word is a unit, with or without a prefix. */
export function isUnitName(name: string): boolean {
  const { Unit } = loadMathjs() as unknown as { Unit: { isValuelessUnit: (name: string) => boolean } };
  return Unit.isValuelessUnit(name);
}

function dimensionOf(quantity: Unit): string {
  for (const [name, example] of dimensions) if (quantity.equalBase(loadMathjs().unit(1, example))) return name;
  return `in ${quantity.formatUnits()}`;
}

const dimensions: [name: string, example: string][] = [
  ['a time', 's'],
  ['a rate', 'Hz'],
  ['an amount of money', 'USD'],
  ['an amount of money', 'credit'],
  ['a length', 'm'],
  ['a mass', 'kg'],
  ['a power', 'W'],
  ['an energy', 'J'],
  ['an amount of data', 'bit'],
  ['a temperature', 'K'],
  ['an angle', 'rad'],
  ['money per time', 'USD/s'],
];
