import { createStream, type Stream } from '../kernel/stream.ts';

/**
 * Uniform points for pairs of columns: every column has one point in each of side² equal cells of [0, 1), and every pair
 * (column i, column i + pairs) one in each of side x side equal squares.
 *
 * Drawn from streams of their own, keyed by the seed: the same seed gives the same points everywhere.
 *
 * @returns shape side² x (2 pairs)
 * @source McKay, Beckman, Conover (1979), Technometrics 21; Tang (1993), JASA 88, for the stratified pairs
 */
export function drawUnitPairs(seed: string, side: number, pairs: number): number[][] {
  const rows = side * side;
  const points = Array.from({ length: rows }, () => Array.from({ length: 2 * pairs }, () => 0));
  for (let pair = 0; pair < pairs; pair++) {
    const stream = createStream(seed, pair, 'sensitivity');
    const squares = shuffle(rows, stream);
    const across = fillStrata(
      squares.map((square) => square % side),
      side,
      stream,
    );
    const along = fillStrata(
      squares.map((square) => Math.floor(square / side)),
      side,
      stream,
    );
    points.forEach((point, row) => {
      point[pair] = across[row];
      point[pairs + pair] = along[row];
    });
  }
  return points;
}

/** Places the points of each of `side` strata in its `side` cells, one each, anywhere within the cell. */
function fillStrata(strata: readonly number[], side: number, stream: Stream): number[] {
  const left = Array.from({ length: side }, () => shuffle(side, stream));
  return strata.map((stratum) => (stratum * side + left[stratum].pop()! + stream.next()) / (side * side));
}

function shuffle(count: number, stream: Stream): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const other = Math.floor(stream.next() * (i + 1));
    [order[i], order[other]] = [order[other], order[i]];
  }
  return order;
}
