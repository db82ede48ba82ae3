/** What a node may do at a job: the moves that are declared, and those of the catalogue that need nothing declared. */
import { type Catalogue, catalogueOf, withCatalogue } from '../../catalogue/catalogue.ts';
import type { ActionSet } from '../../findings/best-response.ts';
import type { Role } from '../../findings/findings.ts';
import type { Settings, StrategySpec } from '../../market/settings.ts';
import { isHonestMove, isSameMove, type Move, movesOf, type Strategy } from '../../market/strategy.ts';

/** Honesty, which is always there. */
export const honest = 'honest';

/**
 * The design point of a node that is alone, everybody else honest, with every move that it may make at a job declared as a
 * strategy of its own. What goes by a past chooses among moves that are all here, so that every such plan is covered.
 */
export function declareActions(given: Settings, role: Role, actions: ActionSet): Settings {
  const catalogue = catalogueOf(given);
  const declared = given.players[role];
  const known: { name: string; move: Move }[] = [];
  const add = (name: string, move: Move) => {
    if (!isHonestMove(move) && !known.some((one) => isSameMove(one.move, move))) known.push({ name, move });
  };
  for (const spec of declared) {
    const moves = movesOf(catalogue.strategies.get(spec.kind)!, spec, role);
    for (const [i, move] of moves.entries()) add(moves.length > 1 ? `${spec.name} (move ${i + 1})` : spec.name, move);
  }
  if (actions === 'catalogue') {
    for (const { name, move } of listPlain(catalogue, role)) {
      add(declared.some((one) => one.name === name) ? `${name} of the catalogue` : name, move);
    }
  }
  const other = role === 'asserter' ? 'validator' : 'asserter';
  const players = {
    ...given.players,
    [role]: [honestSpec, ...known.map(({ name }) => ({ name, kind: name }))],
    [other]: [honestSpec],
  };
  const coalition = { ...given.coalition, size: 0, fraction: 0 };
  return withCatalogue(
    { ...given, coalition, players },
    { ...catalogue, strategies: asStrategies(known, role, catalogue) },
  );
}

const honestSpec: StrategySpec = { name: honest, kind: honest };

/** Moves as strategies that go by their names. */
function asStrategies(moves: readonly { name: string; move: Move }[], role: Role, { strategies }: Catalogue) {
  const { params } = strategies.get(honest)!;
  const own = moves.map(({ name, move }): [string, Strategy] => {
    return [name, { kind: name, title: name, source: '', roles: [role], params, move: () => move }];
  });
  return new Map([[honest, strategies.get(honest)!], ...own]);
}

/** Strategies without a past that no parameter need be chosen for. */
function listPlain({ strategies }: Catalogue, role: Role): { name: string; move: Move }[] {
  return [...strategies.values()].flatMap(({ kind, roles, move, params }) => {
    const isPlain = roles.includes(role) && move !== undefined && params.safeParse({}).success;
    return isPlain ? [{ name: kind, move: move(params.parse({}), role) }] : [];
  });
}
