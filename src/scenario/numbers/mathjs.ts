import { createRequire } from 'node:module';
import type { FactoryFunctionMap, MathJsInstance } from 'mathjs';

let instance: MathJsInstance | undefined;

/**
 * Our own mathjs instance, with money units, loaded on first use.
 *
 * The package's single bundled file takes 50 to 60 ms to load, the first unit another 50 ms; its thousand modules take
 * 800 ms and 80 MB. Only the parser and the units are used: nothing from a file is ever evaluated by mathjs itself.
 */
export function loadMathjs(): MathJsInstance {
  if (instance) return instance;
  const bundle: MathJsInstance & { all: FactoryFunctionMap } = createRequire(import.meta.url)(
    'mathjs/lib/browser/math.js',
  );
  instance = bundle.create(bundle.all, {});
  instance.createUnit('USD', { prefixes: 'short' });
  instance.createUnit('credit', { aliases: ['credits'] });
  return instance;
}

/** What we read of the parser's syntax tree; which members a node has depends on its type. */
export interface SyntaxNode {
  type: string;
  /** Constant. */
  value: unknown;
  /** Symbol. */
  name: string;
  /** Parentheses. */
  content: SyntaxNode;
  /** Accessor: `object[index]`. */
  object: SyntaxNode;
  index: { dimensions: SyntaxNode[] };
  /** Operator: its function and its sign; call: the node of what is called. */
  fn: string | SyntaxNode;
  op: string;
  implicit: boolean;
  args: SyntaxNode[];
  /** Conditional. */
  condition: SyntaxNode;
  trueExpr: SyntaxNode;
  falseExpr: SyntaxNode;
  toString: () => string;
  traverse: (visit: () => void) => void;
}
