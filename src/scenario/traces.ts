/**
 * The files that a scenario names: found, read, and handed on with it. A file says of itself where it lies; whoever wrote
 * it is asked for no other: it lies in the folder of the scenario or below, or the user names it with `--asset`.
 */
import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { type Catalogue, catalogueOf, withCatalogue } from '../catalogue/catalogue.ts';
import type { Trace } from '../market/demand.ts';
import { isRecord } from './numbers/leaves.ts';
import { type Problem, type Steps, say, show } from './problems/problems.ts';
import { placeProblem, type Source } from './read/load.ts';
import { readTrace } from './read/read-trace.ts';
import { UnfitFileError } from './read/regular-file.ts';
import type { Scenario } from './schema/scenario.ts';

/** A file that a study was made with is not at hand, or not as it was. */
export class AssetError extends Error {
  readonly code = 'asset';
}

/** A demand that replays a file, and where it stands. */
interface Replay {
  demand: Record<string, unknown> & { file: string; sha256?: string };
  steps: Steps;
}

/** A scenario with what it names at hand, or what is wrong with that; itself where it names nothing. */
export function takeTraces(scenario: Scenario, source: Source): { scenario: Scenario; problems: Problem[] } {
  const catalogue = catalogueOf(scenario);
  if (listReplays(scenario, catalogue).length === 0) return { scenario, problems: [] };
  const taken = structuredClone({ market: scenario.market, sweep: scenario.sweep });
  const traces = new Map<string, Trace>();
  const problems: Problem[] = [];
  for (const replay of listReplays(taken, catalogue)) {
    const read = readReplay(replay, source, catalogue);
    if ('problems' in read) problems.push(...read.problems);
    else {
      traces.set(read.trace.sha256, read.trace);
      replay.demand.sha256 = read.trace.sha256;
    }
  }
  return { scenario: withCatalogue({ ...scenario, ...taken }, { ...catalogue, traces }), problems };
}

/** The demands of a scenario that replay a file, wherever it has them. */
function listReplays({ market, sweep }: Pick<Scenario, 'market' | 'sweep'>, { demands }: Catalogue): Replay[] {
  const path = ['market', 'demand'];
  const listed = sweep.find((axis) => axis.path === path.join('.'))?.options ?? [];
  const written: { demand: unknown; steps: Steps }[] = [
    { demand: market.demand, steps: path },
    ...listed.map((demand, i) => ({ demand, steps: ['sweep', path.join('.'), i] })),
  ];
  return written.filter(
    ({ demand }) => isRecord(demand) && demands.get(String(demand.kind))?.replay !== undefined,
  ) as Replay[];
}

function readReplay(
  { demand, steps }: Replay,
  source: Source,
  { assets }: Catalogue,
): { trace: Trace } | { problems: Problem[] } {
  const { file, sha256 } = demand;
  const refuse = (code: string, expected: string, reason: string) => {
    const message = `${[...steps, 'file'].join('.')} is ${show(file)}; ${reason}`;
    return { problems: [placeProblem(say(code, [...steps, 'file'], file, expected, message), source)] };
  };
  const found = findFile(file, source.file, assets);
  if ('reason' in found) return refuse('trace-place', 'a file in the folder of the scenario', found.reason);
  try {
    const read = readTrace(found.path);
    if ('problems' in read) {
      const place = { file: found.shown, path: [...steps, 'file'].join('.'), code: 'trace-row' };
      return { problems: read.problems.map((problem) => ({ ...problem, ...place })) };
    }
    if (sha256 === undefined || sha256 === read.trace.sha256) return read;
    const known = `${sha256.slice(0, 12)}…`;
    const reason = `its SHA-256 is ${read.trace.sha256.slice(0, 12)}…, not ${known} as sha256 says: give the file that it was`;
    return refuse('trace-changed', `the file with SHA-256 ${known}`, reason);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof UnfitFileError) return refuse('trace-place', 'a regular file', message);
    const isBarred = code === 'EACCES' || code === 'EPERM';
    return refuse(
      'trace-place',
      'a file that may be read',
      isBarred ? 'it may not be read' : `it cannot be read: ${message}`,
    );
  }
}

/** Where a named file lies, and what problems call it; or why it is not looked for. */
function findFile(
  name: string,
  scenario: string,
  assets: readonly string[],
): { path: string; shown: string } | { reason: string } {
  const asset = assets.find((one) => basename(one) === basename(name));
  const wayOut = `name it with --asset ${asset ?? name}`;
  try {
    if (asset !== undefined) return { path: realpathSync(asset), shown: asset };
    const folder = realpathSync(dirname(scenario));
    const outside = { reason: `it lies outside the folder of the scenario; put it there, or ${wayOut}` };
    if (isAbsolute(name) || leaves(relative(folder, resolve(folder, name)))) return outside;
    const path = realpathSync(resolve(folder, name));
    // A link may lead anywhere.
    return leaves(relative(folder, path)) ? outside : { path, shown: relative(process.cwd(), path) || path };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isAbsent = code === 'ENOENT' || code === 'ENOTDIR';
    const place = asset === undefined ? `in the folder of the scenario; put it there, or ${wayOut}` : `at ${asset}`;
    return { reason: isAbsent ? `there is no such file ${place}` : `it cannot be looked for: ${message}` };
  }
}

function leaves(path: string): boolean {
  return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);
}
