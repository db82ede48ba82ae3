import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { readBudget } from '../../src/cli/budget.ts';
import { formatAnnotations, formatSummary } from '../../src/cli/github.ts';
import { formatJunit } from '../../src/cli/junit.ts';
import type { TestCase } from '../../src/cli/test-case.ts';
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

const context = {
  version: '0.1.0',
  startedAt: new Date('2026-01-02T03:04:05Z'),
  secondsOf: new Map([['d.yaml', 1.5]]),
  summaryOf: new Map([['d.yaml', 'An honest asserter earns "more" <always>.']]),
};

test.each(['junit-ant.xsd', 'junit-jenkins.xsd'])(
  'JUnit: what is written is valid by %s, hostile texts too',
  async (name) => {
    const schema = readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');
    const check = (contents: string) => validateXML({ xml: [{ fileName: 'report.xml', contents }], schema: [schema] });
    for (const cases of [nasty, [], [{ ...nasty[0]!, verdict: 'error' as const }]]) {
      expect((await check(formatJunit(cases, context))).errors).toEqual([]);
    }
    // The schema refuses what earlier reports held, or it would prove nothing.
    const report = formatJunit(nasty, context);
    expect((await check(report.replace('<testcase ', '<testcase line="3" '))).valid).toBe(false);
    expect((await check(report.replace('<failure ', '<fault '))).valid).toBe(false);
  },
);

test('JUnit: counts per suite, escaped text, no character that XML forbids', () => {
  const xml = formatJunit(nasty, context);
  expect(xml).toContain('<testsuite name="a,b:c.yaml" package="posp" id="0" timestamp="2026-01-02T03:04:05"');
  expect(xml).toContain('tests="2" failures="1" errors="1" skipped="0" time="0.000">');
  expect(xml).toContain('tests="1" failures="0" errors="0" skipped="0" time="1.500">');
  expect(xml).toContain('<testcase name="R &lt; C &amp; &quot;S&quot;" classname="a,b:c.yaml" time="0">');
  expect(xml).toContain(
    'message="100 % wrong and more\\u0007 ]]> 😀">a,b:c.yaml:3:5: 100 % wrong and more\\u0007 ]]&gt; 😀</failure>',
  );
  const summary = 'An honest asserter earns "more" &lt;always>.';
  expect(xml).toContain(`<property name="summary" value="${summary.replaceAll('"', '&quot;')}"/>`);
  expect(xml.match(/name="summary"/g), 'what was not run answers nothing').toHaveLength(1);
  expect(xml).toContain(`<system-out>${summary.replace('>', '&gt;')}\ntrue: fine: yes</system-out>`);
  expect(xml).toContain('<error type="undecided" message="0 | 1">a,b:c.yaml: 0 | 1</error>');
});

test('GitHub: an annotation per claim that does not hold, properties and data escaped', () => {
  expect(formatAnnotations(nasty).split('\n')).toEqual([
    '::error file=a%2Cb%3Ac.yaml,line=3,col=5,title=false%3A R < C & "S"::100 %25 wrong and more\\u0007 ]]> 😀',
    '::warning file=a%2Cb%3Ac.yaml,title=undecided%3A open::0 | 1',
    '',
  ]);
});

test('GitHub: paths start from the checkout, wherever the command was started', () => {
  const workspace = join(import.meta.dirname, '..', '..');
  const [line] = formatAnnotations([{ ...nasty[0]!, file: 'test/a.yaml' }], workspace).split('\n');
  expect(line).toMatch(/^::error file=test\/a\.yaml,/);
  expect(formatAnnotations([{ ...nasty[0]!, file: 'a.yaml' }], join(process.cwd(), '..'))).toMatch(
    /^::error file=[^/]+\/a\.yaml,/,
  );
  expect(formatAnnotations([{ ...nasty[0]!, file: '../a.yaml' }], process.cwd())).toMatch(
    /^::error file=\.\.\/a\.yaml,/,
  );
});

