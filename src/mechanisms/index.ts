/** The registry of mechanisms: this module's values are the catalogue. */
export { alwaysVerify } from './always-verify.ts';
export { bossWithFine } from './boss-with-fine.ts';
export { noVerification } from './no-verification.ts';
export { posp } from './posp/posp.ts';
