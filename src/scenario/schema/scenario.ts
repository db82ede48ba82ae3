/**
 * A scenario after reading: complete, checked, every default written out. Numbers may still be expressions, because a
 * sweep can move what they depend on; `resolveSettings` turns one design point of it into plain numbers.
 */

import type { AxisValue } from '../../findings/axis-values.ts';
import type { Condition } from '../../findings/condition.ts';
import type { Profile } from '../../findings/profile.ts';
import type { HasPlugs, PlugSpec, RunSettings, StrategySpec } from '../../market/settings.ts';

/** A number, or an expression over other parameters: `"= 20 * market.reward"`. Units are converted already. */
export type Quantity = number | `=${string}`;

/**
 * A parameter and the values it takes, in file order: numbers, or labels of alternatives. Axes of labels come before
 * those of numbers, `mechanism` first: what they choose decides which numbers there are. A number may stand as an
 * expression that follows other swept parameters, `= 1.2 * market.computeCost`; each design point works it out.
 */
export interface Axis {
  path: string;
  values: AxisValue[];
  /** Unit of the values, `1` for pure numbers, and what the parameter is, as its schema says. */
  unit: string;
  description: string;
  /** What the labels stand for, in the order of the values; absent where values are numbers. */
  options?: unknown[];
  /** Values are added where honesty starts or stops paying, until that is known this well. */
  search?: AxisSearch;
}

/** How well a threshold is to be known: one of the two is given. */
export interface AxisSearch {
  scale: 'linear' | 'log';
  /** In the parameter's unit. */
  halfWidth?: number;
  /** As a share of the threshold. */
  relative?: number;
  /** Whether only whole numbers make sense. */
  isInteger: boolean;
}

/** How many replications each arm of a design point gets. */
export interface ReplicationSettings {
  min: number;
  max: number;
  /** Half-width of an advantage to reach [credits per job]; `null` when only the claims decide. */
  halfWidth: number | null;
}

/** The parts of a scenario that belong to a design point. */
export const sectionNames = ['mechanism', 'market', 'players', 'coalition', 'payment', 'collateral'] as const;

/** Those parts. */
export type Sections = Pick<Scenario, (typeof sectionNames)[number]>;

/** Those parts of a scenario, by themselves. */
export function sectionsOf({ mechanism, market, players, coalition, payment, collateral }: Sections): Sections {
  return { mechanism, market, players, coalition, payment, collateral };
}

/** A claim as the scenario states it, its `where` parsed, and where it stands in the file. */
export interface ClaimSpec extends PlugSpec {
  condition?: Condition;
  line?: number;
  column?: number;
}

/** What `posp solve` should make as cheap as it can. */
export interface Optimize {
  minimize: 'cost';
  /** Path of the amount to choose. */
  over: 'mechanism.slashAmount' | 'market.stake';
  /** What one credit of it costs per job (kappa) [1]. */
  capitalCost: number;
}

/** The scenario. `mechanism` and `market` hold `Quantity`s where the schema has numbers. */
export interface Scenario extends HasPlugs {
  title: string;
  question?: string;
  description?: string;
  source?: string;
  seed: string | number;
  mechanism: PlugSpec;
  market: Record<string, unknown>;
  players: {
    asserter: StrategySpec[];
    validator: StrategySpec[];
    against: Profile[];
    exit: 'none' | 'ejected' | 'banned';
    reentryCost: Quantity | null;
    discount: Quantity;
    utility: 'risk-neutral' | { cara: Quantity } | { crra: Quantity; wealth: Quantity };
  };
  coalition: { fraction?: Quantity; size?: Quantity; backing: 'unanimous' | 'committed' };
  payment: PlugSpec;
  collateral: PlugSpec;
  sweep: Axis[];
  replications: ReplicationSettings;
  /** How long a run lasts: `jobs`, or `seconds`. */
  run: Omit<RunSettings, 'jobs' | 'batches' | 'careers' | 'time'> & {
    jobs?: number | 'auto';
    batches: number | 'auto';
  };
  confidence: number;
  optimize?: Optimize;
  claims: ClaimSpec[];
}
