/** Jobs that end plainly are counted and booked together: the same as booking them one by one, to the last unit. */
import { describe, expect, test } from 'vitest';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { moneyOf } from '../../src/catalogue/money.ts';
import { trafficOf } from '../../src/catalogue/traffic.ts';
import type { Listener } from '../../src/market/events.ts';
import { Market } from '../../src/market/market.ts';
import { Ledger } from '../../src/market/money/ledger.ts';
import { columnIndex } from '../../src/market/record.ts';
import { stage } from '../../src/market/stage.ts';
import { buildSettings } from '../fixtures/settings.ts';

/** A market that books every job by itself. */
class PatientMarket extends Market {
  constructor() {
    super();
    Object.defineProperty(this, 'tallies', { get: () => false, set: () => {} });
  }
}

const rules = {
  posp: { challengeProbability: 0.2, validatorCount: 2 },
  'no-verification': {},
  'boss-with-fine': { challengeProbability: 0.2, slashAmount: 5 },
};

describe.each(Object.keys(rules) as (keyof typeof rules)[])('%s', (kind) => {
  test.each(['skip-work', 'cheat-sometimes', 'honest'])('%s leaves the same record and the same ledger', (strategy) => {
    const settings = buildSettings({
      mechanism: { kind, ...rules[kind] },
      market: { outsideGain: 0.5 },
      run: { jobs: 3000, warmUpJobs: 500 },
    });
    const cast = stage(settings, { against: 'all-honest', role: 'asserter', strategy }, builtIn);
    const left = [new Market(), new PatientMarket()].map((market) => {
      const record = market
        .run(builtIn.mechanisms.get(kind)!, {
          settings,
          cast,
          traffic: trafficOf(settings),
          money: moneyOf(settings),
          seed: 'plain',
          replication: 1,
        })
        .slice();
      return [[...record], market.ledger.names.map((account) => market.ledger.balanceOf(account))];
    });
    expect(left[0]).toEqual(left[1]);
  });
});

test('whoever is told the story sees the record grow with every job', () => {
  const settings = buildSettings({ mechanism: rules.posp, run: { jobs: 200 } });
  const cast = stage(settings, { against: 'all-honest', role: 'asserter', strategy: 'skip-work' }, builtIn);
  const market = new Market();
  const seen: number[] = [];
  const listener: Listener = { wants: ['settled'], hear: () => seen.push(market.columns[columnIndex.jobs]) };
  market.run(builtIn.mechanisms.get('posp')!, {
    settings,
    cast,
    traffic: trafficOf(settings),
    money: moneyOf(settings),
    seed: 'told',
    replication: 0,
    listener,
  });
  expect(seen).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
});

test('an amount moved many times over is moved exactly', () => {
  const amounts = [1, 1_200_000_000, 2 ** 50 + 1, 2 ** 52 + 3];
  for (const amount of amounts) {
    const ledger = new Ledger();
    ledger.reset(1);
    ledger.lock(amount, 3_000_001);
    ledger.pay(amount, 3_000_000);
    expect(ledger.balanceOf('clients')).toBe(-BigInt(amount) * 3_000_001n);
    expect(ledger.balanceOf('income')).toBe(BigInt(amount) * 3_000_000n);
    expect(ledger.balanceOf('escrow')).toBe(BigInt(amount));
    expect(ledger.audit()).toBe(0n);
  }
  const ledger = new Ledger();
  for (const amount of [0.5, -1, Number.NaN, 2 ** 53]) expect(() => ledger.lock(amount, 2)).toThrow(RangeError);
});
