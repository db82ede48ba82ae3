import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { digestScenario } from '../scenario/schema/digest.ts';
import type { LoadedStudy } from './load.ts';
import { UsageError } from './usage-error.ts';

/**
 * The results folder of every study, each its own.
 *
 * Without `out` it is `results/NAME-DIGEST8`; with it one study gets `out` itself, several a folder each below it, called
 * by the file's name or, where files of different folders have the same name, by their place as well.
 *
 * @throws UsageError when two studies would write to the same folder
 */
export function chooseFolders(studies: readonly LoadedStudy[], out: string | undefined): string[] {
  const names = nameStudies(studies);
  const folders = studies.map(({ scenario }, i) => {
    if (out === undefined) return join('results', `${nameOf(studies[i].file)}-${digestOf(scenario)}`);
    return studies.length > 1 ? join(out, names[i]) : out;
  });
  refuseShared(studies, folders, out);
  return folders;
}

function nameStudies(studies: readonly LoadedStudy[]): string[] {
  const short = studies.map(({ file }) => nameOf(file));
  if (new Set(short).size === short.length) return short;
  const root = commonFolder(studies.map(({ file }) => dirname(resolve(file))));
  return studies.map(({ file }) => {
    const path = relative(root, resolve(file));
    return nameFolder(path.slice(0, path.length - extname(path).length).replaceAll(sep, '-'));
  });
}

function commonFolder(folders: readonly string[]): string {
  return folders.reduce((common, folder) => {
    let shared = common;
    while (folder !== shared && !folder.startsWith(shared.endsWith(sep) ? shared : shared + sep))
      shared = dirname(shared);
    return shared;
  });
}

function refuseShared(studies: readonly LoadedStudy[], folders: readonly string[], out: string | undefined): void {
  const firsts = new Map<string, string>();
  for (const [i, { file }] of studies.entries()) {
    const other = firsts.get(folders[i]);
    firsts.set(folders[i], file);
    if (other === undefined) continue;
    if (resolve(other) === resolve(file)) throw new UsageError(`${file} is given twice; name each file once`);
    const advice = out === undefined ? 'give each a folder with --out' : 'rename one of them';
    throw new UsageError(`${other} and ${file} would share the results folder ${folders[i]}; ${advice}`);
  }
}

/** A file's name without its ending, as the name of a folder: never one that leads elsewhere, as `..` of `...yaml` does. */
function nameOf(file: string): string {
  return nameFolder(basename(file, extname(file)));
}

function nameFolder(name: string): string {
  return name.replace(/^\.+/, '') || 'study';
}

function digestOf(scenario: LoadedStudy['scenario']): string {
  return digestScenario(scenario).slice('sha256:'.length, 'sha256:'.length + 8);
}
