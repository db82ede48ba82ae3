import type { Uniforms } from '../stream.ts';

/**
 * One standard normal value from two uniforms. The second value of the pair is not kept: a sampler has no memory, so
 * that equal keys give equal values.
 *
 * @source Box and Muller (1958), A note on the generation of random normal deviates
 */
export function drawStandardNormal(uniforms: Uniforms): number {
  const radius = Math.sqrt(-2 * Math.log1p(-uniforms.next()));
  return radius * Math.cos(2 * Math.PI * uniforms.next());
}
