/** Where a design point lies. */

/** A value of a swept parameter: a number, or the label of one of several alternatives. */
export type AxisValue = number | string;

/** Swept parameters by path, and their values at a design point. A parameter that nothing reads there is absent. */
export type Place = Record<string, AxisValue>;

/** The number a parameter takes at a place; NaN where it takes none. */
export function numberAt(at: Readonly<Place>, path: string): number {
  const value = at[path];
  return typeof value === 'number' ? value : Number.NaN;
}

/** A place without one of its parameters. */
export function withoutPath(at: Readonly<Place>, path: string): Place {
  return Object.fromEntries(Object.entries(at).filter(([name]) => name !== path));
}

/** Whether two settings agree on every parameter both name. */
export function agrees(a: Readonly<Place>, b: Readonly<Place>): boolean {
  // Asked for every curve of every design point: lists of entries would cost ten times as much.
  for (const path in a) {
    const [value, other] = [a[path], b[path]];
    if (other === undefined || other === value) continue;
    if (typeof value !== 'number' || typeof other !== 'number') return false;
    if (!(Math.abs(value - other) <= 1e-12 * Math.abs(value))) return false;
  }
  return true;
}
