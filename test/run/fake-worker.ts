/** A worker whose runs are made up from their seed and take longer the earlier they stand in the plan. */
import { recordColumnNames } from '../../src/market/record.ts';
import type { Batch, BatchResult } from '../../src/plan/plan.ts';
import { runBatch } from '../../src/run/batch.ts';
import { transferRows } from '../../src/run/transfer.ts';

export function run(batch: Batch): BatchResult {
  return runBatch(batch, (_settings, _arm, seed, replication) => {
    if (seed === 'broken' && replication === 5) throw new RangeError('ledger does not balance: 3 units appeared');
    return recordColumnNames.map((_, column) =>
      fraction(`${seed}/${replication}/${column}`),
    ) as unknown as Float64Array;
  });
}

export default async function runLater(batch: Batch): Promise<unknown> {
  await new Promise((resolve) => setTimeout(resolve, batch.index % 4 === 0 ? 15 : 1));
  return transferRows(run(batch));
}

function fraction(text: string): number {
  let hash = 2166136261;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619);
  return (hash >>> 0) / 2 ** 32;
}
