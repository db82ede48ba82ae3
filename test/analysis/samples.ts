/** Hand-made evidence for tests of estimates: arms whose every record is written down. */

import type { JobOutcome } from '../../src/analysis/round/lottery.ts';
import type { ArmEvidence } from '../../src/analysis/sample/estimate.ts';
import { ArmSample } from '../../src/analysis/sample/samples.ts';
import { columnIndex, type RecordColumn, recordColumnNames } from '../../src/market/record.ts';

/** A record with some columns set, the others 0. */
export function record(columns: Partial<Record<RecordColumn, number>>): Float64Array {
  const row = new Float64Array(recordColumnNames.length);
  for (const [name, value] of Object.entries(columns)) row[columnIndex[name as RecordColumn]] = value;
  return row;
}

/** A sample of such records, one per replication. */
export function sampleOf(rows: readonly Partial<Record<RecordColumn, number>>[]): ArmSample {
  const sample = new ArmSample();
  for (const row of rows) sample.add(record(row));
  return sample;
}

/** An arm without a round, unless its exact record is given. */
export function arm(
  rows: readonly Partial<Record<RecordColumn, number>>[],
  exact: Partial<Record<RecordColumn, number>> | null = null,
): ArmEvidence {
  return {
    sample: sampleOf(rows),
    exact: exact && record(exact),
    focal: exact && record(exact),
    outcomes: () => (exact ? drawChallenge(exact) : null),
    // A reward of 2, or a stake of 50 with it.
    payments: () => ({ ends: [Float64Array.of(2, 1), Float64Array.of(-52, 1)], turns: [] }),
    sampling: 'natural',
  };
}

/** A job of the mean record that is challenged or is not; neither changes what it brings. */
function drawChallenge(exact: Partial<Record<RecordColumn, number>>): JobOutcome[] {
  const { focalChallengedJobs: chance = 0, ...rest } = exact;
  return [
    { probability: chance, record: record({ ...rest, focalChallengedJobs: 1 }) },
    { probability: 1 - chance, record: record(rest) },
  ];
}
