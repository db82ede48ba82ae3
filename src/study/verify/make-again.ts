/** What is made of runs and findings, made again: tables, pages and pictures. */
import type { Manifest } from '../../findings/manifest.ts';
import { writeScenario } from '../../scenario/write.ts';
import { readListedScenario } from '../read-results.ts';
import { findOtherTables, type RemakeRequest } from './remake.ts';
import type { MadeOf, Verification, VerifyRequest } from './verification.ts';

/** Makes again what the program that is asked has made: tables, pages, pictures. */
export async function makeAgain(
  of: Omit<MadeOf, 'hasExhibits'> & RemakeRequest & { manifest: Manifest; isSound: boolean; money: 'USD' | 'credits' },
  files: Verification['files'],
  { version, drawAgain, signal }: VerifyRequest,
): Promise<{ files: Verification['files']; notDerived: string[] }> {
  const { folder, manifest } = of;
  const writer = manifest.versions?.['posp-sim'];
  const left = new Map<string, string[]>();
  const leave = (why: string, path: string) => left.set(why, [...(left.get(why) ?? []), path]);
  const paths = files.filter(({ equal }) => equal).map(({ path }) => path);
  const ours = paths.filter((path) => {
    if (path === 'findings.json') return false;
    const by = manifest.files[path]?.by ?? writer;
    if (by !== version) leave(`made by posp-sim ${by}`, path);
    // Of findings that are not those of the runs nothing is made.
    else if (!of.isSound || signal?.aborted) leave('made of runs and findings', path);
    else return true;
    return false;
  });
  const isTable = (path: string) => path.endsWith('.parquet');
  const differing = new Map<string, string>();
  const tables = new Set(ours.filter(isTable));
  for (const path of tables.size > 0 ? await findOtherTables(folder, tables, of) : []) {
    differing.set(path, 'it is not what its runs and findings make of it');
  }
  const scenarioText = ours.includes('scenario.yaml') ? readListedScenario(folder, manifest) : null;
  if (scenarioText !== null && scenarioText !== writeScenario(of.scenario, of)) {
    differing.set('scenario.yaml', 'it says more, or otherwise, than its study does');
  }
  const drawn = ours.filter((path) => !isTable(path) && path !== 'scenario.yaml');
  const hasExhibits = manifest.files['exhibits.json'] !== undefined;
  if (drawAgain && drawn.length > 0) {
    for (const [path, because] of await drawAgain({ ...of, paths: drawn, hasExhibits })) differing.set(path, because);
  } else for (const path of drawn) leave('made of findings', path);
  return {
    files: files.map((file) => {
      const because = differing.get(file.path);
      return because === undefined ? file : { path: file.path, equal: false, because };
    }),
    notDerived: [...left].map(([why, { length }]) => `${length} file${length === 1 ? '' : 's'} ${why}`),
  };
}
