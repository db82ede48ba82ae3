/** Studies one after the other: open the folder, run until sure, write what came out. */

import { basename } from 'node:path';
import type { Findings } from '../findings/findings.ts';
import { plainText } from '../foreign/plain-text.ts';
import { createPool, type Pool } from '../run/pool.ts';
import { nameAddress } from '../run/queue/address.ts';
import type { Access } from '../run/queue/redis.ts';
import { listStudyWarnings } from '../scenario/rules/money-warnings.ts';
import { digestScenario, studyOf } from '../scenario/schema/digest.ts';
import { writeScenario } from '../scenario/write.ts';
import { checkFolder, type StudyMark } from '../store/results-folder.ts';
import { openStore, type Store } from '../store/store.ts';
import type { Source } from '../study/shards/source.ts';
import { runStudy, type StudyOutcome, type StudyProgress, type StudyRequest } from '../study/study.ts';
import { describeParameters, writeResults } from '../study/write-results.ts';
import type { Budget } from './budget.ts';
import { chooseFolders } from './choose-folders.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenSwitch, givenText, givenWorkers } from './given.ts';
import type { Interruption } from './interruption.ts';
import type { Io } from './io.ts';
import { type LoadedStudy, reportWarnings } from './load.ts';
import { tellMistake } from './mistake.ts';
import { createRate, type Progress, showProgress, showProgressLate } from './progress.ts';
import { keepSoFar } from './so-far.ts';
import { UsageError } from './usage-error.ts';
import { readVersion } from './version.ts';

/** How studies are performed. */
export interface Conduct {
  workers: number;
  out: string | undefined;
  fresh: boolean;
  resume: boolean;
  quiet: boolean;
  budget: Budget | undefined;
  /** The command that performs them; `test` writes neither tables as text, nor charts, nor report. */
  command: 'run' | 'test';
  /** Whether `run` draws charts and the report. */
  pictures: boolean;
  /** The queue whose workers make the runs, where there is one. */
  queue?: Access | undefined;
  /** Hears how far the studies are, and who makes their runs. */
  onProgress?: ((progress: StudyProgress, pool: Pool) => void) | undefined;
}

/** A study that came to an end, one way or another. */
export interface Performed {
  study: LoadedStudy;
  folder: string;
  findings: Findings;
  code: ExitCode;
  /** How long it took [s]. */
  seconds: number;
  /** Jobs simulated per second, when any were; what was on disk before does not count. */
  jobsPerSecond: number | undefined;
}

/** What the flags say about conduct. @throws UsageError */
export function readConduct(given: Given, command: Conduct['command'], budget?: Budget): Conduct {
  if (givenSwitch(given, 'resume') && givenSwitch(given, 'fresh')) {
    throw new UsageError('--resume and --fresh contradict each other; give one');
  }
  return {
    // On a queue others may do all of it.
    workers: givenWorkers(given, given.queue === undefined ? 1 : 0),
    out: givenText(given, 'out'),
    fresh: givenSwitch(given, 'fresh') ?? false,
    resume: givenSwitch(given, 'resume') ?? false,
    quiet: givenSwitch(given, 'quiet') ?? false,
    budget,
    command,
    pictures: givenSwitch(given, 'pictures') ?? true,
  };
}

/**
 * Performs studies in order with one pool of workers, until done or interrupted.
 *
 * @throws UsageError when two of them would share a folder, before anything runs
 * @throws StoreError when a folder cannot be used, before anything runs, or not written
 */
export async function performStudies(
  studies: readonly LoadedStudy[],
  conduct: Conduct,
  interruption: Interruption,
  io: Io,
): Promise<Performed[]> {
  const folders = chooseFolders(studies, conduct.out);
  for (const [i, study] of studies.entries()) checkFolder(folders[i], markOf(study, conduct));
  const { pool, end } = await openPool(studies, conduct, interruption, io);
  const performed: Performed[] = [];
  try {
    for (const [i, study] of studies.entries()) {
      if (interruption.code() !== undefined) break;
      // After the last study nobody simulates, and what threads hold is room for all that is drawn.
      const rest = i === studies.length - 1 && !conduct.queue ? () => pool.close() : () => Promise.resolve();
      performed.push(await perform(study, folders[i], pool, rest, conduct, interruption, io));
    }
    await end?.();
  } finally {
    await pool.close();
  }
  return performed;
}

/** @returns the pool, and of one on a queue what is done when all was performed */
async function openPool(
  studies: readonly LoadedStudy[],
  conduct: Conduct,
  interruption: Interruption,
  io: Io,
): Promise<{ pool: Pool; end?: () => Promise<void> }> {
  const { workers, queue } = conduct;
  if (!queue) return { pool: createPool({ workers, clock: () => performance.now() }) };
  if (studies.length !== 1) throw new UsageError('--queue takes one file');
  return (await import('./queue.ts')).openStudyPool(studies[0], { ...conduct, queue }, interruption, io);
}

/** The code that a study's claims ask for. */
export function verdictCode({ claims }: Findings): ExitCode {
  if (claims.some(({ verdict }) => verdict === 'false')) return exitCode.claimFalse;
  return claims.some(({ verdict }) => verdict === 'undecided') ? exitCode.undecided : exitCode.done;
}

