/**
 * Money is conserved: every unit that left a client or an operator is somewhere, and the record says where.
 *
 * Checked in whole units of 1e-9 credits, exactly, on a run without warm-up so that the record covers every transfer.
 */
import { expect } from 'vitest';
import { catalogueOf } from '../../src/catalogue/catalogue.ts';
import { moneyOf } from '../../src/catalogue/money.ts';
import { trafficOf } from '../../src/catalogue/traffic.ts';
import { Market } from '../../src/market/market.ts';
import type { Mechanism } from '../../src/market/mechanism.ts';
import { columnIndex as at, type RecordColumn } from '../../src/market/record.ts';
import type { Arm, Settings } from '../../src/market/settings.ts';
import { stage } from '../../src/market/stage.ts';

// One for all runs, as a worker has it: to build one costs more than a short run.
const alike = new Market();

/** Runs an arm and accounts for every unit. */
export function expectConservation(mechanism: Mechanism, settings: Settings, arm: Arm, market = alike): void {
  const cast = stage(settings, arm, catalogueOf(settings));
  const record = market.run(mechanism, {
    settings,
    cast,
    traffic: trafficOf(settings),
    money: moneyOf(settings),
    seed: 'conservation',
    replication: 0,
  });
  const { ledger } = market;
  const units = (column: RecordColumn) => BigInt(Math.round(record[at[column]] * 1e9));
  expect(ledger.audit()).toBe(0n);
  expect(ledger.balanceOf('escrow')).toBe(0n);
  expect(ledger.balanceOf('slashed')).toBe(0n);

  // Nodes were paid what clients paid and what was slashed and not burned.
  expect(ledger.balanceOf('income')).toBe(units('clientPaid') + units('slashed') - units('burned'));
  // Clients are out of pocket by that, and by what rounding left of a shared reward: below a unit per validator.
  const remainder = -ledger.balanceOf('clients') - units('clientPaid');
  expect(remainder).toBe(ledger.balanceOf('burned') - units('burned'));
  expect(remainder).toBeGreaterThanOrEqual(0n);
  const validators = BigInt(Number(settings.mechanism.validatorCount ?? 0));
  expect(remainder).toBeLessThanOrEqual(units('challengedJobs') * validators);
  // Operators' deposits are in stakes still held or were slashed.
  let held = 0n;
  for (let node = 0; node < settings.market.nodeCount; node++) {
    expect(ledger.stakeOf(node)).toBeGreaterThanOrEqual(0);
    held += BigInt(ledger.stakeOf(node));
  }
  expect(-ledger.balanceOf('operators')).toBe(held + units('slashed'));
  expectUtility(settings, arm, record);
}

/** What nodes earned is what they were paid less slashes and costs: computation never touches the ledger. */
function expectUtility(settings: Settings, arm: Arm, record: Float64Array): void {
  const { market, mechanism, players } = settings;
  const arbitrationCost =
    typeof mechanism.arbitration === 'object'
      ? (mechanism.arbitration as { majority: number }).majority * market.verificationCost
      : mechanism.arbitration === 'referee'
        ? Number(mechanism.arbitrationCost)
        : market.verificationCost;
  const earned = record[at.asserterIncome] + record[at.validatorIncome] + record[at.outsiderIncome];
  const checked = record[at.verificationCost] - record[at.arbitrations] * arbitrationCost;
  const cheat = players.asserter.find(({ name }) => name === arm.strategy);
  // In profile all-deviating others skip the work, which costs nothing.
  const cheatCost = arm.role === 'asserter' && arm.against !== 'all-deviating' ? Number(cheat?.cost ?? 0) : 0;
  if (arm.against === 'all-deviating' && Number(cheat?.cost ?? 0) > 0) return;
  const expected =
    record[at.clientPaid] -
    record[at.burned] -
    market.computeCost * (record[at.jobs] - record[at.cheatedJobs]) -
    cheatCost * record[at.cheatedJobs] -
    checked +
    market.outsideGain * record[at.undetectedJobs];
  // Doubles: a few thousand additions of amounts below 1000 stakes.
  expect(Math.abs(earned - expected)).toBeLessThan(1e-9 * (1 + Math.abs(expected) + record[at.slashed]));
}
