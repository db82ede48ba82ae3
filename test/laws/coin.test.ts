/**
 * Where a mechanism names a coin, what a job is expected to bring is a mix of what it brings where the coin is certain to
 * fall on either side: the round itself, walked at the chance in between, says the same in every column.
 */
import { expect, test } from 'vitest';
import { computeRecord } from '../../src/analysis/round/exact.ts';
import { mixSides, tossOf } from '../../src/analysis/round/toss.ts';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { expectation } from '../../src/game/tree.ts';
import { playOf } from '../../src/market/cast.ts';
import { recordColumnNames } from '../../src/market/record.ts';
import { armName } from '../../src/market/settings.ts';
import { stage } from '../../src/market/stage.ts';
import { arms, drawSettings } from './drawn-settings.ts';

const tossing = [...builtIn.mechanisms.values()].filter(({ coin }) => coin !== undefined);

test.each(tossing.map((mechanism) => [mechanism.kind, mechanism] as const))('%s', (_, mechanism) => {
  let compared = 0;
  for (const settings of drawSettings(mechanism, 16, 12, 100)) {
    const toss = tossOf(settings);
    if (Number(settings.mechanism.validatorCount ?? 1) > 4 || !toss) continue;
    for (const arm of arms) {
      const mixed = mixSides(toss, armName(arm), (side) => computeRecord(side, arm));
      if (!mixed) continue;
      const cast = stage(settings, arm, builtIn);
      const walked = expectation(mechanism.round!(settings, cast), playOf(cast), recordColumnNames.length);
      recordColumnNames.forEach((name, column) => {
        const [a, b] = [walked[column]!, mixed[column]!];
        const lost = /Income|Paid|Cost|slashed|burned|Reward|Slash$/.test(name) ? 1e-9 : 1e-14;
        expect(Math.abs(a - b), `${name} of ${JSON.stringify(arm)}: ${a} and ${b}`).toBeLessThan(
          lost + 1e-12 * Math.abs(a),
        );
      });
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(40);
});

test('jobs in flight share a slash, so that no coin of one job decides', () => {
  for (const [, mechanism] of tossing.entries()) {
    const [settings] = drawSettings(mechanism, 1, 3, 100);
    const market = { ...settings!.market, jobsInFlight: 3 };
    expect(tossOf({ ...settings!, market })).toBeUndefined();
  }
});
