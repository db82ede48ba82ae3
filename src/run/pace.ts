import type { Assignment } from '../plan/plan.ts';

/** What a parcel should take [ms]: handing it over costs a tenth of a millisecond, and a stop waits for it. */
const parcelMilliseconds = 25;
/** Most assignments of a parcel, however short they seem. */
const assignmentsMax = 4096;
/** Jobs that the start of a run costs as much as [count]; every node is one more. */
const jobsPerStart = 200;
/** What a job takes before any was timed [ms]; most take between a fifth of it and twice as much. */
const millisecondsPerJobAssumed = 0.0005;

/** Times a parcel that is at work. */
interface Stopwatch {
  pause: () => void;
  resume: () => void;
  /** The parcel is done. */
  end: () => void;
}

const stoodStill: Stopwatch = { pause: () => {}, resume: () => {}, end: () => {} };

/**
 * Sizes parcels by what earlier ones took. Design points may be uneven: the last parcel says most about the next.
 *
 * Without a clock every job is assumed to take the same. How parcels are cut changes who does what, and no result.
 */
export class Pace {
  readonly #clock: (() => number) | undefined;
  #millisecondsPerJob: number | undefined;
  #timings = 0;

  /** @param clock  milliseconds since any moment */
  constructor(clock?: () => number) {
    this.#clock = clock;
  }

  /** Takes the next parcel from a plan; empty at its end. */
  take(source: Iterator<Assignment>): Assignment[] {
    const parcel: Assignment[] = [];
    for (let expected = 0; expected < parcelMilliseconds && parcel.length < assignmentsMax; ) {
      const { done, value } = source.next();
      if (done) break;
      parcel.push(value);
      // Code that never ran takes many times as long, and threads that start meanwhile wait until this one listens.
      const isFirst = this.#clock !== undefined && this.#millisecondsPerJob === undefined;
      expected += isFirst ? parcelMilliseconds : this.expect([value]);
    }
    return parcel;
  }

  /** How long a parcel will take [ms]. */
  expect(parcel: readonly Assignment[]): number {
    return this.#expectWork(workOf(parcel));
  }

  /** How long the longest run of a parcel will take, once its code is compiled [ms]. */
  expectRun(parcel: readonly Assignment[]): number {
    const work = Math.max(...parcel.map(workOfRun));
    const expected = this.#expectWork(work);
    // The first parcel took as long as its code took to compile: that says nothing about the next.
    return this.#timings === 1 ? Math.min(expected, millisecondsPerJobAssumed * work) : expected;
  }

  #expectWork(work: number): number {
    return (this.#millisecondsPerJob ?? millisecondsPerJobAssumed) * work;
  }

  /** Starts to time a parcel that is at work from now on. */
  begin(parcel: readonly Assignment[]): Stopwatch {
    const clock = this.#clock;
    if (!clock) return stoodStill;
    let since = clock();
    let spent = 0;
    const pause = () => {
      spent += clock() - since;
    };
    return {
      pause,
      resume: () => {
        since = clock();
      },
      end: () => {
        pause();
        this.#note(parcel, spent);
      },
    };
  }

  #note(parcel: readonly Assignment[], milliseconds: number): void {
    const now = milliseconds / workOf(parcel);
    const known = this.#millisecondsPerJob;
    this.#timings++;
    // Code gets faster while it is compiled, and other programs come and go.
    this.#millisecondsPerJob = known === undefined ? now : (known + now) / 2;
  }
}

/** In jobs, with what the start of a run costs [count]. */
function workOf(parcel: readonly Assignment[]): number {
  return parcel.reduce((sum, assignment) => sum + assignment.replications * workOfRun(assignment), 0);
}

/** What a run takes, in jobs, with what its start costs [count]. */
export function workOfRun({ point: { settings } }: Pick<Assignment, 'point'>): number {
  return settings.run.jobs + settings.market.nodeCount + jobsPerStart;
}
