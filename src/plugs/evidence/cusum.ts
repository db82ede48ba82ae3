import { z } from 'zod';
import { defineEvidence } from './define.ts';

/** Failed checks in a row that a limit may ask for at most [count]: no run is long enough to see more of them. */
const FAILURES_MAX = 1_000_000;

// Whole numbers, so that a score that reaches its limit is not a rounding error below it.
const score = (description: string) => z.int().min(1).meta({ description, unit: 'count' });

/** A score that rises with each check that fails and falls with each that does not. */
export const cusum = defineEvidence({
  kind: 'cusum',
  title: 'A score of failed checks convicts once it reaches a limit',
  source: 'Page (1954), Continuous inspection schemes, Biometrika 41, 100-115',
  summary:
    'A check of a node that fails adds the gain to its score, one that does not takes 1 off, never below 0; at the limit the node is convicted, and its score begins at 0 again. A failure that does not convict changes nothing about its job. Where fewer than one check in 1 + gain fails the score drifts down, and a conviction takes many failures close together: honest nodes with rare false alarms are all but never convicted, and a cheat that fails more often is soon.',
  params: z
    .strictObject({
      gain: score('What a failed check adds to the score of its node; a passed one takes 1 off.'),
      limit: score('Score that convicts.'),
    })
    .refine(({ gain, limit }) => gain < 1 || limit <= gain * FAILURES_MAX, {
      path: ['limit'],
      message:
        'it is never reached: it takes more than 1000000 failures in a row; take a lower limit, or a larger mechanism.evidence.gain',
    }),
  weighs: ({ gain, limit }) =>
    gain >= limit ? undefined : `a conviction takes a score of ${limit}, and a failed check adds ${gain}`,
  // A full score is taken off again in as many checks.
  fillsAfter: ({ limit }) => limit,
  create: ({ gain, limit }, nodes) => {
    const scores = new Float64Array(nodes);
    return {
      weigh: (node, failed) => {
        scores[node] = failed ? scores[node] + gain : Math.max(0, scores[node] - 1);
        if (scores[node] < limit) return 'let-go';
        scores[node] = 0;
        return 'convict';
      },
      forget: (node) => {
        scores[node] = 0;
      },
    };
  },
});
