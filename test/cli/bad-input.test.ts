import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { posp } from './fake-io.ts';
import { makePlace, tinyScenario, writeScenario } from './tiny-scenario.ts';

const bomb = `${tinyScenario}description: &a [x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 9 }, (_, i) => {
  const letter = String.fromCharCode(98 + i);
  const before = String.fromCharCode(97 + i);
  return `${letter}: &${letter} [${Array(9).fill(`*${before}`).join(', ')}]\n`;
}).join('')}`;

test.each<[string, string, RegExp]>([
  [
    'an unknown mechanism',
    tinyScenario.replace('kind: posp', 'kind: pospp'),
    /:3:\d+ {2}unknown mechanism "pospp"; did you mean "posp"\?/,
  ],
  [
    'a misspelt key',
    tinyScenario.replace('nodeCount', 'nodeCuont'),
    /:4:\d+ {2}unknown key "nodeCuont".*did you mean "nodeCount"\?/,
  ],
  ['p = 1.7', tinyScenario.replace('0.2,', '1.7,'), /:3:\d+ {2}mechanism\.challengeProbability is 1\.7/],
  ['a negative stake', tinyScenario.replace('stake: 1000', 'stake: -1000'), /:4:\d+ {2}market\.stake is -1000/],
  ['a wrong unit', tinyScenario.replace('stake: 1000', 'stake: "14 days"'), /:4:\d+ {2}market\.stake.*14 days/],
  ['an alias bomb', bomb, /alias/],
  ['__proto__', `${tinyScenario}__proto__: { polluted: true }\n`, /"__proto__"/],
  ['an empty file', '', /empty/],
  ['broken YAML', 'title: [', /:1:\d+/],
  ['a list', '- 1\n- 2\n', /mapping/],
  ['a claim about nothing', tinyScenario.replace('> 0.1', '> 0.9'), /no design point/],
  ['10 MB', `${tinyScenario}# ${'x'.repeat(1e7)}\n`, /at most 1 MB/],
])('%s: exit 2, where and why, nothing written', async (_, text, sentence) => {
  const { place, file, out } = writeScenario(text);
  for (const command of ['run', 'test', 'check', 'solve', 'plan']) {
    const { code, stdout, stderr } = await posp([command, file, ...(command === 'run' ? ['--out', out] : [])]);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/our mistake|at .*\.ts/);
    expect([code, stdout]).toEqual([2, '']);
  }
  expect(readdirSync(place)).toEqual(['tiny.yaml']);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('no file, a folder for a file, and an empty folder to test', async () => {
  const place = makePlace();
  for (const [argv, sentence] of [
    [['run', join(place, 'none.yaml')], /no such file/],
    [['run', place], /directory/],
    [['test', place], /holds no scenario/],
    [['report', place], /is not the results folder of a study/],
    [['chart', join(place, 'none'), '-o', join(place, 'x.svg')], /there is no folder/],
  ] as const) {
    const { code, stderr } = await posp([...argv]);
    expect(stderr).toMatch(sentence);
    expect(code).toBe(2);
  }
  expect(readdirSync(place)).toEqual([]);
});

test('a name that is no text is told as that, and suggested to nobody', async () => {
  const place = makePlace();
  // What the system gives for a byte that is not UTF-8.
  writeFileSync(join(place, 'tiny\ufffd.yaml'), tinyScenario);
  mkdirSync(join(place, 'out\ufffd'));
  for (const [argv, sentence] of [
    [
      ['check', join(place, 'tiny\ufffd\ufffd.yaml')],
      /its name cannot be read as text: it is not UTF-8; rename the file$/,
    ],
    [['check', join(place, 'tiny1.yaml')], /there is no such file$/],
    [['report', join(place, 'out\ufffd\ufffd')], /cannot be read as text: it is not UTF-8; rename the folder$/],
    [['report', join(place, 'out1')], /there is no folder .*out1$/],
  ] as const) {
    const { code, stderr } = await posp([...argv]);
    expect(stderr.trimEnd()).toMatch(sentence);
    expect(code).toBe(2);
  }
});

test('every problem of every file is told, and nothing runs when one file is wrong', async () => {
  const { file, out } = writeScenario();
  const bad = writeScenario(tinyScenario.replace('stake: 1000', 'stake: -1').replace('0.2,', '7,'));
  const { code, stdout } = await posp(['run', file, bad.file, '--out', out, '--json']);
  const { problems } = JSON.parse(stdout) as { problems: { path: string; file: string; line: number }[] };
  expect(code).toBe(2);
  expect(problems.map(({ path, file, line }) => [path, file, line])).toEqual([
    ['mechanism.challengeProbability', bad.file, 3],
    ['market.stake', bad.file, 4],
  ]);
  expect(existsSync(out)).toBe(false);
});

test('a folder of another study or of other files is refused; a path below a file cannot be written', async () => {
  const { place, file, out } = writeScenario();
  expect((await posp(['run', file, '--out', out, '--quiet', '--workers', '1', '--no-pictures'])).code).toBe(0);
  const other = await posp(['run', file, '--out', out, '--set', 'mechanism.slashAmount=90']);
  expect([other.code, other.stdout]).toEqual([2, '']);
  expect(other.stderr).toMatch(/holds another study \(mechanism\.slashAmount is 100 there and 90 here\)/);
  mkdirSync(join(place, 'thesis'));
  writeFileSync(join(place, 'thesis', 'chapter.tex'), '');
  expect(await posp(['run', file, '--out', join(place, 'thesis'), '--fresh'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/holds files that are no results/),
  });
  expect(await posp(['run', file, '--out', join(file, 'below')])).toMatchObject({
    code: 74,
    stderr: expect.stringMatching(/cannot write .*part of the path is a file/),
  });
});
