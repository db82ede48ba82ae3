/** Plugs of a user's own, from a file to the verdict; and bad ones, each of which is told from a good one by its message. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { loadPlugins, recallPlugins } from '../../src/catalogue/plugins.ts';
import { extendCatalogue } from '../../src/catalogue/plugs.ts';
import { dominant } from '../../src/claims/index.ts';
import type { Mechanism } from '../../src/market/mechanism.ts';
import { posp as proofOfSampling } from '../../src/mechanisms/index.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import type { AssignmentResult } from '../../src/plan/plan.ts';
import { defineDemand } from '../../src/plugs/demand/define.ts';
import { createPool } from '../../src/run/pool.ts';
import { skipWork } from '../../src/strategies/index.ts';
import { runScenario, solveFile } from '../../src/study/open-scenario.ts';
import { posp } from '../cli/fake-io.ts';
import { tinyScenario } from '../cli/tiny-scenario.ts';
import { spotAudit } from '../fixtures/spot-audit.ts';

// Inside the project, where a module of a user finds zod.
const ground = 'results/test';
mkdirSync(ground, { recursive: true });
const place = mkdtempSync(`${ground}/plugins-`);
afterAll(() => rmSync(place, { recursive: true }));

/** A module as a user might write it; its parts can be replaced by bad ones. */
function writePlugin(name: string, changes: Record<string, string> = {}, more = ''): string {
  const members = {
    kind: `'${name}'`,
    title: `'Coin flips'`,
    source: `'a test'`,
    summary: `'Pays whoever asserts, and looks at some.'`,
    params: `z.strictObject({ rate: z.number().min(0).max(1).default(0.5).meta({ description: 'Share looked at.', unit: '1' }) })`,
    reset: 'given = settings.mechanism; amounts = next;',
    asserted: 'end(slot);',
    ...changes,
  };
  const file = join(place, `${name}${Object.keys(changes).join('')}.mjs`);
  writeFileSync(
    file,
    `import { z } from 'zod';
${more}
export default {
  kind: ${members.kind}, title: ${members.title}, source: ${members.source}, summary: ${members.summary},
  params: ${members.params},
  create: (kit) => {
    let given, amounts;
    const none = [0, 0, 0, 0];
    const settle = (slot, caught, pay) => kit.settle(slot, {
      refuted: caught, asserterPay: pay, asserterSlash: caught ? amounts.reward : 0, validatorPay: none,
      validatorSlash: none, bountyShare: 0, winners: [false, false, false, false],
    });
    const end = (slot) => {
      const caught = kit.isChallenged(slot, given.rate) && kit.assertedFalse(slot);
      settle(slot, caught, caught ? 0 : amounts.reward);
    };
    return {
      reset: (settings, next) => { ${members.reset} },
      onAsserted: (slot) => { ${members.asserted} },
      onRevealed: (slot) => { ${changes.revealed ?? 'throw new Error("nobody validates");'} },
    };
  },
};
`,
  );
  return file;
}

function writeStudy(kind: string): string {
  const file = join(place, `${kind}.yaml`);
  writeFileSync(
    file,
    `title: Flips
seed: 3
mechanism: { kind: ${kind} }
market: { nodeCount: 10, jobsPerSecond: 1, computeCost: 1, reward: 1.2, stake: 50 }
players: { asserter: [honest, skip-work] }
replications: 2
run: { jobs: 300 }
`,
  );
  return file;
}

let runs = 0;
const run = (study: string, ...more: string[]) => {
  const out = join(place, `out-${runs++}`);
  return posp(['run', study, '--out', out, '--no-pictures', '--quiet', '--workers', '1', ...more]);
};

test('a user’s own twin of a mechanism comes to the same, simulated, solved and judged', async () => {
  const twin: Mechanism = { ...proofOfSampling, kind: 'twin', title: 'Twin' };
  const catalogue = extendCatalogue([twin]);
  const text = tinyScenario.replace('kind: posp', 'kind: twin');
  const input = { file: 'twin.yaml', text, catalogue };
  const own = { file: 'twin.yaml', text: tinyScenario };
  const [twins, originals] = [await runScenario(input), await runScenario(own)];
  const plain = ({ findings }: typeof twins) => {
    const { digest: _, designPoints, thresholds, claims } = findings;
    return JSON.parse(JSON.stringify({ designPoints, thresholds, claims }).replaceAll('twin', 'posp')) as unknown;
  };
  expect(plain(twins)).toEqual(plain(originals));
  const [solved, known] = [await solveFile(input), await solveFile(own)];
  expect(JSON.parse(JSON.stringify(solved).replaceAll('twin', 'posp'))).toEqual(JSON.parse(JSON.stringify(known)));
});

