import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const { default: bundle } = await import(new URL('../../rolldown.config.mjs', import.meta.url).href);

import { writeScenario } from './tiny-scenario.ts';

const main = new URL('../../src/cli/main.ts', import.meta.url).href;
const logger = new URL('./log-modules.mjs', import.meta.url).href;

/** The packages that command lines load in one process of theirs, one after the other, and the source files. */
function loadedBy(...lines: string[][]): { packages: Set<string>; sources: Set<string>; codes: number[] } {
  const program = `const { main, processIo } = await import('${main}');
    const codes = [];
    for (const line of ${JSON.stringify(lines)}) codes.push(await main(line, processIo()));
    process.stdout.write('\\n' + JSON.stringify(codes));`;
  const argv = ['--import', 'tsx', '--import', logger, '--input-type=module', '-e', program];
  const child = spawnSync(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], encoding: 'utf8' });
  const urls = String(child.output[3]).trim().split('\n');
  const packages = urls.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []);
  const sources = urls.flatMap((url) => /\/src\/([^?]+)/.exec(url)?.[1] ?? []);
  return {
    packages: new Set(packages.filter((name) => name !== 'tsx')),
    sources: new Set(sources),
    codes: JSON.parse(child.stdout.split('\n').at(-1)!),
  };
}

test('help, the version and mistakes load the table of commands and nothing else, and the build makes one file of it', () => {
  // Starting a process from its sources takes long: what one of these lines loads, all of them have loaded.
  const lines = [['--help'], ['--version'], ['run', '--help'], ['run', 'a.yaml', '--wrokers', '2'], ['rnu']];
  const { packages, sources, codes } = loadedBy(...lines);
  expect(codes).toEqual([0, 0, 0, 2, 2]);
  expect([...packages]).toEqual([]);
  expect(sources.size).toBeGreaterThan(10);
  const [front] = bundle.output.codeSplitting.groups;
  expect([...sources].filter((path) => !front.test.test(`src/${path}`))).toEqual([]);
});

test('check loads neither engine nor pictures nor database', () => {
  const { packages, codes } = loadedBy(['check', writeScenario().file]);
  expect(codes).toEqual([0]);
  expect(packages).toContain('zod');
  for (const heavy of ['vega', 'vega-lite', '@duckdb/node-api', 'piscina', 'mathjs', '@resvg/resvg-js']) {
    expect(packages).not.toContain(heavy);
  }
});
