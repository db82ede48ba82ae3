import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { plainPath, plainText } from '../foreign/plain-text.ts';
import * as mechanisms from '../mechanisms/index.ts';
import { posp } from '../mechanisms/index.ts';
import { writeWhole } from '../run/whole-file.ts';
import { suggest } from '../scenario/suggest.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenSwitch, givenText } from './given.ts';
import type { Io } from './io.ts';
import { writeStudy } from './mechanism-study.ts';
import { UsageError } from './usage-error.ts';

/** `posp init`: a commented study to start from. @throws UsageError rather than overwrite a file */
export async function initCommand(given: Given, io: Io): Promise<ExitCode> {
  const path = join(givenText(given, 'folder')!, 'study.yaml');
  if (existsSync(path)) throw new UsageError(`${path} is there already; choose another folder`);
  const kind = givenText(given, 'mechanism') ?? (await askForKind(given, io));
  if (kind === undefined) return exitCode.interrupted;
  const study = writeStudy(findMechanism(kind));
  writeWhole(path, `# yaml-language-server: $schema=${schemaFrom(dirname(path))}\n${study}`);
  if (givenSwitch(given, 'json')) io.stdout.write(`${JSON.stringify({ written: [path] }, null, 2)}\n`);
  else io.stdout.write(`${plainPath(path)}\nNext: posp run ${plainText(path)}\n`);
  return exitCode.done;
}

/** The mechanism that is wanted: of posp, unless somebody at a terminal says otherwise. */
async function askForKind(given: Given, io: Io): Promise<string | undefined> {
  if (!io.ask || givenSwitch(given, 'json') || givenSwitch(given, 'quiet')) return posp.kind;
  const known = Object.values(mechanisms).map(({ kind, title }) => `  ${kind.padEnd(20)} ${title}\n`);
  const answer = await io.ask(`Mechanisms:\n${known.join('')}Which one? [${posp.kind}] `);
  return answer?.trim() === '' ? posp.kind : answer?.trim();
}

function findMechanism(kind: string) {
  const known = Object.values(mechanisms);
  const found = known.find((mechanism) => mechanism.kind === kind);
  if (found) return found;
  const kinds = known.map((mechanism) => mechanism.kind);
  const meant = suggest(kind, kinds);
  const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
  throw new UsageError(`there is no mechanism ${JSON.stringify(kind)}${hint}; known: ${kinds.join(', ')}`);
}

/** Where an editor finds the schema of this program: relative where both lie below the current folder. */
function schemaFrom(folder: string): string {
  const schema = fileURLToPath(new URL('../../schema/scenario.schema.json', import.meta.url));
  const isBelow = (path: string) => resolve(path).startsWith(process.cwd() + sep);
  const path = isBelow(schema) && isBelow(folder) ? relative(folder, schema) : schema;
  return path.split(sep).join('/');
}
