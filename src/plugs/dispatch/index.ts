/** The registry of dispatch: this module's values are the catalogue. */
export { shorterOfTwo } from './shorter-of-two.ts';
export { uniform } from './uniform.ts';
