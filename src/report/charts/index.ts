/** The registry of charts: this module's values are the catalogue; what a study has of each source is shown by source, then by name. */
export { advantage } from './advantage.ts';
export { attackerProfit } from './attacker-profit.ts';
export { detectionTime } from './detection-time.ts';
export { dominanceMap } from './dominance-map.ts';
export { marketStory } from './market-story.ts';
export { payoffMatrix } from './payoff-matrix.ts';
export { payoffs } from './payoffs.ts';
export { phasePortrait } from './phase-portrait.ts';
export { rates } from './rates.ts';
export { securityCost, securityCostCompared } from './security-cost.ts';
export { sensitivity } from './sensitivity.ts';
export { service } from './service.ts';
export { stakeOverTime } from './stake-over-time.ts';
export { tipping } from './tipping.ts';
