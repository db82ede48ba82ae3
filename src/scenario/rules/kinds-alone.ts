/** Kinds of jobs are looked at one by one, which only jobs that stand for themselves allow. */
import { catalogueOf } from '../../catalogue/catalogue.ts';
import { traitsOf } from '../../catalogue/traffic.ts';
import { kindsPath } from '../../findings/axis-values.ts';
import type { RuleProblem } from '../../market/mechanism.ts';
import type { Settings } from '../../market/settings.ts';
import { traitsOfPast } from '../../market/strategy.ts';
import { type PathProblem, type Steps, say } from '../problems/problems.ts';
import type { Axis, ClaimSpec } from '../schema/scenario.ts';

/** What ties the jobs of a design point to jobs of other kinds, where there are any. */
export function checkKinds(settings: Settings): RuleProblem[] {
  const { kindOfJobs } = settings;
  const reason = kindOfJobs === undefined ? undefined : whyTied(settings);
  if (reason === undefined) return [];
  const expected = `one kind of job where ${reason}: several are looked at one by one, and there a job hangs on others`;
  return [{ path: kindsPath, received: kindOfJobs, expected }];
}

/** Why a job hangs on others, where it does. */
export function whyTied(settings: Settings): string | undefined {
  const { players } = settings;
  const { strategies } = catalogueOf(settings);
  const specs = [...players.asserter, ...players.validator];
  const played = specs.map(({ kind }) => strategies.get(kind));
  const pasts = played.map((strategy) => ({ ...strategy?.traits, ...(strategy?.play && traitsOfPast) }));
  const traits = [traitsOf(settings), ...pasts];
  return traits.flatMap((one) => Object.values(one))[0];
}

/** A claim that goes by the clock: in a time a node gets jobs of every kind, and at a design point there is one. */
export function checkClockOfKinds(claim: ClaimSpec, steps: Steps, axes: readonly Axis[]): PathProblem[] {
  if (!axes.some(({ path }) => path === kindsPath)) return [];
  return [
    { key: 'per', isByClock: claim.per === 'hour' || claim.per === 'year', wayOut: 'claim it by the job' },
    { key: 'lasts', isByClock: claim.lasts !== undefined, wayOut: 'say how many jobs with jobs' },
  ].flatMap(({ key, isByClock, wayOut }) => {
    if (!isByClock) return [];
    const message = `claim ${steps[1]} counts by the clock, and in a time a node gets jobs of all kinds, which are looked at one by one; ${wayOut}`;
    return [say('rule', [...steps, key], claim[key], wayOut, message)];
  });
}
