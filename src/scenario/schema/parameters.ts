import { catalogueOf } from '../../catalogue/catalogue.ts';
import { findLeaves } from '../numbers/leaves.ts';
import type { Scenario } from './scenario.ts';
import { schemasOf } from './schema.ts';

/** A number of a scenario that stands for itself; what follows from others by an expression is not one. */
export interface Parameter {
  /** Canonical path, as sweeps and `--set` name it. */
  path: string;
  value: number;
  unit: string;
  isInteger: boolean;
}

/** The numbers of the mechanism, the market, the players and the coalition, with the values the scenario gives them. */
export function listNumbers(scenario: Scenario): Parameter[] {
  const { mechanism, market, players, coalition } = scenario;
  const data = structuredClone({ mechanism, market, players, coalition });
  return findLeaves(schemasOf(catalogueOf(scenario)).sections, data).numbers.flatMap(({ path, given, unit, schema }) =>
    typeof given === 'number' ? [{ path, value: given, unit, isInteger: schema.isInt }] : [],
  );
}
