/** The setting of a design point: what its swept parameters are. */

/** A value of a swept parameter: a number, or the label of one of several alternatives. */
export type AxisValue = number | string;

/** Swept parameters by path, and their values at a design point. A parameter that nothing reads there is absent. */
export type AxisValues = Record<string, AxisValue>;

/** Where the kind of job stands that a design point is about: no alternative to choose, for all of them are there together. */
export const kindsPath = 'market.jobs';

/** The same for the group of nodes. */
export const groupsPath = 'market.fleet';

/** Axes that a market brings along: what they list is there together, and honesty pays where it pays at all of it. */
export const broughtPaths: readonly string[] = [kindsPath, groupsPath];

/** The number a parameter takes at a setting; NaN where it takes none. */
export function numberAt(at: Readonly<AxisValues>, path: string): number {
  const value = at[path];
  return typeof value === 'number' ? value : Number.NaN;
}

/** A setting without one of its parameters. */
export function withoutPath(at: Readonly<AxisValues>, path: string): AxisValues {
  return Object.fromEntries(Object.entries(at).filter(([name]) => name !== path));
}

/** A setting without what the market brings along. */
export function withoutBrought(at: Readonly<AxisValues>): AxisValues {
  return Object.fromEntries(Object.entries(at).filter(([path]) => !broughtPaths.includes(path)));
}

/** Whether two settings agree on every parameter both name. */
export function agrees(a: Readonly<AxisValues>, b: Readonly<AxisValues>): boolean {
  // Asked for every curve of every design point: lists of entries would cost ten times as much.
  for (const path in a) {
    const [value, other] = [a[path], b[path]];
    if (other === undefined || other === value) continue;
    if (typeof value !== 'number' || typeof other !== 'number') return false;
    if (!(Math.abs(value - other) <= 1e-12 * Math.abs(value))) return false;
  }
  return true;
}
