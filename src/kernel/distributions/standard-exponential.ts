import { exp, log } from '../mathematics/index.ts';
import type { Stream, Uniforms } from '../stream.ts';

const LAYERS = 256;
// Where the tail begins, and the area of each layer.
const TAIL = 7.69711747013105;
const AREA = 0.003949659822581557;
// Right edge of each layer, the widest first, and the density there.
const edges = new Float64Array(LAYERS + 1);
const densities = new Float64Array(LAYERS + 1);
const drawn = new Float64Array(1);

edges[0] = AREA / exp(-TAIL);
edges[1] = TAIL;
for (let layer = 2; layer < LAYERS; layer++) {
  edges[layer] = -log(AREA / edges[layer - 1] + exp(-edges[layer - 1]));
}
for (let layer = 0; layer <= LAYERS; layer++) densities[layer] = exp(-edges[layer]);

/**
 * An exponential value with mean 1, by the ziggurat: 99 in 100 values take one uniform and no logarithm.
 *
 * Eight bits of the uniform choose the layer and the other 45 the place in it, so the two are independent.
 *
 * @source Marsaglia and Tsang (2000), The ziggurat method for generating random variables; Doornik (2005) on the bits
 */
export function sampleStandardExponential(uniforms: Uniforms): number {
  // Passed through a column, because a number that may come from a call is allocated, whether it does or not.
  const scaled = uniforms.next() * LAYERS;
  const layer = scaled | 0;
  const value = (scaled - layer) * edges[layer];
  drawn[0] = value;
  if (value >= edges[layer + 1]) drawn[0] = sampleOutside(uniforms, layer, value);
  return drawn[0];
}

/**
 * As many exponential values as a column holds, each what {@link sampleStandardExponential} would give.
 *
 * One by one, whoever asks shares compiled code with whoever draws from something else, and each value is allocated.
 */
export function fillStandardExponentials(uniforms: Stream, column: Float64Array): void {
  for (let i = 0; i < column.length; i++) {
    const scaled = uniforms.next() * LAYERS;
    const layer = scaled | 0;
    column[i] = (scaled - layer) * edges[layer];
    if (column[i] >= edges[layer + 1]) column[i] = sampleOutside(uniforms, layer, column[i]);
  }
}

// In the tail the law starts anew; at the edge of a layer the density decides.
function sampleOutside(uniforms: Uniforms, layer: number, value: number): number {
  if (layer === 0) return TAIL + sampleStandardExponential(uniforms);
  const height = densities[layer] + uniforms.next() * (densities[layer + 1] - densities[layer]);
  return height < exp(-value) ? value : sampleStandardExponential(uniforms);
}
