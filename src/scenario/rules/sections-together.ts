/** What single parameters may not say together, within a section or across two. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { accountingIn } from '../../catalogue/needs.ts';
import { commitsMembers } from '../../market/money/accounting.ts';
import { exitRules } from '../../market/traits.ts';
import { isRecord } from '../numbers/leaves.ts';
import { type PathProblem, say, wrongValue } from '../problems/problems.ts';
import { replicationsSchema, type Schemas } from '../schema/schema.ts';

/** A ban without an end to what it costs is no number. */
export function checkExit(written: unknown, schemas: Schemas, isSwept: (path: string) => boolean): PathProblem[] {
  const players = schemas.players.safeParse(written).data;
  if (
    !players ||
    !exitRules[players.exit].bans ||
    players.reentryCost !== null ||
    players.discount < 1 ||
    isSwept('players.discount')
  ) {
    return [];
  }
  const rule =
    'a ban without players.reentryCost costs everything there is to earn, which is without limit at discount 1';
  return [
    wrongValue('rule', ['players', 'exit'], players.exit, `${rule}; give players.reentryCost or players.discount`),
  ];
}

/** A coalition has one size, however it is said, and `accounting: committed` commits it. */
export function checkCoalition(
  { coalition, mechanism }: Record<string, unknown>,
  sweep: Record<string, unknown>,
  catalogue: Catalogue,
): PathProblem[] {
  const given = isRecord(coalition) ? coalition : {};
  const problems: PathProblem[] = [];
  const has = (key: string) => Object.hasOwn(given, key) || Object.hasOwn(sweep, `coalition.${key}`);
  if (has('fraction') && has('size')) {
    const steps = Object.hasOwn(given, 'size') ? ['coalition', 'size'] : ['sweep', 'coalition.size'];
    const message = 'coalition.fraction and coalition.size say the same thing; give or sweep one of them';
    problems.push(say('rule', steps, given.size ?? null, 'one of fraction and size', message));
  }
  if (given.backing === 'unanimous' && isRecord(mechanism) && commitsMembers(accountingIn(mechanism, catalogue))) {
    const rule = 'mechanism.accounting: committed means committed backing; leave it out';
    problems.push(wrongValue('rule', ['coalition', 'backing'], given.backing, rule));
  }
  return problems;
}

/** The fewest replications are no more than the most. */
export function checkReplications(written: unknown): PathProblem[] {
  const parsed = replicationsSchema.safeParse(written).data;
  if (typeof parsed !== 'object' || parsed.min <= parsed.max) return [];
  return [wrongValue('rule', ['replications', 'min'], parsed.min, `that is more than max, which is ${parsed.max}`)];
}
