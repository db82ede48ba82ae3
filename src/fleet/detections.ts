/**
 * How often a cheat was caught where somebody measured it and published: rows that a table of detections may name.
 *
 * What is measured is one comparison under one detector, one threshold and one pair of models: another deployment is another
 * number. Where a source publishes thresholds alone there is no row: TOPLOC's code fails an answer below 90 matching
 * exponents, or above a mean mantissa error of 10 or a median of 8, and reports no misses in its authors' tests, which
 * bounds nothing.
 */

/** A rate somebody measured. */
export interface Detection {
  kind: string;
  title: string;
  /** Model that was promised, as its source calls it, and what was served in its place. */
  model: string;
  cheat: string;
  /** Tokens of the answers it was measured on; all lengths together where left out [count]. */
  tokens?: readonly [least: number, most: number];
  /** Share of cheats that the comparison found [1]. */
  caught: number;
  /** Share of honest answers that it rejected at the same threshold; nothing where the source states none [1]. */
  falseAlarm?: number;
  source: string;
}

const GONKA =
  'gonka-ai/gonka, short-output-validation and the JSON of 10 000 scored inferences beside it, as of 2026-11-30';
const deepseek = { model: 'DeepSeek-V4-Flash', source: GONKA };
const glm = { model: 'GLM-5.3-Flash', source: GONKA };

/** Every rate that is known. */
export const detections: readonly Detection[] = [
  row('gonka-deepseek-nvfp4', deepseek, 'weights in NVFP4', 0, { falseAlarm: 0 }),
  row('gonka-deepseek-nvfp4-proposed', deepseek, 'weights in NVFP4, by the proposed score', 0.033, { falseAlarm: 0 }),
  row('gonka-deepseek-checkpoint', deepseek, 'an old checkpoint', 0.253, { falseAlarm: 0 }),
  row('gonka-deepseek-checkpoint-proposed', deepseek, 'an old checkpoint, by the proposed score', 0.844, {
    falseAlarm: 0,
  }),
  row('gonka-deepseek-checkpoint-1-8', deepseek, 'an old checkpoint', 0.23, { tokens: [1, 8] }),
  row('gonka-deepseek-checkpoint-33-64', deepseek, 'an old checkpoint', 0.64, { tokens: [33, 64] }),
  // Its source says 97 to 98 %: the lesser is taken.
  row('gonka-deepseek-checkpoint-129', deepseek, 'an old checkpoint', 0.97, { tokens: [129, 10_000_000] }),
  row('gonka-deepseek-nvfp4-raw', deepseek, 'weights in NVFP4, by raw log-probabilities', 0.223, { falseAlarm: 0.01 }),
  row('gonka-deepseek-checkpoint-raw', deepseek, 'an old checkpoint, by raw log-probabilities', 0.842, {
    falseAlarm: 0.01,
  }),
  row('gonka-glm-nvfp4', glm, 'weights in NVFP4', 0.726, { falseAlarm: 0.006 }),
  row('gonka-glm-nvfp4-proposed', glm, 'weights in NVFP4, by the proposed score', 0.784, { falseAlarm: 0.006 }),
  row('gonka-glm-nvfp4-raw', glm, 'weights in NVFP4, by raw log-probabilities', 0.99, { falseAlarm: 0 }),
];

function row(
  kind: string,
  of: Pick<Detection, 'model' | 'source'>,
  cheat: string,
  caught: number,
  more: Pick<Detection, 'tokens' | 'falseAlarm'>,
): Detection {
  return { kind, title: `${of.model}: ${cheat}`, ...of, cheat, caught, ...more };
}
