/** The registry of charts that show exact answers alone: what `posp solve` says, without a simulation. */
export { detectionTime } from './detection-time.ts';
export { payoffMatrix } from './payoff-matrix.ts';
export { tipping } from './tipping.ts';
