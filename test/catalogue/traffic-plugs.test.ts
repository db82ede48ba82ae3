/** Ways for jobs to come in and to be handed out that are a user's own: from a file to the verdict; and bad ones. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { extendCatalogue } from '../../src/catalogue/plugs.ts';
import { uniform } from '../../src/plugs/dispatch/index.ts';
import { runScenario } from '../../src/study/open-scenario.ts';
import { posp } from '../cli/fake-io.ts';
import { tinyScenario } from '../cli/tiny-scenario.ts';

// Inside the project, where a module of a user finds zod.
const ground = 'results/test';
mkdirSync(ground, { recursive: true });
const place = mkdtempSync(`${ground}/traffic-plugs-`);
afterAll(() => rmSync(place, { recursive: true }));

let files = 0;
const write = (name: string, text: string) => {
  const file = join(place, `${files++}-${name}`);
  writeFileSync(file, text);
  return file;
};

/** A module with a dispatch, which says what node a job goes to. */
const dispatchOf = (choose: string, more = '') =>
  write(
    'hand-out.mjs',
    `import { z } from 'zod';
export default {
  socket: 'dispatch', kind: 'hand-out', title: 'Handed out', source: 'a test', summary: 'Some node gets each job.',
  params: z.strictObject({ share: z.number().min(0).max(1).default(0.5).meta({ description: 'Share of early nodes.', unit: '1' }) }),
  ${more}
  create: ({ uniforms, present, nodeAt, isThere }) => {
    let share;
    return { reset: (params) => { share = params.share; }, choose: (job) => { ${choose} } };
  },
};
`,
  );

/** A module with a demand. */
const demandOf = (fill: string, more = '') =>
  write(
    'drum.mjs',
    `import { z } from 'zod';
export default {
  kind: 'drum', title: 'A drum', source: 'a test', summary: 'Jobs in pairs.',
  params: z.strictObject({}), rate: (_, jobsPerSecond) => jobsPerSecond, dispersion: () => 2,
  create: (params) => ({ fill: (first, { gap }) => { ${fill} } }),
  ${more}
};
`,
  );

const study = (market: string, run = 'jobs: 300') =>
  write(
    'study.yaml',
    `title: Traffic
seed: 3
mechanism: { kind: posp, challengeProbability: 0.3, slashAmount: 20 }
market: { nodeCount: 10, jobsPerSecond: 1, computeCost: 1, reward: 1.2, stake: 50, ${market} }
players: { asserter: [honest, skip-work] }
replications: 2
run: { ${run} }
`,
  );

const run = (file: string, plugin: string[], workers = '1') =>
  posp([
    'run',
    file,
    '--out',
    join(place, `out-${files++}`),
    '--no-pictures',
    '--quiet',
    '--workers',
    workers,
    ...plugin,
  ]);

test('a twin of the way in which jobs are handed out comes to the same', async () => {
  const text = (kind: string) => tinyScenario.replace('nodeCount: 20,', `nodeCount: 20, dispatch: ${kind},`);
  const catalogue = extendCatalogue([{ ...uniform, kind: 'any-node', title: 'Any node' }]);
  const [twins, originals] = [
    await runScenario({ file: 'a.yaml', text: text('any-node'), catalogue }),
    await runScenario({ file: 'a.yaml', text: text('uniform') }),
  ];
  expect(twins.failures).toEqual([]);
  expect(twins.findings.designPoints).toEqual(originals.findings.designPoints);
});

test('a dispatch of one’s own is listed, explained, in the schema, checked and played, and threads load it', async () => {
  const choose = 'return nodeAt(Math.floor(uniforms[job] * Math.max(1, Math.ceil(share * present()))));';
  const plugin = ['--plugin', dispatchOf(choose, "traits: { favours: 'early nodes get more' },")];
  expect((await posp(['list', 'dispatch', ...plugin])).stdout).toMatch(/hand-out +Handed out/);
  expect((await posp(['explain', 'hand-out', ...plugin])).stdout).toContain('Share of early nodes.');
  expect((await posp(['schema', ...plugin])).stdout).toContain('"hand-out"');
  const file = study('dispatch: { kind: hand-out, share: "50 %" }');
  const checked = await posp(['check', file, ...plugin]);
  expect(checked.code, checked.stderr).toBe(0);
  expect((await posp(['check', file])).stderr).toContain('A dispatch of your own comes from the module that --plugin');
  const played = await run(file, plugin, '2');
  expect(played.code, played.stderr).toBe(0);
});

