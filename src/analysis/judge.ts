/** Findings meet the claims of the scenario. */

import { type Catalogue, catalogueOf } from '../catalogue/catalogue.ts';
import { claimOf } from '../catalogue/claims.ts';
import type { CareerNeed } from '../claims/define.ts';
import { holds } from '../findings/condition.ts';
import type { JudgedClaim } from '../findings/findings.ts';
import type { HasPlugs } from '../market/settings.ts';
import type { DesignPoint } from '../plan/plan.ts';
import { valueAtPoint } from '../scenario/numbers/paths.ts';
import type { ClaimSpec, Scenario } from '../scenario/schema/scenario.ts';
import type { AnalysedPoint } from './analyse.ts';
import { buildEvidence, type JudgedStudy } from './evidence.ts';
import { explainSilence } from './round/round-law.ts';

/** A judged claim, and the design points at which more replications could decide it. */
export interface JudgedClaimWithOpen extends JudgedClaim {
  open: readonly number[];
}

/** Judges every claim of a scenario. */
export function judgeClaims(scenario: Pick<Scenario, 'claims'> & HasPlugs, study: JudgedStudy): JudgedClaimWithOpen[] {
  const { points } = study;
  const catalogue = catalogueOf(scenario);
  return scenario.claims.map((spec) => {
    const { kind, line, column } = spec;
    const { claim, params } = readSpec(spec, catalogue);
    const matching = points.filter(({ point }) => concerns(spec, point));
    const by = spec.by === 'exact' ? 'exact' : 'simulation';
    const judgement = claim.judge(params, buildEvidence(study, matching, by));
    const { verdict, because, open = [], counterexample, jobsToTell } = judgement;
    const silence = verdict === 'undecided' && params.by === 'exact' ? findSilence(matching) : undefined;
    return {
      kind,
      claim: `${claim.say(params, study.findings)}${by === 'exact' ? ' (by: exact)' : ''}`,
      verdict,
      because: silence === undefined ? because : `${because}: ${silence}`,
      ...(typeof params.of === 'string' && { of: params.of }),
      ...(counterexample && { counterexample }),
      ...(jobsToTell !== undefined && { jobsToTell }),
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
      open: by === 'exact' ? [] : open,
    };
  });
}

/** What must be known of careers to judge a claim, if anything. */
export function careersFor(spec: ClaimSpec, catalogue: Catalogue): CareerNeed | undefined {
  const { claim, params } = readSpec(spec, catalogue);
  return claim.follows?.(params);
}

function readSpec({ kind, condition: _, line: __, column: ___, ...given }: ClaimSpec, catalogue: Catalogue) {
  const claim = claimOf({ kind }, catalogue);
  return { claim, params: claim.params.parse(given) };
}

/** Whether a claim is about a design point: its `where` matches. */
export function concerns({ condition }: ClaimSpec, point: DesignPoint): boolean {
  return !condition || holds(condition, (path) => valueAtPoint(point, path));
}

/** Why the round does not speak for some design point of a claim; nothing where it speaks for all. */
function findSilence(matching: readonly AnalysedPoint[]): string | undefined {
  const silent = matching.filter(({ findings }) => findings.advantages.some(({ exact }) => exact === null));
  return silent.map(({ point }) => explainSilence(point.settings, point.settings.players.against))[0];
}
