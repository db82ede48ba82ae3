/**
 * The schema library's issues as problems with readable sentences.
 */
import { z } from 'zod';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { claimsIn } from '../../catalogue/claims.ts';
import { isRecord, type NumberLeaf } from '../numbers/leaves.ts';
import { innerOf } from '../numbers/parameter-meta.ts';
import { followPath } from '../numbers/paths.ts';
import { unitNouns } from '../numbers/quantity.ts';
import {
  missing,
  notOneOf,
  type PathProblem,
  pathOf,
  type Steps,
  say,
  show,
  unknownKey,
  unknownName,
  wrongValue,
} from '../problems/problems.ts';
import { socketPaths } from './schema.ts';

type Issue = z.core.$ZodIssue;

/** What sentences need to know beside the issue. */
export interface IssueContext {
  schema: z.ZodType;
  /** Where kinds are looked up; absent where there are none. */
  catalogue?: Catalogue;
  data: unknown;
  /** Number leaves by {@link pathOf} of their steps. */
  leaves: ReadonlyMap<string, NumberLeaf>;
}

/** One issue as problems; an issue about several keys gives one for each. */
export function explainIssue(issue: Issue, context: IssueContext): PathProblem[] {
  const steps = issue.path as Steps;
  const received = followPath(context.data, steps);
  const leaf = context.leaves.get(pathOf(steps));
  if (pathOf(steps) === 'seed') return [explainSeed(steps, received)];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => explainKey(steps, key, context));
    case 'invalid_value':
      if (received === undefined) return [missing(steps, describeAt(context, steps))];
      return [notOneOf(steps, received, issue.values.map(String))];
    case 'invalid_union':
      return explainUnion(issue, context);
    case 'invalid_type':
      if (received === undefined && isMerged(context, steps)) return [];
      if (received === undefined) return [missing(steps, describeAt(context, steps))];
      if (leaf) return [explainNumber(leaf, steps, received)];
      return [wrongValue('wrong-type', steps, received, `expected ${typeNouns[issue.expected] ?? issue.expected}`)];
    case 'too_small':
    case 'too_big':
      if (leaf) return [explainNumber(leaf, steps, received)];
      return [wrongValue('out-of-range', steps, received, describeSize(issue))];
    default:
      return [wrongValue('rule', steps, received, issue.message)];
  }
}

/** Checks one number against its place; `undefined` when it fits. */
export function checkNumber(leaf: NumberLeaf, steps: Steps, value: unknown): PathProblem | undefined {
  const parsed = leaf.schema.safeParse(value);
  if (parsed.success) return undefined;
  const [{ code, message }] = parsed.error.issues;
  return code === 'custom' ? wrongValue('rule', steps, value, message) : explainNumber(leaf, steps, value);
}

function explainNumber(leaf: NumberLeaf, steps: Steps, received: unknown): PathProblem {
  if (typeof received !== 'number')
    return wrongValue('wrong-type', steps, received, `expected ${unitNouns[leaf.unit]}`);
  if (!Number.isFinite(received)) return wrongValue('not-finite', steps, received, 'it must be a finite number');
  if (leaf.schema.isInt && !Number.isInteger(received)) {
    return wrongValue('not-integer', steps, received, 'it must be a whole number');
  }
  const isTooMuch = leaf.unit === 'credits' && received > 0;
  const hint = isTooMuch ? '; write all amounts in a larger unit, such as thousands' : '';
  return wrongValue('out-of-range', steps, received, describeRange(leaf) + hint);
}

/** The range of a number in words: `a probability lies in [0, 1]`. */
export function describeRange({ schema, unit, isChance }: NumberLeaf): string {
  const low = bound(schema, schema.minValue);
  const high = bound(schema, schema.maxValue);
  const suffix = unit === 'credits' ? ' credits' : unit === 's' ? ' s' : unit === '1/s' ? ' per second' : '';
  if (low && high) {
    const range = `${low.isIncluded ? '[' : '('}${low.limit}, ${high.limit}${high.isIncluded ? ']' : ')'}`;
    const isShare = unit === '1' && Number(low.limit) >= 0 && Number(high.limit) <= 1;
    if (isShare) return `${isChance ? 'a probability' : 'a share'} lies in ${range}`;
    return `it must lie in ${range}${suffix}`;
  }
  if (low) return `it must be ${low.isIncluded ? 'at least' : 'more than'} ${low.limit}${suffix}`;
  if (high) return `it must be ${high.isIncluded ? 'at most' : 'less than'} ${high.limit}${suffix}`;
  return 'it must be a number';
}

