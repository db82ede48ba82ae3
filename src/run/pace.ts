import type { Batch } from '../plan/plan.ts';

/** What a parcel should take [ms]: handing it over costs a tenth of a millisecond, and a stop waits for it. */
const parcelMilliseconds = 25;
/** Most batches of a parcel, however short they seem. */
const batchesMax = 4096;
/** Jobs that the start of a run costs as much as [count]; every node is one more. */
const jobsPerStart = 200;

/** Sizes parcels by what earlier ones took. Design points may be uneven: the last parcel says most about the next. */
export class Pace {
  #millisecondsPerJob: number | undefined;

  /** Takes the next parcel from a plan; empty at its end. */
  take(source: Iterator<Batch>): Batch[] {
    const parcel: Batch[] = [];
    for (let expected = 0; expected < parcelMilliseconds && parcel.length < batchesMax; ) {
      const { done, value } = source.next();
      if (done) break;
      parcel.push(value);
      // Nothing is known before the first parcel is back.
      expected += this.expect([value]) ?? parcelMilliseconds;
    }
    return parcel;
  }

  /** How long a parcel will take [ms]; `undefined` while nothing is known. */
  expect(parcel: readonly Batch[]): number | undefined {
    return this.#millisecondsPerJob === undefined ? undefined : this.#millisecondsPerJob * workOf(parcel);
  }

  /** Learns from a parcel that is back. */
  note(parcel: readonly Batch[], milliseconds: number): void {
    const now = milliseconds / workOf(parcel);
    const known = this.#millisecondsPerJob;
    // Code gets faster while it is compiled, and other programs come and go.
    this.#millisecondsPerJob = known === undefined ? now : (known + now) / 2;
  }
}

function workOf(parcel: readonly Batch[]): number {
  return parcel.reduce((sum, { replications, point: { settings } }) => {
    return sum + replications * (settings.run.jobs + settings.market.nodeCount + jobsPerStart);
  }, 0);
}
