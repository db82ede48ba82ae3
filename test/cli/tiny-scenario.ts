/** A scenario that runs within a fraction of a second, and folders to run it in. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Skipping pays at p = 0.01 and does not at p = 0.2 (threshold: C / (R_A + S) = 1 / 101.2). */
export const tinyScenario = `title: Tiny
seed: 7
mechanism: { kind: posp, challengeProbability: 0.2, slashAmount: 100 }
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 1000 }
players: { asserter: [honest, skip-work], validator: [honest, guess] }
sweep: { mechanism.challengeProbability: [0.002, 0.2] }
replications: 4
run: { jobs: 2000 }
claims:
  - { kind: dominant, role: asserter, where: mechanism.challengeProbability > 0.1 }
`;

/** The same with its claim about a point where honesty and skipping earn exactly alike, which no simulation can decide. */
export const atThreshold = tinyScenario.replace('0.002,', `${1 / 101.2},`).replace('> 0.1', '< 0.1');

/** A fresh folder, removed after the test that asks for it. */
export function makePlace(): string {
  const place = mkdtempSync(join(tmpdir(), 'posp-cli-'));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  return place;
}

/** Writes a scenario to a fresh folder. */
export function writeScenario(text = tinyScenario, name = 'tiny.yaml'): { place: string; file: string; out: string } {
  const place = makePlace();
  const file = join(place, name);
  writeFileSync(file, text);
  return { place, file, out: join(place, 'out') };
}
