/**
 * The market without a calendar: one job after the other, each played to its settlement at once.
 *
 * Every draw is keyed by its job, so the columns that do not measure time are those of the market in time, to the last
 * unit, wherever nothing outlives a job: uniform dispatch, and no node that leaves.
 */
import type { Market } from '../market.ts';
import { admit, decideByLearning } from './admission.ts';

/** Plays a run job by job. */
export function playRounds(market: Market, jobsTotal: number): void {
  const { sampler } = market;
  while (market.arrived < jobsTotal) {
    if (market.arrived === market.runBatches.next) market.runBatches.cut(market);
    const number = market.takeNumber();
    if (number < 0) continue;
    sampler.begin();
    playRound(market, number);
    // A job played both ways is played again, challenged, for the rest of its weight.
    if (sampler.playedWeight < 1) {
      sampler.isSecondPlay = true;
      playRound(market, number);
    }
  }
}

function playRound(market: Market, number: number): void {
  const slot = admit(market, number);
  if (market.learner) decideByLearning(market, slot);
  market.play.onAsserted(slot);
}
