/** Readers for what was typed: each gives a value of the wanted type or says what is wrong with the flag. */
import { availableParallelism } from 'node:os';
import { findMisspelt } from '../scenario/numbers/spelling.ts';
import type { Given } from './command.ts';
import { UsageError } from './usage-error.ts';

/** Text of a flag or argument, if it was given. @throws UsageError when it is empty or was given twice */
export function givenText(given: Given, name: string): string | undefined {
  const value = given[name];
  if (value === undefined) return undefined;
  if (Array.isArray(value)) throw new UsageError(`--${name} is given ${value.length} times; it takes one value`);
  if (value === '') throw new UsageError(`--${name} is empty; it takes a value`);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The same for a flag that holds numbers. @throws UsageError, too, where one of them is not what it looks like */
export function givenNumbers(given: Given, name: string): string | undefined {
  const text = givenText(given, name);
  const misspelt = text === undefined ? undefined : findMisspelt(text);
  if (misspelt !== undefined) throw new UsageError(`--${name} is ${JSON.stringify(text)}; ${misspelt}`);
  return text;
}

/** Every value of a flag or argument that may be repeated. */
export function givenList(given: Given, name: string): string[] {
  const value = given[name];
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** Whether a switch is on; `undefined` when nothing was said. @throws UsageError when it was given twice */
export function givenSwitch(given: Given, name: string): boolean | undefined {
  const value = given[name];
  return Array.isArray(value) ? value.at(-1) === true : (value as boolean | undefined);
}

/** A whole number from `least` to `most`, if it was given. @throws UsageError */
export function givenCount(given: Given, name: string, least: number, most = 1e9): number | undefined {
  const text = givenNumbers(given, name);
  if (text === undefined) return undefined;
  const count = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(count) || count < least || count > most) {
    throw new UsageError(`--${name} is ${JSON.stringify(text)}; it takes a whole number from ${least} to ${most}`);
  }
  return count;
}

/** Worker threads: what `--workers` says, or one per processor. @throws UsageError */
export function givenWorkers(given: Given, least = 1): number {
  return givenCount(given, 'workers', least, 1024) ?? availableParallelism();
}

/** Two numbers in rising order, as in `--between 0,0.5`. @throws UsageError */
export function givenRange(given: Given, name: string): [number, number] | undefined {
  const text = givenNumbers(given, name);
  if (text === undefined) return undefined;
  const parts = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [from, to] = parts;
  if (parts.length !== 2 || !Number.isFinite(from) || !Number.isFinite(to) || from >= to) {
    throw new UsageError(`--${name} is ${JSON.stringify(text)}; it takes two rising numbers, as in 0,0.5`);
  }
  return [from, to];
}
