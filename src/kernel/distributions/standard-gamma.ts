import { log } from '../mathematics/index.ts';
import type { Uniforms } from '../stream.ts';
import { drawStandardNormal } from './standard-normal.ts';

/**
 * A gamma variable of scale 1.
 *
 * @param shape  at least 1; below, a value of shape + 1 times U^(1 / shape) has the law wanted
 * @source Marsaglia and Tsang (2000), A simple method for generating gamma variables
 */
export function drawGamma(shape: number, uniforms: Uniforms): number {
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
