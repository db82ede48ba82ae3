/**
 * Columns of numbers cut from a common block: a round fills some three dozen of them, and a typed array of that size by
 * itself takes longer to allocate, and to collect, than the round takes to be walked.
 */

/** Numbers in a block; what is kept of it keeps all of it, so it is no larger than the saving asks for [count]. */
const BLOCK = 4096;
let block = new Float64Array(0);
let taken = 0;

/** So many zeros; nobody else has them. */
export function takeColumns(count: number): Float64Array {
  if (taken + count > block.length) {
    block = new Float64Array(Math.max(BLOCK, count));
    taken = 0;
  }
  const columns = new Float64Array(block.buffer, Float64Array.BYTES_PER_ELEMENT * taken, count);
  taken += count;
  return columns;
}
