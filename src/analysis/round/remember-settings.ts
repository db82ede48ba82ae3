import type { AxisValues } from '../../findings/axis-values.ts';
import type { Settings } from '../../market/settings.ts';

/** Settings of a scenario with some parameters moved; `undefined` where they cannot be resolved. */
export type Resolve = (at: AxisValues) => Settings | undefined;

/** Settings kept at most [count]; each is a few kilobytes. */
const keptMax = 4096;

/**
 * The same settings for the same values of the axes, so that what was worked out for them is found again: curves of several
 * deviations are probed at the same values, and a curve along one path is the same for all points that differ in it only.
 */
export function rememberSettings(resolve: Resolve): Resolve {
  const kept = new Map<string, Settings | undefined>();
  return (at: AxisValues) => {
    const key = JSON.stringify(at);
    if (kept.has(key)) return kept.get(key);
    const settings = resolve(at);
    if (kept.size >= keptMax) kept.delete(kept.keys().next().value!);
    kept.set(key, settings);
    return settings;
  };
}
