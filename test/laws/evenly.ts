import fc from 'fast-check';

/**
 * A number of [least, most], each part of the range as likely as the next.
 * `fc.double` draws bits: from 0 to 1 nearly all of what it draws is next to nothing or next to 1, and a law is tried where it says least.
 */
export const evenly = (least: number, most: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 9973 }).map((part) => least + ((most - least) * part) / 9973);
