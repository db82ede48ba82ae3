/** The exact laws that claims ask about, worked out before anything is judged by them. */

import { careersFor, concerns } from '../analysis/judge.ts';
import { computeFate } from '../analysis/round/fate.ts';
import { askAt } from '../analysis/round/horizon.ts';
import { catalogueOf } from '../catalogue/catalogue.ts';
import type { HasPlugs } from '../market/settings.ts';
import type { DesignPoint } from '../plan/plan.ts';
import { nextTurn } from '../run/next-turn.ts';
import type { Scenario } from '../scenario/schema/scenario.ts';

/**
 * Works out what becomes of nodes, some milliseconds at a time: signals are heard in between.
 *
 * @returns whether it came to its end
 */
export async function prepareFates(
  scenario: Pick<Scenario, 'claims'> & HasPlugs,
  points: readonly DesignPoint[],
  signal: AbortSignal | undefined,
): Promise<boolean> {
  for (const spec of scenario.claims) {
    const need = careersFor(spec, catalogueOf(scenario));
    if (!need || need.by === 'simulation') continue;
    for (const point of points.filter((candidate) => concerns(spec, candidate))) {
      const fate = computeFate(point.settings, askAt(point.settings, need.wish));
      for (const turns = fate?.prepare(need.figure); turns && !turns.next().done; ) {
        await nextTurn();
        if (signal?.aborted) return false;
      }
      await nextTurn();
      if (signal?.aborted) return false;
    }
  }
  return true;
}
