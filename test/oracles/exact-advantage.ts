/**
 * The exact side as the oracles use it: an arm's expectation by enumeration of the mechanism's round, and where the
 * advantage of honesty over a deviation crosses zero. No closed form is called; those stand in the tests.
 */

import { builtIn } from '../../src/catalogue/catalogue.ts';
import type { Role } from '../../src/findings/findings.ts';
import type { Profile } from '../../src/findings/profile.ts';
import { expectation } from '../../src/game/tree.ts';
import { playOf } from '../../src/market/cast.ts';
import type { Mechanism } from '../../src/market/mechanism.ts';
import { incomeOf } from '../../src/market/money/income.ts';
import { columnIndex as at, type RecordColumn, recordColumnNames } from '../../src/market/record.ts';
import type { Arm, Settings } from '../../src/market/settings.ts';
import { stage } from '../../src/market/stage.ts';

/** Expected record per job of the market. */
export function expectRecord(
  settings: Settings,
  arm: Arm,
  mechanism: Mechanism = builtIn.mechanisms.get(settings.mechanism.kind)!,
): Float64Array {
  const cast = stage(settings, arm, builtIn);
  return expectation(mechanism.round!(settings, cast), playOf(cast), recordColumnNames.length);
}

/** One column of the expected record, per job of the market. */
export function expectColumn(settings: Settings, arm: Arm, column: RecordColumn): number {
  return expectRecord(settings, arm)[at[column]];
}

/** What focal nodes earn per job they assert [credits]. */
export function expectIncome(settings: Settings, role: Role, arm: Arm): number {
  const record = expectRecord(settings, arm);
  return incomeOf(record, role, settings) / record[at.focalJobs];
}

/** What honesty earns over a deviation per job of the focal nodes [credits]. */
export function expectAdvantage(
  settings: Settings,
  strategy = 'skip-work',
  role: Role = 'asserter',
  against: Profile = 'coalition',
): number {
  return (
    expectIncome(settings, role, { role: 'both', strategy: 'honest', against }) -
    expectIncome(settings, role, { role, strategy, against })
  );
}

/**
 * Where `advantage` changes sign on [low, high], by bisection to the last bit; `undefined` when it does not.
 */
export function bisect(advantage: (x: number) => number, low: number, high: number): number | undefined {
  const rising = advantage(low) < 0;
  if (rising ? advantage(high) <= 0 : advantage(low) === 0 || advantage(high) >= 0) return undefined;
  let [below, above] = [low, high];
  for (let middle = (below + above) / 2; below < middle && middle < above; middle = (below + above) / 2) {
    if (advantage(middle) < 0 === rising) below = middle;
    else above = middle;
  }
  return above;
}
