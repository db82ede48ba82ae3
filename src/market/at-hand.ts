/**
 * How many nodes the columns of a market have room for before anyone says how many there are [count].
 *
 * Memory that nobody touches is never really taken. A column that is never replaced by a larger one is a constant to the
 * compiler, and so reached in one instruction; larger markets do without.
 */
export const NODES_AT_HAND = 2 ** 16;
