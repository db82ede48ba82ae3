/** The registry of demand: this module's values are the catalogue. */

export { clients } from './clients.ts';
export { day } from './day.ts';
export { gamma } from './gamma.ts';
export { mmpp } from './mmpp.ts';
export { poisson } from './poisson.ts';
export { trace } from './trace.ts';
export { weibull } from './weibull.ts';
