import { mechanismOf } from '../catalogue/catalogue.ts';
import type { DesignPoint } from '../plan/plan.ts';

/** Rules that describe a game but no market leave nothing to simulate: their claims are judged by exact values. */
export function isMarket({ settings }: DesignPoint): boolean {
  return mechanismOf(settings).create !== undefined;
}
