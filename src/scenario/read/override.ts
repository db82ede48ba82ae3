import { isScalar, parseDocument } from 'yaml';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { isRecord, nameOf } from '../numbers/leaves.ts';
import { currentPath } from '../numbers/older-names.ts';
import { findMisspelt } from '../numbers/spelling.ts';
import { type PathProblem, type Steps, say, show, unreadable } from '../problems/problems.ts';
import { findExcess } from './limits.ts';
import { placeKey, type Source, unsafeKeys } from './load.ts';
import { readListedSetting } from './override-alternatives.ts';

/** Values from the command line that replace those of the file. */
export interface Overrides {
  /** `--set path=value`, in order. */
  set?: readonly (readonly [path: string, value: string])[];
  /** `--seed`. */
  seed?: unknown;
  /** `--replications`. */
  replications?: number;
}

/**
 * Writes overrides into a scenario's data before it is checked; problems with them name the flag instead of a line.
 *
 * Setting a swept parameter pins it: its axis is removed. Where several mechanisms are swept, their parameters are set in
 * all that have them, and `mechanism` takes the label of one.
 */
export function applyOverrides(
  source: Source,
  { set = [], seed, replications }: Overrides,
  catalogue: Catalogue,
): PathProblem[] {
  const problems: PathProblem[] = [];
  for (const [written, text] of set) {
    const path = currentPath(written);
    const steps = stepsOf(path, source.data);
    const flag = `--set ${written}`;
    const unsafe = steps.find((step) => unsafeKeys.includes(String(step)) || step === '');
    if (unsafe !== undefined) {
      place(source, [], flag);
      problems.push(
        say('unsafe-key', [], path, 'the path of a parameter', `${show(path)} is not the path of a parameter`),
      );
      continue;
    }
    const { value, reason = 'there is no place for it in this file' } = parseFlag(text);
    const listed =
      value === undefined
        ? undefined
        : readListedSetting(isRecord(source.data) ? source.data : {}, { path, value }, catalogue);
    if (listed && 'problem' in listed) {
      place(source, [], flag);
      problems.push(listed.problem);
      continue;
    }
    const writes = listed?.writes ?? [{ steps, value }];
    if (value === undefined || !writes.every((one) => write(source, one.steps, one.value))) {
      place(source, steps, flag);
      problems.push(unreadable('unreadable-flag', steps, text, reason, 'a value as in a scenario file'));
      continue;
    }
    for (const one of writes) place(source, one.steps, flag);
    const { sweep } = (isRecord(source.data) ? source.data : {}) as { sweep?: unknown };
    if (isRecord(sweep) && !writes.some((one) => one.steps[0] === 'sweep' && one.steps[1] === path)) delete sweep[path];
  }
  if (seed !== undefined && write(source, ['seed'], seed)) place(source, ['seed'], '--seed');
  if (replications !== undefined && write(source, ['replications'], replications)) {
    place(source, ['replications'], '--replications');
  }
  return problems;
}

/** What a file would hold where the text of a flag stood; or why it could not hold it. */
function parseFlag(text: string): { value?: unknown; reason?: string } {
  const excess = findExcess(text);
  if (excess) return { reason: excess.problem.message };
  const document = parseDocument(text, { prettyErrors: false, version: '1.2', logLevel: 'error' });
  if (document.errors.length + document.warnings.length > 0) return { reason: 'it is not a value' };
  const { contents } = document;
  const misspelt = isScalar(contents) && typeof contents.value === 'number' ? findMisspelt(text) : undefined;
  if (misspelt !== undefined) return { reason: misspelt };
  try {
    return { value: document.toJS() as unknown };
  } catch {
    return { reason: 'it names what is not there' };
  }
}

/**
 * The seed that a flag gives, as a file would hold it: a number where it is one, text where it is text.
 *
 * @returns the seed, or why it cannot be read
 * @example
 * readSeed('7') // => { seed: 7 }
 */
