import { z } from 'zod';
import { definePayment } from './define.ts';

/** The client puts the reward aside, and the settlement shares it out. */
export const atOnce = definePayment({
  kind: 'at-once',
  title: 'At once: put aside when the job comes in, shared out when it is settled',
  source: 'the escrow of a reward in Zhang, Wang, Tan, Liu, Moallemi, Popa (2024), arXiv 2405.00295',
  summary:
    'The client puts the reward of a job aside when it comes in. When the job is settled, whoever asserted it gets what it is owed, and the client gets back what nobody earned. No money is under way any longer, and nobody takes a fee.',
  params: z.strictObject({}),
  isWithinJob: true,
  create: (_, { lock, pay, refund }) => ({
    arrived: (_job, price) => lock(price),
    delivered: (job, owed, price) => {
      pay(job, owed);
      refund(price - owed);
    },
  }),
});
