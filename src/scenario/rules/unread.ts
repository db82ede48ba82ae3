/**
 * Parameters that nothing reads: what they are set to changes nothing, so that whoever set them believes something else
 * is studied. One that stands at its default says nothing and may stay, as it does in a file written out.
 *
 * Three tables say what is read. What another parameter decides is declared beside a parameter, as `readWith` of its
 * schema; what only certain moves of players read stands in unread-moves.ts; what a mechanism has no use for was found by
 * turning everything (unread-parameters.ts).
 */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { compileExpression } from '../numbers/expression.ts';
import { type ChoiceLeaf, findLeaves, isRecord, type Leaves, type NumberLeaf, nameOf } from '../numbers/leaves.ts';
import { followPath } from '../numbers/paths.ts';
import { type PathProblem, type Steps, say, show } from '../problems/problems.ts';
import type { Axis } from '../schema/scenario.ts';
import { schemasOf } from '../schema/schema.ts';
import type { FindParameter } from '../sweep/sweep.ts';
import { listMoves, moveReaders } from './unread-moves.ts';
import { unreadParameters } from './unread-parameters.ts';

/** What is looked at for idle parameters. */
export interface UnreadContext {
  catalogue: Catalogue;
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
  const { sweep, axes, find, isSound } = context;
  const labelled = axes.filter(({ path, options }) => options && path !== 'mechanism').map(({ path }) => path);
  const swept = [...labelled, ...Object.keys(sweep)].flatMap((path) => explain(context, path, find(path), 'swept'));
  if (!isSound) return swept;
  return [
    ...swept,
    ...listWritten(context).flatMap(({ path, leaf }) => explain(context, path, leaf, 'written')),
    ...listFollowers(context),
    ...listOptions(context),
  ];
}

type Way = 'swept' | 'written';

/** Why nothing reads a parameter, where that is so. */
function explain(context: UnreadContext, path: string, leaf: NumberLeaf | undefined, way: Way): PathProblem[] {
  const { data, axes } = context;
  const idle = findIdle(context, leaf?.path ?? path);
  if (idle) return [complain(idle.path, `under ${idle.kinds.join(' or ')}`, undefined, way)];
  const rated = path === ratePath ? sayOwnRates(context) : undefined;
  if (rated !== undefined) return [complain(path, rated, undefined, way)];
  const unmoved = findUnmoved(context, leaf?.path ?? path);
  if (unmoved) return [complain(path, unmoved.idle, unmoved.needed, way)];
  const conditions = Object.entries(leaf?.readWith ?? {}).map(([other, words]) => {
    return { other, words, values: listValues(data, axes, other) };
  });
  return conditions.some((condition) => isMet(condition, conditions.length === 1))
    ? []
    : sayUnmet(path, conditions, way);
}

/** What another parameter must be for one to be read, and what it is at the design points. */
interface Condition {
  other: string;
  words: readonly string[];
  values: readonly unknown[];
}

/** @param isOnly  there is no other condition: a mechanism without the other parameter has this one for reasons of its own */
function isMet({ words, values }: Condition, isOnly: boolean): boolean {
  return values.some((value) => (isOnly && value === undefined) || words.includes(value as string));
}

function sayUnmet(path: string, conditions: readonly Condition[], way: Way): PathProblem[] {
  if (conditions.length === 0) return [];
  const needed = conditions.flatMap(({ other, words }) => words.map((name) => `${other}: ${name}`)).join(' or ');
  const { other, values } = conditions[0];
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

/** How many jobs come, where demand does not say so itself. */
const ratePath = 'market.jobsPerSecond';

/** Where each demand of the study says by itself how many jobs come; nothing where one asks the market. */
function sayOwnRates({ catalogue, data, axes }: UnreadContext): string | undefined {
  const listed = listValues(data, axes, 'market.demand').map((demand) => nameOf(demand) ?? '');
  if (!listed.every((kind) => catalogue.demands.get(kind)?.hasOwnRate)) return undefined;
  const names = [...new Set(listed)].join(' or ');
  return `where market.demand is ${names}, which says by itself how many jobs come`;
}

/** Numbers that follow a rate at which no job comes would be of another market. */
function listFollowers(context: UnreadContext): PathProblem[] {
  const rated = sayOwnRates(context);
  if (rated === undefined) return [];
  return context.leaves.numbers.flatMap(({ path, steps, given, isDefault }) => {
    if (isDefault || typeof given !== 'string' || !given.trimStart().startsWith('=')) return [];
    const { references } = compileExpression(given.replace(/^\s*=/, '').trim());
    if (!references.includes(ratePath)) return [];
    const message = `${path} follows ${ratePath}, which is no rate of jobs ${rated}; write the number itself`;
    return [say('unread-path', steps, given, 'an expression over what is read', message)];
  });
}

/** The entry of the table of moves for a parameter that none of those listed reads. */
function findUnmoved({ catalogue, data, axes }: UnreadContext, path: string) {
  const reader = moveReaders.find((candidate) => candidate.path === path);
  const players = reader && listMoves(data.players, catalogue);
  if (!players) return undefined;
  const hides = listValues(data, axes, 'mechanism.reveal').some((word) => word !== 'open');
  return reader.isRead({ players, hides }) ? undefined : reader;
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

/** Inside listed mechanisms a parameter may be idle by what stands beside it, whatever the other mechanisms read. */
function listOptions(context: UnreadContext): PathProblem[] {
  const axis = context.axes.find(({ path }) => path === 'mechanism');
  return (axis?.options ?? []).flatMap((option, i) => {
    if (!isRecord(option)) return [];
    const alone = { ...context, axes: context.axes.map((one) => (one === axis ? { ...one, options: [option] } : one)) };
    const fallbacks = new Map(
      findLeaves(schemasOf(context.catalogue).sections, { mechanism: { kind: option.kind } }).choices.map((leaf) => [
        leaf.path,
        leaf.fallback,
      ]),
    );
    return Object.entries(option).flatMap(([name, value]) => {
      const path = `mechanism.${name}`;
      const leaf = context.find(path);
      if (value === (leaf ?? { fallback: fallbacks.get(path) }).fallback) return [];
      return explain(alone, path, leaf, 'written').map((problem) => ({
        ...problem,
        steps: ['sweep', 'mechanism', i, name],
      }));
    });
  });
}

/** What a parameter that is no number is at any design point. */
function listValues(data: unknown, axes: readonly Axis[], path: string): unknown[] {
  const own = axes.find((axis) => axis.path === path)?.options;
  if (own) return own;
  for (const { path: swept, options } of axes) {
    if (options && path.startsWith(`${swept}.`)) {
      const steps = path.slice(swept.length + 1).split('.');
      return options.map((option) => followPath(option, steps));
    }
  }
  return [followPath(data, path.split('.'))];
}
