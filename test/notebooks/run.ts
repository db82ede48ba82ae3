/** Runs notebooks without Jupyter, top to bottom: TypeScript as one module under Node, Python as Debian has it. */
import { execFile, execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import ts from 'typescript';
import { folder, type Notebook, textsOf } from './notebook.ts';

/** How a notebook ended: the message of the cell that threw, or nothing; and what its cells had shown. */
export interface Ended {
  code: number;
  message: string;
  /** By the id of the cell: its last value in the formats a front end may choose from. */
  shown: Record<string, Record<string, string>>;
}

/**
 * Runs the cells from where the notebook stands, so that its imports and file names mean the same.
 *
 * @param replications  of each simulated arm; as many as its prose was written for when left out
 */
export async function runNotebook(notebook: Notebook, name: string, replications?: number): Promise<Ended> {
  const file = `.${name}-${process.pid}.ts`;
  writeFileSync(`${folder}/${file}`, recordValues(notebook));
  const { POSP_REPLICATIONS: _, ...environment } = process.env;
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', file], {
      cwd: folder,
      env: { ...environment, ...(replications !== undefined && { POSP_REPLICATIONS: String(replications) }) },
      maxBuffer: 1e8,
    });
    return { code: 0, message: '', shown: JSON.parse(stdout) };
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string };
    return { code, message: stderr, shown: {} };
  } finally {
    rmSync(`${folder}/${file}`);
  }
}

/** The cells as one module that prints, as JSON, the value each cell ends with. */
function recordValues(notebook: Notebook): string {
  const cells = textsOf(notebook, 'code').map(({ id, text }) => {
    const last = ts.createSourceFile(`${id}.ts`, text, ts.ScriptTarget.ES2023).statements.at(-1);
    if (!last || !ts.isExpressionStatement(last)) return text;
    const { pos, end } = last.expression;
    return `${text.slice(0, pos)}\nvalues['${id}'] = ${text.slice(pos, end)};`;
  });
  const show = 'Object.entries(values).flatMap(([id, value]) => (value?.[display] ? [[id, value[display]()]] : []))';
  return [
    "const display = Symbol.for('Jupyter.display');",
    'const values: Record<string, any> = {};',
    ...cells,
    `process.stdout.write(JSON.stringify(Object.fromEntries(${show})));`,
  ].join('\n');
}

/** Debian's Python, for which its packages are. */
const python = '/usr/bin/python3';

/** Whether the notebooks in Python can run here. */
export function hasPandas(): boolean {
  try {
    execFileSync(python, ['-c', 'import pandas'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Runs the cells of a notebook in Python. @returns what each printed, in order @throws Error what a cell raised */
export function runPython(notebook: Notebook): string[] {
  const cells = textsOf(notebook, 'code').map(({ text }) => text);
  const printed = execFileSync(python, ['-c', runCells], {
    cwd: folder,
    input: JSON.stringify(cells),
    encoding: 'utf8',
  });
  return JSON.parse(printed) as string[];
}

const runCells = `
import contextlib, io, json, sys
scope, printed = {}, []
for cell in json.load(sys.stdin):
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        exec(compile(cell, "cell", "exec"), scope)
    printed.append(text.getvalue())
json.dump(printed, sys.stdout)
`;
