/**
 * The market without a calendar: one job after the other, each played to its settlement at once.
 *
 * Every draw is keyed by its job, so the columns that do not measure time are those of the market in time, to the last
 * unit, wherever nothing outlives a job: uniform dispatch, and no node that leaves.
 */
import type { MarketState } from '../state.ts';
import type { Admission } from './admission.ts';
import type { CutBatch } from './cut-batch.ts';

/** How a market plays a run job by job. */
export function createRounds(market: MarketState, { takeNumber, admit }: Admission, cutBatch: CutBatch) {
  const { sampler, runBatches } = market;

  /** Plays a run of so many jobs. */
  function playRounds(jobsTotal: number): void {
    while (market.arrived < jobsTotal) {
      if (market.arrived === runBatches.next) cutBatch();
      const number = takeNumber();
      if (number < 0) continue;
      sampler.begin();
      playRound(number);
      // A job played both ways is played again, challenged, for the rest of its weight.
      if (sampler.playedWeight < 1) {
        sampler.isSecondPlay = true;
        playRound(number);
      }
    }
  }

  function playRound(number: number): void {
    market.play.onAsserted(admit(number));
  }

  return playRounds;
}
