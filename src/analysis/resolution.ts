/**
 * Relative to C, an exact advantage this small is nobody's verdict (double precision, cancelling amounts); relative to
 * itself, neither is what an exact rate exceeds a limit by. A rate of 0 is 0: what never happens adds up to nothing.
 */
export const EXACT_RESOLUTION = 1e-9;
