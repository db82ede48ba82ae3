/** Where a model tells what happens, one line per event. */
export interface Teller {
  /** False when lines are thrown away; ask before composing a costly line. */
  readonly isListening: boolean;
  /** Tells what happened at a simulated time. */
  line(time: number, text: string): void;
}

/**
 * Story of a run, for people and for tests: each line has the simulated time and a sentence.
 *
 * @example
 * const transcript = new Transcript();
 * transcript.line(1.23456, 'node 3 asserts job 7');
 * transcript.lines // => ['     1.235  node 3 asserts job 7']
 */
export class Transcript implements Teller {
  readonly isListening = true;
  readonly lines: string[] = [];
  private readonly digits: number;

  /** @param digits  decimals of the time shown, so that a story survives changes in the last bits */
  constructor(digits = 3) {
    this.digits = digits;
  }

  line(time: number, text: string): void {
    this.lines.push(`${time.toFixed(this.digits).padStart(10)}  ${text}`);
  }

  /** The whole story, one line per event. */
  toString(): string {
    return this.lines.join('\n');
  }
}

/** The teller nobody listens to: its line does nothing. */
export const silence: Teller = Object.freeze({ isListening: false, line: () => {} });
