/** What a node may do at a job: the strategies that are declared, and those of the catalogue that need nothing declared. */
import { type Catalogue, catalogueOf } from '../../catalogue/catalogue.ts';
import type { ActionSet } from '../../findings/best-response.ts';
import type { Role } from '../../findings/findings.ts';
import type { Settings, StrategySpec } from '../../market/settings.ts';

/** The design point with every action declared as a strategy of the role. */
export function declareActions(settings: Settings, role: Role, actions: ActionSet): Settings {
  if (actions === 'declared') return settings;
  const declared = settings.players[role];
  const added = listPlain(catalogueOf(settings), role).filter(({ kind, name }) => {
    return !declared.some((one) => one.name === name || (one.kind === kind && Object.keys(one).length === 2));
  });
  return { ...settings, players: { ...settings.players, [role]: [...declared, ...added] } };
}

/** Strategies without a past that no parameter need be chosen for. */
function listPlain({ strategies }: Pick<Catalogue, 'strategies'>, role: Role): StrategySpec[] {
  return [...strategies.values()].flatMap(({ kind, roles, move, params }) => {
    const isPlain = roles.includes(role) && move !== undefined && params.safeParse({}).success;
    return isPlain ? [{ name: kind, kind, ...(params.parse({}) as object) }] : [];
  });
}
