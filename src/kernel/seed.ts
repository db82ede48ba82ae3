import seedrandom from 'seedrandom';

/**
 * 32-bit words that spell out a seed and a name, through the default (ARC4) generator of seedrandom.
 *
 * That generator reads only the low byte of a character and repeats short keys, so that it takes "1" and "11" for the same seed.
 * Escaping to ASCII and closing the name with a zero character keep all names apart.
 *
 * @throws RangeError when the seed is missing or empty: without one seedrandom would take the time of day
 */
export function seedWords(seed: string, ...name: (string | number)[]): () => number {
  if (typeof seed !== 'string' || seed === '') throw new RangeError('a stream needs a seed; got none');
  const generator = seedrandom(`${[seed, ...name].map((part) => escapeName(String(part))).join('/')}\0`);
  return () => generator.int32();
}

/** @throws RangeError unless the replication is a whole number from 0 to 2^32 - 1 */
export function requireReplication(replication: number): void {
  if (replication >>> 0 !== replication) {
    throw new RangeError(`replication is ${replication}; it is a whole number from 0 to 2^32 - 1`);
  }
}

function escapeName(text: string): string {
  return text.replace(/[^\w.-]/g, (unit) => `%${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
