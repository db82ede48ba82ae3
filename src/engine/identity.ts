/** What makes two runs the same run: everything that can change its record, and nothing else. */
import { createHash } from 'node:crypto';
import type { Arm, Settings } from '../market/settings.ts';
import { canonicalJson } from '../scenario/digest.ts';
import { unreadParameters } from '../scenario/unread-parameters.ts';
import { planArm } from './arm-plan.ts';
import { seedOf } from './own-seed.ts';

/** Raised whenever the same run would leave another record than before; stored runs of older versions run again. */
export const resultsVersion = 7;

/** Hexadecimal digits of an arm's key, and of a replication behind it. */
const keyDigits = 24;
const replicationDigits = 8;

/**
 * What all replications of an arm have in common, digested: 24 hexadecimal digits.
 *
 * Two arms in which everyone plays alike share their key and so their runs, whatever the arms are called, and so do
 * settings that differ in `accounting` alone, which is applied to records afterwards unless each job is valued by itself,
 * or in what nothing reads under their mechanism: a study of several mechanisms shares its runs with a study of each.
 */
export function armKeyOf(settings: Settings, arm: Arm, seed: string): string {
  const { accounting, ...mechanism } = settings.mechanism;
  const { utility = 'risk-neutral', discount = 1, exit } = settings.players;
  const valuesJobs = utility !== 'risk-neutral' || exit.kind === 'banned';
  const { jobs, seconds, warmUpJobs, batches = 1 } = settings.run;
  const { cast, path, sampling } = planArm(settings, arm);
  const common = canonicalJson({
    resultsVersion,
    seed: seedOf(settings, arm, seed),
    mechanism,
    market: keepRead(settings.market, 'market', mechanism.kind),
    coalition: keepRead(settings.coalition, 'coalition', mechanism.kind),
    exit,
    ...(valuesJobs && { accounting, utility, discount }),
    run: { jobs, seconds, warmUpJobs, path, sampling, ...(batches > 1 && { batches }) },
    cast: isUnread('coalition.backing', mechanism.kind) ? { ...cast, committed: false } : cast,
  });
  return createHash('sha256').update(common).digest('hex').slice(0, keyDigits);
}

function isUnread(path: string, kind: string): boolean {
  return unreadParameters.get(kind)?.includes(path) === true;
}

/** A section without what nothing reads under a mechanism; itself where all is read. */
function keepRead(section: object, path: string, kind: string): object {
  const unread = unreadParameters.get(kind)?.filter((one) => one.startsWith(`${path}.`)) ?? [];
  if (unread.length === 0) return section;
  return Object.fromEntries(
    Object.entries(section).flatMap(([name, value]) => {
      const inner = `${path}.${name}`;
      if (unread.includes(inner)) return [];
      if (!unread.some((one) => one.startsWith(`${inner}.`))) return [[name, value]];
      const kept = keepRead(value as object, inner, kind);
      // How a group of parameters is written says nothing where none of them is read.
      return Object.keys(kept).every((key) => key === 'kind') ? [] : [[name, kept]];
    }),
  );
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
