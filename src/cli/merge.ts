import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Findings } from '../findings/findings.ts';
import { plainText } from '../foreign/plain-text.ts';
import { createPool } from '../run/pool.ts';
import { gatherRuns } from '../store/merge.ts';
import { checkFolder, nameShard } from '../store/results-folder.ts';
import { openStore } from '../store/store.ts';
import { StoreError } from '../store/store-error.ts';
import { concludePartly, conductMerged, type Merged } from '../study/shards/merge.ts';
import { countRuns } from '../study/shards/wanted.ts';
import { writeUnfinished } from '../study/write-results.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenList, givenSwitch } from './given.ts';
import { listenForInterruption } from './interruption.ts';
import { type Io, wantsColor } from './io.ts';
import { reportProblems, reportWarnings } from './load.ts';
import { nameRunsOf, openParts } from './open-parts.ts';
import { conductStudy, markOf, readConduct, settleCode, writeOutcome } from './perform.ts';
import { UsageError } from './usage-error.ts';
import { readVersion } from './version.ts';

/** `posp merge`: the folders of shards put together, and the study judged as if one process had run it. */
export async function mergeCommand(given: Given, io: Io): Promise<ExitCode> {
  const json = givenSwitch(given, 'json') ?? false;
  const isPartial = givenSwitch(given, 'partial') ?? false;
  const conduct = readConduct(given, 'run');
  const { out } = conduct;
  if (out === undefined) throw new UsageError('posp merge needs --out DIR, the folder to write the whole study to');
  const opened = await openParts(listFolders(givenList(given, 'folders'), out, conduct.fresh), given);
  if ('problems' in opened) return reportProblems(opened.problems, { json }, io);
  const { study, source, parts } = opened;
  const mark = markOf(study, conduct);
  refuseShard(out, checkFolder(out, mark));
  await reportWarnings(study.warnings, conduct, io);

  const interruption = listenForInterruption(io, 'nothing is written');
  const pool = createPool({ workers: conduct.workers, clock: () => performance.now() });
  try {
    const records = await gatherRuns(parts, nameRunsOf(study));
    const { merged, partly } = await conductStudy(
      study,
      pool,
      conduct,
      interruption,
      io,
      () => {},
      async (request) => {
        const found = await conductMerged({ ...request, records, parts });
        const isAsked = isPartial && found.next !== undefined;
        return {
          merged: found,
          partly: isAsked ? await concludePartly({ ...request, records }, found.outcome) : undefined,
        };
      },
    );
    if (!partly && merged.gaps.length > 0) throw refuseGaps(merged.gaps);
    const outcome = partly ?? merged.outcome!;
    if (outcome.interrupted) {
      io.stderr.write('interrupted; nothing was written\n');
      return interruption.code() ?? exitCode.interrupted;
    }
    const store = await openStore(out, mark, records);
    try {
      if (merged.next && !partly)
        await writeUnfinished(store, outcome, { scenario: study.scenario, source, version: readVersion() });
      else await writeOutcome(study, store, outcome, conduct, io, partly && source);
    } finally {
      await store.close();
    }
    const code = settleCode(study, out, outcome, conduct, interruption, io);
    if (code === exitCode.ourMistake) return code;
    await tell({ merged, findings: outcome.findings, isShown: !merged.next || partly !== undefined, out }, given, io);
    // Of a study that is not finished nothing is settled but what is false already.
    return merged.next && code !== exitCode.claimFalse ? exitCode.undecided : code;
  } finally {
    interruption.end();
    await pool.close();
  }
}

/** The folders whose runs are put together: those that are given, and what an earlier merge left where this one writes. */
function listFolders(given: readonly string[], out: string, fresh: boolean): string[] {
  const isGiven = given.some((folder) => resolve(folder) === resolve(out));
  if (isGiven && fresh)
    throw new UsageError(`--fresh discards ${out}, which is to be merged; leave it out, or write elsewhere`);
  const isThere = existsSync(join(out, 'manifest.json'));
  return isGiven || fresh || !isThere ? [...given] : [...given, out];
}

/** @throws StoreError `other-study` where a shard stands in the place of the whole */
function refuseShard(out: string, there: ReturnType<typeof checkFolder>): void {
  if (there?.schema === undefined || !there.shard) return;
  throw new StoreError(
    'other-study',
    `${out} holds ${nameShard(there.shard)}; write what is merged to a folder of its own`,
  );
}

function refuseGaps(gaps: readonly string[]): StoreError {
  const wayOut = 'nothing was written; bring what is missing, or have what there is analysed with --partial';
  return new StoreError('unfit', `${gaps.join('; ')}. ${wayOut}`);
}

interface Told {
  merged: Merged;
  findings: Findings;
  /** Whether findings were written. */
  isShown: boolean;
  out: string;
}

async function tell({ merged: { next, gaps }, findings, isShown, out }: Told, given: Given, io: Io): Promise<void> {
  const quiet = givenSwitch(given, 'quiet') ?? false;
  if (givenSwitch(given, 'json')) {
    const { listFindingsText } = await import('../study/write-results.ts');
    for (const piece of listFindingsText([{ ...findings, complete: !next }])) io.stdout.write(piece);
  } else if (isShown) {
    const { renderTerminal } = await import('../report/terminal.ts');
    const color = wantsColor(io.stdout, io, givenSwitch(given, 'color'));
    io.stdout.write(renderTerminal(findings, { columns: io.stdout.columns ?? 100, color }));
  }
  if (quiet) return;
  for (const gap of gaps) io.stderr.write(`warning: ${plainText(gap)}\n`);
  if (next && gaps.length === 0) {
    const runs = countRuns(next.wanted);
    io.stderr.write(
      `not finished: look ${next.look} needs ${runs} more runs; posp plan --next ${plainText(out)} -o plan.json lists them\n`,
    );
  }
  io.stderr.write(`results: ${plainText(out)}\n`);
}
