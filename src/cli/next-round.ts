import { plainPath } from '../foreign/plain-text.ts';
import { createPool } from '../run/pool.ts';
import { gatherRuns } from '../store/merge.ts';
import { readManifest } from '../store/results-folder.ts';
import { writeWhole } from '../store/whole-file.ts';
import { conductMerged } from '../study/shards/merge.ts';
import { describeRound, emptyRound, type Round } from '../study/shards/round.ts';
import { countRuns } from '../study/shards/wanted.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenList, givenSwitch, givenText, givenWorkers } from './given.ts';
import { type Interruption, listenForInterruption } from './interruption.ts';
import type { Io } from './io.ts';
import { reportProblems } from './load.ts';
import { nameRunsOf, type OpenedParts, openParts } from './open-parts.ts';
import { conductStudy } from './perform.ts';
import { formatJobs } from './progress.ts';
import { requireFolder } from './results.ts';
import { UsageError } from './usage-error.ts';
import { readVersion } from './version.ts';

/** `posp plan --next`: the runs that the next look of a merged study needs, as plain data. */
export async function nextRoundCommand(given: Given, io: Io): Promise<ExitCode> {
  const folder = givenText(given, 'next')!;
  if (givenList(given, 'files').length > 0)
    throw new UsageError('--next takes a folder that posp merge left, and no file');
  requireFolder(folder);
  const manifest = readManifest(folder);
  const output = givenText(given, 'output');
  let round: Round = emptyRound(manifest, readVersion());
  let jobs = 0;
  if (!manifest.complete) {
    const opened = await openParts([folder], given);
    if ('problems' in opened) return reportProblems(opened.problems, { json: givenSwitch(given, 'json') ?? false }, io);
    const interruption = listenForInterruption(io, 'nothing is written');
    try {
      const next = await findNext(opened, given, interruption, io);
      const code = interruption.code();
      if (code !== undefined) return code;
      if (next) {
        round = describeRound(opened.study.scenario, next.look, next.wanted, readVersion());
        jobs = next.wanted.reduce((sum, { point, count }) => sum + count * point.settings.run.jobs, 0);
      }
    } finally {
      interruption.end();
    }
  }
  const text = `${JSON.stringify(round, null, 2)}\n`;
  if (output !== undefined) writeWhole(output, text);
  if (givenSwitch(given, 'json')) io.stdout.write(text);
  else io.stdout.write(`${describe(round, jobs, folder)}\n`);
  return exitCode.done;
}

async function findNext({ study, parts }: OpenedParts, given: Given, interruption: Interruption, io: Io) {
  const pool = createPool({ workers: givenWorkers(given), clock: () => performance.now() });
  try {
    const records = await gatherRuns(parts, nameRunsOf(study));
    const quiet = { quiet: givenSwitch(given, 'quiet') ?? false, budget: undefined };
    const merged = await conductStudy(
      study,
      pool,
      quiet,
      interruption,
      io,
      () => {},
      (request) => conductMerged({ ...request, records, parts }),
    );
    return merged.next;
  } finally {
    await pool.close();
  }
}

function describe({ look, arms }: Round, jobs: number, folder: string): string {
  if (arms.length === 0) return `${plainPath(folder)}: finished, nothing is to be run`;
  return `${plainPath(folder)}: look ${look} needs ${countRuns(arms)} runs, ${formatJobs(jobs)} jobs`;
}
