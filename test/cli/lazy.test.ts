import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const { default: bundle } = await import(new URL('../../rolldown.config.mjs', import.meta.url).href);

import { writeScenario } from './tiny-scenario.ts';

const entry = new URL('./posp-process.ts', import.meta.url).pathname;
const logger = new URL('./log-modules.mjs', import.meta.url).href;

/** The packages a command line loads in a process of its own, and the source files. */
function loadedBy(argv: string[]): { packages: Set<string>; sources: Set<string> } {
  const child = spawnSync(process.execPath, ['--import', 'tsx', '--import', logger, entry, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  const urls = String(child.output[3]).trim().split('\n');
  const packages = urls.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []);
  const sources = urls.flatMap((url) => /\/src\/([^?]+)/.exec(url)?.[1] ?? []);
  return { packages: new Set(packages.filter((name) => name !== 'tsx')), sources: new Set(sources) };
}

test.each([[['--help']], [['--version']], [['run', '--help']], [['run', 'a.yaml', '--wrokers', '2']], [['rnu']]])(
  'posp %j loads the table of commands and nothing else, and the build makes one file of it',
  (argv) => {
    const { packages, sources } = loadedBy(argv);
    expect([...packages]).toEqual([]);
    expect(sources.size).toBeGreaterThan(10);
    const [front] = bundle.output.codeSplitting.groups;
    expect([...sources].filter((path) => !front.test.test(`src/${path}`))).toEqual([]);
  },
);

test('check loads neither engine nor pictures nor database', () => {
  const { packages } = loadedBy(['check', writeScenario().file]);
  expect(packages).toContain('zod');
  for (const heavy of ['vega', 'vega-lite', '@duckdb/node-api', 'piscina', 'mathjs', '@resvg/resvg-js']) {
    expect(packages).not.toContain(heavy);
  }
});
