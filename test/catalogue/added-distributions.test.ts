/** Laws of random numbers that are a user's own, and bad ones. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { extendCatalogue } from '../../src/catalogue/plugs.ts';
import { exponential } from '../../src/kernel/distributions/index.ts';
import { runScenario, solveFile } from '../../src/study/open-scenario.ts';
import { posp } from '../cli/fake-io.ts';

const ground = 'results/test';
mkdirSync(ground, { recursive: true });
const place = mkdtempSync(`${ground}/laws-`);
afterAll(() => rmSync(place, { recursive: true }));

const scenario = (law: string) => `title: Laws
seed: 3
mechanism: { kind: posp, challengeProbability: 0.3, slashAmount: 20 }
market: { nodeCount: 10, jobsPerSecond: 2, computeCost: 1, reward: 1.2, stake: 50, serviceSeconds: ${law} }
players: { asserter: [honest, skip-work] }
replications: 2
run: { jobs: 400 }
`;

let files = 0;
/** A module with two values, one of them now and then. */
function writeLaw({
  create = '',
  sample = '(uniforms) => (uniforms.next() < share ? 3 : 1)',
  kind = 'two-speeds',
} = {}) {
  const file = join(place, `${files++}.mjs`);
  writeFileSync(
    file,
    `import { z } from 'zod';
export default { socket: 'distribution', kind: '${kind}', title: 'Two speeds', source: 'a test',
  params: z.strictObject({ share: z.number().min(0).max(1).meta({ description: 'Share of slow ones.', unit: '1' }) }),
  create: ({ share }) => ({ mean: 1 + 2 * share, variance: 4 * share * (1 - share), least: 1, sample: ${sample}, ${create} }) };
`,
  );
  return file;
}

const study = join(place, 'study.yaml');
writeFileSync(study, scenario('{ kind: two-speeds, share: "25 %" }'));
const run = (plugin: string, workers = '1') => {
  const out = join(place, `out-${files++}`);
  return posp(['run', study, '--out', out, '--no-pictures', '--quiet', '--workers', workers, '--plugin', plugin]);
};

test('a twin of a law comes to the same, simulated and solved', async () => {
  const catalogue = extendCatalogue([{ ...exponential, kind: 'waiting' }]);
  const twin = { file: 'a.yaml', text: scenario('{ kind: waiting, mean: 2 }'), catalogue };
  const original = { file: 'a.yaml', text: scenario('{ kind: exponential, mean: 2 }') };
  const [twins, originals] = [await runScenario(twin), await runScenario(original)];
  expect(twins.failures).toEqual([]);
  expect(originals.findings.designPoints[0]!.rates.latencySeconds!.exact).toBeGreaterThan(2);
  expect(twins.findings.designPoints).toEqual(originals.findings.designPoints);
  expect((await solveFile(twin)).designPoints).toEqual((await solveFile(original)).designPoints);
});

test('one is listed, explained, in the schema, checked, and played in threads', async () => {
  const file = writeLaw();
  const plugin = ['--plugin', file];
  expect((await posp(['list', 'distributions', ...plugin])).stdout).toMatch(/two-speeds +Two speeds/);
  expect((await posp(['explain', 'two-speeds', ...plugin])).stdout).toContain('Share of slow ones.');
  expect((await posp(['schema', ...plugin])).stdout).toContain('"two-speeds"');
  expect(await posp(['check', study, ...plugin])).toMatchObject({ code: 0 });
  expect((await posp(['check', study])).stderr).toContain('A distribution of your own comes from the module');
  const played = await run(file, '2');
  expect([played.code, played.stderr]).toEqual([0, '']);
});

test.each([
  {
    name: 'draws no number',
    law: { sample: '() => Number.NaN' },
    says: 'its sample gives NaN; values are numbers from 1',
  },
  { name: 'draws less than its least', law: { sample: '() => 0' }, says: 'its sample gives 0' },
  { name: 'has no mean', law: { create: 'mean: Number.NaN' }, says: 'its create gives mean NaN' },
  { name: 'has no variance', law: { create: 'variance: -1' }, says: 'variance -1' },
  { name: 'throws', law: { sample: "() => { throw new Error('no dice'); }" }, says: 'its sample failed: no dice' },
])('one that $name is stopped by name', async ({ law, says }) => {
  const file = writeLaw(law);
  const { code, stderr } = await run(file);
  expect([2, 70], stderr).toContain(code);
  expect(stderr).toContain(`distribution two-speeds of ${file}: `);
  expect(stderr).toContain(says);
});

test('one that goes by a kind that is taken is refused', async () => {
  const { code, stderr } = await run(writeLaw({ kind: 'gamma' }));
  expect([code, stderr]).toEqual([2, expect.stringContaining('distribution gamma ("Two speeds")')]);
});
