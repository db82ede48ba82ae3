/** Strategies with a past that are a user's own: from a file to the verdict, on any number of threads; and bad ones. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { extendCatalogue } from '../../src/catalogue/plugs.ts';
import { honestMove } from '../../src/market/strategy.ts';
import type { buildThenBurn } from '../../src/strategies/index.ts';
import { posp } from '../cli/fake-io.ts';
import { cheat, playing } from '../fixtures/plays.ts';

// Inside the project, where a module of a user finds zod.
const ground = 'results/test';
mkdirSync(ground, { recursive: true });
const place = mkdtempSync(`${ground}/play-plugs-`);
afterAll(() => rmSync(place, { recursive: true }));

/** A module with a strategy that takes turns, or does worse. */
const pluginOf = (name: string, play: string, traits = '{}') => {
  const file = join(place, `${name}.mjs`);
  writeFileSync(
    file,
    `import { z } from 'zod';
export default {
  kind: 'turns', title: 'Turns', source: 'a test', roles: ['asserter'], traits: ${traits},
  params: z.strictObject({ every: z.int().min(1).default(3).meta({ description: 'Jobs of a turn.', unit: 'count' }) }),
  moves: (_, role) => ['correct', 'wrong'].map((output) => ({ role, cost: 0, output, backs: 'none', probability: 1 })),
  play: (params, kit) => { const jobs = new Int32Array(kit.nodeCount); return { ${play} }; },
};
`,
  );
  return file;
};
const takesTurns = 'chooses: (node) => (jobs[node]++ % params.every === 0 ? 1 : 0)';

const study = join(place, 'study.yaml');
writeFileSync(
  study,
  `title: Turns
seed: 3
mechanism: { kind: posp, challengeProbability: 0.3, slashAmount: 20 }
market: { nodeCount: 10, jobsPerSecond: 5, computeCost: 1, reward: 1.2, stake: 50 }
players: { asserter: [honest, { kind: turns, every: 2 }, { kind: build-then-burn, cleanJobs: 4 }] }
replications: 4
run: { jobs: 2000 }
`,
);
const run = (out: string, ...more: string[]) =>
  posp(['run', study, '--out', join(place, out), '--no-pictures', '--quiet', ...more]);

test('are run by --plugin, with the same bytes on one, two and three workers, and known by no exact value', async () => {
  const plugin = pluginOf('turns', takesTurns);
  const folders = ['1', '2', '3'].map((workers) => [`on-${workers}`, workers] as const);
  for (const [out, workers] of folders) {
    const { code, stderr } = await run(out, '--plugin', plugin, '--workers', workers);
    expect(code, stderr).toBe(0);
  }
  const [one, two, three] = folders.map(([out]) => readFileSync(join(place, out, 'runs.parquet')));
  expect(two!.equals(one!)).toBe(true);
  expect(three!.equals(one!)).toBe(true);
  const findings = JSON.parse(readFileSync(join(place, 'on-1', 'findings.json'), 'utf8'));
  const exact = findings.designPoints[0].advantages.map(({ over, exact }: { over: string; exact: unknown }) => [
    over,
    exact,
  ]);
  expect(exact).toEqual([
    ['turns', null],
    ['build-then-burn', null],
  ]);
  expect(readFileSync(join(place, 'on-1', 'manifest.json'), 'utf8')).toContain('what nodes do depends on their past');
}, 60_000);

test.each([
  { name: 'chooses-no-move', play: 'chooses: () => 2', says: 'its chooses gives 2, which is the place of no move' },
  { name: 'chooses-half', play: 'chooses: () => 0.5', says: 'its chooses gives 0.5' },
  { name: 'chooses-nothing', play: 'chooses: () => {}', says: 'its chooses gives undefined' },
  { name: 'throws', play: "chooses: () => { throw new Error('no idea') }", says: 'its chooses failed: no idea' },
  {
    name: 'writes-to-what-it-sees',
    play: 'chooses: (node, sight) => { sight.stake = 1; return 0; }',
    says: 'its chooses failed: Cannot set property stake',
  },
  {
    name: 'changes-its-parameters',
    play: 'chooses: () => { params.every = 1; return 0; }',
    says: 'its chooses failed: Cannot assign to read only property',
  },
  {
    name: 'asks-for-no-time',
    play: 'chooses: () => 0, settled: (node) => kit.after(node, NaN)',
    says: 'its settled failed: a node asks to be woken after NaN s',
  },
  {
    name: 'lets-time-stand-still',
    play: 'chooses: () => 0, settled: (node) => kit.after(node, 0), wakes: (node) => kit.after(node, 0)',
    says: 'its wakes failed: a node asks to be woken, and was more than 1000 times while no job arrived',
  },
  {
    name: 'leaves-without-a-word',
    play: 'chooses: () => 0, settled: (node) => kit.leave(node)',
    says: 'its settled failed: strategy turns lets a node leave; its traits have to say so, as changesFleet',
  },
])(
  'one that $name is stopped, named, and replayed by a command',
  async ({ name, play, says }) => {
    const plugin = pluginOf(name, play);
    const { code, stderr } = await run(name, '--plugin', plugin, '--workers', '1');
    expect(code, stderr).toBe(70);
    expect(stderr).toContain(says);
    expect(stderr).toContain('strategy turns of');
    expect(stderr).toContain(`${name}.mjs`);
    expect(stderr).toMatch(/^replay: npx posp run \S+ --plugin \S+\.mjs --trace/m);
  },
  20_000,
);

test.each([
  ['neither', { moves: undefined, play: undefined }],
  ['both', { move: () => honestMove('asserter') }],
  ['no moves', { moves: undefined }],
  ['no play', { play: undefined, move: () => cheat() }],
] as const)('one with %s is refused', (_, members) => {
  const strategy = { ...playing(() => ({ chooses: () => 0 })), ...members } as typeof buildThenBurn;
  expect(() => extendCatalogue([strategy])).toThrow(
    /^strategy played: a strategy has a move, or moves and a play that chooses among them, and never both$|is no plug/,
  );
});

test.each([
  ['none', []],
  ['more than can be told apart', Array.from({ length: 65 }, () => cheat())],
  ['one that is made by half', [honestMove('asserter'), { ...cheat(), probability: 0.5 }]],
])('moves that are %s are refused where they are asked for', (_, moves) => {
  const { strategies } = extendCatalogue([playing(() => ({ chooses: () => 0 }), { moves })]);
  expect(() => strategies.get('played')!.moves!({}, 'asserter')).toThrow(
    /^strategy played: its moves are \d+; there are/,
  );
});
