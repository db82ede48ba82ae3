import { plainText } from '../foreign/plain-text.ts';
import { createPool } from '../run/pool.ts';
import { readManifest } from '../store/results-folder.ts';
import type { Verification } from '../study/verify/verification.ts';
import { verifyResults } from '../study/verify/verify.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenNumbers, givenSwitch, givenText, givenWorkers } from './given.ts';
import { listenForInterruption } from './interruption.ts';
import type { Io } from './io.ts';
import { readCatalogueOf, requireFolder } from './results.ts';
import { UsageError } from './usage-error.ts';
import { readVersion } from './version.ts';

const runsUnlessTold = 16;

/** `posp verify`: whether a results folder is what its study wrote; exit 1 where it differs. */
export async function verifyCommand(given: Given, io: Io): Promise<ExitCode> {
  const folder = givenText(given, 'folder')!;
  const runs = readRuns(given);
  requireFolder(folder);
  const catalogue = await readCatalogueOf(folder, readManifest(folder), given);
  const interruption = listenForInterruption(io);
  const pool = createPool({ workers: givenWorkers(given), clock: () => performance.now() });
  try {
    const verification = await verifyResults(folder, {
      runs,
      pool,
      catalogue,
      version: readVersion(),
      drawAgain: async (made) => (await import('./draw-again.ts')).drawAgain(made),
      signal: interruption.signal,
    });
    const interrupted = interruption.code();
    if (interrupted !== undefined) return interrupted;
    const { runsInAll: _, ...told } = verification;
    const text = givenSwitch(given, 'json') ? JSON.stringify(told, null, 2) : describe(folder, verification);
    io.stdout.write(`${text}\n`);
    return listDifferences(verification).length === 0 ? exitCode.done : exitCode.claimFalse;
  } finally {
    interruption.end();
    await pool.close();
  }
}

function readRuns(given: Given): number | 'all' {
  const text = givenNumbers(given, 'runs');
  if (text === undefined) return runsUnlessTold;
  if (text === 'all') return text;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`--runs is ${JSON.stringify(text)}; it takes a whole number, or all`);
}

/** What differs, a line each; then what was looked at, and what was not. */
function describe(folder: string, verification: Verification): string {
  const { files, digests, runs, findings, notDerived, runsInAll } = verification;
  const differences = listDifferences(verification);
  const looked = `${many(files.length, 'file')}, ${many(digests.length, 'digest')}, ${runs.length} of ${many(runsInAll, 'run')} simulated again, ${findings.length > 0 ? 'findings' : 'no findings'} derived again`;
  const outcome = differences.length === 0 ? 'all as written' : many(differences.length, 'difference');
  const left = notDerived.length > 0 ? [`not derived again: ${notDerived.join('; ')}`] : [];
  return [...differences, `${folder}: ${outcome} (${looked})`, ...left].map(plainText).join('\n');
}

function listDifferences({ files, digests, findings, runs }: Verification): string[] {
  return [
    ...files.map(({ path, ...file }) => ({ subject: path, ...file })),
    ...digests.map(({ of, ...digest }) => ({ subject: of, ...digest })),
    ...findings.map(({ of, ...part }) => ({ subject: `${of} of findings.json`, ...part })),
    ...runs.map(({ id, designPoint, arm, replication, ...run }) => {
      return { subject: `run ${id} (design point ${designPoint}, arm ${arm}, replication ${replication})`, ...run };
    }),
  ].flatMap(({ subject, equal, because }) => (equal ? [] : [`${subject}: ${because}`]));
}

function many(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
