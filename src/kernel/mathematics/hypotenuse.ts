/**
 * √(Σ v²) of any number of values, the sum taken with what each addition rounds away, after division by the largest.
 *
 * Additions, products and the square root are exact to the bit everywhere; `Math.hypot` may differ between engines.
 */
export function hypot(...values: number[]): number {
  let largest = 0;
  for (const value of values) {
    const size = Math.abs(value);
    if (size === Number.POSITIVE_INFINITY) return size;
    if (!(size <= largest)) largest = size;
  }
  if (largest === 0 || Number.isNaN(largest)) return largest;
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const share = Math.abs(value) / largest;
    const summand = share * share - lost;
    const next = sum + summand;
    lost = next - sum - summand;
    sum = next;
  }
  return Math.sqrt(sum) * largest;
}
