/** The registry of hazards: this module's values are the catalogue. */
export { outages } from './outages.ts';
