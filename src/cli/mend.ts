import { listRemedies, type Remedy } from '../analysis/solve/remedy.ts';
import { catalogueOf } from '../catalogue/catalogue.ts';
import { claimOf } from '../catalogue/claims.ts';
import type { Findings, JudgedClaim } from '../findings/findings.ts';
import { log10, pow } from '../kernel/mathematics/index.ts';
import type { LoadedStudy } from './load.ts';
import { describeSeconds } from './progress.ts';

/**
 * What would make a false claim about honesty true: the parameters of which one, turned up, suffices.
 *
 * @param index  which claim of the scenario
 * @returns a sentence, or nothing when no single parameter does it or the claim is about something else
 */
export function suggestMend({ scenario, resolve }: LoadedStudy, findings: Findings, index: number): string | undefined {
  const spec = scenario.claims[index];
  const judged = findings.claims[index];
  if (!spec || judged?.verdict !== 'false') return undefined;
  const { counterexample } = judged;
  const point = findings.designPoints.find(({ id }) => id === counterexample?.designPoint);
  if (!counterexample || !point) return undefined;
  const { role, against } = counterexample;
  const rivals = point.advantages.filter((one) => one.role === role && one.against === against);
  if (!claimOf(spec, catalogueOf(scenario)).locates)
    return say(listRemedies(point.at, rivals, resolve), 'makes honesty pay there');
  const { of, between } = spec as unknown as { of: string; between: readonly [number, number] };
  // With honesty paying at the upper end, the threshold lies no higher.
  const own = rivals.filter(({ over }) => spec.over === undefined || over === spec.over);
  const remedies = listRemedies({ ...point.at, [of]: between[1] }, own, resolve);
  return say(
    remedies.filter((remedy) => remedy.of !== of),
    'brings the threshold down into the range',
  );
}

/** How long an undecided claim would take at the speed of this run, where it is known how many jobs would do. */
export function suggestPatience({ jobsToTell }: JudgedClaim, jobsPerSecond: number | undefined): string | undefined {
  if (jobsToTell === undefined || jobsPerSecond === undefined) return undefined;
  return `more replications (replications.max) or a larger --budget: about ${describeSeconds(jobsToTell / jobsPerSecond)} at the speed of this run`;
}

function say(remedies: readonly Remedy[], effect: string): string | undefined {
  if (remedies.length === 0) return undefined;
  const ways = remedies.map(
    ({ of, now, above }) => `${of} above ${roundUp(above)} (now ${Number(now.toPrecision(4))})`,
  );
  return `${ways.join(', or ')}, all else unchanged, ${effect}`;
}

/** Four significant digits, and never less than needed. */
function roundUp(value: number): number {
  const unit = pow(10, Math.floor(log10(value)) - 3);
  return Number((Math.ceil(value / unit) * unit).toPrecision(4));
}
