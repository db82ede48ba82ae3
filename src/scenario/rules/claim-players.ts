/** The players that a claim names: strategies there are, deviations to compare honesty with, a stage game where it asks for one. */
import type { Claim } from '../../claims/define.ts';
import { rateRanges } from '../../claims/ranges.ts';
import type { Role } from '../../findings/findings.ts';
import { type PathProblem, type Steps, say, show, unknownName } from '../problems/problems.ts';
import type { ClaimSpec } from '../schema/scenario.ts';
import type { ClaimContext } from './claim-context.ts';
import { checkStageGame } from './stage-claims.ts';

/** What is wrong with the players of a claim; nothing where the file's own are not readable. */
export function checkPlayers(
  kind: Partial<Claim>,
  claim: ClaimSpec,
  steps: Steps,
  context: ClaimContext,
): PathProblem[] {
  const { players, exit, catalogue } = context;
  if (!players) return [];
  const listed = [...players.asserter, ...players.validator];
  const gameless = checkStageGame(kind, claim, steps, { exit, listed, catalogue });
  if (gameless.length > 0) return gameless;
  if (kind.needsDeviation === 'of-any' && listed.length === 2) {
    return [nothingToCompare(steps, 'asserter or the validator')];
  }
  // A rate is nobody's.
  const isRate = rateRanges.has(String(claim.of));
  const role = claim.role ?? (isRate ? undefined : kind.roleByDefault);
  if (role !== 'asserter' && role !== 'validator') return [];
  const names = players[role].map(({ name }) => name);
  const problems = checkNames(claim, role, names, steps);
  if (claim.over !== undefined && claim.over === (claim.strategy ?? 'honest')) {
    const message = `claim ${steps[1]} compares ${show(claim.over)} with itself; name a deviation`;
    problems.push(say('same-strategy', [...steps, 'over'], claim.over, 'another strategy', message));
  } else if (kind.needsDeviation === 'of-role' && names.length < 2) {
    problems.push(nothingToCompare(steps, role));
  }
  return problems;
}

function checkNames(claim: ClaimSpec, role: Role, names: string[], steps: Steps): PathProblem[] {
  return (['strategy', 'over'] as const).flatMap((key) => {
    const name = claim[key];
    if (typeof name !== 'string' || names.includes(name)) return [];
    return [unknownName('unknown-strategy', `strategy of the ${role}`, [...steps, key], name, names)];
  });
}

function nothingToCompare(steps: Steps, role: string): PathProblem {
  const message = `claim ${steps[1]} has nothing to compare: no deviation of the ${role} is listed under players`;
  return say('no-deviation', steps, null, 'at least one deviation', message);
}
