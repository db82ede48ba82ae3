/** The tables of our exponential sampler, for programs in C whose own `exp` and `log` would end in other digits. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleStandardExponential } from '../../src/kernel/distributions/standard-exponential.ts';
import { scratch } from '../harness/child.ts';

const layers = 256;

/**
 * Writes the right edge of each layer and the density there, 257 doubles each, and returns the path.
 *
 * The sampler is asked for them: halfway into a layer, with a second uniform of 0 where the density decides, it returns
 * half of the edge.
 */
export function writeZiggurat(): string {
  const edges = Float64Array.from({ length: layers + 1 }, (_, layer) => (layer < layers ? edgeOf(layer) : 0));
  const densities = edges.map((edge) => Math.exp(-edge));
  const path = join(scratch, 'ziggurat.f64');
  mkdirSync(scratch, { recursive: true });
  writeFileSync(path, Buffer.concat([edges, densities].map(({ buffer }) => new Uint8Array(buffer))));
  return path;
}

function edgeOf(layer: number): number {
  const uniforms = [(layer + 0.5) / layers, 0];
  return 2 * sampleStandardExponential({ next: () => uniforms.shift()! });
}
