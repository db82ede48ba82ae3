/** x·x. `x ** 2` is not always that: some engines give the last bit differently before they have optimized the code. */
export function square(x: number): number {
  return x * x;
}
