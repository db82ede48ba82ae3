/** The notebooks as data: their cells, their code as one module, and the numbers their prose prints. */
import { readdirSync, readFileSync } from 'node:fs';

/** A cell, as the notebook format has it. */
export interface Cell {
  cell_type: 'markdown' | 'code';
  id: string;
  source: string[];
  metadata?: { jupyter?: { source_hidden: boolean }; tags?: string[] };
  execution_count?: number | null;
  outputs?: Output[];
}

/** What a code cell left behind. */
export interface Output {
  output_type: string;
  execution_count?: number;
  data?: Record<string, string | string[]>;
  metadata?: Record<string, never>;
  name?: string;
  text?: string[];
}

/** A notebook of format 4.5. */
export interface Notebook {
  cells: Cell[];
  metadata: {
    kernelspec: { display_name: string; name: string; language: string };
    language_info: { name: string; file_extension: string; mimetype: string };
  };
  nbformat: number;
  nbformat_minor: number;
}

/** The folder they live in, relative to the repository. */
export const folder = 'notebooks';

/** File names in reading order. */
export function listNotebooks(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ipynb'))
    .sort();
}

/** Whether its cells are Python; the others are TypeScript. */
export function isPython({ metadata }: Notebook): boolean {
  return metadata.kernelspec.language === 'python';
}

/** Reads a notebook. @throws SyntaxError when it is not JSON */
export function readNotebook(name: string): Notebook {
  return JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as Notebook;
}

/** Cells of one kind, each as one text. */
export function textsOf({ cells }: Notebook, kind: Cell['cell_type']): { id: string; text: string }[] {
  return cells.filter(({ cell_type }) => cell_type === kind).map(({ id, source }) => ({ id, text: source.join('') }));
}

/** All code as one module: top to bottom is how a notebook runs. */
export function extractModule(notebook: Notebook): string {
  return textsOf(notebook, 'code')
    .map(({ id, text }) => `// cell ${id}\n${text}\n`)
    .join('\n');
}

/** Ids of cells that end with a picture or a table and yet show nothing. */
export function listLostOutputs({ cells }: Notebook): string[] {
  return cells
    .filter(({ source }) => source.some((line) => /^(await picture|table|print)\(/.test(line)))
    .filter(({ outputs = [] }) => outputs.length === 0)
    .map(({ id }) => id);
}

/** Numbers that the prose prints; those in code, in links and in names such as H100 are quoted, not claimed. */
export function listClaimedNumbers(notebook: Notebook): string[] {
  return textsOf(notebook, 'markdown').flatMap(({ text }) => {
    const prose = text
      .replace(/```[\s\S]*?```/g, ' ')
      .replace(/`[^`]*`/g, ' ')
      .replace(/\[[^\]]*\]\([^)]*\)/g, ' ');
    return [...prose.matchAll(/(?<![\w.])[-−]?\d+(?:\.\d+)?/g)].map(([number]) => number.replace('−', '-'));
  });
}

/** Numbers that a cell holds the prose to: the first texts of `says` and `saysAbout`. */
export function listAssertedNumbers(notebook: Notebook): Set<string> {
  const code = extractModule(notebook);
  const said = [...code.matchAll(/\bsays\('([^']*)'/g)].map(([, text]) => text);
  const about = [...code.matchAll(/\bsaysAbout\('([^']*)', '([^']*)'/g)].flatMap(([, mean, half]) => [mean, half]);
  const stated = [...code.matchAll(/\bholds\(\s*'([^']*)'/g)].flatMap(
    ([, text]) => text.match(/-?\d+(?:\.\d+)?/g) ?? [],
  );
  return new Set([...said, ...about, ...stated]);
}
