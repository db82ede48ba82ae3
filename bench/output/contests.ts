/** What it costs to keep results. */
import { join } from 'node:path';
import { ours, scratch } from '../harness/child.ts';
import type { Contest } from '../harness/rounds.ts';

const rows = 1_000_000;

/** Rows of a full record in the store's format, against lines of JSON. */
export function outputContests(): Contest[] {
  const candidate = (format: string) => ({
    name: format,
    command: ours('output', [format, rows, join(scratch, `rows.${format}`)], ['--max-old-space-size=4096']),
  });
  return [
    {
      title: `results, ${rows} rows`,
      unit: 'row',
      base: 'jsonl',
      candidates: [candidate('jsonl'), candidate('parquet')],
      check: ({ bytesPerRow }, { name }) => {
        // Parquet is read back and compared by the candidate itself.
        if (!(Number(bytesPerRow) > 8)) throw new Error(`${name} wrote ${bytesPerRow} bytes a row`);
      },
    },
  ];
}
