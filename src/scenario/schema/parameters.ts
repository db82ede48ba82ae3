import { findLeaves } from '../numbers/leaves.ts';
import type { Scenario } from './scenario.ts';
import { scenarioSchema } from './schema.ts';

/** A number of a scenario that stands for itself; what follows from others by an expression is not one. */
export interface Parameter {
  /** Canonical path, as sweeps and `--set` name it. */
  path: string;
  value: number;
  unit: string;
  isInteger: boolean;
}

const sections = scenarioSchema.pick({ mechanism: true, market: true, players: true, coalition: true });

/** The numbers of the mechanism, the market, the players and the coalition, with the values the scenario gives them. */
export function listNumbers({ mechanism, market, players, coalition }: Scenario): Parameter[] {
  const data = structuredClone({ mechanism, market, players, coalition });
  return findLeaves(sections, data).numbers.flatMap(({ path, given, unit, schema }) =>
    typeof given === 'number' ? [{ path, value: given, unit, isInteger: schema.isInt }] : [],
  );
}
