/** The registry of evidence: this module's values are the catalogue. */
export { cusum } from './cusum.ts';
export { firstMismatch } from './first-mismatch.ts';
export { kOfLast } from './k-of-last.ts';
