/** Run as a process of its own: writes the ten runs of the store test to the folder it is given. */
import { openStore } from '../../src/store/store.ts';
import { honestArm, tinyRow } from '../run/tiny-study.ts';

const store = await openStore(process.argv[2]!, { digest: 'sha256:aa', subject: {} });
const key = '0'.repeat(24);
for (let number = 0; number < 10; number++) await store.append({ arm: key, first: number, rows: tinyRow(number) });
const point = { id: 0, at: { 'mechanism.challengeProbability': 0.1 } };
await store.complete(
  [{ point, arm: honestArm, key, replications: 10, batches: 1 }],
  [{ name: 'mechanism.challengeProbability', type: 'DOUBLE', unit: '1' }],
);
await store.close();