test('GitHub: ten annotations of a level at most, the last of which counts the others', () => {
  const many = Array.from({ length: 25 }, (_, i) => ({ ...nasty[0]!, name: `claim ${i}` }));
  const lines = formatAnnotations([...many, ...nasty])
    .split('\n')
    .slice(0, -1);
  expect(lines.filter((line) => line.startsWith('::error'))).toHaveLength(10);
  expect(lines[9]).toBe('::error title=17 more::the summary of this step and its log have them all');
  expect(lines.filter((line) => line.startsWith('::warning'))).toHaveLength(1);
});

test('GitHub: the summary counts, tells problems, and holds as many studies as fit into 1 MiB', () => {
  expect(formatSummary(nasty, ['# a'])).toBe('### posp test: 1 true, 1 false, 1 undecided\n\n# a\n');
  const problem = { ...nasty[1]!, verdict: 'error' as const };
  expect(formatSummary([problem], [])).toContain('| a,b:c.yaml | open | 0 \\| 1 |');
  const page = 'ü'.repeat(200_000);
  const summary = formatSummary(nasty, [page, page, page, page], 300_000);
  expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(2 ** 20 - 300_000);
  expect(summary).toMatch(/ü\n3 more studies do not fit into this summary; their results folders hold them\.\n$/);
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
    /bad\.yml\n {2}false .*\n.*\n +to mend: .*\n.*good\.yaml\n {2}true .*\n.*\nclaims: 1 true, 1 false\n::error file=.*bad\.yml,line=10,col=5/,
  );
  const suites = readFileSync(junit, 'utf8').match(/tests="1" failures="[01]" errors="0"/g);
  expect(suites).toEqual(['tests="1" failures="1" errors="0"', 'tests="1" failures="0" errors="0"']);
  const markdown = readFileSync(summary, 'utf8');
  expect(markdown).toMatch(/^### posp test: 1 true, 1 false\n/);
  expect(markdown).toMatch(/❌ false/);
  expect(markdown).toMatch(/```text\n.*\[credits per job\]\n/);

  const json = await posp([...argv, ...quick, '--json'], { env });
  expect((JSON.parse(json.stdout) as Findings[]).map(({ claims }) => claims[0]!.verdict)).toEqual(['false', 'true']);
  expect(json.stderr).toMatch(/^::error /);
});

test('a merge that lowers the slash below the threshold fails, and is told what would mend it', async () => {
  const held = tinyScenario.replace('challengeProbability: [0.002, 0.2]', 'challengeProbability: [0.02, 0.2]');
  const claim = '{ kind: threshold, of: mechanism.challengeProbability, role: asserter, between: [0.005, 0.02] }';
  const { file, place } = writeScenario(
    held.replace('> 0.1 }', `>= 0.02 }\n  - ${claim}`).replace('slashAmount: 100', 'slashAmount: 40'),
  );
  const junit = join(place, 'junit.xml');
  const { code, stdout } = await posp([
    'test',
    file,
    '--out',
    join(place, 'out'),
    '--junit',
    junit,
    '--github',
    ...quick,
  ]);
  expect(code).toBe(1);
  // Skipping saves 1 and forfeits 1.2 + S: at p = 0.02 it needs S > 48.8, at S = 40 it needs p > 1 / 41.2.
  const slash = 'mechanism\\.slashAmount above 48\\.8\\d* \\(now 40\\)';
  expect(stdout).toMatch(
    new RegExp(`to mend: ${slash}, or mechanism\\.challengeProbability above 0\\.02428 \\(now 0\\.02\\), all`),
  );
  expect(stdout).toMatch(new RegExp(`to mend: ${slash}, all else unchanged, brings the threshold down into the range`));
  expect(stdout).toMatch(
    /replay: npx posp run \S+tiny\.yaml --design-point 0 --trace --arm coalition\/asserter\/skip-work/,
  );
  expect(stdout).toMatch(/^::error .*%0Ato mend: mechanism\.slashAmount/m);
  expect(readFileSync(junit, 'utf8')).toMatch(/\nto mend: mechanism\.slashAmount/);
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
  const { code } = await posp(['run', file, '--out', out, '--no-pictures', ...quick]);
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
