import { cos, log1p } from '../mathematics/index.ts';
import type { Uniforms } from '../stream.ts';

/**
 * One standard normal value from two uniforms. The second value of the pair is not kept: a sampler has no memory, so
 * that equal keys give equal values.
 *
 * @source Box and Muller (1958), A note on the generation of random normal deviates
 */
export function drawStandardNormal(uniforms: Uniforms): number {
  const radius = Math.sqrt(-2 * log1p(-uniforms.next()));
  return radius * cos(2 * Math.PI * uniforms.next());
}