export function readSeed(text: string): { seed: unknown } | { reason: string } {
  const { value, reason } = parseFlag(text);
  // Text that YAML cannot read is text all the same.
  if (value === undefined) return reason === 'it is not a value' ? { seed: text } : { reason: reason! };
  return { seed: value };
}

/** A seed as it has to be typed to be read as the same. */
function typeSeed(seed: unknown): string {
  if (typeof seed !== 'string') return String(seed);
  const read = readSeed(seed);
  return 'seed' in read && read.seed === seed ? seed : JSON.stringify(seed);
}

/** The command that runs a file with these overrides, as one would type it: `npx posp run a.yaml --set market.stake=9`. */
export function writeCommand(
  file: string,
  { set = [], seed, replications }: Overrides = {},
  { plugins, assets }: Pick<Catalogue, 'plugins' | 'assets'> = { plugins: [], assets: [] },
): string {
  const flags = [
    ...plugins.flatMap((plugin) => (plugin.file === undefined ? [] : [`--plugin ${quote(plugin.file)}`])),
    ...assets.map((asset) => `--asset ${quote(asset)}`),
    ...set.map(([path, text]) => `--set ${quote(`${path}=${text}`)}`),
    ...(seed === undefined ? [] : [`--seed ${quote(typeSeed(seed))}`]),
    ...(replications === undefined ? [] : [`--replications ${replications}`]),
  ];
  return ['npx posp run', quote(file), ...flags].join(' ');
}

/** A word as a shell takes it for one. */
function quote(word: string): string {
  return /^[\w./=:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Whether a text is such a command and nothing else: one that a shell would take for more is none. */
export function isCommand(text: string): boolean {
  const word = String.raw`(?:[\w./=:@%+-]+|'[^']*'(?:\\''[^']*')*)`;
  return new RegExp(`^npx posp run ${word}(?: --(?:plugin|asset|set|seed|replications) ${word})*$`).test(text);
}

/** A path as steps: strategies by name become positions, and a sweep's key keeps its dots. */
function stepsOf(path: string, data: unknown): Steps {
  if (path.startsWith('sweep.')) return ['sweep', path.slice('sweep.'.length)];
  const steps: (string | number)[] = path.split('.');
  const [section, role, name] = steps;
  const list = isRecord(data) && isRecord(data.players) ? data.players[role] : undefined;
  if (section === 'players' && Array.isArray(list) && name !== undefined) {
    const position = list.findIndex((item) => nameOf(item) === name);
    steps[2] = position >= 0 ? position : /^\d+$/.test(String(name)) ? Number(name) : name;
  }
  return steps;
}

function write({ data }: Source, steps: Steps, value: unknown): boolean {
  let holder: unknown = data;
  for (const [i, given] of steps.entries()) {
    const isLast = i === steps.length - 1;
    const step = Array.isArray(holder) && /^\d+$/.test(String(given)) ? Number(given) : given;
    if (Array.isArray(holder)) {
      if (typeof step !== 'number' || step >= holder.length) return false;
      if (!isLast && typeof holder[step] === 'string') holder[step] = { kind: holder[step] };
    } else if (!isRecord(holder)) {
      return false;
    }
    const inner = holder as Record<string | number, unknown>;
    if (isLast) inner[step] = value;
    else if (!Object.hasOwn(inner, step) || inner[step] === null) inner[step] = {};
    holder = inner[step];
  }
  return true;
}

function place(source: Source, steps: Steps, flag: string): void {
  const key = placeKey(steps);
  for (const places of [source.values, source.keys]) {
    for (const known of places.keys()) if (known.startsWith(`${key}/`)) places.delete(known);
    // Sections that the flag brought into being are its own as well.
    for (const i of steps.keys()) {
      const section = placeKey(steps.slice(0, i));
      if (i > 0 && !source.keys.has(section) && !places.has(section))
        places.set(section, { file: flag, line: 0, column: 0 });
    }
    places.set(key, { file: flag, line: 0, column: 0 });
  }
}
