import { writePath } from './paths.ts';
import { completeRole } from './roles.ts';
import type { Axis, ClaimSpec, ReplicationSettings, Scenario } from './scenario.ts';

/** A scenario as the schema returns it: defaults filled in, expressions replaced by their values at the base point. */
export type WrittenScenario = Omit<Scenario, 'sweep' | 'replications' | 'claims'> & {
  $schema?: string;
  sweep: unknown;
  claims: unknown;
  replications: number | ReplicationSettings;
};

/** What the rules worked out beside the schema. */
export interface NormalizeParts {
  /** Text of expressions by dotted path of where they stand. */
  expressions: ReadonlyMap<string, string>;
  axes: Axis[];
  claims: ClaimSpec[];
}

/** The full form of a checked scenario: shorthand expanded, every default written out, expressions back in place. */
export function normalize(written: WrittenScenario, { expressions, axes, claims }: NormalizeParts): Scenario {
  const { $schema: _, sweep: _axes, claims: _claims, replications, ...rest } = structuredClone(written);
  // Positions in lists are still those of the file here; `honest` is put in afterwards.
  for (const [path, text] of expressions) if (sections.has(path.split('.')[0])) writePath(rest, path.split('.'), text);
  const { coalition, players } = rest;
  const { kind, ...rules } = rest.mechanism;
  const backing = rules.accounting === 'committed' ? 'committed' : coalition.backing;
  const isSwept = axes.some(({ path }) => path === 'coalition.size');
  const isGiven = isSwept || coalition.fraction !== undefined || coalition.size !== undefined;
  return {
    ...rest,
    mechanism: { kind, ...rules },
    players: { ...players, asserter: completeRole(players.asserter), validator: completeRole(players.validator) },
    coalition: { ...(isGiven ? {} : { fraction: 0 }), ...coalition, backing },
    sweep: axes,
    replications:
      typeof replications === 'number' ? { min: replications, max: replications, halfWidth: null } : replications,
    claims,
  };
}

const sections = new Set(['mechanism', 'market', 'players', 'coalition']);
