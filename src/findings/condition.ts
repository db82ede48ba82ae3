/**
 * A `where` clause as data: comparisons of parameter paths joined by and, or, not. Parsed in the scenario room,
 * evaluated wherever design points are chosen.
 */

/** One side of a comparison: a parameter path or a literal. */
export type Operand = { path: string } | { value: number | string };

/** The clause. */
export type Condition =
  | { kind: 'compare'; operator: '<' | '<=' | '>' | '>=' | '==' | '!='; left: Operand; right: Operand }
  | { kind: 'and'; left: Condition; right: Condition }
  | { kind: 'or'; left: Condition; right: Condition }
  | { kind: 'not'; of: Condition };

/**
 * Whether a condition holds.
 *
 * Equality of numbers allows a relative rounding error of 1e-12, since design points are computed.
 *
 * @param valueAt  the value of a parameter path at the design point in question
 */
export function holds(condition: Condition, valueAt: (path: string) => unknown): boolean {
  if (condition.kind === 'not') return !holds(condition.of, valueAt);
  if (condition.kind === 'and') return holds(condition.left, valueAt) && holds(condition.right, valueAt);
  if (condition.kind === 'or') return holds(condition.left, valueAt) || holds(condition.right, valueAt);
  const left = 'path' in condition.left ? valueAt(condition.left.path) : condition.left.value;
  const right = 'path' in condition.right ? valueAt(condition.right.path) : condition.right.value;
  const equal = isEqual(left, right);
  if (condition.operator === '==') return equal;
  if (condition.operator === '!=') return !equal;
  if (typeof left !== 'number' || typeof right !== 'number') return false;
  if (condition.operator === '<=') return equal || left < right;
  if (condition.operator === '>=') return equal || left > right;
  return !equal && (condition.operator === '<' ? left < right : left > right);
}

function isEqual(left: unknown, right: unknown): boolean {
  if (typeof left !== 'number' || typeof right !== 'number') return left === right;
  return Math.abs(left - right) <= 1e-12 * Math.max(Math.abs(left), Math.abs(right));
}
