import { expect, test } from 'vitest';
import run from '../../src/run/worker.ts';

test('of parcels that wait in a thread the first is handed back before the second begins', async () => {
  const order: string[] = [];
  const first: never[] = [];
  const second = Object.assign([] as never[], {
    reduce: () => {
      order.push('the second begins');
      return 0;
    },
  });
  await Promise.all([run(first).then(() => order.push('the first is back')), run(second)]);
  expect(order).toEqual(['the first is back', 'the second begins']);
});
