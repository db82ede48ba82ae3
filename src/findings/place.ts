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
