/** `posp solve` begins with a summary, and whoever interrupts it is given what is known. */
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { posp } from './fake-io.ts';

/** Three points, of which honesty pays at the last; copying under commit-reveal is warned of. */
const text = `
title: Three rates
mechanism: { kind: posp, challengeProbability: 0.02, slashAmount: 40 }
market: { nodeCount: 30, computeCost: 1, reward: 1.5, stake: 100 }
players: { asserter: [honest, skip-work], validator: [honest, copy] }
sweep: { mechanism.challengeProbability: [0.01, 0.02, 0.04] }
`;

async function write(): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'posp-solve-')), 'three.yaml');
  writeFileSync(file, text);
  return file;
}

test('the answer comes first, and then what honesty earns over the deviation that pays best, a line for each point', async () => {
  const { code, stdout } = await posp(['solve', await write()]);
  expect(code).toBe(0);
  const [title, answer, table] = stdout.split('\n\n');
  const [head, columns, ...rows] = table!.split('\n');
  expect([title, head]).toEqual(['Three rates', 'what honesty earns over the deviation that pays best']);
  // Skipping gives up R + S = 41.5 wherever it is challenged and saves C = 1; who copies guesses right.
  expect(answer!.replaceAll('\n', ' ')).toMatch(
    /^An honest asserter earns more than by skip-work once challenge probability p exceeds 0\.0241 \(exact\)/,
  );
  expect(columns).toMatch(/^point +p +asserter, least over +credits per job +validator, least over +credits per job$/);
  // p (R + S) - C with R = 1.5, S = 40, C = 1.
  for (const [i, p] of [0.01, 0.02, 0.04].entries()) {
    expect(rows[i]).toMatch(new RegExp(`^ +${i} +${p} +skip-work +${Number((41.5 * p - 1).toPrecision(6))} +copy`));
  }
  expect(stdout.indexOf('design point 0')).toBeGreaterThan(stdout.indexOf(rows[2]!));
});

test.each([
  ['sweep={"mechanism.challengeProbability":[0.01,0.04]}', 'market.reward=0.9'],
  ['sweep={"mechanism":["no-verification",{"kind":"always-verify","slashAmount":40}]}', 'coalition.fraction=20 %'],
  ['sweep={}', 'players.against=[all-deviating]'],
])('solve and run answer in the same words: %s, %s', async (...changes) => {
  const [file, out] = [await write(), await mkdtemp(join(tmpdir(), 'posp-solve-'))];
  const flags = changes.flatMap((change) => ['--set', change]);
  const solved = (await posp(['solve', file, ...flags])).stdout.split('\n\n')[1]!.replaceAll('\n', ' ');
  const sizes = ['--set', 'run.jobs=200', '--replications', '2', '--no-pictures'];
  expect((await posp(['run', file, ...flags, ...sizes, '--out', join(out, 'run')])).code).toBe(0);
  const { summary } = JSON.parse(readFileSync(join(out, 'run', 'findings.json'), 'utf8'));
  // Runs stand in brackets beside what is exact.
  expect(solved).toBe(summary.replace(/; simulated, [^)]*/, ''));
});

test('what is known of no deviation by the round is left to runs, and a loss that is the same everywhere is told once', async () => {
  const learning = await posp([
    'solve',
    await write(),
    '--set',
    'players.asserter=[honest, skip-work, epsilon-greedy]',
  ]);
  expect(learning.stdout.replaceAll('\n', ' ')).not.toMatch(/earns (more than|exactly as much)/);
  const { stdout } = await posp(['solve', await write(), '--set', 'market.reward=0.9']);
  expect(stdout.match(/an honest asserter loses/g)).toHaveLength(1);
  expect(stdout).toContain('an honest asserter loses 0.1 credits per job at every point');
});

test('no table is without rows: where no deviation is declared a sentence says so, and the game is shown', async () => {
  const flags = ['--set', 'players.asserter=[honest]', '--set', 'players.validator=[honest]'];
  const { code, stdout } = await posp(['solve', await write(), ...flags, '--sensitivity', '--concepts']);
  expect(code).toBe(0);
  const [, , answer] = stdout.split('\n');
  expect(answer).toMatch(/^No deviation of either role is declared, so there is nothing to compare honesty with/);
  expect(stdout).not.toMatch(/honesty pays|advantage of honesty over/);
  // Every head of a table has something right under it.
  expect(stdout).not.toMatch(/^(?:along|point|challenge) .*\n\n/m);
  expect(stdout.match(/asserter honest, validator honest/g)).toHaveLength(3);
});

test('who the others are is told where it is more than one thing, and nobody colludes where nobody does', async () => {
  const file = await write();
  const alone = (await posp(['solve', file])).stdout;
  expect(alone).not.toMatch(/others|coalition/);
  const joint = (await posp(['solve', file, '--set', 'players.against=[all-deviating]'])).stdout;
  expect(joint).toContain('the deviation that pays best while all others are honest');
  expect(joint).toMatch(/asserter skip-work +all-honest +-0\.585\nvalidator copy +all-honest/);
  expect(joint).not.toContain('coalition');
  const colluding = (await posp(['solve', file, '--set', 'coalition.fraction=20 %'])).stdout;
  expect(colluding).toContain('the deviation that pays best against a coalition of 20 %');
  expect(colluding).toMatch(/asserter skip-work +coalition +-/);
});

test('amounts are in the money of the file', async () => {
  const { stdout } = await posp(['solve', await write(), '--set', 'market.stake=900 USD']);
  expect(stdout).toContain('USD per job');
  expect(stdout).not.toContain('credits');
});

