/** The laws of money can convict: each sabotage of the ledger stops a run. */
import { expect, test } from 'vitest';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { moneyOf } from '../../src/catalogue/money.ts';
import { trafficOf } from '../../src/catalogue/traffic.ts';
import { Market } from '../../src/market/market.ts';
import { Ledger } from '../../src/market/money/ledger.ts';
import { stage } from '../../src/market/stage.ts';
import { asserterArm, buildSettings } from '../fixtures/settings.ts';
import { expectConservation } from './conservation.ts';

const settings = buildSettings({
  mechanism: { challengeProbability: 0.5, validatorCount: 2, bountyShare: 0.5 },
  run: { jobs: 200 },
});

function runWith(sabotage: Partial<Ledger>): void {
  const market = new Market();
  Object.assign(market.ledger, sabotage);
  const cast = stage(settings, asserterArm('skip-work'), builtIn);
  market.run(builtIn.mechanisms.get('posp')!, {
    settings,
    cast,
    traffic: trafficOf(settings),
    money: moneyOf(settings),
    seed: 'sabotage',
    replication: 0,
  });
}

test('an honest ledger passes', () => {
  expect(() => runWith({})).not.toThrow();
});

test('stake that vanishes between two accounts stops the run', () => {
  // Money goes into the pot without leaving the stake it was taken from.
  const generous = function (this: Ledger, node: number, most: number): number {
    const taken = Ledger.prototype.slash.call(this, node, most);
    (this as unknown as { stakes: Float64Array }).stakes[node] += 1;
    return taken;
  };
  expect(() => runWith({ slash: generous })).toThrow(/does not balance.* units appeared/);
});

test.each([
  ['burn', 'slashed'],
  ['payBounty', 'slashed'],
  ['release', 'escrow'],
  ['pay', 'escrow'],
] as const)('a %s that is forgotten leaves money in %s and stops the run', (movement, pot) => {
  expect(() => runWith({ [movement]: () => {} })).toThrow(new RegExp(`units in account ${pot}`));
});

test('a market that pays twice is caught by the record, though the ledger balances', () => {
  const market = new Market();
  market.ledger.pay = function (this: Ledger, amount: number): void {
    this.lock(amount);
    Ledger.prototype.pay.call(this, amount);
    Ledger.prototype.pay.call(this, amount);
  };
  expect(() =>
    expectConservation(builtIn.mechanisms.get('posp')!, settings, asserterArm('skip-work'), market),
  ).toThrow();
});
