/** The setting that pictures of a single setting show, the same in all of them. */
import type { AxisValues } from './axis-values.ts';

/** The design point in the middle of a sweep. @throws RangeError when there is none */
export function focusOf<Point>(points: readonly Point[]): Point {
  if (points.length === 0) throw new RangeError('a study without design points has no middle');
  return points[Math.floor(points.length / 2)];
}

/** Whether two settings differ along one path at most, as those do that lie on a line through the focus. */
export function liesAlong(at: AxisValues, focus: AxisValues, path: string): boolean {
  const names = new Set([...Object.keys(at), ...Object.keys(focus)]);
  names.delete(path);
  return [...names].every((name) => at[name] === focus[name]);
}
