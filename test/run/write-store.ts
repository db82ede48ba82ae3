/** Run as a process of its own: writes the ten runs of the store test to the folder it is given. */
import { openStore } from '../../src/run/store.ts';
import { honestArm, tinyRow } from './tiny-study.ts';

const store = await openStore(process.argv[2]!, { digest: 'sha256:aa', subject: {} });
const id = (number: number) => number.toString(16).padStart(32, '0');
const numbers = Array.from({ length: 10 }, (_, index) => index);
await store.append(numbers.map((number) => ({ id: id(number), values: tinyRow(number) })));
await store.complete(
  numbers.map((number) => ({
    id: id(number),
    point: { id: 0, at: { 'mechanism.challengeProbability': 0.1 * number } },
    arm: honestArm,
    replication: number,
  })),
  ['mechanism.challengeProbability'],
);
await store.close();
