/**
 * Rules about claims that their own schemas cannot say: names, paths and `where` clauses must mean something here.
 */
import { claimsIn } from '../../catalogue/claims.ts';
import type { Claim } from '../../claims/define.ts';
import type { PathProblem, Steps } from '../problems/problems.ts';
import type { ClaimSpec } from '../schema/scenario.ts';
import { checkAlong, checkLocated } from './claim-along.ts';
import { readWhere } from './claim-condition.ts';
import type { ClaimContext } from './claim-context.ts';
import { checkFigure } from './claim-figure.ts';
import { checkLimits } from './claim-limits.ts';
import { checkPlayers } from './claim-players.ts';
import { checkClaimOfGroups } from './groups-alone.ts';
import { checkClockOfKinds } from './kinds-alone.ts';

/** Checks one claim and parses its `where`; paths come back in canonical form. */
export function readClaim(
  written: ClaimSpec,
  i: number,
  context: ClaimContext,
): { claim: ClaimSpec; problems: PathProblem[] } {
  const steps: Steps = ['claims', i];
  // Of a kind there is not, which is a problem already, nothing else is known.
  const kind: Partial<Claim> = claimsIn(context.catalogue).get(written.kind) ?? {};
  const claim = { ...written };
  const problems = [
    ...checkPlayers(kind, claim, steps, context),
    ...(kind.locates ? checkLocated(claim, steps, context) : []),
    ...checkAlong(claim, steps, context),
    ...checkFigure(kind, claim, steps),
    ...checkClockOfKinds(claim, steps, context.axes),
    ...checkClaimOfGroups(kind, claim, steps, context.axes),
    ...checkLimits(kind, claim, steps, kind.locates && context.find(String(claim.of))),
    ...readWhere(claim, steps, context),
  ];
  return { claim, problems };
}