async function perform(
  study: LoadedStudy,
  folder: string,
  pool: Pool,
  rest: () => Promise<void>,
  conduct: Conduct,
  interruption: Interruption,
  io: Io,
): Promise<Performed> {
  const start = performance.now();
  const store = await openStore(folder, markOf(study, conduct));
  try {
    await reportWarnings(study.warnings, conduct, io);
    for (const warning of store.warnings) io.stderr.write(`warning: ${plainText(warning)}\n`);
    const rate = createRate();
    const { title } = study.scenario;
    const soFar = keepSoFar(store, { title, digest: digestScenario(study.scenario), planned: study.points.length });
    // What was concluded from is let go: it would lie in memory beside all that is written and drawn.
    const { conclusion: _, ...outcome } = await conductStudy(
      study,
      pool,
      conduct,
      interruption,
      io,
      rate.note,
      (request) =>
        runStudy({
          ...request,
          archive: store,
          onPoint: soFar.add,
          onLook: (plan) => store.announce({ title, plan }),
        }),
    );
    if (outcome.interrupted) soFar.write();
    await rest();
    await writeOutcome(study, store, outcome, conduct, io);
    return {
      study,
      folder,
      findings: outcome.findings,
      code: settleCode(study, folder, outcome, conduct, interruption, io),
      seconds: (performance.now() - start) / 1000,
      jobsPerSecond: rate.perSecond(),
    };
  } finally {
    await store.close();
  }
}

/** Writes what a study came to, and draws it. @param source  of one that is analysed though runs of it are missing */
export async function writeOutcome(
  study: LoadedStudy,
  store: Store,
  outcome: Omit<StudyOutcome, 'conclusion'>,
  conduct: Conduct,
  io: Io,
  source?: Source,
): Promise<void> {
  const { scenario } = study;
  const draw = async () => {
    const { drawResults, writeTablesAsText } = await import('./draw.ts');
    writeTablesAsText(store, outcome.findings, describeParameters(scenario));
    if (!conduct.pictures) return;
    const { prepareExhibits } = await import('../analysis/exhibits/exhibits.ts');
    const shown = { findings: outcome.findings, exhibits: prepareExhibits(study) };
    const notes = (shown.exhibits.failed ?? []).map(({ part, reason }) => `${part} could not be worked out: ${reason}`);
    // Who reads a log learns nothing from it; who sits at a terminal would wonder.
    const quiet = conduct.quiet || io.stderr.isTTY !== true;
    const progress = showProgressLate(basename(study.file), io, { quiet, things: 'pictures' });
    const origin = { command: study.command, study };
    const missing = [
      ...notes,
      ...(await drawResults(store, shown, origin, { workers: Math.max(1, conduct.workers), onDrawn: progress.update })),
    ];
    progress.end();
    for (const sentence of missing) io.stderr.write(`warning: ${plainText(sentence)}\n`);
  };
  await writeResults(store, outcome, {
    scenario,
    scenarioText: writeScenario(scenario, study),
    version: readVersion(),
    draw: conduct.command === 'run' ? draw : undefined,
    source,
  });
}

/** Conducts a study while its progress is shown. @param run  conducts it, told all but where its runs are */
export async function conductStudy<Outcome>(
  study: LoadedStudy,
  pool: Pool,
  { budget, quiet, onProgress }: Pick<Conduct, 'budget' | 'quiet' | 'onProgress'>,
  interruption: Interruption,
  io: Io,
  noteJobs: (jobs: number) => void,
  run: (request: Omit<StudyRequest, 'archive'>) => Promise<Outcome>,
): Promise<Outcome> {
  const { scenario, points, resolve, warnings, baselines, money, command } = study;
  const progress = showProgress(basename(study.file), io, { quiet });
  let analysis: Progress | undefined;
  const deadline =
    budget && 'seconds' in budget ? AbortSignal.timeout(Math.min(2 ** 31 - 1, budget.seconds * 1000)) : undefined;
  try {
    return await run({
      scenario,
      points,
      resolve,
      digest: digestScenario(scenario),
      pool,
      warnings: listStudyWarnings(warnings),
      baselines,
      money,
      command,
      signal: deadline ? AbortSignal.any([interruption.signal, deadline]) : interruption.signal,
      isOverBudget: (jobs) =>
        deadline?.aborted === true || (budget !== undefined && 'jobs' in budget && jobs >= budget.jobs),
      onProgress: (told) => {
        const { jobsDone, jobsPlanned } = told;
        onProgress?.(told, pool);
        analysis?.end();
        analysis = undefined;
        noteJobs(jobsDone);
        progress.update(jobsDone, jobsPlanned);
      },
      // On a terminal in the place of the jobs, which stand still meanwhile.
      onAnalysis: (done, expected) => {
        analysis ??= showProgressLate(basename(study.file), io, { quiet, things: 'design points analysed' });
        analysis.update(done, expected);
      },
    });
  } finally {
    analysis?.end();
    progress.end();
  }
}

/** Says what went wrong or was left undone, and in which code that ends. */
export function settleCode(
  study: LoadedStudy,
  folder: string,
  { findings, failures, interrupted }: Pick<StudyOutcome, 'findings' | 'failures' | 'interrupted'>,
  { command, queue }: Conduct,
  interruption: Interruption,
  io: Io,
): ExitCode {
  if (failures.length > 0) {
    for (const failure of failures) tellMistake(failure, study, io);
    return exitCode.ourMistake;
  }
  const code = interruption.code();
  if (interrupted && code !== undefined) {
    const where = queue ? ` --queue ${nameAddress(queue.address)}` : '';
    const next = `posp ${command} ${study.file} --out ${folder} --resume${where}`;
    io.stderr.write(`interrupted; continue with: ${plainText(next)}\n`);
    return code;
  }
  return verdictCode(findings);
}

/** By what a results folder is known to belong to a study. */
export function markOf(
  { scenario }: Pick<LoadedStudy, 'scenario'>,
  { fresh, resume }: Pick<Conduct, 'fresh' | 'resume'>,
): StudyMark {
  return { digest: digestScenario(scenario), subject: studyOf(scenario), fresh, resume };
}
