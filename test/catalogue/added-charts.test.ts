/** Charts of a user's own: listed, drawn beside the others, and left out where they fail. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { posp } from '../cli/fake-io.ts';
import { tinyScenario } from '../cli/tiny-scenario.ts';

// Inside the project, where a module of a user finds the library.
const ground = 'results/test';
mkdirSync(ground, { recursive: true });
const place = mkdtempSync(`${ground}/charts-`);
afterAll(() => rmSync(place, { recursive: true }));

/** A module with a chart: jobs simulated at each design point, as bars. */
function writeChart(kind: string, { draw = '', applies = 'findings.designPoints.length > 0' } = {}): string {
  const file = join(place, `${kind}${draw.length}-${applies.length}.mjs`);
  writeFileSync(
    file,
    `import { defineChart } from '${join(import.meta.dirname, '../../src/index.ts')}';
export default defineChart({
  kind: '${kind}', title: 'Jobs by design point', needs: 'runs',
  applies: (findings) => ${applies},
  draw: (findings, width) => {
    ${draw}
    const values = findings.designPoints.map(({ id, replications }) => ({ id, replications }));
    return { title: 'Replications', caption: 'How many of them.', body: { width: width - 120, height: 100, data: { values }, mark: 'bar',
      encoding: { x: { field: 'id', type: 'ordinal' }, y: { field: 'replications', type: 'quantitative' } } } };
  },
});
`,
  );
  return file;
}

const study = join(place, 'tiny.yaml');
const out = join(place, 'out');
beforeAll(async () => {
  writeFileSync(study, tinyScenario);
  await posp(['run', study, '--out', out, '--no-pictures', '--quiet', '--workers', '1']);
});

test('one is listed, explained, and drawn of any folder', async () => {
  const plugin = ['--plugin', writeChart('replications')];
  expect((await posp(['list', 'charts', ...plugin])).stdout).toMatch(/replications +Jobs by design point/);
  expect((await posp(['explain', 'replications', ...plugin])).stdout).toContain('It needs runs.');
  expect((await posp(['chart', out, ...plugin])).stdout).toMatch(/replications +Jobs by design point/);
  const picture = join(place, 'replications.svg');
  const drawn = await posp(['chart', out, 'replications', '-o', picture, ...plugin]);
  expect([drawn.code, drawn.stderr]).toEqual([0, '']);
  expect(readFileSync(picture, 'utf8')).toContain('Replications');
  expect((await posp(['chart', out, 'replications', '-o', picture])).stderr).toContain('no chart "replications"');
});

test('a report has it, of a study that ran by it too; one that fails is left out, and no other with it', async () => {
  const bad = writeChart('scribble', { draw: "throw new Error('no ink');" });
  const plugins = ['--plugin', writeChart('replications'), '--plugin', bad];
  const whole = join(place, 'whole');
  const ran = await posp(['run', study, '--out', whole, '--workers', '1', ...plugins]);
  expect(ran.code, ran.stderr).toBe(0);
  expect(ran.stderr).toContain(
    `warning: charts/scribble is left out: chart scribble of ${bad}: its build failed: no ink`,
  );
  expect(readdirSync(join(whole, 'charts'))).toEqual(expect.arrayContaining(['advantage.png', 'replications.svg']));
  expect(readFileSync(join(whole, 'report.html'), 'utf8')).toContain('How many of them.');
});

test.each([
  { name: 'throws', draw: "throw new Error('no ink');", says: 'its build failed: no ink' },
  {
    name: 'changes what was found',
    draw: 'findings.confidence = 1;',
    says: 'its build failed: Cannot assign to read only',
  },
  { name: 'cannot tell whether it applies', applies: 'findings.nothing.length', says: 'its applies failed' },
])('one that $name is named', async ({ says, name: _, ...bad }) => {
  const file = writeChart('scribble', bad);
  const drawn = await posp(['chart', out, 'scribble', '-o', join(place, 'bad.svg'), '--plugin', file]);
  expect(drawn.code, drawn.stderr).toBe(2);
  expect(drawn.stderr).toContain(`posp: chart scribble of ${file}: ${says}`);
  expect(existsSync(join(place, 'bad.svg'))).toBe(false);
});

test('one that draws what is no picture, or goes by a name that is taken, is refused', async () => {
  const shapeless = join(place, 'shapeless.mjs');
  writeFileSync(
    shapeless,
    `export default { kind: 'shapeless', from: 'findings', title: 'S', needs: 'n', applies: () => true, build: () => ({ title: 'a' }) };`,
  );
  const drawn = await posp(['chart', out, 'shapeless', '-o', join(place, 'b.svg'), '--plugin', shapeless]);
  expect([drawn.code, drawn.stderr]).toEqual([
    2,
    expect.stringContaining('its build gives no picture without caption'),
  ]);
  const taken = await posp(['run', study, '--plugin', writeChart('advantage')]);
  expect([taken.code, taken.stderr]).toEqual([
    2,
    expect.stringContaining('chart advantage ("Jobs by design point"): its kind is taken'),
  ]);
});
