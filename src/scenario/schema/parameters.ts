import { catalogueOf } from '../../catalogue/catalogue.ts';
import { findLeaves } from '../numbers/leaves.ts';
import { type Scenario, sectionsOf } from './scenario.ts';
import { schemasOf } from './schema.ts';

/** A number of a scenario that stands for itself; what follows from others by an expression is not one. */
export interface Parameter {
  /** Canonical path, as sweeps and `--set` name it. */
  path: string;
  value: number;
  unit: string;
  isInteger: boolean;
}

/** The numbers of what belongs to a design point, with the values the scenario gives them. */
export function listNumbers(scenario: Scenario): Parameter[] {
  const data = { ...structuredClone(sectionsOf(scenario)) };
  return findLeaves(schemasOf(catalogueOf(scenario)).sections, data).numbers.flatMap(({ path, given, unit, schema }) =>
    typeof given === 'number' ? [{ path, value: given, unit, isInteger: schema.isInt }] : [],
  );
}
