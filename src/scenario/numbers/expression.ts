/**
 * Expressions over parameters: `= 20 * market.reward`.
 *
 * mathjs parses; an allow-list decides what may appear; what remains becomes a closure over plain numbers. mathjs never
 * evaluates anything from a file: even with its documented hardening an expression could change its configuration, draw
 * unseeded random numbers or build a range of 10^8 elements.
 */
import { exp, log, log2, log10, pow } from '../../kernel/mathematics/index.ts';
import { loadMathjs, type SyntaxNode } from './mathjs.ts';
import { findCommas, findMisspelt } from './spelling.ts';

/** A compiled expression. */
export interface Expression {
  /** Paths of the parameters it reads. */
  references: string[];
  /** Its value from theirs, in the order of `references`; NaN or infinite where it has none. */
  formula: Formula;
  /** The same from a way to look them up. */
  evaluate: (lookup: (path: string) => number) => number;
}

/** A formula over numbers in slots. */
export type Formula = (values: readonly number[] | Float64Array) => number;

/** Why a quantity or an expression cannot be read, as the second half of a sentence. */
export class UnreadableError extends Error {}

/** Longest text handed to the parser, in characters. */
export const expressionLengthMax = 512;

const bracketDepthMax = 32;
const nodeCountMax = 256;

/** Slots by the path that fills them, in the order in which paths first occur. */
type Slots = Map<string, number>;

/**
 * Compiles the text after `=`.
 *
 * A product of numbers and paths, which every default is, needs no mathjs.
 *
 * @throws UnreadableError when the text is too long, does not parse, or holds anything that is not on the allow-list
 * @example
 * compileExpression('20 * market.reward').evaluate(() => 1.5) // => 30
 */
export function compileExpression(text: string): Expression {
  refuseLongText(text);
  const plain = text.replace(/"[^"]*"|'[^']*'/g, '""');
  // The parser takes "0.02 + 1 %" for 0.02 and a hundredth of it.
  if (plain.includes('%')) throw new UnreadableError('a percent sign has no place in an expression; write 1 % as 0.01');
  const slots: Slots = new Map();
  const formula = compileProduct(text, slots) ?? compileNode(parseArithmetic(text), slots);
  // Asked of what parses: of 1,050 the parser knows that the comma is wrong, and not the zero.
  const misspelt = findMisspelt(plain);
  if (misspelt !== undefined) throw new UnreadableError(misspelt);
  const references = [...slots.keys()];
  return { references, formula, evaluate: (lookup) => formula(references.map(lookup)) };
}

/**
 * Parses text that came from a file, within limits that keep the parser's recursion shallow.
 *
 * @throws UnreadableError when the text is too long, too deep or no arithmetic
 */
export function parseArithmetic(text: string): SyntaxNode {
  refuseLongText(text);
  if (bracketDepth(text) > bracketDepthMax) throw new UnreadableError(`it nests more than ${bracketDepthMax} brackets`);
  let node: SyntaxNode;
  try {
    node = loadMathjs().parse(text) as unknown as SyntaxNode;
  } catch (error) {
    // Between arguments a comma is right; where the parser stops, one stands inside a number.
    const [number = ''] = /(?<![\w.])\d+(?:,\d+)+(?:\.\d+)?/.exec(text) ?? [];
    throw new UnreadableError(findCommas(number) ?? (error as Error).message);
  }
  let count = 0;
  node.traverse(() => {
    count++;
  });
  if (count > nodeCountMax) throw new UnreadableError(`it has more than ${nodeCountMax} terms`);
  return node;
}

/** @throws UnreadableError when a text is longer than anybody writes an expression or a quantity */
export function refuseLongText(text: string): void {
  if (text.length > expressionLengthMax) {
    throw new UnreadableError(`it is longer than ${expressionLengthMax} characters`);
  }
}

function compileProduct(text: string, slots: Slots): Formula | undefined {
  const factors = text.split('*').map((factor) => factor.trim());
  if (!factors.every((factor) => /^(\d+(\.\d+)?|[a-z]\w*(\.[a-z]\w*)+)$/i.test(factor))) return undefined;
  return factors
    .map((factor) => (/^\d/.test(factor) ? constant(Number(factor)) : read(factor, slots)))
    .reduce((product, factor) => binaryOperators.multiply(product, factor));
}

function constant(value: number): Formula {
  return () => value;
}

function read(path: string, slots: Slots): Formula {
  const slot = slots.get(path) ?? slots.size;
  slots.set(path, slot);
  return (values) => values[slot];
}

function compileNode(node: SyntaxNode, slots: Slots): Formula {
  const compile = (child: SyntaxNode) => compileNode(child, slots);
  switch (node.type) {
    case 'ConstantNode': {
      const { value } = node;
      if (typeof value !== 'number' || !Number.isFinite(value))
        throw new UnreadableError(`${node.toString()} is not a finite number`);
      return constant(value);
    }
    case 'ParenthesisNode':
      return compile(node.content);
    case 'SymbolNode':
    case 'AccessorNode':
      return read(pathOf(node), slots);
    case 'OperatorNode':
      return compileOperator(node, compile);
    case 'ConditionalNode': {
      const { condition, trueExpr, falseExpr } = node;
      const [holds, whenTrue, whenFalse] = [condition, trueExpr, falseExpr].map(compile) as [Formula, Formula, Formula];
      return (values) => (holds(values) === 0 ? whenFalse(values) : whenTrue(values));
    }
    case 'FunctionNode':
      return compileCall(node, compile);
    default:
      throw new UnreadableError(`${describe(node)} is not allowed; ${allowed}`);
  }
}

