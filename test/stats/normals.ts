import seedrandom from 'seedrandom';

/** A source of independent standard normal values for tests, by Box and Muller. */
export function createNormals(seed: string): () => number {
  const uniform = seedrandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Half-width around `share` that the frequency of `trials` independent trials leaves with a chance of 6 in 100 000. */
export function fourErrors(share: number, trials: number): number {
  return 4 * Math.sqrt((share * (1 - share)) / trials);
}