test('the judgement of a point is in JSON: whether honesty pays, and whether an honest node makes money', async () => {
  const { stdout } = await posp(['solve', await write(), '--json', '--set', 'market.reward=0.9']);
  const points = JSON.parse(stdout).designPoints;
  const said = points.map(({ judgement }: { judgement: { asserter: { honesty: string; participation: string } } }) => {
    return [judgement.asserter.honesty, judgement.asserter.participation];
  });
  // p (R + S) - C with R = 0.9, S = 40, C = 1; a reward below the cost is no income.
  expect(said).toEqual([0.01, 0.02, 0.04].map((p) => [40.9 * p > 1 ? 'pays' : 'does-not', 'no']));
  expect(points[0].judgement.asserter).toMatchObject({ basis: 'exact', against: ['coalition'] });
});

test('what no round plays is not said to be worse than honesty', async () => {
  const { stdout } = await posp([
    'solve',
    await write(),
    '--json',
    '--set',
    'players.asserter=[honest, skip-work, epsilon-greedy]',
  ]);
  for (const { judgement } of JSON.parse(stdout).designPoints)
    expect(['does-not', 'cannot-tell']).toContain(judgement.asserter.honesty);
});

test.each([
  ['kind: majority-vote, majority: 2, slashAmount: 6', 'asserter skip-work, any other skip-work  (pure, strict)'],
  ['kind: no-verification', 'asserter skip-work  (pure, strict)'],
])('no page, sentence or report tells of validators where there are none: %s', async (mechanism, equilibrium) => {
  const folder = await mkdtemp(join(tmpdir(), 'posp-solve-'));
  const file = join(folder, 'alone.yaml');
  writeFileSync(
    file,
    `
title: Nobody validates
mechanism: { ${mechanism} }
market: { nodeCount: 30, computeCost: 1, reward: 1.5, stake: 100 }
players: { asserter: [honest, skip-work] }
${mechanism.includes('vote') ? '' : 'run: { jobs: 200 }\nreplications: 4\n'}claims:
  - { kind: equilibrium, by: exact }
  - { kind: unique-equilibrium }
`,
  );
  const solved = await posp(['solve', file]);
  expect(solved.stdout).toContain(equilibrium);
  const out = join(folder, 'out');
  const ran = await posp(['run', file, '--out', out]);
  expect(ran.stdout).toContain('because asserter skip-work is an equilibrium too');
  for (const page of [solved.stdout, ran.stdout]) expect(page).not.toMatch(/validators? (on )?honest/);
  // What a study wrote it also reads.
  expect(await posp(['report', out])).toMatchObject({ code: 0, stderr: '' });
  expect(readFileSync(join(out, 'report.html'), 'utf8')).not.toMatch(/against\s+honest/);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  '%s exits %i with what is known: advantages and game of the point it was at, and how many are left',
  async (signal, code) => {
    const file = await write();
    const interrupt = (flags: string[]) =>
      posp(['solve', file, ...flags], {
        onStderr: (said, signals) => {
          if (said.startsWith('warning')) signals.emit(signal, signal);
        },
      });
    const { stdout, stderr, ...session } = await interrupt([]);
    expect(session).toMatchObject({ code, killed: [] });
    expect(stderr).toContain('stopping: what is solved is printed');
    expect(stdout).toContain('stopped: 0 of 3 design points are solved, one in part');
    expect(stdout).toMatch(/asserter skip-work +-0\.585/);

    const json = JSON.parse((await interrupt(['--json'])).stdout);
    expect(json).toMatchObject({
      pointsLeft: 2,
      designPoints: [{ id: 0, unfinished: true, thresholds: [], dynamics: [] }],
    });
    expect(json.designPoints[0].advantages[0].exact).toBeCloseTo(-0.585, 12);
    expect(json.designPoints[0].games[0].equilibria.length).toBeGreaterThan(0);
  },
);

test('nobody who waits to the end is told of points that are left', async () => {
  const { stdout } = await posp(['solve', await write(), '--json']);
  const solved = JSON.parse(stdout);
  expect(solved).not.toHaveProperty('pointsLeft');
  for (const point of solved.designPoints) expect(point).not.toHaveProperty('unfinished');
});

test('--best-response bounds what one node can do at best, whatever it remembers', async () => {
  const file = await write();
  const { code, stdout } = await posp(['solve', file, '--best-response']);
  expect(code).toBe(0);
  const said = stdout.replaceAll('\n', ' ');
  // 1 - 0.01 (R + S) with R + S = 41.5.
  expect(said).toContain(
    'best response of one asserter: skip-work always, which gains 0.585 credits per job over honesty; proved, no plan gains more (1 state, actions honest, skip-work, stop)',
  );
  expect(said).toContain('best response of one asserter: honest always; proved, no plan gains over honesty');
  const flags = ['--best-response', '--actions', 'declared', '--role', 'validator', '--json', '--quiet'];
  const { designPoints } = JSON.parse((await posp(['solve', file, ...flags])).stdout);
  expect(designPoints[2].bestResponse).toEqual({
    role: 'validator',
    gain: { low: 0, high: 0 },
    policy: [{ when: 'always', action: 'honest' }],
    actions: ['honest', 'copy', 'stop'],
    states: 1,
    horizon: null,
  });
});

test.each([
  [['--actions', 'declared'], '--actions needs --best-response: nothing else asks for it'],
  [['--role', 'validator'], '--role needs --best-response: nothing else asks for it'],
  [['--best-response', '--actions', 'all'], '--actions is "all"; it is declared or catalogue'],
  [['--best-response', '--role', 'client'], '--role is "client"; it is asserter or validator'],
])('solve refuses %j', async (flags, message) => {
  const { code, stderr } = await posp(['solve', await write(), ...flags]);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});
