/** Hazards at a design point, held against the market that they befall. */
import { hazardsOf, jobsPerSecondOf } from '../../catalogue/traffic.ts';
import type { RuleProblem } from '../../market/mechanism.ts';
import type { Settings } from '../../market/settings.ts';

/** What hazards ask of the market that they befall. @param hasMarket  the mechanism can be played in one */
export function checkHazards(settings: Settings, hasMarket: boolean): RuleProblem[] {
  const hazards = hazardsOf(settings);
  if (hazards.length > 0 && !hasMarket) {
    const expected = `left out: mechanism ${settings.mechanism.kind} describes a game, in which nobody can go down`;
    return [{ path: 'market.hazards', received: hazards.map(({ params }) => params.kind), expected }];
  }
  return hazards.flatMap(({ hazard, params }) =>
    (hazard.check?.(params, settings, jobsPerSecondOf(settings)) ?? []).map((problem) => {
      return { ...problem, path: `market.hazards.${params.name ?? params.kind}.${problem.path}` };
    }),
  );
}
