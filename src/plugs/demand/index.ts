/** The registry of demand: this module's values are the catalogue. */
export { poisson } from './poisson.ts';
