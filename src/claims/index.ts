/** The registry of claims: this module's values are the catalogue. */
export { bound } from './bound.ts';
export { dominant } from './dominant.ts';
export { equilibrium } from './equilibrium.ts';
export { threshold } from './threshold.ts';
