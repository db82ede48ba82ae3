/** Along which parameters a study asks where honesty pays. */
import { catalogueOf } from '../../catalogue/catalogue.ts';
import { claimOf } from '../../catalogue/claims.ts';
import type { Scenario } from '../schema/scenario.ts';

/**
 * Parameters along which thresholds are looked for: the searched one, otherwise all that take more than one value, those
 * that claims ask about first.
 */
export function listAxes(scenario: Scenario): string[] {
  const { sweep, claims } = scenario;
  const searched = sweep.find(({ search }) => search);
  if (searched) return [searched.path];
  const paths = sweep.filter(({ values, options }) => values.length > 1 && !options).map(({ path }) => path);
  const isAsked = (path: string) =>
    claims.some((claim) => claimOf(claim, catalogueOf(scenario)).locates && claim.of === path);
  return [...paths.filter(isAsked), ...paths.filter((path) => !isAsked(path))];
}
