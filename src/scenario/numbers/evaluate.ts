import type { Expression } from './expression.ts';

/** Expressions in an order in which each comes after those it reads, and the cycles that have no such order. */
export interface Evaluation {
  order: { path: string; evaluate: Expression['evaluate'] }[];
  cycles: string[][];
}

/**
 * Orders expressions by what they read. Members of a cycle, and whatever reads them, are left out of the order.
 *
 * @param expressions  by the path of the parameter they give
 */
export function orderExpressions(expressions: ReadonlyMap<string, Expression>): Evaluation {
  const order: Evaluation['order'] = [];
  const cycles: string[][] = [];
  const state = new Map<string, 'open' | 'done' | 'broken'>();
  const trail: string[] = [];
  const visit = (path: string): boolean => {
    const expression = expressions.get(path);
    if (!expression || state.get(path) === 'done') return true;
    if (state.get(path) === 'broken') return false;
    if (state.get(path) === 'open') {
      cycles.push(trail.slice(trail.indexOf(path)));
      return false;
    }
    state.set(path, 'open');
    trail.push(path);
    // Every reference is visited, so that one cycle does not hide another.
    const isSound = expression.references.map(visit).every(Boolean);
    trail.pop();
    state.set(path, isSound ? 'done' : 'broken');
    if (isSound) order.push({ path, evaluate: expression.evaluate });
    return isSound;
  };
  for (const path of expressions.keys()) visit(path);
  return { order, cycles };
}
