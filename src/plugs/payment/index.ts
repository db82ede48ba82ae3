/** The registry of payment: this module's values are the catalogue. */
export { atOnce } from './at-once.ts';
