/** The pages for who carries on: what they name is there, and words that have one meaning have no second name. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const pages = [
  'docs/architecture.md',
  'docs/glossary.md',
  'docs/hot-path.md',
  'CONTRIBUTING.md',
  'docs/decisions/README.md',
];
const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(join('src', path), 'utf8') }));

/** Paths of the repository in code marks, and links that lead nowhere else. */
function listPaths(page: string, text: string): string[] {
  const named = [...text.matchAll(/`(?:[^`]*? )??((?:src|test|bench|docs|scenarios|schema)\/[\w./-]*)[^`]*`/g)].map(
    ([, path]) => path!,
  );
  const linked = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path]) => join(dirname(page), path!));
  return [...named, ...linked];
}

/** What the last column of the glossary bans. */
function listBanned(text: string): string[] {
  const rows = text.split('\n').filter((line) => line.startsWith('| '));
  return rows.flatMap((row) => [...(row.split('|')[3] ?? '').matchAll(/`([^`]+)`/g)].map(([, word]) => word!));
}

function findWord(word: string, files: readonly { path: string; text: string }[]): string[] {
  const pattern = new RegExp(`\\b${word}s?\\b`, 'i');
  return files.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
}

test.each(pages)('every path that %s names is there', (page) => {
  const paths = listPaths(page, readFileSync(page, 'utf8'));
  expect(paths.length).toBeGreaterThan(0);
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
});

test('every source of ours that programs in C name is there', () => {
  const files = readdirSync('bench/peers').filter((name) => /\.[ch]$/.test(name));
  const texts = files.map((name) => readFileSync(join('bench/peers', name), 'utf8'));
  const paths = texts.flatMap((text) => text.match(/src\/[\w/-]+\.ts/g) ?? []);
  expect(paths.length).toBeGreaterThan(2);
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
});

describe('the glossary', () => {
  const banned = listBanned(readFileSync('docs/glossary.md', 'utf8'));

  test('bans words, and none of them is said', () => {
    expect(banned.length).toBeGreaterThan(5);
    for (const word of banned) expect({ word, in: findWord(word, sources) }).toEqual({ word, in: [] });
  });

  test('would convict', () => {
    expect(listBanned('| node | a machine | `rig`, `box` |')).toEqual(['rig', 'box']);
    expect(findWord('rig', [{ path: 'a.ts', text: '// Two rigs.' }])).toEqual(['a.ts']);
    expect(findWord('rig', [{ path: 'a.ts', text: 'rigid' }])).toEqual([]);
  });
});

test('a path that is not there is found', () => {
  const text = '`src/nowhere/at-all.ts` and `npx vitest run test/none` and [this](pictures/none.svg)';
  const paths = listPaths('docs/a.md', text);
  expect(paths).toEqual(['src/nowhere/at-all.ts', 'test/none', 'docs/pictures/none.svg']);
  expect(paths.filter((path) => existsSync(path))).toEqual([]);
});
