/** Increments of the hold model: six laws with mean 1, in one table that every candidate reads from the same file. */
import { readFileSync, writeFileSync } from 'node:fs';

const length = 65_536;

const laws = {
  exponential: (u: number) => -Math.log(u),
  uniform: (u: number) => 2 * u,
  // Nine short, one long.
  bimodal: (u: number, v: number) => (v < 0.9 ? 0.2 * u : 8.2 * (1 + 0.2195 * (u - 0.5))),
  // Infinite variance.
  pareto: (u: number) => u ** (-1 / 1.5) / 3,
  // Ties everywhere: nearly, since sums of such increments differ by what is rounded; and to the last bit.
  ticks: (u: number) => Math.ceil(4 * u) / 2.5,
  'whole ticks': (u: number) => Math.ceil(3 * u) / 2,
} as const;

/** Name of a law. */
export type Law = keyof typeof laws;

/** Every law. */
export const lawNames = Object.keys(laws) as Law[];

/** Writes the table of a law: 65 536 doubles in the machine's order. */
export function writeIncrements(path: string, law: Law): void {
  let state = 12_345;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    let word = state ^ (state >>> 16);
    word = Math.imul(word, 0x45d9f3b);
    return (((word ^ (word >>> 16)) >>> 0) + 0.5) / 2 ** 32;
  };
  const table = Float64Array.from({ length }, () => laws[law](uniform(), uniform()));
  writeFileSync(path, new Uint8Array(table.buffer));
}

/** Reads a table back. */
export function readIncrements(path: string): Float64Array {
  const bytes = readFileSync(path);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
