/** Kinds of jobs are looked at one by one, which only jobs that stand for themselves allow. */
import { catalogueOf } from '../../catalogue/catalogue.ts';
import { traitsOf } from '../../catalogue/traffic.ts';
import { kindsPath } from '../../findings/axis-values.ts';
import type { RuleProblem } from '../../market/mechanism.ts';
import type { Settings } from '../../market/settings.ts';
import { traitsOfPast } from '../../market/strategy.ts';

/** What ties the jobs of a design point to jobs of other kinds, where there are any. */
export function checkKinds(settings: Settings): RuleProblem[] {
  const { kindOfJobs, players } = settings;
  if (kindOfJobs === undefined) return [];
  const { strategies } = catalogueOf(settings);
  const specs = [...players.asserter, ...players.validator];
  const played = specs.map(({ kind }) => strategies.get(kind));
  const pasts = played.map((strategy) => ({ ...strategy?.traits, ...(strategy?.play && traitsOfPast) }));
  const traits = [traitsOf(settings), ...pasts];
  const reason = traits.flatMap((one) => Object.values(one))[0];
  if (reason === undefined) return [];
  const expected = `one kind of job where ${reason}: several are looked at one by one, and there a job hangs on others`;
  return [{ path: kindsPath, received: kindOfJobs, expected }];
}
