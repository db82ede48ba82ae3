import { z } from 'zod';
import { defineDispatch } from './define.ts';

const because = 'dispatch looks at queues';

/** Two nodes are drawn, and the less busy of them gets the job; the first of two that are equally busy. */
export const shorterOfTwo = defineDispatch({
  kind: 'shorter-of-two',
  title: 'The less busy of two nodes drawn at random',
  source: 'Mitzenmacher (2001), The power of two choices in randomized load balancing',
  summary:
    'Two different nodes are drawn, each pair with the same chance, and the one at which less work waits gets the job. Nodes that answer quickly get more jobs, so who plays what moves who is asked.',
  params: z.strictObject({}),
  traits: { needsTime: because, readsQueues: because },
  create: ({ uniforms, present, nodeAt, queueOf }) => ({
    // One number decides both: its place among the nodes picks the first, and where it lies within that place the second.
    choose: (job) => {
      const count = present();
      const place = uniforms[job] * count;
      const index = place | 0;
      const first = nodeAt(index);
      if (count === 1) return first;
      const other = ((place - index) * (count - 1)) | 0;
      const second = nodeAt(other < index ? other : other + 1);
      // The shorter queue by a mask: half of the branches it would take are mispredicted.
      const isSecondShorter = (queueOf(second) - queueOf(first)) >> 31;
      return first ^ ((first ^ second) & isSecondShorter);
    },
  }),
});