function bound(schema: z.ZodNumber, limit: number | null): { limit: number; isIncluded: boolean } | undefined {
  if (limit === null || Math.abs(limit) >= Number.MAX_SAFE_INTEGER) return undefined;
  return { limit, isIncluded: schema.safeParse(limit).success };
}

function explainUnion(issue: Extract<Issue, { code: 'invalid_union' }>, context: IssueContext): PathProblem[] {
  const steps = issue.path as Steps;
  const received = followPath(context.data, steps);
  const { discriminator, options } = issue as { discriminator?: string; options?: unknown[] };
  if (discriminator !== undefined) {
    const known = (options ?? []).map(String);
    const noun = kindNoun(steps);
    if (received === undefined && isMerged(context, steps)) return [mergeKey(steps.slice(0, -1))];
    if (received !== undefined)
      return [unknownName(`unknown-${noun}`, noun, steps, received, known, kindOfTitle(received, context.catalogue))];
    return [missing(steps, `the kind of ${noun}, one of ${known.join(', ')}`)];
  }
  if (received === undefined) return [missing(steps, describeAt(context, steps))];
  const deepest = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0] ?? [];
  if (depth(deepest) > 0) {
    return deepest.flatMap((inner) => explainIssue({ ...inner, path: [...issue.path, ...inner.path] }, context));
  }
  if (steps[0] === 'sweep' && steps.length === 2) {
    const list = typeof received === 'number' || typeof received === 'string' ? `[${received}]` : '[1, 2]';
    const message = `expected a list of values, as ${list}, or a range, as { from: 1, to: 2, steps: 3 }`;
    return [wrongValue('wrong-type', steps, received, message)];
  }
  const leaf = context.leaves.get(pathOf(steps));
  if (leaf && typeof received === 'number') return [explainNumber(leaf, steps, received)];
  const words = issue.errors
    .flat()
    .flatMap((inner) => (inner.code === 'invalid_value' ? inner.values.map(String) : []));
  if (words.length > 0) return [notOneOf(steps, received, words)];
  return [
    wrongValue('wrong-type', steps, received, `expected ${describeAt(context, steps) ?? 'another kind of value'}`),
  ];
}

/** A key that is not known: one that came about by mistake says so. */
function explainKey(steps: Steps, key: string, context: IssueContext): PathProblem {
  if (key === '<<') return mergeKey(steps);
  if (/^\d+$/.test(key)) {
    const message = `${show(key)} in ${pathOf(steps) || 'the file'} is an entry of its own: inside { } a comma begins the next one; a number is written without, as 1000, and its decimals after a point, as 1.5`;
    return { ...say('unknown-key', [...steps, key], key, 'a number with a point', message), atKey: true };
  }
  return unknownKey(steps, key, keysAt(context, steps));
}

/** What `<<` would have merged is not there, and YAML 1.2 knows no such key. */
function mergeKey(steps: Steps): PathProblem {
  const place = steps.length === 0 ? 'at the top of the file' : `in ${pathOf(steps)}`;
  const message = `"<<" ${place}: merge keys are not read (YAML 1.2 has none); write the entries out, or let a whole value stand for itself again, as market: *name`;
  return { ...say('merge-key', [...steps, '<<'], '<<', 'entries written out', message), atKey: true };
}

/** Whether something may be missing because it was to be merged in. */
function isMerged({ data }: IssueContext, steps: Steps): boolean {
  const parent = followPath(data, steps.slice(0, -1));
  return isRecord(parent) && '<<' in parent;
}

/** The kind that goes by a title written as a name: `posp` for `proof-of-sampling`. */
function kindOfTitle(name: unknown, catalogue: Catalogue | undefined): string | undefined {
  if (typeof name !== 'string' || !catalogue) return undefined;
  const { mechanisms, strategies } = catalogue;
  const entries = [...mechanisms.values(), ...strategies.values(), ...claimsIn(catalogue).values()];
  const isMeant = ({ title }: { title: string }) => title.toLowerCase().replaceAll(' ', '-') === name.toLowerCase();
  return entries.find(isMeant)?.kind;
}

