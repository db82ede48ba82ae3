/**
 * Executes the notebooks in Jupyter, with as many replications as their prose was written for, and stores what they show:
 * `npm run refresh:notebooks`, or with names to refresh only those.
 *
 * Needs what `notebooks/README.md` says: nbconvert, and the Deno that `npm ci` puts into `notebooks/node_modules`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { listLostOutputs, listNotebooks, type Notebook } from './notebook.ts';

const deno = resolve('notebooks/node_modules/.bin/deno');
if (!existsSync(deno)) throw new Error('the kernel is missing; install it: npm ci --prefix notebooks');

const asked = process.argv.slice(2);
const names = listNotebooks().filter((name) => asked.length === 0 || asked.some((part) => name.includes(part)));
const jupyter = mkdtempSync(join(tmpdir(), 'notebooks-'));
try {
  describeKernel(join(jupyter, 'kernels', 'deno'));
  for (const name of names) {
    const executed = execute(name);
    const lost = listLostOutputs(executed);
    if (lost.length > 0) throw new Error(`${name}: nothing came from cell ${lost.join(', ')}; refresh it once more`);
    writeFileSync(`notebooks/${name}`, `${JSON.stringify(tidy(executed), null, 1)}\n`);
    console.log(`notebooks/${name}`);
  }
} finally {
  rmSync(jupyter, { recursive: true });
}

/** Tells Jupyter how to start Deno, without leaving a trace in the user's own folders. */
function describeKernel(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const argv = [deno, 'jupyter', '--kernel', '--conn', '{connection_file}'];
  writeFileSync(join(folder, 'kernel.json'), JSON.stringify({ argv, display_name: 'Deno', language: 'typescript' }));
}

function execute(name: string): Notebook {
  const { POSP_REPLICATIONS: _, ...environment } = process.env;
  const options = ['--to', 'notebook', '--execute', '--ExecutePreprocessor.kernel_name=deno'];
  const timeout = '--ExecutePreprocessor.timeout=900';
  execFileSync('jupyter-nbconvert', [...options, timeout, '--output-dir', jupyter, `notebooks/${name}`], {
    env: { ...environment, JUPYTER_PATH: jupyter, NO_COLOR: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return JSON.parse(readFileSync(join(jupyter, name), 'utf8')) as Notebook;
}

/** Without times, colours of a terminal, or whatever else would make two equal runs differ. */
function tidy(notebook: Notebook): Notebook {
  const { cells, nbformat, nbformat_minor } = notebook;
  const ansi = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
  return {
    cells: JSON.parse(
      JSON.stringify(cells.map((cell) => ({ ...cell, metadata: {} })))
        .replaceAll('\\u001b', '\u001b')
        .replace(ansi, ''),
    ),
    metadata: {
      kernelspec: { display_name: 'Deno', language: 'typescript', name: 'deno' },
      language_info: { file_extension: '.ts', mimetype: 'text/x.typescript', name: 'typescript' },
    },
    nbformat,
    nbformat_minor,
  };
}
