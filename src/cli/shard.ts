import { basename } from 'node:path';
import { isMarket } from '../analysis/market-points.ts';
import type { Shard } from '../findings/manifest.ts';
import { plainText } from '../foreign/plain-text.ts';
import { createPool } from '../run/pool.ts';
import { checkFolder, nameShard, type StudyMark } from '../store/results-folder.ts';
import { openStore } from '../store/store.ts';
import { readRound } from '../study/shards/round.ts';
import { runShard, writeShard } from '../study/shards/shard.ts';
import { describeSource } from '../study/shards/source.ts';
import { countRuns, dealRuns, digestRuns, listWanted, planFirstLook } from '../study/shards/wanted.ts';
import { chooseFolders } from './choose-folders.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { listenForInterruption } from './interruption.ts';
import type { Io } from './io.ts';
import { type LoadedStudy, reportWarnings } from './load.ts';
import { tellMistake } from './mistake.ts';
import { type Conduct, markOf } from './perform.ts';
import { showProgress } from './progress.ts';
import type { ShardRequest } from './shard-request.ts';
import { UsageError } from './usage-error.ts';
import { readVersion } from './version.ts';

/**
 * `posp run --shard`: simulates a part of a study's runs into a folder of its own, and judges nothing.
 *
 * @throws UsageError, StoreError
 */
export async function performShard(
  studies: readonly LoadedStudy[],
  request: ShardRequest,
  conduct: Conduct,
  { json }: { json: boolean },
  io: Io,
): Promise<ExitCode> {
  if (studies.length !== 1) throw new UsageError('--shard and --plan take one file');
  const [study] = studies;
  const { look, wanted: all } = listRuns(study, request.plan);
  const shard: Shard = { number: request.number, of: request.of, look, plan: digestRuns(all) };
  const wanted = dealRuns(all, shard);
  const folder = chooseFolder(study, request, shard, conduct.out);
  const mark: StudyMark = { ...markOf(study, conduct), shard };
  checkFolder(folder, mark);

  const interruption = listenForInterruption(io);
  const pool = createPool({ workers: conduct.workers, clock: () => performance.now() });
  const progress = showProgress(basename(study.file), io, conduct);
  try {
    const store = await openStore(folder, mark);
    try {
      await reportWarnings(study.warnings, conduct, io);
      for (const warning of store.warnings) io.stderr.write(`warning: ${plainText(warning)}\n`);
      if (wanted.length === 0)
        io.stderr.write(
          `note: ${nameShard(shard)} is empty: ${sayCount(countRuns(all), 'run')} for ${shard.of} shards\n`,
        );
      const outcome = await runShard(wanted, store, pool, {
        seed: String(study.scenario.seed),
        signal: interruption.signal,
        onJobs: progress.update,
      });
      progress.end();
      const { scenario } = study;
      await writeShard(store, outcome, {
        scenario,
        source: describeSource(study),
        shard,
        wanted,
        version: readVersion(),
      });
      for (const { designPoint, arm, replication, message } of outcome.failed) {
        const replay = `--design-point ${designPoint} --arm ${arm} --replication ${replication}`;
        tellMistake(`${message}; replay: ${replay}`, study, io);
      }
      if (outcome.failed.length > 0) return exitCode.ourMistake;
      if (outcome.interrupted) {
        io.stderr.write('interrupted; the same command goes on\n');
        return interruption.code() ?? exitCode.interrupted;
      }
    } finally {
      await store.close();
    }
  } finally {
    progress.end();
    interruption.end();
    await pool.close();
  }
  const told = { shard: shard.number, of: shard.of, look, plan: shard.plan, runs: countRuns(wanted), folder };
  if (json) io.stdout.write(`${JSON.stringify(told, null, 2)}\n`);
  else
    io.stdout.write(
      `${nameShard(shard)}: ${told.runs} of ${sayCount(countRuns(all), 'run')}, in ${plainText(folder)}\n`,
    );
  return exitCode.done;
}

function listRuns(study: LoadedStudy, plan: string | undefined) {
  if (plan !== undefined) return readRound(plan, study, readVersion());
  const first = planFirstLook(study.scenario, study.points.filter(isMarket));
  return { look: 0, wanted: listWanted(first, { has: () => false }, String(study.scenario.seed)) };
}

function chooseFolder(study: LoadedStudy, { plan }: ShardRequest, shard: Shard, out: string | undefined): string {
  const [folder] = chooseFolders([study], out);
  if (out !== undefined) return folder;
  const round = plan === undefined ? '' : `-${shard.plan.slice('sha256:'.length, 'sha256:'.length + 8)}`;
  return `${folder}${round}-${shard.number}-of-${shard.of}`;
}

function sayCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
