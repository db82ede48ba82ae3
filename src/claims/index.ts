/** The registry of claims: this module's values are the catalogue. */
export { bound } from './bound.ts';
export { dominant } from './dominant.ts';
export { equilibrium } from './equilibrium.ts';
export { monotone } from './monotone.ts';
export { noProfitableDeviation } from './no-profitable-deviation.ts';
export { noRegression } from './no-regression.ts';
export { quantile } from './quantile.ts';
export { ranking } from './ranking.ts';
export { threshold } from './threshold.ts';
export { uniqueEquilibrium } from './unique-equilibrium.ts';