test.each([
  { name: 'none at all', choose: 'return undefined;', node: 'undefined' },
  { name: 'no whole number', choose: 'return 2.5;', node: '2.5' },
  { name: 'no number', choose: 'return Number.NaN;', node: 'NaN' },
  { name: 'one below the first', choose: 'return -1;', node: '-1' },
  { name: 'one behind the last', choose: 'return present();', node: '10' },
])('a dispatch that names a node that is $name is stopped by name', async ({ choose, node }) => {
  const file = study('dispatch: hand-out');
  const { code, stderr } = await run(file, ['--plugin', dispatchOf(choose)]);
  expect(code, stderr).toBe(70);
  expect(stderr).toContain(`a plug's mistake: dispatch hand-out of ${place}`);
  expect(stderr).toContain(`its choose gives a job to node ${node}, which is none that is there`);
  expect(stderr).toMatch(/^replay: npx posp run /m);
});

test('a dispatch that keeps to a node that has left is stopped by name', async () => {
  const file = write(
    'gone.yaml',
    `title: Gone
seed: 3
mechanism: { kind: posp, challengeProbability: 1, slashAmount: 50 }
market: { nodeCount: 10, jobsPerSecond: 1, computeCost: 1, reward: 1.2, stake: 50, minimumStake: 40, dispatch: hand-out }
players: { asserter: [honest, skip-work], exit: ejected }
replications: 2
run: { jobs: 300 }
`,
  );
  const { code, stderr } = await run(file, ['--plugin', dispatchOf('return 0;', "traits: { favours: 'the first' },")]);
  expect(code, stderr).toBe(70);
  expect(stderr).toContain('its choose gives a job to node 0, which is none that is there');
});

test('a dispatch that throws, and one that changes its parameters, are stopped by name', async () => {
  const file = study('dispatch: hand-out');
  const thrown = await run(file, ['--plugin', dispatchOf("throw new Error('no idea');")]);
  expect([thrown.code, thrown.stderr]).toEqual([70, expect.stringContaining('its choose failed: no idea')]);
  const module = write(
    'greedy.mjs',
    `import { z } from 'zod';
export default { socket: 'dispatch', kind: 'hand-out', title: 'T', source: 'a test', summary: 'S', params: z.strictObject({ share: z.number().default(1) }),
  create: ({ nodeAt }) => ({ reset: (params) => { params.share = 0; }, choose: () => nodeAt(0) }) };`,
  );
  const changed = await run(file, ['--plugin', module]);
  expect([changed.code, changed.stderr]).toEqual([
    70,
    expect.stringContaining('its reset failed: Cannot assign to read only property'),
  ]);
});

test.each([
  {
    name: 'goes back in time',
    fill: 'gap.fill(-1);',
    says: 'its fill gives job 0 a gap of -1; gaps are numbers from 0',
  },
  { name: 'knows no time', fill: 'gap.fill(1); gap[7] = Number.NaN;', says: 'gives job 7 a gap of NaN' },
  { name: 'leaves jobs out', fill: 'gap[0] = 1;', says: 'gives job 1 a gap of NaN, or nothing' },
  {
    name: 'never goes on',
    fill: 'gap.fill(0);',
    says: 'sends more than 1000000 jobs at one moment',
    run: 'seconds: 500',
  },
  { name: 'throws', fill: "throw new Error('out of sticks');", says: 'its fill failed: out of sticks' },
  { name: 'has no rate', fill: 'gap.fill(1);', more: 'rate: () => 0,', says: 'its rate is 0; jobs per second' },
  { name: 'has no spread', fill: 'gap.fill(1);', more: 'dispersion: () => -1,', says: 'its dispersion is -1' },
])('a demand that $name is stopped by name', async ({ fill, more, says, run: length }) => {
  const plugin = demandOf(fill, more);
  const { code, stderr } = await run(study('demand: drum, serviceSeconds: 1', length), ['--plugin', plugin]);
  expect([2, 70], stderr).toContain(code);
  expect(stderr).toContain(`demand drum of ${plugin}`);
  expect(stderr).toContain(says);
});
