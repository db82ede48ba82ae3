/** The registry of charts that tell of a single run. */
export { marketStory } from './market-story.ts';
export { stakeOverTime } from './stake-over-time.ts';
