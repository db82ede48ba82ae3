/**
 * Executes the notebooks with as many replications as their prose was written for, and stores what they show:
 * `npm run refresh:notebooks`, or with names to refresh only those.
 *
 * Needs no Jupyter; those in Python need Debian's python3-pandas.
 */
import { writeFileSync } from 'node:fs';
import { type Cell, folder, isPython, listNotebooks, type Notebook, type Output, readNotebook } from './notebook.ts';
import { runNotebook, runPython } from './run.ts';

const asked = process.argv.slice(2);
for (const name of listNotebooks().filter((name) => asked.length === 0 || asked.some((part) => name.includes(part)))) {
  const notebook = readNotebook(name);
  const executed = isPython(notebook) ? storePrinted(notebook) : await storeShown(notebook, name);
  writeFileSync(`${folder}/${name}`, `${JSON.stringify(executed, null, 1)}\n`);
  console.log(`${folder}/${name}`);
}

async function storeShown(notebook: Notebook, name: string): Promise<Notebook> {
  const { code, message, shown } = await runNotebook(notebook, name);
  if (code !== 0) throw new Error(`${name}: ${message}`);
  return withOutputs(notebook, ({ id }, execution_count) => {
    const data = shown[id];
    if (!data) return [];
    const texts = Object.entries(data).map(([format, text]) => [format, linesOf(text)]);
    return [{ output_type: 'execute_result', execution_count, data: Object.fromEntries(texts), metadata: {} }];
  });
}

function storePrinted(notebook: Notebook): Notebook {
  const printed = runPython(notebook);
  return withOutputs(notebook, (_, execution_count) => {
    const text = printed[execution_count - 1]!;
    return text === '' ? [] : [{ output_type: 'stream', name: 'stdout', text: linesOf(text) }];
  });
}

/** The notebook executed from top to bottom. */
function withOutputs(notebook: Notebook, outputsOf: (cell: Cell, count: number) => Output[]): Notebook {
  let count = 0;
  const cells = notebook.cells.map((cell) => {
    if (cell.cell_type !== 'code') return cell;
    count++;
    return { ...cell, execution_count: count, outputs: outputsOf(cell, count) };
  });
  return { ...notebook, cells };
}

function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}
