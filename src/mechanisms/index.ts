/** The registry of mechanisms: this module's values are the catalogue. */
export { alwaysVerify } from './always-verify.ts';
export { attentionChallenge } from './attention-challenge.ts';
export { bossWithFine } from './boss-with-fine.ts';
export { forcedErrors } from './forced-errors.ts';
export { inspection } from './inspection.ts';
export { majorityVote } from './majority-vote.ts';
export { noVerification } from './no-verification.ts';
export { posp } from './posp/posp.ts';
export { spotCheck } from './spot-check.ts';
export { twoClouds } from './two-clouds.ts';
