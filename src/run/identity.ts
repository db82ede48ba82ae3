/** What makes two runs the same run: everything that can change its record, and nothing else. */
import { createHash } from 'node:crypto';
import type { Arm, Settings } from '../market/settings.ts';
import { stage } from '../market/stage.ts';
import { canonicalJson } from '../scenario/digest.ts';
import { catalogue } from './catalogue.ts';
import { seedOf } from './own-seed.ts';
import { choosePath } from './path.ts';

/** Raised whenever the same run would leave another record than before; stored runs of older versions run again. */
export const resultsVersion = 7;

/** Hexadecimal digits of an arm's key, and of a replication behind it. */
const keyDigits = 24;
const replicationDigits = 8;

/**
 * What all replications of an arm have in common, digested: 24 hexadecimal digits.
 *
 * Two arms in which everyone plays alike share their key and so their runs, whatever the arms are called, and so do
 * settings that differ in `accounting` alone, which is applied to records afterwards unless each job is valued by itself.
 */
export function armKeyOf(settings: Settings, arm: Arm, seed: string): string {
  const { accounting, ...mechanism } = settings.mechanism;
  const { utility = 'risk-neutral', discount = 1, exit } = settings.players;
  const valuesJobs = utility !== 'risk-neutral' || exit.kind === 'banned';
  const { jobs, seconds, warmUpJobs, batches = 1 } = settings.run;
  const cast = stage(settings, arm, catalogue);
  const { path, sampling } = choosePath(settings, cast);
  const common = canonicalJson({
    resultsVersion,
    seed: seedOf(settings, arm, seed),
    mechanism,
    market: settings.market,
    coalition: settings.coalition,
    exit,
    ...(valuesJobs && { accounting, utility, discount }),
    run: { jobs, seconds, warmUpJobs, path, sampling, ...(batches > 1 && { batches }) },
    cast,
  });
  return createHash('sha256').update(common).digest('hex').slice(0, keyDigits);
}

/**
 * Identity of a run: its arm's key, then its replication, 32 hexadecimal digits in all. Where runs are cut into batches,
 * their records are numbered on, a run's batches one after the other.
 */
export function runIdOf(armKey: string, replication: number): string {
  return armKey + replication.toString(16).padStart(replicationDigits, '0');
}

/** Takes an identity apart; `undefined` when it is none. */
export function readRunId(id: string): { arm: string; replication: number } | undefined {
  if (!/^[0-9a-f]{32}$/.test(id)) return undefined;
  return { arm: id.slice(0, keyDigits), replication: Number.parseInt(id.slice(keyDigits), 16) };
}
