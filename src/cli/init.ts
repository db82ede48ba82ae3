import { existsSync } from 'node:fs';
import { join } from 'node:path';
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
  writeWhole(path, initialStudy);
  if (givenSwitch(given, 'json')) io.stdout.write(`${JSON.stringify({ written: [path] }, null, 2)}\n`);
  else io.stdout.write(`${plainPath(path)}\nNext: posp run ${plainText(path)}\n`);
  return exitCode.done;
}
