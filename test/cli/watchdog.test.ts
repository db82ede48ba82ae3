/** A plug that never returns, in the main thread and in another: it is named, and the command ends by our code. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleCommand } from '../bundle.ts';

// Inside the project, where a module of a user finds zod.
const ground = 'results/test';
mkdirSync(ground, { recursive: true });
const place = mkdtempSync(`${ground}/watchdog-`);
afterAll(() => rmSync(place, { recursive: true }));

let program: string;
beforeAll(async () => {
  program = join(await bundleCommand(), 'posp-process.js');
});

/** A strategy in a module of a user's own. @param atLoad  run when it is loaded @param atChoice  run at each choice */
function writePlugin(name: string, { atLoad = '', atChoice = '' }): string {
  const file = join(place, `${name}.mjs`);
  writeFileSync(
    file,
    `import { z } from 'zod';
${atLoad}
let choices = 0;
export default {
  kind: 'turns', title: 'Turns', source: 'a test', roles: ['asserter'], traits: {}, params: z.strictObject({}),
  moves: (_, role) => [{ role, cost: 0, output: 'wrong', backs: 'none', probability: 1 }],
  play: () => ({ chooses: () => { ${atChoice}; return 0; } }),
};
`,
  );
  return file;
}

const study = join(place, 'study.yaml');
writeFileSync(
  study,
  `title: Turns
seed: 3
mechanism: { kind: posp, challengeProbability: 0.3, slashAmount: 20 }
market: { nodeCount: 10, computeCost: 1, reward: 1.2, stake: 50 }
players: { asserter: [honest, turns] }
replications: 40
run: { jobs: 50000 }
`,
);

// What catches and what comes at last cannot hold the thread either.
const loops = 'if (choices++ > 2000) try { for (;;) choices++; } catch { for (;;); } finally { for (;;); }';
const places = [
  { name: 'while it is loaded', plug: { atLoad: 'for (;;);' }, workers: '1', call: 'its loading' },
  { name: 'in the main thread', plug: { atChoice: loops }, workers: '1', call: 'its chooses' },
  { name: 'in other threads', plug: { atChoice: loops }, workers: '3', call: 'its chooses' },
];

test.concurrent.each(places)('is ended $name', { timeout: 120_000 }, async ({ plug, workers, call }) => {
  const plugin = writePlugin(`${call.slice(4)}-${workers}`, plug);
  const out = join(place, `${call.slice(4)}-${workers}`);
  const flags = ['--plugin', plugin, '--plug-seconds', '5', '--workers', workers, '--out', out, '--quiet'];
  const { code, stderr } = await posp(['run', study, ...flags]);
  expect(stderr).toMatch(
    new RegExp(`^posp: a plug's mistake: .*${call} has not returned for 5 s, and is ended; .*\n$`),
  );
  expect(code).toBe(70);
});

function posp(args: readonly string[]): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [program, ...args]);
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stderr })));
}
