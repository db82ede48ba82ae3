/**
 * What a field holds before the first run, which each run sets anew.
 *
 * A field that was assigned once is a constant to the compiler. Were the first run the first to assign it, the second
 * would throw away what was compiled during the first.
 */
export const unset = undefined as never;
