/** Runs a notebook without Jupyter: its cells, top to bottom, as one module under Node. */
import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { extractModule, folder, type Notebook } from './notebook.ts';

/** How a notebook ended: the message of the cell that threw, or nothing. */
export interface Ended {
  code: number;
  message: string;
}

/**
 * Runs the cells from where the notebook stands, so that its imports and file names mean the same.
 *
 * @param replications  of each simulated arm
 */
export async function runNotebook(notebook: Notebook, name: string, replications: number): Promise<Ended> {
  const file = `.${name}-${process.pid}.ts`;
  writeFileSync(`${folder}/${file}`, extractModule(notebook));
  try {
    await promisify(execFile)(process.execPath, ['--import', 'tsx', file], {
      cwd: folder,
      env: { ...process.env, POSP_REPLICATIONS: String(replications) },
      maxBuffer: 1e8,
    });
    return { code: 0, message: '' };
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string };
    return { code, message: stderr };
  } finally {
    rmSync(`${folder}/${file}`);
  }
}
