/** The registry of collateral: this module's values are the catalogue. */
export { own } from './own.ts';
