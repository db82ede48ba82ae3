import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readBudget } from '../../src/cli/budget.ts';
import { formatAnnotations, formatSummary } from '../../src/cli/github.ts';
import { formatJunit, type TestCase } from '../../src/cli/junit.ts';
import type { Findings } from '../../src/findings/findings.ts';
import { posp } from './fake-io.ts';
import { atThreshold, makePlace, tinyScenario, writeScenario } from './tiny-scenario.ts';

const quick = ['--quiet', '--workers', '1'];
const nasty: TestCase[] = [
  {
    file: 'a,b:c.yaml',
    name: 'R < C & "S"',
    verdict: 'false',
    because: '100 % wrong\nand more\u0007 ]]> 😀',
    line: 3,
    column: 5,
  },
  { file: 'a,b:c.yaml', name: 'open', verdict: 'undecided', because: '0 | 1' },
  { file: 'd.yaml', name: 'fine', verdict: 'true', because: 'yes', line: 1, column: 1 },
];

test('JUnit: counts per suite, escaped text, no character that XML forbids', () => {
  const xml = formatJunit(nasty);
  expect(xml).toContain('<testsuites name="posp" tests="3" failures="1" errors="1" skipped="0">');
  expect(xml).toContain('<testsuite name="a,b:c.yaml" tests="2" failures="1" errors="1" skipped="0">');
  expect(xml).toContain('name="R &#60; C &#38; &#34;S&#34;" file="a,b:c.yaml" line="3"');
  expect(xml).toContain('message="100 % wrong&#10;and more\uFFFD ]]&#62; 😀"');
  expect(xml).toContain('<error type="undecided"');
  // Every tag that was opened is closed, in order: read with a stack, as a parser would.
  const open: string[] = [];
  for (const [, close, name, self] of xml.matchAll(/<(\/?)([a-z-]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (close) expect(open.pop()).toBe(name);
    else if (!self) open.push(name!);
  }
  expect(open).toEqual([]);
  expect(xml.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>]/);
});

test('GitHub: an annotation per claim that does not hold, properties and data escaped', () => {
  expect(formatAnnotations(nasty).split('\n')).toEqual([
    '::error file=a%2Cb%3Ac.yaml,line=3,col=5,title=false%3A R < C & "S"::100 %25 wrong%0Aand more\u0007 ]]> 😀',
    '::warning file=a%2Cb%3Ac.yaml,title=undecided%3A open::0 | 1',
    '',
  ]);
  const rows = formatSummary(nasty)
    .split('\n')
    .filter((line) => line.startsWith('|'));
  expect(rows).toHaveLength(5);
  expect(rows[3]).toContain('0 \\| 1');
});

test('a folder is searched for scenarios, results folders left out; each claim is a test case', async () => {
  const place = makePlace();
  mkdirSync(join(place, 'deep'));
  mkdirSync(join(place, 'old-results'));
  writeFileSync(join(place, 'deep', 'good.yaml'), tinyScenario);
  writeFileSync(join(place, 'bad.yml'), tinyScenario.replace('> 0.1', '< 0.1'));
  writeFileSync(join(place, 'package.json'), '{}');
  writeFileSync(join(place, 'old-results', 'manifest.json'), '{}');
  writeFileSync(join(place, 'old-results', 'scenario.yaml'), 'nonsense');
  const junit = join(makePlace(), 'reports', 'junit.xml');
  const summary = join(makePlace(), 'summary.md');
  const env = { GITHUB_STEP_SUMMARY: summary };
  const argv = ['test', place, '--junit', junit, '--github', '--out', join(makePlace(), 'out'), '--replications', '24'];
  const { code, stdout } = await posp([...argv, ...quick], { env });
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /bad\.yml\n {2}false .*\n.*\n.*good\.yaml\n {2}true .*\n.*\nclaims: 1 true, 1 false\n::error file=.*bad\.yml,line=10,col=5/,
  );
  expect(readFileSync(junit, 'utf8')).toMatch(/tests="2" failures="1" errors="0"/);
  expect(readFileSync(summary, 'utf8')).toMatch(/❌ false .*bad\.yml/);

  const json = await posp([...argv, ...quick, '--json'], { env });
  expect((JSON.parse(json.stdout) as Findings[]).map(({ claims }) => claims[0]!.verdict)).toEqual(['false', 'true']);
  expect(json.stderr).toMatch(/^::error /);
});

test('a file with problems is an error in every report, at its line', async () => {
  const { file, place } = writeScenario(tinyScenario.replace('0.2,', '1.7,'));
  const junit = join(place, 'junit.xml');
  const { code, stdout } = await posp(['test', file, '--junit', junit, '--github']);
  expect(code).toBe(2);
  expect(stdout).toMatch(
    /^::error file=.*tiny\.yaml,line=3,col=\d+,title=the file is in order::mechanism\.challengeProbability is 1\.7/,
  );
  expect(readFileSync(junit, 'utf8')).toMatch(/<error type="error" message="mechanism\.challengeProbability is 1\.7/);
});

test('the runs of a test are kept for the next one, and for posp run', async () => {
  const { file, out } = writeScenario();
  await posp(['test', file, '--out', out, ...quick]);
  const tested = readFileSync(join(out, 'runs.parquet'));
  const { code } = await posp(['run', file, '--out', out, ...quick]);
  expect(code).toBe(0);
  expect(readFileSync(join(out, 'runs.parquet')).equals(tested)).toBe(true);
});

test('a budget stops a study that is not sure yet with 3, the same way every time', async () => {
  const text = atThreshold.replace('replications: 4', 'replications: { min: 16, max: 4096 }');
  const { file, place } = writeScenario(text);
  const run = (name: string) =>
    posp(['test', file, '--budget', '1e5 jobs', '--out', join(place, name), '--json', ...quick]);
  const [first, second] = [await run('a'), await run('b')];
  expect(first.code).toBe(3);
  expect(second.stdout).toBe(first.stdout);
  const { jobs, designPoints } = JSON.parse(first.stdout) as Findings;
  expect(jobs).toBeLessThan(4e5);
  expect(designPoints[0]!.replications).toBeLessThan(4096);
});

test('a budget of time that is spent at once leaves everything undecided and the runs on disk', async () => {
  const { file, out } = writeScenario(tinyScenario.replace('replications: 4', 'replications: 400'));
  const { code, stdout } = await posp(['test', file, '--budget', '0.001s', '--out', out, ...quick]);
  expect(code).toBe(3);
  expect(stdout).toMatch(/claims: 1 undecided/);
});

test.each([
  ['60s', { seconds: 60 }],
  ['1.5 h', { seconds: 5400 }],
  ['5m', { seconds: 300 }],
  ['2e6 jobs', { jobs: 2e6 }],
])('a budget of %s', (text, budget) => expect(readBudget(text)).toEqual(budget));

test.each(['', '60', '-5s', '1e400 jobs', '5 days', '0s'])('a budget of %j is refused', (text) => {
  expect(() => readBudget(text)).toThrow(/--budget is/);
});
