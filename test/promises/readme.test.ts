/** Each fence of the README is executed: what it shows is what happens. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { posp } from '../cli/fake-io.ts';

const readme = readFileSync('README.md', 'utf8');
const fences = [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, body]) => ({
  language: language!,
  body: body!,
}));
const folder = mkdtempSync(join(tmpdir(), 'readme-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the README has fences of known languages only', () => {
  expect(fences.length).toBeGreaterThan(3);
  expect(new Set(fences.map(({ language }) => language))).toEqual(new Set(['sh', 'yaml', 'ts', 'text']));
});

test.each(fences.filter(({ language }) => language === 'yaml'))('the scenario it shows loads', ({ body }) => {
  const loaded = planScenario('README.yaml', body);
  expect('problems' in loaded ? loaded.problems : []).toEqual([]);
});

const commands = fences
  .filter(({ language }) => language === 'sh')
  .flatMap(({ body }) => body.split('\n'))
  .map((line) => line.replace(/\s+#.*$/, '').trim())
  .filter((line) => line.startsWith('npx posp'));

test.each(commands)('%s', { timeout: 120_000 }, async (command) => {
  const words = command.replace('npx posp', '').trim().split(/\s+/);
  const out = /^(run|test)$/.test(words[0]!) ? ['--out', join(folder, words[0]!), '--replications', '2'] : [];
  // Pictures of a run are drawn in test/cli/run.test.ts.
  if (words[0] === 'run') out.push('--no-pictures');
  const arguments_ = words.map((word) => word.replace('my-study', join(folder, 'my-study')));
  const { code, stdout, stderr } = await posp([...arguments_, ...out]);
  // With two replications a claim may stay open; everything else must be as the README says.
  expect([0, 3], stdout + stderr).toContain(code);
});

test.each(fences.filter(({ language }) => language === 'ts'))(
  'the code it shows runs and prints what it says',
  { timeout: 60_000 },
  async ({ body }) => {
    const file = join('test', 'promises', `readme-fence-${process.pid}.ts`);
    writeFileSync(file, body.replaceAll("'posp-sim'", "'../../src/index.ts'"));
    const printed: unknown[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((value) => void printed.push(value));
    try {
      await import(/* @vite-ignore */ join(process.cwd(), file));
      const shown = [...body.matchAll(/console\.log\(.*\); \/\/ => (.*)$/gm)].map(([, value]) => value!);
      expect(printed.map(String)).toEqual(shown);
    } finally {
      log.mockRestore();
      rmSync(file);
    }
  },
);
