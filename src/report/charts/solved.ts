/** The registry of charts that show exact answers alone: what `posp solve` says, without a simulation. */
export { attackerProfit } from './attacker-profit.ts';
export { detectionTime } from './detection-time.ts';
export { payoffMatrix } from './payoff-matrix.ts';
export { phasePortrait } from './phase-portrait.ts';
export { sensitivity } from './sensitivity.ts';
export { tipping } from './tipping.ts';