test('threads load plugs themselves and come to the same', async () => {
  const catalogue = await loadPlugins([writePlugin('coin-flips')]);
  const loaded = planScenario('flips.yaml', readFileSync(writeStudy('coin-flips'), 'utf8'), {}, catalogue);
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  const [point] = loaded.points;
  const arm = { role: 'asserter', strategy: 'skip-work', against: 'coalition' } as const;
  const assignments = Array.from({ length: 6 }, (_, index) => {
    return { index, point: point!, arm, seed: '3', firstReplication: index, replications: 1 };
  });
  const rowsOf = async (workers: number) => {
    const pool = createPool({ workers });
    const rows: number[][] = [];
    const onResult = (_: unknown, result: AssignmentResult) => {
      expect(result.failures).toEqual([]);
      rows.push([...result.rows]);
    };
    await pool.runAssignments(assignments, { onResult }).finally(() => pool.close());
    return rows;
  };
  expect(await rowsOf(3)).toEqual(await rowsOf(1));

  const asValue = extendCatalogue([spotAudit]).plugins;
  await expect(recallPlugins(asValue)).rejects.toThrow(/spot-audit: given as a value, it cannot go to another thread/);
  const text = readFileSync(writeStudy('spot-audit'), 'utf8');
  const input = { file: 'a.yaml', text, catalogue: extendCatalogue([spotAudit]) };
  const pool = createPool({ workers: 2 });
  for (const options of [{ workers: 2 }, { pool }]) {
    await expect(runScenario(input, options)).rejects.toThrow(/spot-audit: given as a value/);
  }
  await pool.close();
});

test('a results folder asks for the plugin it was made by', async () => {
  const plugin = writePlugin('coin-flips');
  const study = writeStudy('coin-flips');
  const out = join(place, 'kept');
  const first = await run(study, '--plugin', plugin, '--out', out);
  expect(first.code, first.stderr).toBe(2);
  const made = await posp(['run', study, '--plugin', plugin, '--out', out, '--no-pictures', '--workers', '1']);
  expect(made.code, made.stderr).toBe(0);
  expect((await posp(['verify', out, '--plugin', plugin, '--workers', '1'])).stdout).toContain('all as written');

  const without = await posp(['run', study, '--out', out, '--resume']);
  expect(without.code).toBe(2);
  expect(without.stderr).toContain('unknown mechanism "coin-flips"');
  expect(without.stderr).toContain('--plugin');
  for (const command of ['verify', 'report']) {
    const refused = await posp([command, out]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/made by the plugin with coin-flips \(sha256 \w{12}…\), give it: --plugin FILE/);
  }
  const other = writePlugin('coin-flips', { title: `'Other'` });
  expect((await posp(['verify', out, '--plugin', other])).stderr).toContain('another version of it');
  const resumed = await posp(['run', study, '--plugin', other, '--out', out, '--resume']);
  expect(resumed.code).toBe(2);
  expect(resumed.stderr).toContain('holds another study (plugins');
});

test('what is plugged in is listed, explained and in the schema', async () => {
  const plugin = writePlugin('coin-flips');
  expect((await posp(['list', 'mechanisms', '--plugin', plugin])).stdout).toMatch(/coin-flips +Coin flips/);
  expect((await posp(['explain', 'coin-flips', '--plugin', plugin])).stdout).toContain('Share looked at.');
  const { stdout } = await posp(['schema', '--plugin', plugin]);
  expect(stdout).toContain('"coin-flips"');
  expect((await posp(['schema'])).stdout).not.toContain('coin-flips');
});

test('init writes a study of a mechanism of one’s own, in order, and says how it is run', async () => {
  const asked = `z.strictObject({ rate: z.number().min(0).max(1).meta({ description: 'Share looked at.', unit: '1' }), fine: z.number().min(0).default(3).meta({ description: 'Fine.', unit: 'credits' }) })`;
  const plugin = ['--plugin', writePlugin('coin-flips', { params: asked })];
  const folder = join(place, 'begun');
  const made = await posp(['init', folder, '--mechanism', 'coin-flips', ...plugin]);
  const file = join(folder, 'study.yaml');
  expect(made).toMatchObject({ code: 0, stdout: `${file}\nNext: posp run ${file} ${plugin.join(' ')}\n` });
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('  kind: coin-flips\n  rate: 0.5  # Share looked at.\n  # fine: 3  # Fine. [credits]\n');
  expect(await posp(['check', file, ...plugin])).toMatchObject({ code: 0, stderr: '' });
  expect((await posp(['init', join(place, 'b'), '--mechanism', 'coin-flips'])).code).toBe(2);
});

