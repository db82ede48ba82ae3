/** The tutorials, followed to the letter: their modules are loaded, their studies solved and run, their code prints what it says. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { posp } from '../cli/fake-io.ts';

const read = (file: string) => (language: string) =>
  [...readFileSync(file, 'utf8').matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, of, body]) =>
    of === language ? [body!] : [],
  );
const fences = read('docs/tutorial-mechanism.md');
const ofStrategy = read('docs/tutorial-strategy.md');

// Where packages are found, as beside an installed program; its own sources stand for it.
const ground = 'results/test';
mkdirSync(ground, { recursive: true });
const place = mkdtempSync(`${ground}/tutorial-`);
afterAll(() => rmSync(place, { recursive: true }));
const write = (name: string, body: string) =>
  writeFileSync(join(place, name), body.replaceAll("'posp-sim'", "'../../../src/index.ts'"));
write('spot-audit.mjs', fences('js').join('\n'));
write('study.yaml', fences('yaml')[0]!);
write('cheat-when-busy.mjs', ofStrategy('js').join(''));
write('busy.yaml', ofStrategy('yaml')[0]!);

const commandsOf = (tutorial: typeof fences) => tutorial('sh').flatMap((body) => body.trim().split('\n'));
const commands = [
  ...commandsOf(fences),
  ...commandsOf(ofStrategy).map((command) => command.replace('study.yaml', 'busy.yaml')),
];

test.each(commands)('%s', async (command) => {
  const words = command.split(' ').slice(2);
  const placed = words.map((word) => (/\.(yaml|mjs)$/.test(word) ? join(place, word) : word));
  const more = words[0] === 'run' ? ['--out', join(place, `${words[1]}-out`), '--no-pictures', '--workers', '2'] : [];
  const { code, stdout, stderr } = await posp([...placed, ...more]);
  expect(code, stdout + stderr).toBe(0);
  if (words[0] === 'solve') expect(stdout).toContain('0.238');
  if (words[0] === 'run') expect(stdout).toMatch(/true/);
});

test('the code it shows prints what it says', async () => {
  const [body] = fences('ts');
  const printed: unknown[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((value) => void printed.push(value));
  try {
    write('solve.ts', body!.replace("'study.yaml'", `'${join(place, 'study.yaml')}'`));
    await import(/* @vite-ignore */ join(process.cwd(), place, 'solve.ts'));
    expect(printed).toEqual([...body!.matchAll(/\/\/ => (.*)$/gm)].map(([, value]) => value));
  } finally {
    log.mockRestore();
  }
});
