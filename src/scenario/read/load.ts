/**
 * Text to data that remembers its lines. YAML 1.2 and JSON go through the same parser.
 */
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import { findMisspelt } from '../numbers/spelling.ts';
import { type PathProblem, type Problem, pathOf, type Steps, say, shorten, unreadable } from '../problems/problems.ts';
import { depthMax, expandedMax, findExcess, tooDeep, tooMuchExpanded } from './limits.ts';
import { fileBytesMax } from './read.ts';

/** Where something is written. */
export interface Place {
  /** The file, or the flag that set the value. */
  file: string;
  line: number;
  column: number;
  /** A number as it is spelt, before it became a double, and that double. */
  spelt?: { text: string; value: number };
}

/** A scenario's data as parsed, and where each value and key stands. */
export interface Source {
  file: string;
  data: unknown;
  values: Map<string, Place>;
  keys: Map<string, Place>;
}

/** Syntax problems reported at once: after the first few, most are echoes. */
const syntaxProblemsMax = 5;

/**
 * Parses the text of a scenario.
 *
 * Warnings of the parser count as problems, because an unknown tag or directive changes what a file means. Merge keys
 * (`<<`) are off, as in YAML 1.2. A key named `__proto__`, `constructor` or `prototype` is refused.
 */
export function parseScenarioText(file: string, text: string): { source: Source } | { problems: Problem[] } {
  const source: Source = { file, data: null, values: new Map(), keys: new Map() };
  const fail = (problem: PathProblem) => ({ problems: [placeProblem(problem, source)] });
  if (text.length > fileBytesMax) {
    return fail(say('file-too-large', [], text.length, 'at most 1 MB', 'a scenario has at most 1 MB of text'));
  }
  const excess = findExcess(text);
  if (excess) {
    const before = text.slice(0, excess.offset).split(/\r\n|\r|\n/);
    source.values.set('', { file, line: before.length, column: before.at(-1)!.length + 1 });
    return fail(excess.problem);
  }
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  let document: Document.Parsed;
  try {
    // That no key stands twice is checked below: the parser compares each with every other.
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2', uniqueKeys: false });
  } catch {
    return fail(tooDeep([]));
  }
  source.values.set('', placeAt(document.contents?.range[0] ?? 0));
  const faults = [...document.errors, ...document.warnings];
  const directive = /^%YAML/m.exec(text);
  if (directive && document.directives.yaml.explicit) {
    const message = `directive ${directive[0]} is not allowed: it changes how values are read; remove the line`;
    return { problems: [{ ...empty('directive', directive[0], message), ...placeAt(directive.index), path: '' }] };
  }
  if (faults.some(({ message }) => /call stack/i.test(message))) return fail(tooDeep([]));
  if (faults.length > 0) {
    const problems = faults.slice(0, syntaxProblemsMax).map(({ code, message, pos }): Problem => {
      const phrase = syntaxMessages[code] ?? sentence(message);
      return { ...empty(syntaxCodes[code] ?? 'syntax', null, phrase), ...placeAt(pos[0]), path: '' };
    });
    return { problems };
  }
  const problems = recordPlaces(document, source, placeAt);
  if (problems.length > 0) return { problems: problems.map((problem) => placeProblem(problem, source)) };
  if (countExpanded(document) > expandedMax) return fail(tooMuchExpanded());
  // How much there is has been counted.
  source.data = copyPlain(document.toJS({ maxAliasCount: -1 }));
  return { source };
}

/** Gives a problem its line: that of its value or key, or of the nearest enclosing one that was written. */
export function placeProblem({ steps, atKey, ...problem }: PathProblem, source: Source): Problem {
  const path = pathOf(steps);
  const place = findPlace(steps, atKey === true, source);
  const { file, line, column, spelt } = place;
  // A number that lost digits on the way in is quoted as it was spelt; one that a sweep put there stands as it is.
  const { code, received, expected } = problem;
  const isLossy = spelt !== undefined && Object.is(spelt.value, received) && String(received) !== spelt.text;
  const message = isLossy ? problem.message.replace(` ${spelt.value}`, ` ${shorten(spelt.text)}`) : problem.message;
  return { code, file, line, column, path, received: received ?? null, expected, message };
}

/** Key of a path in {@link Source.values}; a slash cannot be confused with the dots inside sweep keys. */
export function placeKey(steps: Steps): string {
  return steps.join('/');
}

function findPlace(steps: Steps, atKey: boolean, source: Source): Place {
  const written = byPosition(steps, source.data);
  if (atKey) {
    const key = source.keys.get(placeKey(written));
    if (key) return key;
  }
  for (let length = written.length; length >= 0; length--) {
    const place = source.values.get(placeKey(written.slice(0, length)));
    if (place) return length === written.length ? place : { file: place.file, line: place.line, column: place.column };
  }
  return { file: source.file, line: 0, column: 0 };
}

