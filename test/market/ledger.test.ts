/** Money moves between accounts and is never made: exact integers, however many jobs there are. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Ledger, toUnits, UNITS_PER_CREDIT } from '../../src/market/money/ledger.ts';

function openLedger(nodeCount = 3): Ledger {
  const ledger = new Ledger();
  ledger.reset(nodeCount);
  return ledger;
}

test('follows a job and a slash account by account', () => {
  const ledger = openLedger();
  ledger.deposit(1, 100);
  ledger.lock(12);
  ledger.pay(7);
  ledger.burnRemainder(1);
  ledger.release(4);
  expect(ledger.slash(1, 30)).toBe(30);
  ledger.payBounty(10);
  ledger.burn(20);
  expect(Object.fromEntries(ledger.names.map((account) => [account, ledger.balanceOf(account)]))).toEqual({
    clients: -8n,
    operators: -100n,
    income: 17n,
    escrow: 0n,
    slashed: 0n,
    burned: 21n,
  });
  expect(ledger.stakeOf(1)).toBe(70);
  expect(ledger.audit()).toBe(0n);
});

test('a slash takes no more than the stake, and then nothing', () => {
  const ledger = openLedger();
  ledger.deposit(0, 5);
  expect(ledger.slash(0, 9)).toBe(5);
  expect(ledger.slash(0, 9)).toBe(0);
  expect(ledger.balanceOf('slashed')).toBe(5n);
  expect(ledger.audit()).toBe(0n);
});

test('agrees with integers of any length over random movements', () => {
  const safe = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
  const movement = fc.record({
    kind: fc.constantFrom('lock', 'pay', 'release', 'burnRemainder', 'payBounty', 'burn'),
    amount: safe,
  });
  fc.assert(
    fc.property(
      fc.array(movement, { maxLength: 200 }),
      fc.array(safe, { minLength: 3, maxLength: 3 }),
      (moves, stakes) => {
        const ledger = openLedger();
        for (const [node, stake] of stakes.entries()) ledger.deposit(node, stake);
        const balances = { clients: 0n, operators: 0n, income: 0n, escrow: 0n, slashed: 0n, burned: 0n };
        for (const stake of stakes) balances.operators -= BigInt(stake);
        const flows = {
          lock: ['clients', 'escrow'],
          pay: ['escrow', 'income'],
          release: ['escrow', 'clients'],
          burnRemainder: ['escrow', 'burned'],
          payBounty: ['slashed', 'income'],
          burn: ['slashed', 'burned'],
        } as const;
        for (const { kind, amount } of moves) {
          const [from, to] = flows[kind as keyof typeof flows];
          ledger[kind as keyof typeof flows](amount);
          balances[from] -= BigInt(amount);
          balances[to] += BigInt(amount);
        }
        for (const account of ledger.names as (keyof typeof balances)[])
          expect(ledger.balanceOf(account)).toBe(balances[account]);
        expect(ledger.audit()).toBe(0n);
      },
    ),
    { seed: 4, numRuns: 100 },
  );
});

test('holds the rewards of 10^8 jobs of 9 000 credits without losing a unit', () => {
  const ledger = openLedger();
  const amount = toUnits(9_000_000);
  // 10^5 payments of a thousand jobs each: 9e23 units in all, a hundred million times a double's exact range.
  for (let i = 0; i < 100_000; i++) {
    ledger.lock(amount);
    ledger.pay(amount);
  }
  expect(ledger.balanceOf('income')).toBe(100_000n * BigInt(amount));
  expect(ledger.audit()).toBe(0n);
});

test('audits a million full stakes exactly', () => {
  const nodeCount = 1_000_000;
  const ledger = openLedger(nodeCount);
  const stake = toUnits(9_000_000) - 1;
  for (let node = 0; node < nodeCount; node++) ledger.deposit(node, stake);
  expect(ledger.balanceOf('operators')).toBe(-BigInt(nodeCount) * BigInt(stake));
  expect(ledger.audit()).toBe(0n);
});

test('accounts are opened by name, and a pot that is not empty when its owner has ended is named', () => {
  let isOver = false;
  const ledger = new Ledger({ isOver: () => true, over: 'all jobs are settled' });
  ledger.reset(1);
  const pot = ledger.open('in flight', { isOver: () => isOver, over: 'the payments have ended' });
  expect(ledger.open('in flight')).toBe(pot);
  expect(ledger.open('income')).not.toBe(pot);
  ledger.transfer(ledger.open('clients'), pot, 9);
  ledger.transfer(pot, ledger.open('fees'), 2);
  expect([ledger.balanceOf('in flight'), ledger.balanceOf('fees'), ledger.audit()]).toEqual([7n, 2n, 0n]);
  expect(ledger.findLeft()).toBeUndefined();
  isOver = true;
  expect(ledger.findLeft()).toEqual({ pot: 'in flight', units: 7n, over: 'the payments have ended' });
  ledger.transfer(pot, ledger.open('income'), 7);
  expect(ledger.findLeft()).toBeUndefined();
  ledger.pay(3);
  expect(ledger.findLeft()).toEqual({ pot: 'escrow', units: -3n, over: 'all jobs are settled' });
  expect(() => ledger.balanceOf('savings')).toThrow('the ledger has no account savings');
});

test('forgets everything on reset', () => {
  const ledger = openLedger();
  ledger.deposit(2, 8);
  ledger.lock(3);
  ledger.reset(2);
  expect(ledger.stakeOf(0)).toBe(0);
  expect(ledger.balanceOf('escrow')).toBe(0n);
  ledger.reset(3);
  expect(ledger.stakeOf(2)).toBe(0);
});

describe('refuses', () => {
  test.each([-1, 0.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY])('to move %d units', (amount) => {
    const ledger = openLedger();
    for (const move of [
      () => ledger.deposit(0, amount),
      () => ledger.lock(amount),
      () => ledger.pay(amount),
      () => ledger.release(amount),
      () => ledger.slash(0, amount),
      () => ledger.payBounty(amount),
      () => ledger.burn(amount),
      () => ledger.burnRemainder(amount),
    ]) {
      expect(move).toThrow(RangeError);
    }
    expect(ledger.audit()).toBe(0n);
  });

  test('credits beyond the exact range of units', () => {
    expect(toUnits(0.1)).toBe(UNITS_PER_CREDIT / 10);
    expect(() => toUnits(9_007_200)).toThrow(/not a safe integer/);
    expect(() => toUnits(Number.NaN)).toThrow(RangeError);
  });
});
