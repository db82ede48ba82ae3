/** The values of an axis that are no numbers, as they are listed: each goes by a label. */
import { isRecord } from '../numbers/leaves.ts';
import { type PathProblem, type Steps, say, show, suggestName, wrongValue } from '../problems/problems.ts';
import { labelSchema } from '../schema/schema.ts';

/** Most alternatives of one axis. */
export const alternativesMax = 50;

/** One value of an axis of labels. */
export interface Alternative {
  label: string;
  /** What stands at the path: a word or a group of settings, without its name. */
  value: unknown;
  /** Position in the list. */
  index: number;
}

/** An axis of labels as a file writes it. */
export interface WrittenAlternatives {
  path: string;
  alternatives: Alternative[];
}

/** Labels must be there, plain and different. */
export function readAlternatives(
  list: readonly unknown[],
  path: string,
): Omit<WrittenAlternatives, 'path'> & {
  problems: PathProblem[];
} {
  const steps: Steps = ['sweep', path];
  if (list.length === 0) return refuse(wrongValue('out-of-range', steps, list, 'it must not be empty'));
  if (list.length > alternativesMax) {
    return refuse(wrongValue('out-of-range', steps, list, `it has at most ${alternativesMax} alternatives`));
  }
  const alternatives: Alternative[] = [];
  const problems: PathProblem[] = [];
  for (const [index, item] of list.entries()) {
    const place = [...steps, index];
    const { name, ...rest } = isRecord(item) ? item : ({} as Record<string, unknown>);
    const value = isRecord(item) ? rest : path === 'mechanism' && typeof item === 'string' ? { kind: item } : item;
    const named = labelSchema.optional().safeParse(name);
    if (!named.success) {
      const rule = typeof name !== 'string' ? 'a name is text' : name.length > 60 ? 'at most 60 characters' : undefined;
      problems.push(wrongValue('rule', [...place, 'name'], name, rule ?? named.error.issues[0].message));
      continue;
    }
    if (path === 'mechanism' && !isRecord(value)) {
      const rule = 'a mechanism is its kind, or a group of settings that starts with it';
      problems.push(wrongValue('wrong-type', place, item, rule));
      continue;
    }
    const label = named.data ?? labelOf(value);
    if (label === undefined && path === 'mechanism') {
      problems.push(
        say('missing', [...place, 'kind'], null, 'a kind', 'a mechanism in this list has no kind: which rules?'),
      );
    } else if (label === undefined) {
      const message = `${steps.join('.')} has a value without a name; give it one: { name: …, … }`;
      problems.push(say('missing', place, null, 'a name', message));
    } else if (alternatives.some((other) => other.label === label)) {
      const advice = name === undefined ? 'give one of them a name' : 'give one of them another name';
      const message = `two values of ${path} are called ${show(label)}; ${advice}`;
      problems.push(say('duplicate-name', place, label, 'different names', message));
    } else alternatives.push({ label, value, index });
  }
  return { alternatives, problems };
}

function refuse(problem: PathProblem) {
  return { alternatives: [], problems: [problem] };
}

/** A word is its own label, a plug goes by its kind, a group of plain numbers by its keys and values. */
export function labelOf(value: unknown): string | undefined {
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  if (!isRecord(value)) return undefined;
  if (typeof value.kind === 'string') return value.kind;
  const entries = Object.entries(value);
  const isPlain = entries.length > 0 && entries.every(([, inner]) => typeof inner === 'number');
  return isPlain ? entries.map(([key, inner]) => `${key} ${Number(inner)}`).join(', ') : undefined;
}

/** A label that is none: what it may have meant, and what there is. */
export function unknownLabel(steps: Steps, subject: string, label: unknown, known: readonly string[]): PathProblem {
  const message = `${subject} ${show(label)}${suggestName(label, known)}`;
  return say('unknown-value', steps, label, `one of ${known.join(', ')}`, message);
}
