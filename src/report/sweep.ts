/** The swept parameters of a study, read back from its design points. */
import { isLogSpaced } from '../analysis/exhibits/spacing.ts';
import { type AxisValues, numberAt } from '../findings/axis-values.ts';
import type { Advantage, DesignPointFindings, Findings, Role } from '../findings/findings.ts';
import { judgedProfiles } from '../findings/judgement.ts';
import type { Profile } from '../findings/profile.ts';

/** A parameter that takes several numbers. */
export interface SweptAxis {
  path: string;
  /** Distinct, ascending. */
  values: number[];
  /** Whether a logarithmic axis shows the values better. */
  log: boolean;
}

/** Anything that stands at a setting of parameters: a design point, simulated or solved. */
interface Placed {
  at: AxisValues;
}

/** Design points that differ in one parameter only; `at` holds the others. */
export interface Slice<Point extends Placed = DesignPointFindings> {
  at: AxisValues;
  /** Ascending in the parameter. */
  points: Point[];
}

/** The parameters that take more than one number, the one whose thresholds are known first. */
export function listAxes(findings: { designPoints: Placed[]; thresholds: { of: string }[] }): SweptAxis[] {
  const paths = [...new Set(findings.designPoints.flatMap((point) => Object.keys(point.at)))];
  const axes = paths.map((path) => describeAxis(path, findings.designPoints)).filter((axis) => axis.values.length > 1);
  const studied = findings.thresholds.map((threshold) => threshold.of);
  const rank = (axis: SweptAxis) =>
    studied.includes(axis.path) ? studied.indexOf(axis.path) : Number.MAX_SAFE_INTEGER;
  return axes.sort((a, b) => rank(a) - rank(b));
}

/** The design points cut into lines along one axis, in the order they were first met. */
export function cutAlong<Point extends Placed>(axis: SweptAxis, points: Point[]): Slice<Point>[] {
  const slices = new Map<string, Slice<Point>>();
  for (const point of points) {
    if (point.at[axis.path] === undefined) continue;
    const { [axis.path]: _, ...at } = point.at;
    const key = keyOf(at);
    if (!slices.has(key)) slices.set(key, { at, points: [] });
    slices.get(key)!.points.push(point);
  }
  for (const slice of slices.values())
    slice.points.sort((a, b) => numberAt(a.at, axis.path) - numberAt(b.at, axis.path));
  return [...slices.values()];
}

/** The line through the setting that pictures of a single setting show; the first where it lies on none. */
export function sliceOfFocus<Point extends Placed>(slices: readonly Slice<Point>[], focus: Point): Slice<Point> {
  return slices.find(({ points }) => points.includes(focus)) ?? slices[0];
}

/** Whose advantages, and who the others are. */
export interface View {
  role: Role;
  against: Profile;
}

/** All that honesty was judged over: whoever draws less may draw another answer than the sentence beside it has. */
export function listViews(findings: Pick<Findings, 'designPoints'>): View[] {
  return (['asserter', 'validator'] as const).flatMap((role) =>
    judgedProfiles(findings, role).map((against) => ({ role, against })),
  );
}

/** Advantages of a role against one profile. */
export function advantagesOf(point: DesignPointFindings, { role, against }: View): Advantage[] {
  return point.advantages.filter((advantage) => advantage.role === role && advantage.against === against);
}

function describeAxis(path: string, points: Placed[]): SweptAxis {
  const values = [...new Set(points.map((point) => point.at[path]).filter(isNumber))].sort((a, b) => a - b);
  return { path, values, log: isLogSpaced(values) };
}

const isNumber = (value: unknown) => typeof value === 'number';

function keyOf(at: AxisValues): string {
  return JSON.stringify(Object.entries(at).sort(([a], [b]) => (a < b ? -1 : 1)));
}
