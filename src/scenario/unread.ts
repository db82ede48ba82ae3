/**
 * Parameters that nothing reads: what they are set to changes nothing, so that whoever set them believes something else
 * is studied. One that stands at its default says nothing and may stay, as it does in a file written out.
 *
 * Two tables say what is read. What another parameter decides is declared beside a parameter, as `readWith` of its
 * schema; what a mechanism has no use for was found by turning everything (unread-parameters.ts).
 */
import { compileExpression } from './expression.ts';
import { type ChoiceLeaf, isRecord, type Leaves, type NumberLeaf } from './leaves.ts';
import { followPath } from './paths.ts';
import { type PathProblem, type Steps, say, show } from './problems.ts';
import type { Axis } from './scenario.ts';
import type { FindParameter } from './sweep.ts';
import { unreadParameters } from './unread-parameters.ts';

/** What is looked at for idle parameters. */
export interface UnreadContext {
  /** The file's data, defaults filled in and numbers read. */
  data: Record<string, unknown>;
  sweep: Record<string, unknown>;
  axes: readonly Axis[];
  find: FindParameter;
  /** The parameters of the file. */
  leaves: Leaves;
  /** Whether all of it could be read: what is wrong by itself has its own sentence. */
  isSound: boolean;
}

/** Everything that is swept or written, and read at no design point. */
export function findUnread(context: UnreadContext): PathProblem[] {
  const { sweep, find, isSound } = context;
  const swept = Object.keys(sweep).flatMap((path) => explain(context, path, find(path), 'swept'));
  if (!isSound) return swept;
  return [
    ...swept,
    ...listWritten(context).flatMap(({ path, leaf }) => explain(context, path, leaf, 'written')),
    ...listOptions(context),
  ];
}

type Way = 'swept' | 'written';

/** Why nothing reads a parameter, where that is so. */
function explain(context: UnreadContext, path: string, leaf: NumberLeaf | undefined, way: Way): PathProblem[] {
  const { data, axes } = context;
  const idle = findIdle(context, leaf?.path ?? path);
  if (idle) return [complain(idle.path, `under ${idle.kinds.join(' or ')}`, undefined, way)];
  return Object.entries(leaf?.readWith ?? {}).flatMap(([other, words]) =>
    explainCondition(path, other, words, listValues(data, axes, other), way),
  );
}

function explainCondition(
  path: string,
  other: string,
  words: readonly string[],
  values: readonly unknown[],
  way: Way,
): PathProblem[] {
  // A mechanism without the other parameter has this one for reasons of its own.
  if (values.some((value) => value === undefined || words.includes(value as string))) return [];
  const needed = words.map((name) => `${other}: ${name}`).join(' or ');
  const state = values.map((value) => (typeof value === 'string' ? show(value) : 'something else')).join(' or ');
  return [complain(path, `where ${other} is ${state}`, needed, way)];
}

function complain(path: string, where: string, needed: string | undefined, way: Way): PathProblem {
  const readWith = needed === undefined ? '' : `; it is read with ${needed}`;
  const message =
    way === 'swept'
      ? `nothing reads ${path} ${where}, so sweeping it changes nothing${readWith}`
      : `nothing reads ${path} ${where}; leave it out${needed === undefined ? '' : `: it is read with ${needed}`}`;
  const steps: Steps = way === 'swept' ? ['sweep', path] : path.split('.');
  return { ...say('unread-path', steps, path, needed ?? 'a parameter that something reads', message), atKey: true };
}

/** The entry of the table for a parameter, where every mechanism of the study has one. */
function findIdle({ data, axes }: UnreadContext, path: string): { path: string; kinds: string[] } | undefined {
  const options = axes.find((axis) => axis.path === 'mechanism')?.options ?? [data.mechanism];
  const kinds = [...new Set(options.map((option) => String(isRecord(option) ? option.kind : option)))];
  const entries = kinds.map((kind) =>
    unreadParameters.get(kind)?.find((entry) => entry === path || path.startsWith(`${entry}.`)),
  );
  return entries.length > 0 && entries[0] !== undefined && entries.every((entry) => entry !== undefined)
    ? { path: entries[0], kinds }
    : undefined;
}

/** Parameters of the file that do not stand at their default, and are not swept. */
function listWritten({ data, axes, leaves }: UnreadContext): { path: string; leaf: NumberLeaf | undefined }[] {
  const isSwept = (path: string) =>
    axes.some((axis) => axis.path === path || path.startsWith(`${axis.path}.`) || axis.path.startsWith(`${path}.`));
  const numbers = leaves.numbers.filter((leaf) => !isSwept(leaf.path) && !isAtDefault(leaf, data));
  const words = leaves.choices.filter((leaf) => !isSwept(leaf.path) && isOtherWord(leaf, data));
  return [
    ...numbers.map((leaf) => ({ path: leaf.path, leaf })),
    ...words.map(({ path }) => ({ path, leaf: undefined })),
  ];
}

function isAtDefault({ given, steps, fallback, isDefault }: NumberLeaf, data: unknown): boolean {
  if (isDefault || given === undefined || given === null) return true;
  if (fallback === undefined || fallback === null) return false;
  const value = followPath(data, steps);
  if (typeof fallback !== 'string') return value === fallback;
  return given === fallback || value === evaluate(fallback, data);
}

function evaluate(expression: string, data: unknown): number {
  const read = compileExpression(expression.replace(/^\s*=/, '').trim());
  return read.evaluate((path) => Number(followPath(data, path.split('.'))));
}

function isOtherWord({ steps, fallback }: ChoiceLeaf, data: unknown): boolean {
  const value = followPath(data, steps);
  return typeof value === 'string' && typeof fallback === 'string' && value !== fallback;
}

/** Inside listed mechanisms a parameter may be idle by what stands beside it. */
function listOptions({ axes, find }: UnreadContext): PathProblem[] {
  const axis = axes.find(({ path }) => path === 'mechanism');
  return (axis?.options ?? []).flatMap((option, i) =>
    Object.entries(isRecord(option) ? option : {}).flatMap(([name, value]) => {
      const path = `mechanism.${name}`;
      const { readWith = {}, fallback } = find(path) ?? {};
      if (value === fallback) return [];
      return Object.entries(readWith).flatMap(([other, words]) => {
        const beside = followPath(option, other.split('.').slice(1));
        return explainCondition(path, other, words, [beside], 'written').map((problem) => ({
          ...problem,
          steps: ['sweep', 'mechanism', i, name],
        }));
      });
    }),
  );
}

/** What a parameter that is no number is at any design point. */
function listValues(data: unknown, axes: readonly Axis[], path: string): unknown[] {
  for (const { path: swept, options } of axes) {
    if (options && path === swept) return options;
    if (options && path.startsWith(`${swept}.`)) {
      const steps = path.slice(swept.length + 1).split('.');
      return options.map((option) => followPath(option, steps));
    }
  }
  return [followPath(data, path.split('.'))];
}
