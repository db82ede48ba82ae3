import type { z } from 'zod';
import type { Tree } from '../game/tree.ts';
import type { Cast } from '../market/cast.ts';
import type {
  Action,
  Formula,
  MarketKit,
  Mechanism,
  MechanismNeeds,
  MechanismPlay,
  RuleProblem,
} from '../market/mechanism.ts';
import type { Observation } from '../market/observation.ts';
import type { Settings } from '../market/settings.ts';

/** Ties a mechanism's parameters to its rules; see `market/mechanism.ts` for what each member means. */
export function defineMechanism<Params extends z.ZodObject>(mechanism: {
  kind: string;
  title: string;
  source: string;
  summary: string;
  params: Params;
  check?: (settings: Settings) => RuleProblem[];
  needs?: (settings: Settings) => MechanismNeeds;
  create?: (kit: MarketKit) => MechanismPlay;
  batches?: boolean;
  coin?: keyof z.output<Params> & string;
  assertersPerJob?: (settings: Settings) => number;
  round?: (settings: Settings, cast: Cast) => Tree<Observation, Action>;
  sums?: NonNullable<Mechanism['sums']>;
  piecesAlong?: NonNullable<Mechanism['piecesAlong']>;
  formulas?: readonly Formula[];
}): Mechanism {
  return { check: () => [], ...mechanism };
}
