import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { posp } from './fake-io.ts';
import { makePlace } from './tiny-scenario.ts';

/** What no line may begin with, and no output hold. */
const attack = 'x\r\n::stop-commands::owned\n##[group]owned\u001b]0;owned\u0007\u009b2J\u202e\u2028--- owned';
const quoted = JSON.stringify(attack);

const runs = `title: ${quoted}
question: ${quoted}
description: ${quoted}
source: ${quoted}
seed: ${JSON.stringify(attack.slice(0, 40))}
mechanism: { kind: posp, challengeProbability: 0.2, slashAmount: 100 }
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 1000 }
players: { asserter: [honest, skip-work], validator: [honest] }
replications: 2
run: { jobs: 300 }
claims:
  - { kind: dominant, role: asserter, where: "market.stake\\n>\\n\\t1" }
  - { kind: bound, of: falseSlash, atMost: 0, by: exact }
`;

/** One mistake in each place that a sentence may quote. */
const fails = [
  runs.replace('computeCost: 1', `computeCost: ${quoted}`),
  runs.replace('kind: posp', `kind: ${quoted}`),
  runs.replace('nodeCount: 20', `${quoted}: 20`),
  runs.replace('kind: bound', `kind: ${quoted}`),
  runs.replace('of: falseSlash', `of: ${quoted}`),
  runs.replace('where: "market.stake', `where: "market.stake ${quoted.slice(1, -1)}`),
  runs.replace('[honest, skip-work]', `[honest, { kind: skip-work, name: ${quoted} }]`),
  runs.replace('slashAmount: 100', `slashAmount: ${JSON.stringify(`= ${attack}`)}`),
  `${runs}sweep: { ${quoted}: [1, 2] }\n`,
  `${runs}  - { kind: no-regression, baseline: ${quoted} }\n`,
  `${runs}? [${quoted}]\n: 1\n`,
  'title: |\u001b]0;owned\u0007x\n a\n',
  'title: *owned\n',
  'title: !\u001b]0;owned\u0007 a\n',
];

/** Every line of an output that somebody else could have written, or that says something to a terminal. */
function findOwned(output: string): string[] {
  const own = output.replace(/^::(error|warning) [^\n]*$/gm, (line) => line.slice(2));
  return own.split(/[\n\r\u2028\u2029]/).filter((line) => {
    if (/^\s*(::|##|---)/.test(line) || /##\w*\[/.test(line)) return true;
    return /[\p{Cc}\u202e]/u.test(line);
  });
}

const name = 'a\n::stop-commands::owned\u001b]0;owned\u0007 ##[group].yaml';

test('the law convicts', () => {
  expect(findOwned(`fine\n${attack}`)).toHaveLength(3);
  expect(findOwned('::error file=a::b')).toEqual([]);
});

test.each(['check', 'plan', 'solve', 'run', 'test'])(
  'posp %s says what others wrote on lines of its own',
  async (command) => {
    const place = makePlace();
    const file = join(place, name);
    const summary = join(place, 'summary.md');
    const junit = join(place, 'junit.xml');
    const flags: Record<string, string[]> = {
      run: ['--out', join(place, 'out\n::owned::'), '--workers', '1', '--no-pictures'],
      test: ['--out', join(place, 'out\n::owned::'), '--workers', '1', '--github', '--junit', junit],
    };
    const env = { GITHUB_STEP_SUMMARY: summary };
    for (const text of [runs, ...fails]) {
      writeFileSync(file, text);
      for (const json of [[], ['--json']]) {
        const session = await posp([command, file, ...(flags[command] ?? []), ...json], { env });
        expect([0, 2, 3], `${session.stderr}\n${text}`).toContain(session.code);
        expect(session.code === 2, text).toBe(text !== runs);
        expect(findOwned(session.stderr)).toEqual([]);
        expect(findOwned(session.stdout)).toEqual([]);
        if (json.length > 0) expect(() => JSON.parse(session.stdout) as unknown).not.toThrow();
      }
    }
    if (command !== 'test') return;
    expect(findOwned(readFileSync(junit, 'utf8'))).toEqual([]);
    // The summary is a page of Markdown of our own headings and rules.
    const page = readFileSync(summary, 'utf8')
      .replace(/^#+ (?!\[)/gm, '')
      .replace(/^[|: -]+$/gm, '');
    expect(findOwned(page)).toEqual([]);
  },
);

test('a terminal is told nothing either, wherever its lines are wrapped', async () => {
  const place = makePlace();
  const file = join(place, name);
  for (const text of [runs, fails[0]!]) {
    writeFileSync(file, text);
    const { stdout, stderr } = await posp(['test', file, '--out', join(place, 'out'), '--workers', '1', '--color'], {
      isTTY: true,
    });
    const colors = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
    const colorless = (output: string) => output.replace(colors, '');
    expect(findOwned(colorless(stdout))).toEqual([]);
    expect(findOwned(colorless(stderr))).toEqual([]);
  }
});

test('what was typed is quoted on its line', async () => {
  const place = makePlace();
  mkdirSync(join(place, 'empty'));
  const file = join(place, 'a.yaml');
  writeFileSync(file, runs);
  for (const argv of [
    [attack],
    ['check', `--${attack}`],
    ['check', attack],
    ['explain', attack],
    ['check', file, '--set', attack],
    ['check', file, '--set', `market.stake=${attack}`],
    ['check', file, '--set', `${attack}=1`],
    ['check', file, '--seed', `${attack}\u0000`.repeat(9)],
    ['solve', file, '--of', attack],
    ['run', file, '--workers', attack],
    ['run', file, '--trace', '--design-point', '0', '--replication', '0', '--arm', attack],
    ['report', join(place, 'empty', attack)],
    ['chart', place, attack],
  ]) {
    const { code, stdout, stderr } = await posp(argv);
    expect([2, 0], `${argv.join(' ')}: ${stderr}`).toContain(code);
    expect(findOwned(stdout + stderr), argv.join(' ')).toEqual([]);
  }
});
