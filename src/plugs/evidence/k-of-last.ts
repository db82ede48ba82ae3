import { z } from 'zod';
import { defineEvidence } from './define.ts';

const count = (description: string) => z.int().min(1).max(1_000_000).meta({ description, unit: 'count' });

/** So many of a node's last checks must fail. */
export const kOfLast = defineEvidence({
  kind: 'k-of-last',
  title: 'So many failures among the last checks of a node convict it',
  source: 'a scan statistic: Glaz, Naus, Wallenstein (2001), Scan statistics; counters of soft failures do the same',
  summary:
    'A node is convicted when k of its last checks failed, the one at hand included. A failure that does not convict changes nothing about its job. A conviction answers for all that was held against the node, and its record begins anew. Where a check fails with chance q, the first conviction takes about 1 / q checks at k = 1, and far more at k = 2 or 3 where q is small: honest nodes are spared, and a cheat survives longer.',
  params: z
    .strictObject({
      k: count('Failed checks that convict.'),
      of: count('Checks of a node among which they are counted, the last ones.'),
    })
    .refine(({ k, of }) => k <= of, {
      path: ['k'],
      message: 'it is more than the checks that are looked at; take at most as many as mechanism.evidence.of',
    }),
  weighs: ({ k, of }) => (k === 1 ? undefined : `a conviction takes ${k} of a node’s last ${of} checks`),
  fillsAfter: ({ of }) => of,
  create: ({ k, of }, nodes) => {
    /** Checks of each node so far, and at which of them it failed, of those that still count. */
    const checks = new Int32Array(nodes);
    const failures = new Map<number, number[]>();
    const forget = (node: number) => {
      checks[node] = 0;
      failures.delete(node);
    };
    return {
      weigh: (node, failed) => {
        const check = ++checks[node];
        if (!failed) return 'let-go';
        const held = (failures.get(node) ?? []).filter((one) => one > check - of);
        held.push(check);
        failures.set(node, held);
        if (held.length < k) return 'let-go';
        forget(node);
        return 'convict';
      },
      forget,
    };
  },
});
