/** What makes two runs the same run: everything that can change its record, and nothing else. */
import { createHash } from 'node:crypto';
import { stage } from '../market/cast.ts';
import type { Arm, Settings } from '../market/settings.ts';
import { canonicalJson } from '../scenario/digest.ts';
import { strategies } from './catalogue.ts';
import { seedOf } from './own-seed.ts';
import { choosePath } from './path.ts';

/** Raised whenever the same run would leave another record than before; stored runs of older versions run again. */
export const resultsVersion = 4;

/**
 * Identity of a run: 32 hexadecimal digits.
 *
 * Two arms in which everyone plays alike share their runs, whatever the arms are called, and so do settings that
 * differ in `accounting` alone, which is applied to records afterwards unless each job is valued by itself.
 */
export function runId(settings: Settings, arm: Arm, seed: string, replication: number): string {
  return runIdsOf(settings, arm, seed)(replication);
}

/** The identities of an arm's replications; what they have in common is digested once. */
export function runIdsOf(settings: Settings, arm: Arm, seed: string): (replication: number) => string {
  const { accounting, ...mechanism } = settings.mechanism;
  const { utility = 'risk-neutral', discount = 1, exit } = settings.players;
  const valuesJobs = utility !== 'risk-neutral' || exit.kind === 'banned';
  const { jobs, warmUpJobs } = settings.run;
  const cast = stage(settings, arm, strategies);
  const { path, sampling } = choosePath(settings, cast);
  const common = digest(
    canonicalJson({
      resultsVersion,
      seed: seedOf(settings, arm, seed),
      mechanism,
      market: settings.market,
      coalition: settings.coalition,
      exit,
      ...(valuesJobs && { accounting, utility, discount }),
      run: { jobs, warmUpJobs, path, sampling },
      cast,
    }),
  );
  return (replication) => digest(`${common}/${replication}`);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
