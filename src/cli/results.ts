import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Findings } from '../findings/findings.ts';
import { UsageError } from './usage-error.ts';

/** The findings of a results folder. @throws UsageError when there are none to read */
export function readFindings(folder: string): Findings {
  const path = join(folder, 'findings.json');
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Findings;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    throw new UsageError(
      missing
        ? `${folder} holds no findings; name the results folder of a complete study`
        : `${path} cannot be read: ${message}`,
    );
  }
}
