/** The round by counting agrees with the round by naming, at drawn parameters, in every column. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnIndex as at, recordColumnNames } from '../../src/market/record.ts';
import type { Arm } from '../../src/market/settings.ts';
import { buildSettings, declared, honestArm } from '../fixtures/settings.ts';
import { evenly } from '../laws/evenly.ts';
import { enumerate, type Rules } from './brute-force.ts';
import { expectRecord } from './exact-advantage.ts';

// Doubles drawn by their bits would be as good as 0 or 1, and nothing that takes two events would ever happen.
const share = evenly(0, 1);
const amount = fc.integer({ min: 0, max: 5000 }).map((hundredths) => hundredths / 100);

const arms: Arm[] = [honestArm, { ...honestArm, against: 'all-honest' }];
for (const against of ['coalition', 'all-honest', 'all-deviating'] as const) {
  for (const { name } of declared.asserter) arms.push({ role: 'asserter', strategy: name, against });
  for (const { name } of declared.validator) arms.push({ role: 'validator', strategy: name, against });
}

const rules: fc.Arbitrary<Rules> = fc.record({
  challengeProbability: share,
  validatorCount: fc.integer({ min: 1, max: 3 }),
  draw: fc.constantFrom('independent', 'without-replacement'),
  validatorReward: amount,
  slashAmount: amount,
  bountyShare: share,
  mismatchReward: fc.constantFrom('per-slot', 'split-among-honest'),
  rewardAt: fc.constantFrom('verdict', 'assertion'),
  arbitration: fc.constantFrom<Rules['arbitration'][]>('perfect', 'referee', { majority: 1 }, { majority: 3 }),
  arbitrationCost: amount,
  reveal: fc.constantFrom('open', 'commit-reveal'),
  plantedErrorRate: share,
  recheckCount: fc.integer({ min: 1, max: 2 }),
  accounting: fc.constantFrom('alone', 'netted', 'gross', 'committed'),
});

const market = fc.record({
  nodeCount: fc.integer({ min: 2, max: 6 }),
  computeCost: amount,
  verificationCost: amount,
  reward: amount,
  stake: fc.constantFrom(0, 7, 1000),
  outsideGain: amount,
  guessProbability: share,
  detector: fc.record({ falseAlarm: share, miss: share }),
});

const coalition = fc.record({
  size: fc.integer({ min: 0, max: 6 }),
  fraction: share,
  backing: fc.constantFrom('unanimous', 'committed'),
});

test.each(arms.map((arm) => [`${arm.against}/${arm.role}/${arm.strategy}`, arm] as const))(
  'named validators give the same expectations: %s',
  (_, arm) => {
    let compared = 0;
    const property = fc.property(rules, market, coalition, fc.boolean(), (drawn, world, group, byFraction) => {
      const count = Math.min(drawn.validatorCount, world.nodeCount - 1);
      let size = Math.min(group.size, world.nodeCount);
      // Independent draws need enough members and enough outsiders to fill every slot with either, the asserter aside.
      const roomy = size - 1 >= count && world.nodeCount - size - 1 >= count;
      if (drawn.draw === 'independent' && !roomy) size = 0;
      const fraction = size === 0 ? 0 : drawn.draw === 'independent' ? group.fraction : size / world.nodeCount;
      const mechanism: Rules = { ...drawn, validatorCount: count };
      if (byFraction) {
        delete mechanism.slashAmount;
        mechanism.slashFraction = drawn.bountyShare;
      }
      const settings = buildSettings({
        mechanism: { ...mechanism },
        market: world,
        coalition: { ...group, size, fraction },
      });
      const exact = expectRecord(settings, arm);
      const named = enumerate(settings, mechanism, arm);
      // Amounts are at most 50 per transfer and a share of a stake of 1000, with at most four slashes.
      const tolerance = 1e-12 * (byFraction ? 4000 : 500);
      for (const name of recordColumnNames) {
        if (name === 'focalSlashEvents') continue;
        const difference = Math.abs(exact[at[name]] - (named[name] ?? 0));
        expect(difference, `${name}: ${exact[at[name]]} against ${named[name]}`).toBeLessThan(tolerance);
      }
      compared++;
    });
    fc.assert(property, { seed: arms.indexOf(arm), numRuns: 20 });
    expect(compared).toBe(20);
  },
);
