import { lstatSync } from 'node:fs';
import { plainText } from '../foreign/plain-text.ts';
import { openQueue } from '../run/queue/open-queue.ts';
import { type QueueStatus, readStatus } from '../run/queue/status.ts';
import { countRunsIn } from '../store/count-runs.ts';
import { findHolder } from '../store/folder-lock.ts';
import { readManifest } from '../store/results-folder.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenCount, givenSwitch, givenText } from './given.ts';
import { listenForInterruption } from './interruption.ts';
import type { Io } from './io.ts';
import { describeSeconds, formatJobs } from './progress.ts';
import { tellTrouble } from './queue.ts';
import { readQueueAccess } from './queue-access.ts';
import { requireFolder } from './results.ts';
import { UsageError } from './usage-error.ts';

/** `posp status`: how far a study is, on a queue or in a folder. */
export async function statusCommand(given: Given, io: Io): Promise<ExitCode> {
  const folder = givenText(given, 'folder');
  const access = await readQueueAccess(given, io);
  const every = givenCount(given, 'every', 1, 86_400);
  if ((folder === undefined) === (access === undefined))
    throw new UsageError('posp status takes a results folder, or --queue redis://HOST:PORT; give one of them');
  if (folder !== undefined) {
    if (every !== undefined) throw new UsageError('--every asks a queue again and again; a folder is asked once');
    tell(await readFolderStatus(folder), given, io, describeFolder);
    return exitCode.done;
  }
  const interruption = listenForInterruption(io, 'nothing is at work here');
  const queue = await openQueue(access!, tellTrouble(io));
  try {
    for (;;) {
      const status = await readStatus(queue.redis);
      if (status) tell(status, given, io, describeQueue);
      else if (givenSwitch(given, 'json')) io.stdout.write(`${JSON.stringify({ study: null })}\n`);
      else io.stdout.write('no study\n');
      if (every === undefined || !status || interruption.signal.aborted) return interruption.code() ?? exitCode.done;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1000 * every);
        interruption.signal.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  } finally {
    interruption.end();
    queue.close();
  }
}

/** How far the study of a folder is. */
interface FolderStatus {
  title: string | null;
  digest: string;
  complete: boolean;
  /** At the end of the look that is made; `null` where nobody has begun one. */
  points: number | null;
  runsPlanned: number | null;
  /** That are on disk. */
  runs: number;
  /** The process that makes them; `null` where none on this machine is known to. */
  process: number | null;
  /** Since it began, as parts reached the disk; `null` before the first did, and where nobody is at work. */
  runsPerMinute: number | null;
  /** Until the look has all its runs [s]; what is analysed, written and drawn comes after. */
  secondsLeft: number | null;
  failures: QueueStatus['failures'];
}

async function readFolderStatus(folder: string): Promise<FolderStatus> {
  requireFolder(folder);
  const manifest = readManifest(folder);
  const { failed = [] } = manifest as {
    failed?: { designPoint: number; arm: string; replication: number; message: string }[];
  };
  const files = await countRunsIn(folder);
  const runs = files.reduce((sum, file) => sum + file.runs, 0);
  const runsPlanned = manifest.plan?.runs ?? null;
  return {
    title: manifest.title ?? null,
    digest: manifest.digest,
    complete: manifest.complete,
    points: manifest.plan?.designPoints ?? null,
    runsPlanned,
    runs,
    ...measurePace(folder, files, Math.max(0, (runsPlanned ?? runs) - runs)),
    failures: failed.map(({ message, designPoint, arm, replication }) => ({
      message,
      replay: `--trace --design-point ${designPoint} --arm ${arm} --replication ${replication}`,
    })),
  };
}

/** How fast runs reach the disk, by when the lock was taken and when parts were written: one clock, that of the file system. */
function measurePace(
  folder: string,
  files: readonly { path: string; runs: number }[],
  runsLeft: number,
): Pick<FolderStatus, 'process' | 'runsPerMinute' | 'secondsLeft'> {
  const holder = findHolder(folder);
  const none = { process: holder?.pid ?? null, runsPerMinute: null, secondsLeft: null };
  if (!holder) return none;
  const begun = writtenAt(holder.lock);
  const own = files.map(({ path, runs }) => ({ at: writtenAt(path), runs })).filter(({ at }) => at > begun);
  const last = Math.max(...own.map(({ at }) => at));
  const made = own.reduce((sum, { runs }) => sum + runs, 0);
  if (made === 0) return none;
  const perSecond = made / ((last - begun) / 1000);
  const secondsSince = Math.max(0, (Date.now() - last) / 1000);
  return {
    ...none,
    runsPerMinute: 60 * perSecond,
    secondsLeft: Math.max(0, runsLeft / perSecond - secondsSince),
  };
}

/** When a file, or a link itself, was written; long ago where it is gone by now [ms]. */
function writtenAt(path: string): number {
  return lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function tell<Status>(status: Status, given: Given, io: Io, describe: (status: Status) => string[]): void {
  const lines = givenSwitch(given, 'json') ? [JSON.stringify(status)] : describe(status).map(plainText);
  io.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

function describeFolder(status: FolderStatus): string[] {
  const { title, complete, points, runs, runsPlanned, process, runsPerMinute, secondsLeft, failures } = status;
  const of = runsPlanned === null ? '' : ` of ${runsPlanned}`;
  const at = points === null ? '' : ` at ${points} design points`;
  return [
    `${title ?? 'a study'}: ${complete ? 'complete' : 'not complete'}, ${runs}${of} runs${at}`,
    ...(process === null ? [] : [`process ${process} is at work${sayPace(runsPerMinute, secondsLeft)}`]),
    ...describeFailures(failures),
  ];
}

function sayPace(runsPerMinute: number | null, secondsLeft: number | null): string {
  if (runsPerMinute === null || secondsLeft === null) return '';
  return `, ${formatJobs(runsPerMinute)} runs a minute, about ${describeSeconds(secondsLeft)} until this look has its runs`;
}

function describeQueue(status: QueueStatus): string[] {
  const { title, points, runs, jobs, jobsPlanned, jobsPerSecond, secondsLeft, workers, isConducted } = status;
  const threads = workers.reduce((sum, worker) => sum + worker.threads, 0);
  const rate =
    jobsPerSecond === null || secondsLeft === null
      ? ''
      : `, ${formatJobs(jobsPerSecond)}/s, about ${describeSeconds(secondsLeft)} left of this look`;
  return [
    `${title}: ${points} design points, ${runs} runs, ${formatJobs(jobs)} of ${formatJobs(jobsPlanned)} jobs${rate}`,
    `${isConducted ? 'conducted' : 'nobody conducts it'}; ${workers.length} workers with ${threads} threads`,
    ...workers.map(({ name, parcels, runs: made }) => `  ${name}: ${parcels} parcels at work, ${made} runs made`),
    ...describeFailures(status.failures),
  ];
}

function describeFailures(failures: QueueStatus['failures']): string[] {
  return failures.flatMap(({ message, replay }) => [`a law was broken: ${message}`, `replay: posp run FILE ${replay}`]);
}
