import type { Condition, Operand } from '../../findings/condition.ts';
import { UnreadableError } from '../numbers/expression.ts';
import { currentPath } from '../numbers/older-names.ts';
import { readQuantity } from '../numbers/quantity.ts';

/** Why a clause cannot be read, and after how many characters. */
export class ClauseError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

type Comparison = Extract<Condition, { kind: 'compare' }>;

interface Token {
  kind: 'operator' | 'and' | 'or' | 'not' | 'open' | 'close' | 'number' | 'text' | 'path' | 'end';
  text: string;
  offset: number;
}

/** Longest clause, in characters. */
export const clauseLengthMax = 512;

/** Deepest nesting of parentheses and of `not`. */
const clauseDepthMax = 32;

/**
 * Parses a `where` clause: comparisons of parameter paths and literals, joined by `and`, `or`, `not` and parentheses;
 * `not` binds tightest, then `and`, then `or`. A number may have the unit of what it is compared with.
 *
 * @param readLimit  reads the number beside a path; plain numbers and percentages where that is left out
 * @throws ClauseError naming what was expected and where
 * @example
 * parseWhere('market.stake >= 10 and not mechanism.draw == "independent"').kind // => 'and'
 */
export function parseWhere(text: string, readLimit: ReadLimit = readPlain): Condition {
  if (text.length > clauseLengthMax) {
    throw new ClauseError(`it is longer than ${clauseLengthMax} characters`, clauseLengthMax);
  }
  const tokens = tokenize(text);
  let next = 0;
  let depth = 0;
  const peek = () => tokens[next];
  const accept = (kind: Token['kind']) => (peek().kind === kind ? tokens[next++] : undefined);
  const fail = (expected: string): never => {
    const { text: found, offset } = peek();
    throw new ClauseError(`expected ${expected}, found ${found === '' ? 'the end' : `"${found}"`}`, offset);
  };

  function parseOr(): Condition {
    let left = parseAnd();
    while (accept('or')) left = { kind: 'or', left, right: parseAnd() };
    return left;
  }
  function parseAnd(): Condition {
    let left = parseNot();
    while (accept('and')) left = { kind: 'and', left, right: parseNot() };
    return left;
  }
  function parseNot(): Condition {
    const outer = accept('not') ?? accept('open');
    if (!outer) return parseComparison();
    if (++depth > clauseDepthMax) {
      throw new ClauseError(`it nests more than ${clauseDepthMax} parentheses and "not"`, outer.offset);
    }
    const inner: Condition = outer.kind === 'not' ? { kind: 'not', of: parseNot() } : parseOr();
    if (outer.kind === 'open' && !accept('close')) fail('")"');
    depth--;
    return inner;
  }
  function parseComparison(): Condition {
    const left = parseOperand();
    const operator = accept('operator') ?? fail('a comparison such as >= or ==');
    const right = parseOperand();
    if (peek().kind === 'operator') fail('"and" between two comparisons');
    const [first, second] = [readOperand(left, right), readOperand(right, left)];
    return { kind: 'compare', operator: operator.text as Comparison['operator'], left: first, right: second };
  }
  function parseOperand(): Token {
    const operand = accept('number') ?? accept('text') ?? accept('path');
    return operand ?? fail('a parameter path, a number or a text in quotes');
  }
  function readOperand({ kind, text: written, offset }: Token, beside: Token): Operand {
    if (kind === 'path') return { path: currentPath(written) };
    if (kind === 'text') return { value: written.slice(1, -1) };
    try {
      const value = readLimit(written, beside.kind === 'path' ? beside.text : undefined);
      if (Math.abs(value) === Number.POSITIVE_INFINITY) {
        throw new ClauseError('it is larger than a number can be', offset);
      }
      return { value };
    } catch (error) {
      if (error instanceof UnreadableError) throw new ClauseError(error.message, offset);
      throw error;
    }
  }

  const condition = parseOr();
  if (peek().kind !== 'end') fail('"and", "or" or the end');
  return condition;
}

/**
 * Reads a number, with its unit if it has one, beside a path or beside what is none.
 *
 * @throws UnreadableError when it cannot be compared with that
 */
type ReadLimit = (text: string, path: string | undefined) => number;

const readPlain: ReadLimit = (text) => readQuantity(text, '1').value;

/** Every comparison of a condition, left to right. */
export function comparisonsOf(condition: Condition): Comparison[] {
  if (condition.kind === 'compare') return [condition];
  if (condition.kind === 'not') return comparisonsOf(condition.of);
  return [...comparisonsOf(condition.left), ...comparisonsOf(condition.right)];
}

const words: Record<string, Token['kind']> = { and: 'and', or: 'or', not: 'not', '&&': 'and', '||': 'or', '!': 'not' };

/**
 * A number and what it is in: products of units and numbers without brackets, so that no token holds half a pair. Commas
 * are part of it, so that whoever reads it says what to write instead.
 */
const number = String.raw`[-+]?(?:\d+(?:,\d+)*(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?`;
const unit = String.raw`(?!(?:and|or|not)\b)[a-z\u00b5\u03bc]+(?![\w.-])`;
const quantity = String.raw`${number}(?:\s*%|(?:\s*(?:${unit}|[*/]\s*(?:${unit}|${number})))*)`;
const tokenPattern = new RegExp(
  String.raw`\s*(?:(?<operator><=|>=|==|!=|<|>)|(?<word>&&|\|\||!)|(?<open>\()|(?<close>\))|(?<number>${quantity})|(?<text>"[^"]*"|'[^']*')|(?<path>[a-z_][\w-]*(?:\.[\w-]+)*))`,
  'iy',
);

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < end) {
    const start = tokenPattern.lastIndex;
    const match = tokenPattern.exec(text);
    if (!match?.groups) {
      const offset = start + (text.slice(start).length - text.slice(start).trimStart().length);
      const [, turned] = /^=([<>])/.exec(text.slice(offset)) ?? [];
      const hint = turned ? `; write ${turned}=` : text[offset] === '=' ? '; equality is written ==' : '';
      throw new ClauseError(`unexpected "${text[offset]}"${hint}`, offset);
    }
    const [kind, found] = Object.entries(match.groups).find(([, group]) => group !== undefined) as [string, string];
    const offset = tokenPattern.lastIndex - found.length;
    const isWord = Object.hasOwn(words, found.toLowerCase());
    tokens.push({ kind: isWord ? words[found.toLowerCase()] : (kind as Token['kind']), text: found, offset });
  }
  tokens.push({ kind: 'end', text: '', offset: end });
  return tokens;
}
