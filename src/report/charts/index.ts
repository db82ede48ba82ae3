/** The registry of charts: this module's values are the catalogue, in the order a report shows them. */
export { advantage } from './advantage.ts';
export { dominanceMap } from './dominance-map.ts';
export { payoffs } from './payoffs.ts';
export { rates } from './rates.ts';
export { securityCost } from './security-cost.ts';
export { service } from './service.ts';
