/**
 * Expressions over parameters: `= 20 * market.reward`.
 *
 * mathjs parses; an allow-list decides what may appear; what remains becomes a closure over plain numbers. mathjs never
 * evaluates anything from a file: even with its documented hardening an expression could change its configuration, draw
 * unseeded random numbers or build a range of 10^8 elements.
 */
import { loadMathjs, type SyntaxNode } from './mathjs.ts';

/** A compiled expression. */
export interface Expression {
  /** Paths of the parameters it reads. */
  references: string[];
  /** Its value; NaN or infinite where it has none. */
  evaluate: (lookup: (path: string) => number) => number;
}

/** Why a quantity or an expression cannot be read, as the second half of a sentence. */
export class UnreadableError extends Error {}

/** Longest text handed to the parser, in characters. */
export const expressionLengthMax = 512;

const bracketDepthMax = 32;
const nodeCountMax = 256;

type Evaluate = Expression['evaluate'];

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
  const references = new Set<string>();
  const evaluate = compileProduct(text, references) ?? compileNode(parseArithmetic(text), references);
  return { references: [...references], evaluate };
}

/**
 * Parses text that came from a file, within limits that keep the parser's recursion shallow.
 *
 * @throws UnreadableError when the text is too long, too deep or no arithmetic
 */
export function parseArithmetic(text: string): SyntaxNode {
  if (text.length > expressionLengthMax)
    throw new UnreadableError(`it is longer than ${expressionLengthMax} characters`);
  if (bracketDepth(text) > bracketDepthMax) throw new UnreadableError(`it nests more than ${bracketDepthMax} brackets`);
  let node: SyntaxNode;
  try {
    node = loadMathjs().parse(text) as unknown as SyntaxNode;
  } catch (error) {
    throw new UnreadableError((error as Error).message);
  }
  let count = 0;
  node.traverse(() => {
    count++;
  });
  if (count > nodeCountMax) throw new UnreadableError(`it has more than ${nodeCountMax} terms`);
  return node;
}

function compileProduct(text: string, references: Set<string>): Evaluate | undefined {
  const factors = text.split('*').map((factor) => factor.trim());
  if (!factors.every((factor) => /^(\d+(\.\d+)?|[a-z]\w*(\.[a-z]\w*)+)$/i.test(factor))) return undefined;
  const evaluates = factors.map((factor): Evaluate => {
    if (/^\d/.test(factor)) return () => Number(factor);
    references.add(factor);
    return (lookup) => lookup(factor);
  });
  return (lookup) => evaluates.reduce((product, evaluate) => product * evaluate(lookup), 1);
}

function compileNode(node: SyntaxNode, references: Set<string>): Evaluate {
  const compile = (child: SyntaxNode) => compileNode(child, references);
  switch (node.type) {
    case 'ConstantNode': {
      const { value } = node;
      if (typeof value !== 'number' || !Number.isFinite(value))
        throw new UnreadableError(`${node.toString()} is not a finite number`);
      return () => value;
    }
    case 'ParenthesisNode':
      return compile(node.content);
    case 'SymbolNode':
    case 'AccessorNode': {
      const path = pathOf(node);
      references.add(path);
      return (lookup) => lookup(path);
    }
    case 'OperatorNode':
      return compileOperator(node, compile);
    case 'ConditionalNode': {
      const { condition, trueExpr, falseExpr } = node;
      const [holds, whenTrue, whenFalse] = [condition, trueExpr, falseExpr].map(compile);
      return (lookup) => (holds(lookup) === 0 ? whenFalse : whenTrue)(lookup);
    }
    case 'FunctionNode':
      return compileCall(node, compile);
    default:
      throw new UnreadableError(`${describe(node)} is not allowed; ${allowed}`);
  }
}

const allowed =
  'use numbers, parameter paths, + - * / ^, comparisons, a ? b : c and min, max, abs, sqrt, exp, log, round';

function compileOperator(node: SyntaxNode, compile: (child: SyntaxNode) => Evaluate): Evaluate {
  if (node.implicit)
    throw new UnreadableError(`"${node.toString()}" multiplies without a sign; write * between factors`);
  const [left, right] = node.args.map(compile);
  const unary = unaryOperators[node.fn.toString()];
  if (unary && node.args.length === 1) return (lookup) => unary(left(lookup));
  const binary = binaryOperators[node.fn.toString()];
  if (!binary) throw new UnreadableError(`operator ${node.op} is not allowed; ${allowed}`);
  return (lookup) => binary(left(lookup), right(lookup));
}

function compileCall(node: SyntaxNode, compile: (child: SyntaxNode) => Evaluate): Evaluate {
  const { fn } = node;
  const name = typeof fn === 'object' && fn.type === 'SymbolNode' ? fn.name : fn.toString();
  const known = functions.get(name);
  if (!known) throw new UnreadableError(`function ${name} is not allowed; known: ${[...functions.keys()].join(', ')}`);
  const { arity, apply } = known;
  if (arity === undefined ? node.args.length === 0 : node.args.length !== arity) {
    throw new UnreadableError(`${name} takes ${arity ?? 'one or more'} argument${arity === 1 ? '' : 's'}`);
  }
  const given = node.args.map(compile);
  return (lookup) => apply(...given.map((evaluate) => evaluate(lookup)));
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

const unaryOperators: Record<string, (x: number) => number> = {
  __proto__: null as never,
  unaryMinus: (x) => -x,
  unaryPlus: (x) => x,
};

const binaryOperators: Record<string, (x: number, y: number) => number> = {
  __proto__: null as never,
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
  divide: (x, y) => x / y,
  pow: (x, y) => x ** y,
  smaller: (x, y) => Number(x < y),
  smallerEq: (x, y) => Number(x <= y),
  larger: (x, y) => Number(x > y),
  largerEq: (x, y) => Number(x >= y),
  equal: (x, y) => Number(x === y),
  unequal: (x, y) => Number(x !== y),
};

const functions = new Map<string, { arity?: number; apply: (...given: number[]) => number }>([
  ['min', { apply: Math.min }],
  ['max', { apply: Math.max }],
  ['abs', { arity: 1, apply: Math.abs }],
  ['sqrt', { arity: 1, apply: Math.sqrt }],
  ['exp', { arity: 1, apply: Math.exp }],
  ['log', { arity: 1, apply: Math.log }],
  ['log2', { arity: 1, apply: Math.log2 }],
  ['log10', { arity: 1, apply: Math.log10 }],
  ['floor', { arity: 1, apply: Math.floor }],
  ['ceil', { arity: 1, apply: Math.ceil }],
  ['round', { arity: 1, apply: (x) => Math.sign(x) * Math.round(Math.abs(x)) }],
  ['pow', { arity: 2, apply: (x, y) => x ** y }],
]);
