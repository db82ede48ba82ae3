/** Swept parameters that are told by words: a mechanism, an exit. */
import { type AxisValues, broughtPaths } from '../findings/axis-values.ts';

/** A parameter that takes several labels. */
export interface LabelAxis {
  path: string;
  /** In the order they are met. */
  labels: string[];
}

/** The parameters that take more than one label. */
export function listLabelAxes(points: readonly { at: AxisValues }[]): LabelAxis[] {
  const paths = [...new Set(points.flatMap((point) => Object.keys(point.at)))];
  return paths
    .map((path) => ({ path, labels: [...new Set(points.map((point) => point.at[path]).filter(isLabel))] }))
    .filter(({ labels }) => labels.length > 1);
}

/** The same, less kinds of jobs and groups of nodes: what one may choose among. */
export function listChoiceAxes(points: readonly { at: AxisValues }[]): LabelAxis[] {
  return listLabelAxes(points).filter(({ path }) => !broughtPaths.includes(path));
}

const isLabel = (value: unknown) => typeof value === 'string';
