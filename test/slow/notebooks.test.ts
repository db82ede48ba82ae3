/** Every notebook runs, with few replications, and its prose is still true; a false number is noticed. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { extractModule, folder, isPython, listNotebooks, type Notebook, readNotebook } from '../notebooks/notebook.ts';
import { hasPandas, runNotebook, runPython } from '../notebooks/run.ts';

/** As few as a threshold with an interval can be had from. */
const few = 8;

const [inPython, inTypeScript] = [true, false].map((wanted) =>
  listNotebooks().filter((name) => isPython(readNotebook(name)) === wanted),
);

describe('notebooks', () => {
  it.each(inTypeScript)('%s runs and still tells the truth', async (name) => {
    expect(await runNotebook(readNotebook(name), name, few)).toMatchObject({ code: 0, message: '' });
  });

  it.skipIf(!hasPandas()).each(inPython)('%s prints what is stored', (name) => {
    const notebook = readNotebook(name);
    const stored = notebook.cells.flatMap(({ cell_type, outputs }) => {
      return cell_type === 'code' ? [outputs!.flatMap(({ text }) => text ?? []).join('')] : [];
    });
    expect(runPython(notebook)).toEqual(stored);
  });

  it.each([
    ['a number in the prose that is no longer so', "says('0.00736'", "says('0.00737'", 'the prose says 0.00737'],
    ['an estimate far from what was found', "saysAbout('0.3596'", "saysAbout('3.596'", 'the prose says 3.596 ± 0.0010'],
    ['a statement that does not hold', 'length === 1 &&', 'length === 2 &&', 'no longer so: few challenges leave one'],
    [
      'another market than the prose is about',
      'slashAmount: 150',
      'slashAmount: 160',
      'the prose says 0.00736; it is 0.0068',
    ],
  ])('fails on %s', async (_, from, to, message) => {
    const name = '01-first-equilibrium.ipynb';
    const notebook = readNotebook(name);
    const changed = replaceInCode(notebook, from, to);
    expect(extractModule(changed)).not.toBe(extractModule(notebook));
    const ended = await runNotebook(changed, `changed-${name}`, few);
    expect(ended.code).toBe(1);
    expect(ended.message).toContain(message);
  });

  it('are well typed, although the kernel does not check', () => {
    const modules = inTypeScript.map((name) => [`.${name}-typed.ts`, extractModule(readNotebook(name))]);
    const mistake = ['.mistake-typed.ts', 'export const text: string = 1;'];
    const sources = new Map([...modules, mistake].map(([name, text]) => [resolve(folder, name), text]));
    expect(checkTypes(sources)).toEqual([
      `${resolve(folder, '.mistake-typed.ts')}:1 Type 'number' is not assignable to type 'string'.`,
    ]);
  });
});

function replaceInCode(notebook: Notebook, from: string, to: string): Notebook {
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === 'code' ? { ...cell, source: cell.source.map((line) => line.replace(from, to)) } : cell,
  );
  return { ...notebook, cells };
}

/** Messages of the compiler about modules that exist only in memory. */
function checkTypes(sources: ReadonlyMap<string, string>): string[] {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile('tsconfig.json', (path) => readFileSync(path, 'utf8')).config,
    ts.sys,
    '.',
  );
  const host = ts.createCompilerHost(options);
  const fileExists = host.fileExists.bind(host);
  const readFile = host.readFile.bind(host);
  host.fileExists = (path) => sources.has(resolve(path)) || fileExists(path);
  host.readFile = (path) => sources.get(resolve(path)) ?? readFile(path);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (path, target, ...rest) => {
    const text = sources.get(resolve(path));
    return text === undefined ? getSourceFile(path, target, ...rest) : ts.createSourceFile(path, text, target, true);
  };
  const program = ts.createProgram({ rootNames: [...sources.keys()], options, host });
  return program
    .getSemanticDiagnostics()
    .concat(program.getSyntacticDiagnostics())
    .filter(({ file }) => file !== undefined && sources.has(resolve(file.fileName)))
    .map(({ file, start, messageText }) => {
      const { line } = file!.getLineAndCharacterOfPosition(start!);
      return `${file!.fileName}:${line + 1} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
}
