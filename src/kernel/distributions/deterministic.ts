import { z } from 'zod';
import { defineDistribution } from './define.ts';

/** Always the same value; draws nothing. */
export const deterministic = defineDistribution({
  kind: 'deterministic',
  title: 'Deterministic',
  params: z.strictObject({
    value: z.number().describe('The value itself [unit of the value].'),
  }),
  create: ({ value }) => ({
    mean: value,
    variance: 0,
    least: value,
    sample: () => value,
    sampleLengthBiased: () => value,
  }),
});
