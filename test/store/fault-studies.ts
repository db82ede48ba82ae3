/** Sweeps to be disturbed: one in an empty folder, one in a folder of an earlier sweep, one in that of another study. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Disturbed, run } from './faults.ts';

const scenario = (sweep: string, slash = 100) => `title: Disturbed
seed: 3
mechanism: { kind: posp, challengeProbability: 0.2, slashAmount: ${slash} }
market: { nodeCount: 10, computeCost: 1, reward: 1.2, stake: 1000 }
players: { asserter: [honest, skip-work], validator: [honest] }
sweep: { mechanism.challengeProbability: [${sweep}] }
replications: 150
run: { jobs: 20, warmUpJobs: 0 }
`;

/** Makes the studies below a folder. */
export async function makeStudies(place: string): Promise<Record<'empty' | 'changed' | 'fresh', Disturbed>> {
  const file = (name: string, text: string) => {
    writeFileSync(join(place, `${name}.yaml`), text);
    return join(place, `${name}.yaml`);
  };
  const finish = async (study: Pick<Disturbed, 'file' | 'flags'>, folder: string) => {
    const { code, stderr } = await run(study, folder);
    expect([code, stderr]).toEqual([0, '']);
    return folder;
  };
  const first = { file: file('first', scenario('0.1, 0.2')), flags: [] };
  const second = { file: file('second', scenario('0.2, 0.3')), flags: [] };
  const other = { file: file('other', scenario('0.2', 50)), flags: ['--fresh'] };
  const before = await finish(first, join(place, 'before'));
  // What two sweeps leave: the runs of the first point, which the second does not ask for, stay in a part.
  const changed = join(place, 'changed');
  await finish(first, changed);
  await finish(second, changed);
  return {
    empty: { ...first, before: undefined, after: before },
    changed: { ...second, before, after: changed },
    fresh: { ...other, before, after: await finish(other, join(place, 'fresh')) },
  };
}
