import type { Cast } from '../cast.ts';
import { reportDistribution } from '../detector.ts';
import type { Settings } from '../settings.ts';
import { responses } from './response-table.ts';

const KINDS = 4;
const CASES = responses.length * 8;

/** How validators report, for every case of a run: {@link reportDistribution} asked once per case and run. */
export class ReportTable {
  private readonly shares = new Float64Array(CASES * KINDS);
  private readonly certain = new Int8Array(CASES);

  /** Fills the table for the detector, the rechecks and the moves of a run. */
  reset({ market }: Settings, cast: Cast, recheckCount: number): void {
    for (let index = 0; index < CASES; index++) {
      const planted = (index & 2) > 0;
      const { miss } = (index & 1 ? cast.group : cast.outsider).asserter;
      const shares = reportDistribution({
        response: responses[index >> 3],
        assertedFalse: (index & 4) > 0,
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

  /** Row of a case. `shownFalse`: the output shown to validators is false; `grouped`: a focal node asserted it. */
  caseOf(response: number, shownFalse: boolean, planted: boolean, grouped: boolean): number {
    return response * 8 + (shownFalse ? 4 : 0) + (planted ? 2 : 0) + (grouped ? 1 : 0);
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
