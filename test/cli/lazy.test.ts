import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
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

// What yargs itself is made of.
const parser = [
  'yargs',
  'yargs-parser',
  'y18n',
  'cliui',
  'escalade',
  'string-width',
  'strip-ansi',
  'ansi-regex',
].concat(['get-caller-file', 'emoji-regex', 'get-east-asian-width', 'wrap-ansi', 'ansi-styles']);

test.each([[['--help']], [['--version']], [['run', '--help']], [['run', 'a.yaml', '--wrokers', '2']], [['rnu']]])(
  'posp %j loads the parser of arguments and nothing else',
  (argv) => {
    const { packages, sources } = loadedBy(argv);
    expect([...packages].filter((name) => !parser.includes(name))).toEqual([]);
    expect(packages).toContain('yargs');
    expect([...sources].filter((path) => !path.startsWith('cli/') && path !== 'scenario/suggest.ts')).toEqual([]);
  },
);

test('check loads neither engine nor pictures nor database', () => {
  const { packages } = loadedBy(['check', writeScenario().file]);
  expect(packages).toContain('zod');
  for (const heavy of ['vega', 'vega-lite', '@duckdb/node-api', 'piscina', 'mathjs', '@resvg/resvg-js']) {
    expect(packages).not.toContain(heavy);
  }
});
