import { plainText } from '../foreign/plain-text.ts';
import { openQueue } from '../run/queue/open-queue.ts';
import { type QueueStatus, readStatus } from '../run/queue/status.ts';
import { countRunsIn } from '../store/count-runs.ts';
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
  /** `null` until its conductor has said it: it does when it ends. */
  points: number | null;
  runsPlanned: number | null;
  /** That are on disk. */
  runs: number;
  failures: QueueStatus['failures'];
}

async function readFolderStatus(folder: string): Promise<FolderStatus> {
  requireFolder(folder);
  const manifest = readManifest(folder);
  const { failed = [] } = manifest as {
    failed?: { designPoint: number; arm: string; replication: number; message: string }[];
  };
  return {
    title: manifest.title ?? null,
    digest: manifest.digest,
    complete: manifest.complete,
    points: manifest.plan?.designPoints ?? null,
    runsPlanned: manifest.plan?.runs ?? null,
    runs: await countRunsIn(folder),
    failures: failed.map(({ message, designPoint, arm, replication }) => ({
      message,
      replay: `--trace --design-point ${designPoint} --arm ${arm} --replication ${replication}`,
    })),
  };
}

function tell<Status>(status: Status, given: Given, io: Io, describe: (status: Status) => string[]): void {
  const lines = givenSwitch(given, 'json') ? [JSON.stringify(status)] : describe(status).map(plainText);
  io.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

function describeFolder({ title, complete, points, runs, runsPlanned, failures }: FolderStatus): string[] {
  const of = runsPlanned === null ? '' : ` of ${runsPlanned}`;
  const at = points === null ? '' : ` at ${points} design points`;
  return [
    `${title ?? 'a study'}: ${complete ? 'complete' : 'not complete'}, ${runs}${of} runs${at}`,
    ...describeFailures(failures),
  ];
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
