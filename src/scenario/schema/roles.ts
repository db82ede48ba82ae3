/**
 * Rules about the strategies of a role: who may play what, and that a deviation deviates.
 */
import { type Catalogue, catalogueOf } from '../../catalogue/catalogue.ts';
import type { Role } from '../../findings/findings.ts';
import type { Settings, StrategySpec } from '../../market/settings.ts';
import { isHonestMove, leadingMove } from '../../market/strategy.ts';
import { type PathProblem, type Steps, say, show } from '../problems/problems.ts';

/** A strategy as a file lists it. */
export interface ListedStrategy {
  kind: string;
  name?: string | undefined;
}

/** The two roles, in the order of a round. */
export const roles: readonly Role[] = ['asserter', 'validator'];

/**
 * The strategies of a role in full: named, and `honest` among them.
 *
 * @param specs  as written, checked by the schema
 */
export function completeRole(specs: readonly ListedStrategy[]): StrategySpec[] {
  const named = specs.map((spec): StrategySpec => ({ ...spec, name: spec.name ?? spec.kind }));
  return named.some(({ kind, name }) => kind === 'honest' && name === 'honest')
    ? named
    : [{ kind: 'honest', name: 'honest' }, ...named];
}

/**
 * Checks the strategies listed for a role. `collude` is never the same as honest, even where there is no coalition to
 * collude with: sweeps of the coalition start at none.
 */
export function checkRole(
  role: Role,
  specs: readonly (ListedStrategy | undefined)[],
  { strategies }: Catalogue,
): PathProblem[] {
  const problems: PathProblem[] = [];
  const seen = new Set<string>();
  for (const [i, listed] of specs.entries()) {
    if (!listed) continue;
    const { name: given, ...spec } = listed;
    const steps: Steps = ['players', role, i];
    const name = given ?? spec.kind;
    const strategy = strategies.get(spec.kind);
    if (!strategy) continue;
    if (seen.has(name)) {
      const advice = given === undefined ? 'give one of them a name' : 'give one of them another name';
      problems.push(
        say(
          'duplicate-name',
          steps,
          name,
          'different names',
          `two strategies of the ${role} are called ${show(name)}; ${advice}`,
        ),
      );
    } else if (name === 'honest' && spec.kind !== 'honest') {
      const message = `${spec.kind} cannot be called "honest": that name is for honest play`;
      problems.push(say('duplicate-name', steps, name, 'another name', message));
    } else if (!strategy.roles.includes(role)) {
      const expected = [...strategies.values()].filter(({ roles }) => roles.includes(role)).map(({ kind }) => kind);
      const message = `${show(spec.kind)} is not a strategy of the ${role}; known: ${expected.join(', ')}`;
      problems.push(say('wrong-role', steps, spec.kind, `one of ${expected.join(', ')}`, message));
    } else if (isSameAsHonest(role, spec, strategies) && name !== 'honest') {
      problems.push(sameAsHonest(role, name, steps));
    }
    seen.add(name);
  }
  return problems;
}

/** Deviations that a swept value has made honest; `moved` lists the canonical paths that were set. */
export function honestByAccident(settings: Settings, moved: Iterable<string>): PathProblem[] {
  const { strategies } = catalogueOf(settings);
  const problems: PathProblem[] = [];
  for (const path of moved) {
    if (!path.startsWith('players.')) continue;
    const [, role, name] = path.split('.');
    if (role !== 'asserter' && role !== 'validator') continue;
    const spec = settings.players[role].find((candidate) => candidate.name === name);
    if (spec && isSameAsHonest(role, spec, strategies)) problems.push(sameAsHonest(role, name, path.split('.')));
  }
  return problems;
}

function isSameAsHonest(
  role: Role,
  spec: { kind: string; name?: string },
  strategies: Catalogue['strategies'],
): boolean {
  const { kind, name: _, ...params } = spec;
  const strategy = strategies.get(kind);
  return strategy !== undefined && isHonestMove(leadingMove(strategy, params, role));
}

function sameAsHonest(role: Role, name: string, steps: Steps): PathProblem {
  const message = `${show(name)} of the ${role} is honest play itself; a deviation must differ from it`;
  return say('same-as-honest', steps, name, 'a strategy that deviates', message);
}
