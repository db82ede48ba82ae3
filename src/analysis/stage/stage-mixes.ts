/** Records of a stage game under mixes, and who gains by leaving them. */
import { multinomial } from '../../game/tree.ts';
import { recordColumnNames } from '../../market/record.ts';
import type { Counts, StageTable } from './stage-table.ts';

/** Mixes of both roles: the probability of each strategy by its position. */
export interface Mixes {
  asserter: readonly number[];
  validator: readonly number[];
}

/** Record of a focal node that asserts by `asserter` while validators mix. */
export function recordAsAsserter(table: StageTable, asserter: number, validator: readonly number[]): Float64Array {
  return mixOverCounts(table.players.validator, validator, (counts) => table.recordOf(asserter, 0, counts));
}

/** Record of a focal node that validates by `own` while asserters, and the other validators, mix. */
export function recordAsValidator(table: StageTable, own: number, { asserter, validator }: Mixes): Float64Array {
  return mix(
    asserter.flatMap((weight, i) =>
      weight > 0
        ? [
            {
              weight,
              record: mixOverCounts(table.players.validator - 1, validator, (others) => table.recordOf(i, own, others)),
            },
          ]
        : [],
    ),
  );
}

/** Expectation over how many of `size` nodes, who all use one mix, play what. */
export function mixOverCounts(
  size: number,
  shares: readonly number[],
  of: (counts: Counts) => Float64Array,
): Float64Array {
  return mix(multinomial(size, shares).map(({ probability, counts }) => ({ weight: probability, record: of(counts) })));
}

function mix(parts: readonly { weight: number; record: Float64Array }[]): Float64Array {
  const sum = new Float64Array(recordColumnNames.length);
  for (const { weight, record } of parts) {
    if (weight > 0) for (let column = 0; column < sum.length; column++) sum[column] += weight * record[column];
  }
  return sum;
}

/** All of one strategy. */
export function oneAt(index: number, size: number): number[] {
  return Array.from({ length: size }, (_, k) => (k === index ? 1 : 0));
}

/** Shares of some strategies, the others left out. */
export function spread(shares: readonly number[], positions: readonly number[], size: number): number[] {
  const whole = Array.from({ length: size }, () => 0);
  positions.forEach((position, k) => {
    whole[position] = shares[k];
  });
  return whole;
}

/** Every pair of strategies. */
export function pairs(size: number): [number, number][] {
  return Array.from({ length: size }, (_, i) => i).flatMap((i) =>
    Array.from({ length: i }, (_, k): [number, number] => [k, i]),
  );
}
