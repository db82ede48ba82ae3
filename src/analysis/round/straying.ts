/**
 * How far an exact curve strays from the line between two places: what a threshold read off that line may miss.
 *
 * The round knows the shape of an advantage where a few simulated points cannot: an arch between two of them, a kink
 * where a slash meets the stake, the steps of a coalition that grows by whole nodes.
 */

// Sixteen places tell an arch, a kink or a step from a line; what may hide between two of them is added.
const PLACES = 16;

/** The exact curve of one question between neighbouring values, remembered from look to look. */
export class ExactShape {
  private readonly known = new Map<number, Map<number, Float64Array | null>>();
  private readonly curve: (x: number) => number | null;
  private readonly isInteger: boolean;

  /**
   * @param curve      the advantage at a value of the parameter [credits per job]; `null` where it is not known
   * @param isInteger  whether the parameter takes whole numbers only
   */
  constructor(curve: (x: number) => number | null, isInteger: boolean) {
    this.curve = curve;
    this.isInteger = isInteger;
  }

  /** Distance of the curve from its chord between `left` and `right`, at `x`, at most; `undefined` where it is not known. */
  strayingAt(x: number, left: number, right: number): number | undefined {
    const errors = this.errorsBetween(left, right);
    if (!errors) return undefined;
    const place = (PLACES * (x - left)) / (right - left);
    const near = Math.min(PLACES - 1, Math.max(0, Math.floor(place)));
    const [a, b] = [errors[near], errors[near + 1]];
    return Math.max(Math.abs(a), Math.abs(b)) + Math.abs(b - a) / 2;
  }

  private errorsBetween(left: number, right: number): Float64Array | null {
    let known = this.known.get(left);
    if (!known) {
      known = new Map();
      this.known.set(left, known);
    }
    let errors = known.get(right);
    if (errors === undefined) {
      errors = this.measure(left, right);
      known.set(right, errors);
    }
    return errors;
  }

  private measure(left: number, right: number): Float64Array | null {
    const errors = new Float64Array(PLACES + 1);
    const first = this.curve(left);
    const last = this.curve(right);
    if (first === null || last === null) return null;
    for (let place = 1; place < PLACES; place++) {
      const wanted = left + ((right - left) * place) / PLACES;
      const x = this.isInteger ? Math.round(wanted) : wanted;
      const value = this.curve(x);
      if (value === null) return null;
      errors[place] = value - (first + ((last - first) * (x - left)) / (right - left));
    }
    return errors;
  }
}
