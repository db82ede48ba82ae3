import { plainText } from '../foreign/plain-text.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode, worstExit } from './exit-code.ts';
import { givenList, givenSwitch } from './given.ts';
import { listenForInterruption } from './interruption.ts';
import { type Io, wantsColor } from './io.ts';
import { loadStudies, readChanges, reportProblems } from './load.ts';
import { givenMetrics, type Metric, serveMetrics } from './metrics.ts';
import type { Conduct } from './perform.ts';
import { readQueueAccess } from './queue-access.ts';
import { readShardRequest } from './shard-request.ts';
import { isTraceWanted } from './trace-request.ts';
import { UsageError } from './usage-error.ts';

/** `posp run`: load, perform, print, exit by the verdicts. */
export async function runCommand(given: Given, io: Io): Promise<ExitCode> {
  const json = givenSwitch(given, 'json') ?? false;
  const color = wantsColor(io.stdout, io, givenSwitch(given, 'color'));
  const traced = isTraceWanted(given);
  const { performStudies, readConduct } = await import('./perform.ts');
  const asked = readShardRequest(given);
  const queue = await readQueueAccess(given, io);
  if (queue && (asked || traced))
    throw new UsageError('--queue makes a whole study; leave it out, or --shard, --plan and --trace');
  const numbers = createStudyMetrics();
  const conduct = { ...readConduct(given, 'run'), queue, onProgress: numbers.note };
  const { showReading } = await import('./progress.ts');
  const files = givenList(given, 'files');
  const reading = showReading('reading', files, io, conduct);
  const loaded = await loadStudies(files, await readChanges(given), reading);
  if ('problems' in loaded) return reportProblems(loaded.problems, { json }, io);
  if (traced) return (await import('./trace.ts')).traceRunOf(loaded.studies, given, io);
  if (asked) return (await import('./shard.ts')).performShard(loaded.studies, asked, conduct, { json }, io);

  const endMetrics = await serveMetrics(givenMetrics(given), numbers.read);
  const interruption = listenForInterruption(io);
  try {
    const performed = await performStudies(loaded.studies, conduct, interruption, io);
    if (json) {
      const { listFindingsText } = await import('../study/write-results.ts');
      const findings = performed.map((one) => one.findings);
      for (const piece of listFindingsText(findings, loaded.studies.length)) io.stdout.write(piece);
    } else {
      const { renderTerminal } = await import('../report/terminal.ts');
      for (const { findings, folder } of performed.filter(isPresentable)) {
        io.stdout.write(renderTerminal(findings, { columns: io.stdout.columns ?? 100, color }));
        if (!conduct.quiet) io.stderr.write(`results: ${plainText(folder)}\n`);
      }
    }
    const interrupted = interruption.code();
    return worstExit([...performed.map(({ code }) => code), ...(interrupted === undefined ? [] : [interrupted])]);
  } finally {
    interruption.end();
    endMetrics();
  }
}

/** Numbers of the studies that are performed. */
function createStudyMetrics() {
  let [jobs, planned, look, threads] = [0, 0, 0, 0];
  const note: NonNullable<Conduct['onProgress']> = ({ jobsDone, jobsPlanned, look: now }, pool) => {
    [jobs, planned, look, threads] = [jobsDone, jobsPlanned, now, pool.workers];
  };
  const read = (): Metric[] => [
    { name: 'study_jobs_done', help: 'Jobs simulated for the study at work.', type: 'gauge', value: jobs },
    { name: 'study_jobs_planned', help: 'The same at the end of its look.', type: 'gauge', value: planned },
    { name: 'study_look', help: 'Which look at its runs it is at, from 0.', type: 'gauge', value: look },
    { name: 'study_threads', help: 'Threads that make its runs, on all machines.', type: 'gauge', value: threads },
  ];
  return { note, read };
}

/** Numbers of an unfinished study, or of one that broke a law, are not for reading. */
function isPresentable({ findings, code }: { findings: { complete: boolean }; code: ExitCode }): boolean {
  return findings.complete && code !== exitCode.ourMistake;
}
