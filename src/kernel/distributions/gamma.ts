import { z } from 'zod';
import { log, pow } from '../mathematics/index.ts';
import type { Uniforms } from '../stream.ts';
import { defineDistribution } from './define.ts';
import { drawStandardNormal } from './standard-normal.ts';

/** Sum of exponential stages when the shape is a whole number; more or less variable than the exponential otherwise. */
export const gamma = defineDistribution({
  kind: 'gamma',
  title: 'Gamma',
  source: 'Marsaglia and Tsang (2000), A simple method for generating gamma variables',
  params: z.strictObject({
    shape: z.number().positive().describe('Shape; 1 is the exponential [1].'),
    scale: z.number().positive().describe('Scale; the mean is shape times scale [unit of the value].'),
  }),
  create: ({ shape, scale }) => ({
    mean: shape * scale,
    least: 0,
    variance: shape * scale * scale,
    sample:
      shape >= 1
        ? (uniforms) => scale * drawGamma(shape, uniforms)
        : (uniforms) => scale * drawGamma(shape + 1, uniforms) * pow(1 - uniforms.next(), 1 / shape),
  }),
});

// Shape at least 1. Below, a value of shape + 1 times U^(1 / shape) has the law wanted.
function drawGamma(shape: number, uniforms: Uniforms): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawStandardNormal(uniforms);
    const root = 1 + c * x;
    const v = root * root * root;
    const u = 1 - uniforms.next();
    if (v > 0 && log(u) < 0.5 * x * x + d - d * v + d * log(v)) return d * v;
  }
}
