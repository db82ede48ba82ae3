/** The registries by kind, as whoever reads, runs and analyses scenarios needs them. */
import type { Mechanism } from '../market/mechanism.ts';
import type { Catalogue } from '../market/stage.ts';
import type { Strategy } from '../market/strategy.ts';
import * as mechanismRegistry from '../mechanisms/index.ts';
import * as strategyRegistry from '../strategies/index.ts';

/** Every mechanism by kind. */
export const mechanisms: ReadonlyMap<string, Mechanism> = new Map(
  Object.values(mechanismRegistry).map((mechanism) => [mechanism.kind, mechanism]),
);

/** Every strategy by kind. */
export const strategies: ReadonlyMap<string, Strategy> = new Map(
  Object.values(strategyRegistry).map((strategy) => [strategy.kind, strategy]),
);

/** Whether nodes that play a strategy learn when to make its move. */
export function learns({ kind }: { kind?: unknown }): boolean {
  return strategies.get(String(kind))?.learn !== undefined;
}

/** Both of them, as whoever stages an arm needs them. */
export const catalogue: Catalogue = { mechanisms, strategies };
