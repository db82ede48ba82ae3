import { z } from 'zod';
import { exp, expm1, log1p, pow } from '../mathematics/index.ts';
import { defineDistribution } from './define.ts';
import { logGamma } from './log-gamma.ts';
import { drawGamma } from './standard-gamma.ts';

/** Lifetimes whose failure rate falls (shape below 1) or grows (above 1) with age, by inversion. */
export const weibull = defineDistribution({
  kind: 'weibull',
  title: 'Weibull',
  params: z.strictObject({
    shape: z.number().min(0.05).meta({ description: 'Shape; 1 is the exponential.', unit: '1' }),
    scale: z.number().positive().describe('Scale; 63.2 % of the values lie below it [unit of the value].'),
  }),
  create: ({ shape, scale }) => {
    const mean = exp(logGamma(1 + 1 / shape));
    // Gamma(1 + 2/k) - Gamma(1 + 1/k)^2, written so that a large shape does not cancel to nothing.
    const spread = expm1(logGamma(1 + 2 / shape) - 2 * logGamma(1 + 1 / shape));
    return {
      mean: scale * mean,
      least: 0,
      isMemoryless: shape === 1,
      variance: scale * scale * mean * mean * spread,
      sample: (uniforms) => scale * pow(-log1p(-uniforms.next()), 1 / shape),
      // A value to the power of the shape is exponential; length-biased it is a gamma variable of shape 1 + 1/k.
      sampleLengthBiased: (uniforms) => scale * pow(drawGamma(1 + 1 / shape, uniforms), 1 / shape),
    };
  },
});
