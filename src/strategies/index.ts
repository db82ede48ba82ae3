/** The registry of strategies: this module's values are the catalogue. */
export { buildThenBurn } from './build-then-burn.ts';
export { cheaperModel } from './cheaper-model.ts';
export { cheatSometimes } from './cheat-sometimes.ts';
export { collude } from './collude.ts';
export { contradict } from './contradict.ts';
export { copy } from './copy.ts';
export { epsilonGreedy } from './epsilon-greedy.ts';
export { exponentialWeights } from './exponential-weights.ts';
export { guess } from './guess.ts';
export { honest } from './honest.ts';
export { skipWork } from './skip-work.ts';
