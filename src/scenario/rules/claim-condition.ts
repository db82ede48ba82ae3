/** The `where` clause of a claim: what it compares must be there, and be comparable. */
import type { Condition, Operand } from '../../findings/condition.ts';
import { UnreadableError } from '../numbers/expression.ts';
import { readQuantity } from '../numbers/quantity.ts';
import { type PathProblem, type Steps, show, suggestName, unreadable } from '../problems/problems.ts';
import { suggest } from '../problems/suggest.ts';
import { pathOfSymbol } from '../schema/parameter-labels.ts';
import type { ClaimSpec } from '../schema/scenario.ts';
import { ClauseError, clauseLengthMax, comparisonsOf, parseWhere } from '../sweep/where.ts';
import type { ClaimContext } from './claim-context.ts';

const whereForm = 'comparisons of parameter paths joined by and, or, not';

/** Parses `where` into the `condition` of the claim, its paths in canonical form; what is wrong with it. */
export function readWhere(claim: ClaimSpec, steps: Steps, context: ClaimContext): PathProblem[] {
  const { where } = claim;
  // A longer one has its problem already.
  if (typeof where !== 'string' || where.length > clauseLengthMax) return [];
  const place = [...steps, 'where'];
  try {
    const condition = spellOut(parseWhere(where, createLimitReader(context)), context);
    const found = checkCondition(condition, where, place, context);
    if (found.length === 0) claim.condition = canonical(condition, context);
    return found;
  } catch (error) {
    if (!(error instanceof ClauseError)) throw error;
    const reason = `${error.message}, after ${error.offset} characters`;
    return [unreadable('unreadable-where', place, where, reason, whereForm)];
  }
}

/** Reads numbers of a clause in the unit of the parameter beside them. */
function createLimitReader(context: ClaimContext): (text: string, path: string | undefined) => number {
  return (text, written) => {
    const path = written === undefined ? undefined : pathOf(written, context);
    const isNumber = path !== undefined && kindOf({ path }, context) === 'number';
    // What no number can be compared with is a problem of its own.
    if (!isNumber) return Number.parseFloat(text);
    const { value, currency } = readQuantity(text, context.find(path)!.unit);
    if (currency && context.currency && currency !== context.currency)
      throw new UnreadableError(`it is in ${currency}, other amounts are in ${context.currency}; use one of them`);
    return value;
  };
}

function checkCondition(condition: Condition, text: string, steps: Steps, context: ClaimContext): PathProblem[] {
  const problems: PathProblem[] = [];
  const refuse = (code: string, reason: string) => problems.push(unreadable(code, steps, text, reason, whereForm));
  for (const { left, right, operator } of comparisonsOf(condition)) {
    const kinds = [left, right].map((operand) => kindOf(operand, context));
    for (const [k, operand] of [left, right].entries()) {
      if (!('path' in operand) || kinds[k] !== undefined || context.isSilent(operand.path)) continue;
      const known = [...context.leaves.numbers, ...context.leaves.words].map(({ path }) => path);
      const meant = suggest(operand.path, known);
      const hint = meant ? `did you mean "${meant}"?` : 'a word to compare with goes in quotes';
      refuse('unknown-path', `"${operand.path}" is not a parameter; ${hint}`);
    }
    if (problems.length > 0 || kinds.includes(undefined)) continue;
    if (!('path' in left) && !('path' in right))
      refuse('unreadable-where', 'a comparison needs a parameter on one side');
    else if (kinds[0] !== kinds[1]) refuse('unreadable-where', 'it compares a number with a word');
    else if (kinds[0] === 'word' && operator !== '==' && operator !== '!=') {
      refuse('unreadable-where', 'words are only equal or different; use == or !=');
    } else checkWord(left, right, context, refuse);
  }
  return problems;
}

function checkWord(
  left: Operand,
  right: Operand,
  { leaves }: ClaimContext,
  refuse: (code: string, reason: string) => void,
): void {
  const [path, literal] = 'path' in left ? [left.path, right] : [(right as { path: string }).path, left];
  if ('path' in literal || typeof literal.value !== 'string') return;
  const words = leaves.words.filter((leaf) => leaf.path === path).flatMap((leaf) => leaf.words);
  if (words.includes(literal.value)) return;
  refuse(
    'unreadable-where',
    `${path} is never ${show(literal.value)}${suggestName(literal.value, [...new Set(words)])}`,
  );
}

function kindOf(operand: Operand, { find, leaves }: ClaimContext): 'number' | 'word' | undefined {
  if (!('path' in operand)) return typeof operand.value === 'number' ? 'number' : 'word';
  // Labels come first: a distribution that is swept goes by its label, not by the value it may have.
  if (leaves.words.some(({ path }) => path === operand.path)) return 'word';
  return find(operand.path) ? 'number' : undefined;
}

/** Symbols that tables print stand for their parameters. */
function spellOut(condition: Condition, context: ClaimContext): Condition {
  if (condition.kind === 'not') return { kind: 'not', of: spellOut(condition.of, context) };
  if (condition.kind !== 'compare') {
    return { ...condition, left: spellOut(condition.left, context), right: spellOut(condition.right, context) };
  }
  const operand = (side: Operand): Operand => ('path' in side ? { path: pathOf(side.path, context) } : side);
  return { ...condition, left: operand(condition.left), right: operand(condition.right) };
}

/** The parameter meant by a symbol; what is a path by itself is meant as one. */
function pathOf(written: string, context: ClaimContext): string {
  if (kindOf({ path: written }, context) !== undefined) return written;
  const path = pathOfSymbol(written);
  return path !== undefined && context.find(path) ? path : written;
}

function canonical(condition: Condition, context: ClaimContext): Condition {
  if (condition.kind === 'not') return { kind: 'not', of: canonical(condition.of, context) };
  if (condition.kind !== 'compare') {
    return { ...condition, left: canonical(condition.left, context), right: canonical(condition.right, context) };
  }
  const operand = (side: Operand): Operand => {
    if (!('path' in side) || kindOf(side, context) === 'word') return side;
    return { path: context.find(side.path)?.path ?? side.path };
  };
  return { ...condition, left: operand(condition.left), right: operand(condition.right) };
}
