/** What can be said of the notebooks without running them: their form, and that their prose claims no number unasserted. */
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  extractModule,
  isPython,
  listAssertedNumbers,
  listClaimedNumbers,
  listLostOutputs,
  listNotebooks,
  type Notebook,
  readNotebook,
  textsOf,
} from './notebook.ts';

const notebooks = listNotebooks().map((name) => ({ name, notebook: readNotebook(name) }));

it('there are seven, in reading order', () => {
  expect(notebooks.map(({ name }) => name.replace('.ipynb', ''))).toEqual([
    '01-first-equilibrium',
    '02-where-honesty-wins',
    '03-collusion-and-tipping',
    '04-false-alarms-bind-first',
    '05-compare-mechanisms',
    '06-your-own-mechanism',
    '07-results-in-python',
  ]);
});

describe.each(notebooks)('$name', ({ notebook }) => {
  const prose = textsOf(notebook, 'markdown');

  it('names its kernel, and each cell by an id of its own', () => {
    const [kernelspec, language] = isPython(notebook)
      ? [{ display_name: 'Python 3', language: 'python', name: 'python3' }, 'python']
      : [{ display_name: 'Deno', language: 'typescript', name: 'deno' }, 'typescript'];
    expect(notebook.metadata.kernelspec).toEqual(kernelspec);
    expect(notebook.metadata.language_info.name).toBe(language);
    expect([notebook.nbformat, notebook.nbformat_minor]).toEqual([4, 5]);
    const ids = notebook.cells.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z][a-z0-9-]{1,30}$/.test(id))).toEqual([]);
  });

  it('opens with a title and a question and ends with a conclusion', () => {
    expect(prose[0]!.text).toMatch(/^# .+\n\n\*\*Question\.\*\* .*\?/s);
    expect(prose.at(-1)!.text).toMatch(/^## Conclusion\n/);
  });

  it('prints no number that no cell asserts', () => {
    const asserted = listAssertedNumbers(notebook);
    expect(listClaimedNumbers(notebook).filter((number) => !asserted.has(number))).toEqual([]);
  });

  it('is stored executed from top to bottom, without an error and without colours of a terminal', () => {
    const code = notebook.cells.filter(({ cell_type }) => cell_type === 'code');
    expect(code.map(({ execution_count }) => execution_count)).toEqual(code.map((_, i) => i + 1));
    expect(code.flatMap(({ outputs }) => outputs!).filter(({ output_type }) => output_type === 'error')).toEqual([]);
    expect(JSON.stringify(code)).not.toContain('\\u001b');
  });

  it('shows every picture and table', () => {
    expect(listLostOutputs(notebook)).toEqual([]);
  });

  it.skipIf(isPython(notebook))(
    'shows at least one picture, as pixels too, with words for those who cannot see it',
    () => {
      const shown = notebook.cells.flatMap(({ outputs }) => outputs ?? []).flatMap(({ data }) => (data ? [data] : []));
      const pictures = shown.filter((data) => data['image/svg+xml'] !== undefined);
      expect(pictures.length).toBeGreaterThan(0);
      const heads = pictures.map((data) => Buffer.from(String(data['image/png']), 'base64').subarray(1, 4).toString());
      expect(new Set(heads)).toEqual(new Set(['PNG']));
      expect(pictures.filter((data) => String(data['text/plain']).length < 40)).toEqual([]);
    },
  );

  it('uses the library by its name, and holds its prose to its findings where no reader has to look', () => {
    const code = textsOf(notebook, 'code');
    expect(code.filter(({ text }) => /from '\.\.?\/(?!tell\.ts|checks\.ts)/.test(text))).toEqual([]);
    const holding = code.filter(({ text }) => /\b(says|saysAbout|holds)\(/.test(text)).map(({ id }) => id);
    expect(holding).toEqual(isPython(notebook) ? [] : ['checks']);
    const last = notebook.cells.at(-1)!;
    if (!isPython(notebook)) expect([last.id, last.metadata?.jupyter?.source_hidden]).toEqual(['checks', true]);
  });

  it('links only to what is there', () => {
    const links = prose.flatMap(({ text }) => [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target));
    expect(links.filter((target) => !target.startsWith('https://') && !existsSync(`notebooks/${target}`))).toEqual([]);
  });
});

describe('reading a notebook', () => {
  const made = (markdown: string, code: string): Notebook => ({
    cells: [
      { cell_type: 'markdown', id: 'a', source: [markdown] },
      { cell_type: 'code', id: 'b', source: [code] },
    ],
    metadata: notebooks[0]!.notebook.metadata,
    nbformat: 4,
    nbformat_minor: 5,
  });

  it('finds numbers in prose, but not in code, links and names', () => {
    const prose = 'At `p = 0.01` an H100 earns **0.360** ± 0.01, see [arXiv 2405.00295](https://a.b/1), or −3 %.';
    expect(listClaimedNumbers(made(prose, ''))).toEqual(['0.360', '0.01', '-3']);
  });

  it('finds what cells assert, and only that', () => {
    const code = "says('0.360', x);\nsaysAbout('0.5', '0.02', y);\nholds('two of 7', true); print('9');";
    expect([...listAssertedNumbers(made('', code))]).toEqual(['0.360', '0.5', '0.02', '7']);
  });

  it('misses the picture that a cell should show', () => {
    const shows = made('', '');
    shows.cells[1]!.source = ['const x = 1;\n', 'await picture(map);'];
    expect(listLostOutputs(shows)).toEqual(['b']);
    shows.cells[1]!.outputs = [{ output_type: 'execute_result' }];
    expect(listLostOutputs(shows)).toEqual([]);
    expect(listLostOutputs(made('', 'const picture = 1;'))).toEqual([]);
  });

  it('keeps the cells in order', () => {
    expect(extractModule(notebooks[0]!.notebook).indexOf('// cell load')).toBe(0);
  });
});
