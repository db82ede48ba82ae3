import { reportDistribution } from '../detector.ts';
import type { Settings } from '../settings.ts';
import type { Move } from '../strategy.ts';
import { responses } from './response-table.ts';

const KINDS = 4;
const CASES = responses.length * 4;

/** How validators report, for every case of a run: {@link reportDistribution} asked once per case and run. */
export class ReportTable {
  private shares = new Float64Array(2 * CASES * KINDS);
  private certain = new Int8Array(2 * CASES);

  /** Fills the table for the detector, the rechecks and the moves by which jobs are asserted in a run, by number. */
  reset({ market }: Settings, moves: readonly Move[], recheckCount: number): void {
    const cases = moves.length * CASES;
    if (this.certain.length < cases) {
      this.shares = new Float64Array(cases * KINDS);
      this.certain = new Int8Array(cases);
    }
    for (let index = 0; index < cases; index++) {
      const planted = (index & 1) > 0;
      const { miss } = moves[Math.floor(index / CASES)];
      const shares = reportDistribution({
        response: responses[(index % CASES) >> 2],
        assertedFalse: (index & 2) > 0,
        planted,
        falseAlarm: market.detector.falseAlarm,
        miss: planted ? market.detector.miss : (miss ?? market.detector.miss),
        recheckCount,
        guessProbability: market.guessProbability,
      });
      this.shares.set(shares, index * KINDS);
      this.certain[index] = shares.indexOf(1);
    }
  }

  /** Row of a case. `shownFalse`: the output shown to validators is false; `move`: by which it was asserted. */
  caseOf(response: number, shownFalse: boolean, planted: boolean, move: number): number {
    return move * CASES + response * 4 + (shownFalse ? 2 : 0) + (planted ? 1 : 0);
  }

  /** The kind of report when only one is possible, otherwise -1: then it takes a draw. */
  certainKind(row: number): number {
    return this.certain[row];
  }

  /** The kind of report that a uniform number stands for. */
  kindAt(row: number, uniform: number): number {
    let left = uniform;
    for (let kind = 0; kind < KINDS - 1; kind++) {
      left -= this.shares[row * KINDS + kind];
      if (left < 0) return kind;
    }
    return KINDS - 1;
  }
}