test('axes and tables call a parameter what its plug does', async () => {
  const label = `description: 'Share looked at.', unit: '1', symbol: 'q', name: 'share looked at', axisUnit: 'share of jobs'`;
  const params = `z.strictObject({ rate: z.number().min(0).max(1).default(0.5).meta({ ${label} }) })`;
  const plugin = ['--plugin', writePlugin('coin-flips', { params })];
  const study = join(place, 'swept.yaml');
  writeFileSync(study, `${readFileSync(writeStudy('coin-flips'), 'utf8')}sweep: { mechanism.rate: [0.1, 0.9] }\n`);
  const out = join(place, 'swept');
  const ran = await posp(['run', study, '--out', out, '--no-pictures', '--workers', '1', ...plugin]);
  expect(ran.stdout).toContain('share looked at q');
  const picture = join(place, 'swept.json');
  await posp(['chart', out, 'advantage', '-o', picture, ...plugin]);
  expect(readFileSync(picture, 'utf8')).toContain('Share looked at q [share of jobs]');
  // Who does not load it knows the parameter by its path alone: nothing is left behind by those who did.
  await posp(['chart', out, 'advantage', '-o', picture]);
  expect(readFileSync(picture, 'utf8')).not.toContain('looked at');
  expect((await posp(['explain', 'share looked at', ...plugin])).stdout).toContain('mechanism.rate');
});

test('modules that a plugin names by a relative path count', async () => {
  const plugin = writePlugin('coin-flips', { summary: 'text' }, "import { text } from './text.mjs';");
  writeFileSync(join(place, 'text.mjs'), "export const text = 'one';");
  const [before] = (await loadPlugins([plugin])).plugins;
  writeFileSync(join(place, 'text.mjs'), "export const text = 'two';");
  expect((await loadPlugins([plugin])).plugins[0]!.sha256).not.toBe(before!.sha256);
});

test.each([
  { name: 'no file', file: 'nowhere.mjs', says: 'there is no plugin' },
  { name: 'no module', file: 'data.json', says: 'a plugin is an ES module' },
  { name: 'no default', text: 'export const a = 1;', says: 'has no default export' },
  { name: 'no syntax', text: 'export default {', says: 'cannot be loaded' },
  { name: 'throws', text: "throw new Error('not today');", says: 'cannot be loaded: not today' },
  { name: 'no plug', text: 'export default { kind: "a" };', says: 'the plug "a" of' },
])('a module that is $name is refused before anything runs', async ({ name, file, text, says }) => {
  const plugin = join(place, file ?? `bad-${name.replaceAll(' ', '-')}.mjs`);
  if (text !== undefined) writeFileSync(plugin, text);
  const { code, stderr } = await run(writeStudy('coin-flips'), '--plugin', plugin);
  expect(code, stderr).toBe(2);
  expect(stderr).toContain(says);
  expect(stderr).toContain(plugin);
});

test.each([
  { bad: { kind: `'posp'` }, says: 'mechanism posp ("Coin flips")', and: 'its kind is taken by "Proof of sampling"' },
  { bad: { kind: `'Coin Flips'` }, says: 'needs a kind in lower case' },
  { bad: { title: 'undefined' }, says: 'is a mechanism without title' },
  { bad: { params: '{}' }, says: 'needs params made with z.strictObject' },
  { bad: { summary: `'x', rounds: () => 1` }, says: 'has a member rounds, which no mechanism has' },
  { bad: { summary: `'x', coin: 'chance'` }, says: 'names a parameter chance, which its params do not have' },
  { bad: { summary: `'x', needs: () => { throw new Error('no idea') }` }, says: 'its needs failed: no idea' },
])('a plug that says $bad is refused before anything runs', async ({ bad, says, and = '' }) => {
  const plugin = writePlugin('coin-flips', bad as unknown as Record<string, string>);
  const { code, stderr } = await run(writeStudy('coin-flips'), '--plugin', plugin);
  expect(code, stderr).toBe(2);
  expect(stderr).toContain(says);
  expect(stderr.toLowerCase()).toContain(and.toLowerCase());
});

