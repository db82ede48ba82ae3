import { z } from 'zod';
import { pow } from '../mathematics/index.ts';
import { defineDistribution } from './define.ts';
import { drawGamma } from './standard-gamma.ts';

/** Sum of exponential stages when the shape is a whole number; more or less variable than the exponential otherwise. */
export const gamma = defineDistribution({
  kind: 'gamma',
  title: 'Gamma',
  source: 'Marsaglia and Tsang (2000), A simple method for generating gamma variables',
  params: z.strictObject({
    shape: z.number().positive().meta({ description: 'Shape; 1 is the exponential.', unit: '1' }),
    scale: z.number().positive().describe('Scale; the mean is shape times scale [unit of the value].'),
  }),
  create: ({ shape, scale }) => ({
    mean: shape * scale,
    least: 0,
    isMemoryless: shape === 1,
    variance: shape * scale * scale,
    sample:
      shape >= 1
        ? (uniforms) => scale * drawGamma(shape, uniforms)
        : (uniforms) => scale * drawGamma(shape + 1, uniforms) * pow(1 - uniforms.next(), 1 / shape),
    sampleLengthBiased: (uniforms) => scale * drawGamma(shape + 1, uniforms),
  }),
});
