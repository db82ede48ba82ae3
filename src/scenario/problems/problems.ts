/**
 * What can be wrong with a scenario file. A problem is data first; its sentence gives the value, the rule and a way out.
 */
import { plainPath, plainText } from '../../foreign/plain-text.ts';
import { suggest } from './suggest.ts';

/** A problem in a scenario, as `--json` prints it. */
export interface Problem {
  /** Stable name of the kind of problem, for scripts. */
  code: string;
  /** The file, or the flag that set the value: `--set market.stake`. */
  file: string;
  /** Line and column, from 1; 0 when the problem is not in a file's text. */
  line: number;
  column: number;
  /** Dotted path of the parameter; empty for the file as a whole. */
  path: string;
  received: unknown;
  expected: string;
  message: string;
}

/** Where in the data: keys and positions in lists, outermost first. */
export type Steps = readonly (string | number)[];

/** A problem that knows its path but not yet its line. */
export interface PathProblem {
  code: string;
  steps: Steps;
  /** Points at the key instead of its value. */
  atKey?: boolean;
  received: unknown;
  expected: string;
  message: string;
}

/**
 * One line for people: `scenarios/posp/base.yaml:14:26  market.stake is -1; it must be at least 0 credits`.
 *
 * @example
 * formatProblem({ code: 'empty', file: 'a.yaml', line: 1, column: 1, path: '', received: null, expected: '', message: 'it is empty' })
 * // => 'a.yaml:1:1  it is empty'
 */
export function formatProblem({ file, line, column, message }: Problem): string {
  return `${plainPath(file)}${line > 0 ? `:${line}:${column}` : ''}  ${plainText(message)}`;
}

/** A value as sentences show it: short, and quoted when it is text. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(shorten(value));
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'a group of settings';
  return value === null ? 'empty' : String(value as number | boolean | undefined);
}

/** The start of a text that somebody else wrote, however long: enough to tell what is meant. */
export function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Steps as a dotted path. */
export function pathOf(steps: Steps): string {
  return steps.join('.');
}

/** A value of the wrong type or outside its range, a broken rule between parameters: anything said of one path. */
export function wrongValue(code: string, steps: Steps, received: unknown, expected: string): PathProblem {
  const subject = pathOf(steps) || 'the file';
  return { code, steps, received, expected, message: `${subject} is ${show(received)}; ${expected}` };
}

/** A required value that is not there. */
export function missing(steps: Steps, description: string | undefined): PathProblem {
  const expected = description ?? 'a value';
  return { code: 'missing', steps, received: undefined, expected, message: `${pathOf(steps)} is missing: ${expected}` };
}

/** A key that the schema does not know, pointed at by the key itself. */
export function unknownKey(parent: Steps, key: string, known: readonly string[]): PathProblem {
  const place = parent.length === 0 ? 'at the top of the file' : `in ${pathOf(parent)}`;
  return {
    code: 'unknown-key',
    steps: [...parent, key],
    atKey: true,
    received: key,
    expected: listNames(known),
    message: `unknown key ${show(key)} ${place}${alternatives(key, known)}`,
  };
}

/** A name that must be one of a list: a kind, an option, a strategy. */
export function unknownName(
  code: string,
  noun: string,
  steps: Steps,
  name: unknown,
  known: readonly string[],
  meant?: string,
): PathProblem {
  const message = typeof name === 'string' ? `unknown ${noun} ${show(name)}` : `${noun} is ${show(name)}`;
  const wayOut = alternatives(name, known, meant);
  return { code, steps, received: name, expected: listNames(known), message: message + wayOut };
}

/** A word that must be one of a few. */
export function notOneOf(steps: Steps, received: unknown, known: readonly string[]): PathProblem {
  const message = `${pathOf(steps)} is ${show(received)}${alternatives(received, known)}`;
  return { code: 'not-one-of', steps, received, expected: listNames(known), message };
}

/** Text that is no quantity, expression or clause; `reason` completes the sentence. */
export function unreadable(code: string, steps: Steps, text: string, reason: string, expected: string): PathProblem {
  return {
    code,
    steps,
    received: text,
    expected,
    message: `${pathOf(steps)} cannot be read from ${show(text)}: ${reason}`,
  };
}

/** Any other sentence. */
export function say(code: string, steps: Steps, received: unknown, expected: string, message: string): PathProblem {
  return { code, steps, received, expected, message };
}

/** What a misspelt name may have meant, and what there is: the end of a sentence. */
export function suggestName(name: unknown, known: readonly string[]): string {
  return alternatives(name, known);
}

function alternatives(name: unknown, known: readonly string[], sure?: string): string {
  const isSure = sure !== undefined && known.includes(sure);
  const meant = isSure ? sure : typeof name === 'string' ? suggest(name, known) : undefined;
  const listed = known.length > 12 ? `${known.slice(0, 12).join(', ')}, …` : known.join(', ');
  return `${meant ? `; did you mean ${show(meant)}? known: ` : '; known: '}${listed || 'none'}`;
}

function listNames(known: readonly string[]): string {
  return `one of ${known.join(', ')}`;
}
