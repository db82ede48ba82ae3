import { lstatSync, type Stats, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { plainPath, plainText } from '../foreign/plain-text.ts';
import { posp } from '../mechanisms/index.ts';
import { show } from '../scenario/problems/problems.ts';
import { suggest } from '../scenario/problems/suggest.ts';
import { writeCommand } from '../scenario/read/override.ts';
import { writeWhole } from '../store/whole-file.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenSwitch, givenText } from './given.ts';
import type { Io } from './io.ts';
import { readCatalogue } from './load.ts';
import { writeStudy } from './mechanism-study.ts';
import { UsageError } from './usage-error.ts';

/** `posp init`: a commented study to start from. @throws UsageError rather than overwrite a file */
export async function initCommand(given: Given, io: Io): Promise<ExitCode> {
  const path = join(readFolder(given), 'study.yaml');
  const catalogue = await readCatalogue(given);
  const kind = givenText(given, 'mechanism') ?? (await askForKind(given, io, catalogue));
  if (kind === undefined) return exitCode.interrupted;
  const study = writeStudy(findMechanism(kind, catalogue));
  writeWhole(path, `# yaml-language-server: $schema=${schemaFrom(dirname(path))}\n${study}`);
  if (givenSwitch(given, 'json')) io.stdout.write(`${JSON.stringify({ written: [path] }, null, 2)}\n`);
  else
    io.stdout.write(`${plainPath(path)}\nNext: ${plainText(writeCommand(path, {}, catalogue).slice('npx '.length))}\n`);
  return exitCode.done;
}

/** The folder the study goes to. @throws UsageError where it cannot be one, or has a study already */
function readFolder(given: Given): string {
  const folder = givenText(given, 'folder')!;
  const names = folder.split(/[\\/]/);
  if (folder.length > folderLengthMax || names.some((name) => Buffer.byteLength(name) > nameBytesMax)) {
    throw new UsageError(`the folder is ${show(folder)}, too long for a path; choose a shorter one`);
  }
  // The command that comes next is printed, and nobody could copy this one.
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(folder)) {
    throw new UsageError(`the folder is ${show(folder)}, which has characters that cannot be seen; choose another`);
  }
  for (let place = folder; ; place = dirname(place)) {
    const found = look(place, statSync);
    if (found && !found.isDirectory()) throw new UsageError(`${place} is not a folder; choose another one`);
    if (!found && look(place, lstatSync))
      throw new UsageError(`${place} is a link that leads nowhere; choose another folder`);
    if (found || place === dirname(place)) break;
  }
  const path = join(folder, 'study.yaml');
  // A link that leads nowhere is there all the same.
  if (look(path, lstatSync)) throw new UsageError(`${path} is there already; choose another folder`);
  return folder;
}

/** What is at a place; nothing where that cannot be told, for writing tells it better. */
function look(path: string, status: (path: string) => Stats): Stats | undefined {
  try {
    return status(path);
  } catch {
    return undefined;
  }
}

/** Longest path, and longest name in one, that are taken [characters, bytes]: what Linux takes, roughly. */
const folderLengthMax = 4000;
const nameBytesMax = 255;

/** The mechanism that is wanted: of posp, unless somebody at a terminal says otherwise. */
async function askForKind(given: Given, io: Io, { mechanisms }: Catalogue): Promise<string | undefined> {
  if (!io.ask || givenSwitch(given, 'json') || givenSwitch(given, 'quiet')) return posp.kind;
  const known = [...mechanisms.values()].map(({ kind, title }) => `  ${kind.padEnd(20)} ${title}\n`);
  const answer = await io.ask(`Mechanisms:\n${known.join('')}Which one? [${posp.kind}] `);
  return answer?.trim() === '' ? posp.kind : answer?.trim();
}

function findMechanism(kind: string, { mechanisms }: Catalogue) {
  const found = mechanisms.get(kind);
  if (found) return found;
  const kinds = [...mechanisms.keys()];
  const meant = suggest(kind, kinds);
  const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
  throw new UsageError(`there is no mechanism ${show(kind)}${hint}; known: ${kinds.join(', ')}`);
}

/** Where an editor finds the schema of this program: relative where both lie below the current folder. */
function schemaFrom(folder: string): string {
  const schema = fileURLToPath(new URL('../../schema/scenario.schema.json', import.meta.url));
  const isBelow = (path: string) => resolve(path).startsWith(process.cwd() + sep);
  const path = isBelow(schema) && isBelow(folder) ? relative(folder, schema) : schema;
  return path.split(sep).join('/');
}