function depth(issues: readonly Issue[]): number {
  return Math.max(
    0,
    ...issues.map(({ path, code }) => path.length + (code === 'unrecognized_keys' || code === 'custom' ? 1 : 0)),
  );
}

function explainSeed(steps: Steps, received: unknown): PathProblem {
  const expected = 'text, or a whole number from 0 to 2^53 - 1';
  const isUnsafe = typeof received === 'number' && Number.isInteger(received) && received > 0;
  const advice = isUnsafe ? 'digits beyond 2^53 are lost; put the seed in quotes' : `a seed is ${expected}`;
  return say(
    isUnsafe ? 'unsafe-seed' : 'wrong-type',
    steps,
    received,
    expected,
    `seed is ${show(received)}; ${advice}`,
  );
}

function kindNoun(steps: Steps): string {
  // What stands further in is a plug's own, as the law of a time.
  const within = pathOf(steps.slice(0, -1).filter((step) => typeof step === 'string'));
  const socket = socketPaths.find((path) => path === within);
  if (socket !== undefined) return socket.split('.').at(-1)!.replace(/s$/, '');
  if (steps[0] === 'mechanism') return 'mechanism';
  if (steps[0] === 'players') return 'strategy';
  return steps[0] === 'claims' ? 'claim' : 'distribution';
}

const typeNouns: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a group of settings',
  record: 'a group of settings',
  array: 'a list',
  tuple: 'a list',
};

function describeSize({ code, origin, ...issue }: Extract<Issue, { code: 'too_small' | 'too_big' }>): string {
  const limit = code === 'too_small' ? (issue as { minimum: number }).minimum : (issue as { maximum: number }).maximum;
  const noun = origin === 'string' ? 'characters' : 'items';
  if (code === 'too_small' && Number(limit) === 1) return 'it must not be empty';
  return `it has ${code === 'too_small' ? 'at least' : 'at most'} ${limit} ${noun}`;
}

/** Keys the schema knows at a place, among them those of the variant its `kind` selects. */
function keysAt(context: IssueContext, steps: Steps): string[] {
  const schema = schemaAt(context.schema, steps, context.data);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape).filter((key) => !key.startsWith('$')) : [];
}

function describeAt(context: IssueContext, steps: Steps): string | undefined {
  const parent = schemaAt(context.schema, steps.slice(0, -1), context.data);
  const last = steps[steps.length - 1];
  let child = parent instanceof z.ZodObject ? (parent.shape[last] as z.ZodType | undefined) : undefined;
  for (; child; child = innerOf(child)) {
    const { description, unit } = child.meta() ?? {};
    if (description) return `${description.replace(/\.$/, '')}${unit && unit !== '1' ? ` [${unit}]` : ''}`;
  }
  return undefined;
}

function schemaAt(schema: z.ZodType, steps: Steps, data: unknown): z.ZodType | undefined {
  let here: z.ZodType | undefined = unwrap(schema, data);
  for (const [i, step] of steps.entries()) {
    const value = followPath(data, steps.slice(0, i + 1));
    if (here instanceof z.ZodObject) here = here.shape[step] as z.ZodType | undefined;
    else if (here instanceof z.ZodArray) here = here.element as z.ZodType;
    else if (here instanceof z.ZodRecord) here = here.valueType as z.ZodType;
    else return undefined;
    here = here && unwrap(here, value);
  }
  return here;
}

function unwrap(schema: z.ZodType, value: unknown): z.ZodType | undefined {
  let here: z.ZodType | undefined = schema;
  for (let inner = innerOf(here); inner; inner = innerOf(inner)) here = inner;
  if (!(here instanceof z.ZodUnion)) return here;
  const options = (here.options as z.ZodType[]).filter((option) => option instanceof z.ZodObject);
  const given = isRecord(value) ? value : {};
  return options.length === 1
    ? options[0]
    : (options.find(({ shape }) => (shape.kind as z.ZodLiteral)?.values?.has(given.kind as string)) ??
        options.find(({ shape }) => !('kind' in shape) && Object.keys(given).some((key) => key in shape)));
}
