/** The registry of sampling: this module's values are the catalogue. */
export { constant } from './constant.ts';
export { reputation } from './reputation.ts';
