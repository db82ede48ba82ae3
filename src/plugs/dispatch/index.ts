/** The registry of dispatch: this module's values are the catalogue. */
export { cheapest } from './cheapest.ts';
export { priceWeighted } from './price-weighted.ts';
export { shorterOfTwo } from './shorter-of-two.ts';
export { stakeWeighted } from './stake-weighted.ts';
export { uniform } from './uniform.ts';
