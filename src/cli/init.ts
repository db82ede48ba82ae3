import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { plainPath, plainText } from '../foreign/plain-text.ts';
import { writeWhole } from '../run/whole-file.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenSwitch, givenText } from './given.ts';
import { initialStudy } from './initial-study.ts';
import type { Io } from './io.ts';
import { UsageError } from './usage-error.ts';

/** `posp init`: a commented study to start from. @throws UsageError rather than overwrite a file */
export async function initCommand(given: Given, io: Io): Promise<ExitCode> {
  const path = join(givenText(given, 'folder')!, 'study.yaml');
  if (existsSync(path)) throw new UsageError(`${path} is there already; choose another folder`);
  writeWhole(path, `# yaml-language-server: $schema=${schemaFrom(dirname(path))}\n${initialStudy}`);
  if (givenSwitch(given, 'json')) io.stdout.write(`${JSON.stringify({ written: [path] }, null, 2)}\n`);
  else io.stdout.write(`${plainPath(path)}\nNext: posp run ${plainText(path)}\n`);
  return exitCode.done;
}

/** Where an editor finds the schema of this program: relative where both lie below the current folder. */
function schemaFrom(folder: string): string {
  const schema = fileURLToPath(new URL('../../schema/scenario.schema.json', import.meta.url));
  const isBelow = (path: string) => resolve(path).startsWith(process.cwd() + sep);
  const path = isBelow(schema) && isBelow(folder) ? relative(folder, schema) : schema;
  return path.split(sep).join('/');
}
