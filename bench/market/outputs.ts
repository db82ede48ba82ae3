/** What runs of the market leave behind, compared: to the last digit where draws are the same, as samples where not. */
import { type RecordColumn, recordColumnNames } from '../../src/market/record.ts';
import { type Measurement, measure } from '../harness/child.ts';

/** A check of a contest. @throws Error that names what differs */
export type Check = (measurement: Measurement) => void;

/**
 * Every record must be that of the run checked first, in all columns and all digits. A column that a program does not
 * print is one that its rules leave at 0.
 */
export function createRecordCheck(): Check {
  let first: Measurement | undefined;
  const valueIn = (measurement: Measurement, column: RecordColumn) => measurement[column] ?? 0;
  return (measurement) => {
    first ??= measurement;
    for (const column of recordColumnNames) {
      const [value, right] = [valueIn(measurement, column), valueIn(first, column)];
      if (value !== right) throw new Error(`${column} is ${value}; another run of the same seed has ${right}`);
    }
  };
}

const sampled = ['wholeSojourn', 'challenged', 'detected', 'undetected', 'wholeBusy', 'income'];
const seedsOfReference = 8;

/**
 * A run with other draws, speeds of nodes included, must lie where runs of a reference lie.
 *
 * @param commandOf  the reference with such a seed
 */
export function createSampleCheck(commandOf: (seed: number) => readonly string[]): Check {
  let reference: Measurement[] | undefined;
  return (measurement) => {
    reference ??= Array.from({ length: seedsOfReference }, (_, seed) => measure(commandOf(seed + 1)));
    for (const output of sampled) {
      const values = reference.map((run) => Number(run[output]));
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
      // Student's t with 7 degrees of freedom passes 6.1 in one run of 2000.
      const most = 6.1 * Math.sqrt(variance * (1 + 1 / values.length));
      const value = Number(measurement[output]);
      // Also refuses an output that was not printed.
      if (!(Math.abs(value - mean) <= most)) throw new Error(`${output} is ${value}; C has ${mean} +- ${most}`);
    }
  };
}
