/** How sentences about a study call the coalition. */
import type { DesignPoint } from './plan.ts';

/** The share of the nodes that collude, where some do and no more or fewer at another design point [1]. */
export function nameCoalition(points: readonly Pick<DesignPoint, 'settings'>[]): { coalition?: number } {
  const [coalition = 0, ...others] = new Set(points.map(({ settings }) => settings.coalition.fraction));
  return coalition > 0 && others.length === 0 ? { coalition } : {};
}
