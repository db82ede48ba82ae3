/**
 * Parameters that change nothing under a mechanism, whatever the others are. Found by turning every one
 * of them, and written by `npm run refresh`.
 */
// biome-ignore format: one line per mechanism
export const unreadParameters: ReadonlyMap<string, readonly string[]> = new Map([
  ['always-verify', []],
  ['attention-challenge', ['market.jobsPerSecond', 'market.minimumStake', 'market.guessProbability', 'market.detector.falseAlarm', 'market.serviceSeconds', 'market.verificationSeconds', 'market.speed', 'market.detector.tokenMismatch', 'market.detector.tokens']],
  ['boss-with-fine', ['market.guessProbability', 'market.verificationSeconds', 'coalition.backing']],
  ['forced-errors', ['market.jobsPerSecond', 'market.minimumStake', 'market.guessProbability', 'market.detector.falseAlarm', 'market.serviceSeconds', 'market.verificationSeconds', 'market.speed', 'market.detector.tokenMismatch', 'market.detector.tokens']],
  ['inspection', ['market.jobsPerSecond', 'market.minimumStake', 'market.guessProbability', 'market.detector.falseAlarm', 'market.serviceSeconds', 'market.verificationSeconds', 'market.speed', 'coalition.backing', 'market.detector.tokenMismatch', 'market.detector.tokens']],
  ['majority-vote', ['market.jobsPerSecond', 'market.verificationCost', 'market.minimumStake', 'market.guessProbability', 'market.detector.falseAlarm', 'market.detector.miss', 'market.serviceSeconds', 'market.verificationSeconds', 'market.speed', 'coalition.backing', 'market.detector.tokenMismatch', 'market.detector.tokens']],
  ['no-verification', ['market.verificationCost', 'market.minimumStake', 'market.guessProbability', 'market.detector.falseAlarm', 'market.detector.miss', 'market.verificationSeconds', 'mechanism.accounting', 'coalition.backing', 'market.detector.tokenMismatch', 'market.detector.tokens']],
  ['posp', []],
  ['spot-check', ['market.jobsPerSecond', 'market.verificationCost', 'market.minimumStake', 'market.guessProbability', 'market.serviceSeconds', 'market.verificationSeconds', 'market.speed', 'coalition.backing']],
  ['two-clouds', ['market.jobsPerSecond', 'market.minimumStake', 'market.serviceSeconds', 'market.verificationSeconds', 'market.speed', 'coalition.backing']],
]);
