import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { posp } from './fake-io.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const commands = [
  'run',
  'test',
  'solve',
  'check',
  'plan',
  'report',
  'chart',
  'verify',
  'merge',
  'status',
  'work',
  'list',
  'explain',
  'schema',
  'init',
  'completion',
];

test('version and help go to stdout and exit 0', async () => {
  expect(await posp(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  const help = await posp(['--help']);
  expect(help.code).toBe(0);
  for (const command of commands) expect(help.stdout).toContain(`posp ${command}`);
});

test.each(commands)('posp %s --help shows usage, flags and an example', async (command) => {
  const { code, stdout, stderr } = await posp([command, '--help']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(new RegExp(`posp ${command}`));
  expect(stdout).toMatch(/Examples:/);
});

test.each<[string, string[], RegExp]>([
  ['no command', [], /choose a command; posp --help/],
  ['a misspelt command', ['rnu', 'a.yaml'], /unknown command "rnu"; did you mean "run"\?/],
  ['a misspelt flag', ['run', 'a.yaml', '--wrokers', '3'], /unknown flag --wrokers; did you mean --workers\?/],
  ['a misspelt short flag', ['run', 'a.yaml', '-w', '3'], /unknown flag -w/],
  ['a misspelt command before --help', ['rnu', '--help'], /unknown command "rnu"; did you mean "run"\?/],
  ['a misspelt list', ['list', 'mechanism'], /did you mean "mechanisms"\?/],
  ['a misspelt flag with a value', ['run', 'a.yaml', '--outt=x'], /unknown flag --outt; did you mean --out\?/],
  ['a flag of another command', ['check', 'a.yaml', '--junit', 'x'], /unknown flag --junit/],
  ['a missing argument', ['run'], /something is missing: posp run <files\.\.>/],
  ['an argument too many', ['schema', 'x'], /unexpected argument "x"/],
  ['a flag without its value', ['run', 'a.yaml', '--workers'], /--workers takes a value/],
  ['a folder without results', ['chart', 'docs'], /is not the results folder of a study/],
  ['an unknown list', ['list', 'mechanism'], /"mechanism" is not one of mechanisms, strategies/],
  [
    'words for a number',
    ['run', 'a.yaml', '--workers', 'many'],
    /--workers is "many"; it takes a whole number from 1 to 1024/,
  ],
  ['a fraction for a count', ['run', 'a.yaml', '--workers', '1.5'], /whole number from 1 to 1024/],
  ['zero workers', ['run', 'a.yaml', '--workers', '0'], /whole number from 1 to 1024/],
  ['more threads than anyone has', ['plan', 'a.yaml', '--workers', '99999'], /whole number from 1 to 1024/],
  ['negative replications', ['run', 'a.yaml', '--replications=-3'], /--replications is "-3"/],
  ['a flag twice', ['run', 'a.yaml', '--workers', '1', '--workers', '2'], /--workers is given 2 times/],
  ['an empty flag', ['run', 'a.yaml', '--out='], /--out is empty/],
  [
    'a set without value',
    ['check', 'a.yaml', '--set', 'market.stake'],
    /--set is "market\.stake"; it takes path=value/,
  ],
  ['a strange budget', ['test', 'a.yaml', '--budget', 'plenty'], /--budget is "plenty"/],
  ['a range that falls', ['solve', 'a.yaml', '--of', 'market.stake', '--between', '5,1'], /two rising numbers/],
  [
    'a leading zero of a count',
    ['run', 'a.yaml', '--workers', '02'],
    /--workers is "02"; 02 starts with a zero; write 2/,
  ],
  ['a leading zero of a budget', ['test', 'a.yaml', '--budget', '05m'], /--budget is "05m"; 05 starts with a zero/],
  ['a leading zero of a shard', ['run', 'a.yaml', '--shard', '03/8'], /--shard is "03\/8"; 03 starts with a zero/],
  ['a leading zero of runs', ['verify', '.', '--runs', '007'], /--runs is "007"; 007 starts with a zero; write 7/],
  [
    'a leading zero of a range',
    ['solve', 'a.yaml', '--of', 'market.stake', '--between', '0,05'],
    /--between is "0,05"; 05 starts with a zero; write 5/,
  ],
  ['contradicting flags', ['run', 'a.yaml', '--resume', '--fresh'], /contradict each other/],
  ['a switch with a value', ['check', 'a.yaml', '--json=yes'], /--json is "yes"; it is a switch and takes no value/],
  ['a flag where a value should be', ['run', 'a.yaml', '--out', '--fresh'], /--out takes a value/],
  ['two words for one place', ['list', 'charts', 'words'], /unexpected argument "words"/],
  ['half a trace', ['run', 'a.yaml', '--trace', '--arm', 'x'], /--trace needs --design-point and --replication/],
  ['a trace flag without --trace', ['run', 'a.yaml', '--arm', 'x'], /--arm only go with --trace/],
])('%s: exit 2 and a sentence on stderr', async (_, argv, sentence) => {
  const { code, stdout, stderr } = await posp(argv);
  expect(stderr).toMatch(sentence);
  expect([code, stdout]).toEqual([2, '']);
});

test('words after -- are no flags, a negative number is a value, and --no- and =false turn a switch off', async () => {
  expect((await posp(['check', '--', '--json'])).stderr).toMatch(/^--json {2}there is no such file/);
  const falling = ['solve', 'a.yaml', '--of', 'market.stake', '--between', '-1,-2'];
  expect((await posp(falling)).stderr).toMatch(/--between is "-1,-2"; it takes two rising numbers/);
  for (const off of [['--no-json'], ['--json=false'], ['--json', '--no-json']]) {
    expect((await posp(['check', 'a.yaml', ...off])).stdout).toBe('');
  }
  expect((await posp(['chart', 'docs', '-o=x.gif'])).stderr).toMatch(/--output is "x.gif"/);
});

test('with --json a usage problem is one document on stdout', async () => {
  const { code, stdout } = await posp(['run', 'a.yaml', '--json', '--wrokers', '3']);
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    problems: [{ code: 'usage', message: expect.stringMatching(/--workers/) }],
  });
});

test('the parser speaks English whatever the locale says', async () => {
  const { LC_ALL } = process.env;
  process.env.LC_ALL = 'de_DE.UTF-8';
  try {
    expect((await posp(['--help'])).stdout).toContain('Say which version this is');
  } finally {
    if (LC_ALL === undefined) delete process.env.LC_ALL;
    else process.env.LC_ALL = LC_ALL;
  }
});