/** Strategies are known by name; the file lists them by position. */
function byPosition(steps: Steps, data: unknown): Steps {
  const [section, role, name, ...rest] = steps;
  if (section !== 'players' || typeof name !== 'string') return steps;
  const list = (data as { players?: Record<string, unknown> } | null)?.players?.[String(role)];
  if (!Array.isArray(list)) return steps;
  const position = list.findIndex((item) => (item?.name ?? item?.kind ?? item) === name);
  return position < 0 ? [section, String(role)] : [section, String(role), position, ...rest];
}

function recordPlaces(document: Document.Parsed, source: Source, placeAt: (offset: number) => Place): PathProblem[] {
  const problems: PathProblem[] = [];
  const visit = (node: unknown, steps: Steps, anchors: readonly string[]): void => {
    if (problems.length > 0 && steps.length > depthMax) return;
    if (steps.length > depthMax) {
      problems.push(tooDeep(steps.slice(0, 3)));
      return;
    }
    const { range, anchor } = node as Node & { range?: [number, number, number]; anchor?: string };
    const key = placeKey(steps);
    if (range) source.values.set(key, placeAt(range[0]));
    const place = source.values.get(key);
    if (isScalar(node) && typeof node.value === 'number' && node.source && place) {
      place.spelt = { text: node.source, value: node.value };
      const reason = findMisspelt(node.source);
      if (reason !== undefined) problems.push(unreadable('misspelt-number', steps, node.source, reason, 'a number'));
    }
    if (isAlias(node) && anchors.includes(node.source)) {
      problems.push(say('alias-cycle', steps, `*${node.source}`, 'values', `alias *${node.source} contains itself`));
    } else if (isAlias(node) && !node.resolve(document)) {
      problems.push(say('unknown-alias', steps, `*${node.source}`, 'values', `nothing is called &${node.source}`));
    }
    const inside = anchor ? [...anchors, anchor] : anchors;
    if (isMap(node)) {
      const names = new Set<string>();
      for (const pair of node.items) visitPair(pair, steps, inside, names);
    }
    if (isSeq(node)) for (const [i, item] of node.items.entries()) visit(item, [...steps, i], inside);
  };
  const visitPair = (pair: Pair, steps: Steps, anchors: readonly string[], names: Set<string>): void => {
    const { key, value } = pair;
    const range = (key as Node | null)?.range;
    if (!isScalar(key) || key.value === null || typeof key.value === 'object') {
      problems.push(
        say('bad-key', steps, null, 'a name', `a key in ${pathOf(steps) || 'the file'} is not a plain name`),
      );
      return;
    }
    const name = String(key.value as string | number | boolean);
    const inner = [...steps, name];
    if (range) source.keys.set(placeKey(inner), placeAt(range[0]));
    if (range && value === null) source.values.set(placeKey(inner), placeAt(range[0]));
    if (names.has(name)) {
      const message = `key ${JSON.stringify(name)} is already there`;
      problems.push({ ...say('duplicate-key', inner, null, 'a key of its own', message), atKey: true });
    }
    names.add(name);
    if (unsafeKeys.includes(name)) {
      const message = `key ${JSON.stringify(name)} is not allowed; remove it`;
      problems.push({ ...say('unsafe-key', inner, name, 'another key', message), atKey: true });
    }
    if (value !== null) visit(value, inner, anchors);
  };
  if (document.contents) visit(document.contents, [], []);
  return problems;
}

/** Values of a document once every alias stands for what it names. */
function countExpanded(document: Document.Parsed): number {
  const known = new Map<unknown, number>();
  const count = (node: unknown): number => {
    const before = known.get(node);
    if (before !== undefined) return before;
    let size = 1;
    if (isAlias(node)) size = count(node.resolve(document));
    if (isMap(node)) for (const { key, value } of node.items) size += count(key) + count(value);
    if (isSeq(node)) for (const item of node.items) size += count(item);
    if (typeof node === 'object' && node !== null) known.set(node, size);
    return size;
  };
  return count(document.contents);
}

/** Keys that would reach a prototype if they were ever assigned. */
export const unsafeKeys = ['__proto__', 'constructor', 'prototype'];

/** A copy in which nothing is shared, so that one use of an alias can change without the others. */
function copyPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyPlain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyPlain(inner)]));
}

const syntaxCodes: Record<string, string> = {
  MULTIPLE_DOCS: 'several-documents',
  TAB_AS_INDENT: 'tab',
  TAG_RESOLVE_FAILED: 'unknown-tag',
};

const syntaxMessages: Record<string, string> = {
  MULTIPLE_DOCS: 'a second document starts here; a file holds one scenario',
  TAB_AS_INDENT: 'indent with spaces; tabs are not allowed',
};

function empty(code: string, received: unknown, message: string): Omit<Problem, 'line' | 'column' | 'file' | 'path'> {
  return { code, received, expected: 'plain YAML 1.2 or JSON', message };
}

/** A parser's message as a clause: its first line, without a full stop, starting small. */
function sentence(message: string): string {
  const [first] = message.split('\n');
  return `${first.charAt(0).toLowerCase()}${first.slice(1)}`.replace(/\.$/, '');
}