test.each([
  { name: 'throws', bad: { asserted: "throw new Error('out of luck');" }, says: 'its onAsserted failed: out of luck' },
  { name: 'draws too many', bad: { asserted: 'kit.challenge(slot, 99, false);' }, says: 'validators' },
  {
    name: 'challenges for ever',
    bad: { asserted: 'kit.challenge(slot, 1, false);', revealed: 'kit.challenge(slot, 1, false);' },
    says: '',
  },
  { name: 'settles twice', bad: { asserted: 'end(slot); end(slot);' }, says: '' },
  { name: 'never settles', bad: { asserted: '' }, says: 'were never settled' },
  { name: 'pays more than clients do', bad: { asserted: 'settle(slot, false, 2 * amounts.reward);' }, says: '' },
  { name: 'pays no number', bad: { asserted: 'settle(slot, false, Number.NaN);' }, says: '' },
  {
    name: 'changes its parameters',
    bad: { reset: 'settings.mechanism.rate = 1; given = settings.mechanism; amounts = next;' },
    says: 'its reset failed: Cannot assign to read only property',
  },
])(
  'a plug that $name is stopped, named, and replayed by a command',
  async ({ bad, says }) => {
    const plugin = writePlugin('coin-flips', bad as unknown as Record<string, string>);
    const { code, stderr } = await run(writeStudy('coin-flips'), '--plugin', plugin);
    expect(code, stderr).toBe(70);
    expect(stderr).toMatch(/^a plug's mistake: mechanism coin-flips of \S+\.mjs/m);
    expect(stderr).not.toContain('our mistake');
    expect(stderr).toContain(says);
    expect(stderr).toMatch(
      /^replay: npx posp run \S+ --plugin \S+\.mjs --trace --design-point 0 --arm \S+ --replication 0$/m,
    );
  },
  20_000,
);

test('a round that contradicts the market is a mistake of the plug that has both', async () => {
  const file = join(place, 'two-minds.mjs');
  writeFileSync(
    file,
    `import { defineMechanism } from '${join(import.meta.dirname, '../../src/index.ts')}';
import { spotAudit } from '${join(import.meta.dirname, '../fixtures/spot-audit.ts')}';
const harsher = (given) => ({ ...given, mechanism: { ...given.mechanism, auditRate: 1 } });
export default { ...spotAudit, kind: 'two-minds', round: (settings, cast) => spotAudit.round(harsher(settings), cast) };
`,
  );
  const { code, stderr } = await run(writeStudy('two-minds'), '--plugin', file);
  expect(code, stderr).toBe(70);
  expect(stderr).toContain(`a plug's mistake: mechanism two-minds of ${file}: simulation and round disagree`);
  expect(stderr).toMatch(/^replay: npx posp run \S+ --plugin \S+ --trace /m);
});

test('a demand of one’s own, and a strategy and a claim, are plugged in like a mechanism', async () => {
  const metronome = defineDemand({
    kind: 'metronome',
    title: 'One job after the other',
    source: 'a test',
    summary: 'Jobs arrive at equal distances.',
    params: z.strictObject({}),
    rate: (_, jobsPerSecond) => jobsPerSecond,
    dispersion: () => 0,
    create: () => ({ fill: (_first, { gap }) => void gap.fill(1) }),
  });
  const lazy = { ...skipWork, kind: 'doze', title: 'Doze' };
  const clear = { ...dominant, kind: 'clear', title: 'Clear' };
  const text = tinyScenario
    .replace('nodeCount: 20,', 'nodeCount: 20, demand: metronome, jobsPerSecond: 2, serviceSeconds: 1,')
    .replace('skip-work', 'doze')
    .replace('kind: dominant', 'kind: clear');
  const catalogue = extendCatalogue([metronome, lazy, clear]);
  const { findings, failures } = await runScenario({ file: 'a.yaml', text, catalogue });
  expect(failures).toEqual([]);
  expect(findings.claims.map(({ kind, verdict }) => [kind, verdict])).toEqual([['clear', 'true']]);
});

test('what comes with the program is not changed by what is plugged in beside it', () => {
  const before = builtIn.mechanisms.size;
  expect(extendCatalogue([spotAudit]).mechanisms.size).toBe(before + 1);
  expect(builtIn.mechanisms.size).toBe(before);
});

test('a study in pieces asks for the plug where they are put together', async () => {
  const plugin = ['--plugin', writePlugin('piecewise')];
  const [file, whole] = [writeStudy('piecewise'), join(place, 'whole')];
  const quietly = ['--quiet', '--workers', '1', '--no-pictures'];
  await posp(['run', file, '--out', whole, ...quietly, ...plugin]);
  const shards = [1, 2].map((number) => ({ number, folder: join(place, `piece-${number}`) }));
  for (const { number, folder } of shards)
    await posp(['run', file, '--shard', `${number}/2`, '--out', folder, ...quietly, ...plugin]);
  const merge = ['merge', ...shards.map(({ folder }) => folder), '--out', join(place, 'merged'), ...quietly];
  const without = await posp(merge);
  expect([without.code, without.stderr]).toEqual([
    2,
    expect.stringMatching(/made by the plugin with piecewise .*--plugin FILE/),
  ]);
  await posp([...merge, ...plugin]);
  for (const name of ['findings.json', 'manifest.json', 'runs.parquet'])
    expect(readFileSync(join(place, 'merged', name), 'base64'), name).toBe(readFileSync(join(whole, name), 'base64'));
});
