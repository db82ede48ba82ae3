/** Runs a study and prints what it holds when it is done, garbage left aside [bytes]: `POINTS REPLICATIONS`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadStudies } from '../../src/cli/load.ts';
import { createPool } from '../../src/run/pool.ts';
import { digestScenario } from '../../src/scenario/schema/digest.ts';
import { createMemoryArchive } from '../../src/study/passes.ts';
import { runStudy } from '../../src/study/study.ts';

const [points, replications] = process.argv.slice(2).map(Number) as [number, number];
const place = mkdtempSync(join(tmpdir(), 'posp-memory-'));
process.on('exit', () => rmSync(place, { recursive: true }));
const file = join(place, 'study.yaml');
writeFileSync(
  file,
  `title: Memory
seed: 42
mechanism: { kind: posp, challengeProbability: 0.01, slashAmount: 150, validatorReward: 1.2, draw: independent }
market: { nodeCount: 20, jobsPerSecond: 10, computeCost: 1, reward: 1.2, stake: 1000 }
players: { asserter: [honest, skip-work], validator: [honest] }
coalition: { fraction: 0.1 }
sweep:
  mechanism.challengeProbability: { from: 0.002, to: 0.05, steps: ${points / 5}, scale: log }
  mechanism.slashAmount: { from: 50, to: 500, steps: 5 }
replications: ${replications}
run: { jobs: 20 }
`,
);
const loaded = await loadStudies([file], {});
if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
const [study] = loaded.studies;
const archive = createMemoryArchive();
const pool = createPool({ workers: 1 });
// What was concluded from is let go when a study is written.
const { conclusion: _, ...outcome } = await runStudy({
  ...study!,
  warnings: [],
  digest: digestScenario(study!.scenario),
  archive,
  pool,
});
await pool.close();
// What is held weakly, and memory outside of the heap, goes some collections later.
for (let i = 0; i < 5; i++) {
  await new Promise((resolve) => setImmediate(resolve));
  globalThis.gc!();
}
const { heapUsed, arrayBuffers } = process.memoryUsage();
const held = [archive, outcome].length;
process.stdout.write(`${held > 0 ? heapUsed + arrayBuffers : 0}\n`);
