/** A round merged for sums has the sums of the round, column by column, for every arm of the settings that it merges. */
import { describe, expect, test } from 'vitest';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { expectation } from '../../src/game/tree.ts';
import { playOf } from '../../src/market/cast.ts';
import { keepFocalJobs } from '../../src/market/outcomes.ts';
import { recordColumnNames } from '../../src/market/record.ts';
import type { Settings } from '../../src/market/settings.ts';
import { stage } from '../../src/market/stage.ts';
import { arms, drawSettings } from './drawn-settings.ts';

const merging = [...builtIn.mechanisms.values()].filter(({ sums }) => sums);

/** Settings under which validators are paid by the head, few enough of them to tell every report apart. */
function byTheHead(settings: Settings): Settings {
  const count = 1 + (Number(settings.mechanism.validatorCount ?? 1) % 4);
  return 'validatorCount' in settings.mechanism
    ? {
        ...settings,
        mechanism: { ...settings.mechanism, validatorCount: count, bountyShare: 0, mismatchReward: 'per-slot' },
      }
    : settings;
}

describe.each(merging.map((mechanism) => [mechanism.kind, mechanism] as const))('%s', (_, mechanism) => {
  test('merged reports add up to the same', () => {
    for (const settings of drawSettings(mechanism, 12, 5, 100).map(byTheHead)) {
      for (const arm of arms) {
        const cast = stage(settings, arm, builtIn);
        const round = mechanism.round!(settings, cast);
        for (const focalOnly of [false, true]) {
          const whole = expectation(focalOnly ? keepFocalJobs(round) : round, playOf(cast), recordColumnNames.length);
          const merged = mechanism.sums!(settings, cast, { focalOnly })!;
          recordColumnNames.forEach((name, column) => {
            const [a, b] = [whole[column]!, merged[column]!];
            // Told apart, reports so rare that 1 less their chance is 1 are lost; merged, they are not.
            const lost = /Income|Paid|Cost|slashed|burned|Reward|Slash$/.test(name) ? 1e-9 : 1e-14;
            expect(Math.abs(a - b), `${name} of ${JSON.stringify(arm)}: ${a} and ${b}`).toBeLessThan(
              lost + 1e-12 * Math.abs(a),
            );
          });
        }
      }
    }
  });
});