const allowed =
  'use numbers, parameter paths, + - * / ^, comparisons, a ? b : c and min, max, abs, sqrt, exp, log, round';

function compileOperator(node: SyntaxNode, compile: (child: SyntaxNode) => Formula): Formula {
  if (node.implicit)
    throw new UnreadableError(`"${node.toString()}" multiplies without a sign; write * between factors`);
  const [left, right] = node.args.map(compile) as [Formula, Formula];
  const unary = unaryOperators[node.fn.toString()];
  if (unary && node.args.length === 1) return unary(left);
  const binary = binaryOperators[node.fn.toString()];
  if (!binary) throw new UnreadableError(`operator ${node.op} is not allowed; ${allowed}`);
  return binary(left, right);
}

function compileCall(node: SyntaxNode, compile: (child: SyntaxNode) => Formula): Formula {
  const { fn } = node;
  const name = typeof fn === 'object' && fn.type === 'SymbolNode' ? fn.name : fn.toString();
  const known = functions.get(name);
  if (!known) throw new UnreadableError(`function ${name} is not allowed; known: ${[...functions.keys()].join(', ')}`);
  const { arity, over } = known;
  if (arity === undefined ? node.args.length === 0 : node.args.length !== arity) {
    throw new UnreadableError(`${name} takes ${arity ?? 'one or more'} argument${arity === 1 ? '' : 's'}`);
  }
  return over(...(node.args.map(compile) as [Formula, ...Formula[]]));
}

/** The dotted path of a parameter; a name with a hyphen is written `players.asserter["cheaper-model"].cost`. */
function pathOf(node: SyntaxNode): string {
  if (node.type === 'SymbolNode') return node.name;
  if (node.type !== 'AccessorNode') throw new UnreadableError(`${describe(node)} has no parameters`);
  const { object, index } = node;
  const [key] = index.dimensions;
  const name = key?.type === 'ConstantNode' ? key.value : undefined;
  if (index.dimensions.length !== 1 || typeof name !== 'string') {
    throw new UnreadableError(`"${node.toString()}" is not the path of a parameter`);
  }
  return `${pathOf(object)}.${name}`;
}

function describe(node: SyntaxNode): string {
  const text = node.toString();
  return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
}

function bracketDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if ('([{'.includes(character)) deepest = Math.max(deepest, ++depth);
    if (')]}'.includes(character)) depth--;
  }
  return deepest;
}

// Each builds its own closure: one that were handed the operation would call it anew at every value.
const unaryOperators: Record<string, (x: Formula) => Formula> = {
  __proto__: null as never,
  unaryMinus: (x) => (v) => -x(v),
  unaryPlus: (x) => x,
};

const binaryOperators: Record<string, (x: Formula, y: Formula) => Formula> = {
  __proto__: null as never,
  add: (x, y) => (v) => x(v) + y(v),
  subtract: (x, y) => (v) => x(v) - y(v),
  multiply: (x, y) => (v) => x(v) * y(v),
  divide: (x, y) => (v) => x(v) / y(v),
  pow: (x, y) => (v) => pow(x(v), y(v)),
  smaller: (x, y) => (v) => (x(v) < y(v) ? 1 : 0),
  smallerEq: (x, y) => (v) => (x(v) <= y(v) ? 1 : 0),
  larger: (x, y) => (v) => (x(v) > y(v) ? 1 : 0),
  largerEq: (x, y) => (v) => (x(v) >= y(v) ? 1 : 0),
  equal: (x, y) => (v) => (x(v) === y(v) ? 1 : 0),
  unequal: (x, y) => (v) => (x(v) !== y(v) ? 1 : 0),
};

/** A function of the list; without an arity it takes one argument or more. */
interface KnownFunction {
  arity?: number;
  over: (x: Formula, ...more: Formula[]) => Formula;
}

const functions = new Map<string, KnownFunction>([
  ['min', { over: (...all) => all.reduce((x, y) => (v) => Math.min(x(v), y(v))) }],
  ['max', { over: (...all) => all.reduce((x, y) => (v) => Math.max(x(v), y(v))) }],
  ['abs', { arity: 1, over: (x) => (v) => Math.abs(x(v)) }],
  ['sqrt', { arity: 1, over: (x) => (v) => Math.sqrt(x(v)) }],
  ['exp', { arity: 1, over: (x) => (v) => exp(x(v)) }],
  ['log', { arity: 1, over: (x) => (v) => log(x(v)) }],
  ['log2', { arity: 1, over: (x) => (v) => log2(x(v)) }],
  ['log10', { arity: 1, over: (x) => (v) => log10(x(v)) }],
  ['floor', { arity: 1, over: (x) => (v) => Math.floor(x(v)) }],
  ['ceil', { arity: 1, over: (x) => (v) => Math.ceil(x(v)) }],
  ['round', { arity: 1, over: (x) => (v) => roundAway(x(v)) }],
  ['pow', { arity: 2, over: (x, y) => (v) => pow(x(v), y(v)) }],
]);

function roundAway(x: number): number {
  return Math.sign(x) * Math.round(Math.abs(x));
}
