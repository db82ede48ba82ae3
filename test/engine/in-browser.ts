/** The engine as a page would take it: one script, which answers for plain data. */
import { rolldown } from 'rolldown';
import { armKeyOf } from '../../src/engine/identity.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import type { Arm, Settings } from '../../src/market/settings.ts';
import { buildSettings } from '../fixtures/settings.ts';

const entry = `
  import { armKeyOf } from './src/engine/identity.ts';
  import { simulateRun } from './src/engine/simulate.ts';
  export const simulate = (text) => {
    const { settings, arm, seed, replication } = JSON.parse(text);
    const record = simulateRun(settings, arm, seed, replication);
    const bytes = new Uint8Array(record.buffer, record.byteOffset, record.byteLength);
    return JSON.stringify({ key: armKeyOf(settings, arm, seed), record: Array.from(bytes) });
  };
`;

/** Bundles the engine into a script that leaves a global `engine` with `simulate`: JSON in, JSON out. */
export async function bundleEngine(): Promise<string> {
  const bundle = await rolldown({
    input: 'engine-entry',
    platform: 'browser',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'engine-entry' ? `${import.meta.dirname}/../../engine-entry.js` : null),
        load: (id) => (id.endsWith('/engine-entry.js') ? entry : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'iife', name: 'engine' });
  await bundle.close();
  return output[0].code;
}

/** One run, as it is handed over. */
export interface Asked {
  settings: Settings;
  arm: Arm;
  seed: string;
  replication: number;
}

const cheat: Arm = { against: 'coalition', role: 'asserter', strategy: 'cheat-sometimes' };
const honest: Arm = { against: 'coalition', role: 'both', strategy: 'honest' };

const kinds: Record<string, Partial<Asked> & Pick<Asked, 'settings'>> = {
  'in time': { settings: buildSettings(), arm: honest },
  'job by job, with a coalition': { settings: buildSettings({ coalition: { size: 5 } }) },
  'as nodes leave': { settings: buildSettings({ exit: { kind: 'ejected' }, market: { stake: 30, minimumStake: 15 } }) },
  'for a time': { settings: buildSettings({ run: { seconds: 20 } }) },
  'with draws of its own': { settings: buildSettings({ run: { commonRandomNumbers: false } }), seed: 'naïve' },
  'of time alone': { settings: buildSettings({ run: { time: 'market' } }), arm: honest },
  'of careers': { settings: buildSettings({ run: { careers: { jobs: 10, nodes: 1, each: 3, stride: 10 } } }) },
  'where nobody checks': { settings: buildSettings({ mechanism: { kind: 'no-verification' } }) },
};

/** A run of every kind that an engine makes. */
export const asked = Object.entries(kinds).map(([name, run]): [string, Asked] => [
  name,
  { arm: cheat, seed: '7', replication: 3, ...run },
]);

/** What `simulate` is to answer, by the engine as it runs here. */
export function simulateHere({ settings, arm, seed, replication }: Asked): { key: string; record: number[] } {
  const record = simulateRun(settings, arm, seed, replication);
  const bytes = new Uint8Array(record.buffer, record.byteOffset, record.byteLength);
  return { key: armKeyOf(settings, arm, seed), record: Array.from(bytes) };
}
