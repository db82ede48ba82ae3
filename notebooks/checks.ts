/** How the prose of the notebooks is held to what was found. */

/**
 * Holds a number in the prose to a value: it must be that value, rounded to the decimals that are printed.
 *
 * @throws Error when the prose is no longer true
 * @example
 * says('0.0074', 0.00737); // holds
 */
export function says(text: string, value: number | null | undefined): void {
  const decimals = text.split('.')[1]?.length ?? 0;
  const within = 0.5 * 10 ** -decimals * (1 + 1e-9);
  if (value === null || value === undefined || !(Math.abs(value - Number(text)) <= within)) {
    throw new Error(`the prose says ${text}; it is ${value}`);
  }
}

/**
 * Holds an estimate in the prose, such as `0.358` with the half-width `0.012`, to another estimate of the same thing: their
 * intervals must overlap. Fewer replications widen the second interval, so a short run is a weaker test, not a false alarm.
 *
 * @throws Error when the intervals do not meet
 */
export function saysAbout(
  text: string,
  halfWidthText: string,
  found: { mean: number | null; halfWidth: number | null } | undefined,
): void {
  const distance = Math.abs((found?.mean ?? Number.NaN) - Number(text));
  if (!(distance <= Number(halfWidthText) + (found?.halfWidth ?? 0))) {
    throw new Error(`the prose says ${text} ± ${halfWidthText}; found ${found?.mean} ± ${found?.halfWidth}`);
  }
}

/** Holds a statement of the prose. @throws Error when it is not so */
export function holds(statement: string, isTrue: boolean): void {
  if (!isTrue) throw new Error(`no longer so: ${statement}`);
}
