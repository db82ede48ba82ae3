import { createStream } from '../kernel/stream.ts';

/**
 * A Latin hypercube: every column has one point in each of `rows` equal cells of [0, 1), the cells shuffled.
 *
 * Drawn from streams of their own, keyed by the seed: the same seed gives the same points everywhere.
 *
 * @returns shape rows x columns
 * @source McKay, Beckman, Conover (1979), Technometrics 21
 */
export function drawUnitCube(seed: string, rows: number, columns: number): number[][] {
  const points = Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
  for (let column = 0; column < columns; column++) {
    const stream = createStream(seed, column, 'sensitivity');
    const cells = points.map((_, row) => row);
    for (let row = rows - 1; row > 0; row--) {
      const other = Math.floor(stream.next() * (row + 1));
      [cells[row], cells[other]] = [cells[other]!, cells[row]!];
    }
    points.forEach((point, row) => {
      point[column] = (cells[row]! + stream.next()) / rows;
    });
  }
  return points;
}
