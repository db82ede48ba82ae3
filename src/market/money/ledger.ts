/**
 * Where every unit of money is: pay, lock, release, slash, burn. Integers of 1e-9 credits, conserved exactly.
 *
 * Each node's stake is an account. All others are opened by name: clients, operators, the nodes' paid-out income, the burn
 * account, and pots in which money only rests on its way. They may grow without end, so each is kept in two limbs and holds
 * 10^8 jobs without rounding. Every movement debits one account and credits another; `audit` adds all of them up. A pot
 * has an owner, and is empty when the clock of its owner is over.
 */

import { NODES_AT_HAND } from '../at-hand.ts';

/** Units in a credit. */
export const UNITS_PER_CREDIT = 1e9;

/** Most that one amount of money may be, so that its units are a safe integer [credits]. */
export const CREDITS_MAX = 9_000_000;

/** An account, as the ledger knows it. */
export type Account = number;

/** Whose money rests in a pot. */
export interface PotOwner {
  /** Whether nothing is on its way any more, so that its pots are empty. */
  isOver: () => boolean;
  /** The same in words. */
  over: string;
}

// Accounts of every market, in the order in which they are opened.
const CLIENTS = 0;
const OPERATORS = 1;
const INCOME = 2;
const BURNED = 3;
const ESCROW = 4;
const SLASHED = 5;

/** A ledger by itself has nobody to ask. */
const nobody: PotOwner = { isOver: () => false, over: '' };

const LIMB = 2 ** 50;
const CARRY_AT = 2 ** 51;

/** Credits as whole units. @throws RangeError when the amount is not a safe integer of units */
export function toUnits(credits: number): number {
  const units = Math.round(credits * UNITS_PER_CREDIT);
  if (!Number.isSafeInteger(units)) throw new RangeError(`${credits} credits are not a safe integer of 1e-9 credits`);
  return units;
}

/** The ledger of one run. */
export class Ledger {
  private stakes = new Float64Array(NODES_AT_HAND);
  private nodeCount = 0;
  /** Names of the accounts that are not a node's stake. */
  readonly names: string[] = [];
  private readonly owners: (PotOwner | undefined)[] = [];
  private high = new Float64Array(0);
  private low = new Float64Array(0);

  /** @param jobs  owns what rests in escrow, and of what was slashed, until it is shared out */
  constructor(jobs = nobody) {
    for (const name of ['clients', 'operators', 'income', 'burned']) this.open(name);
    for (const name of ['escrow', 'slashed']) this.open(name, jobs);
  }

  /** Opens an account by name; one that is there already is the same. @param owner  makes it a pot */
  open(name: string, owner?: PotOwner): Account {
    const known = this.names.indexOf(name);
    if (known >= 0) return known;
    this.owners.push(owner);
    this.high = Float64Array.of(...this.high, 0);
    this.low = Float64Array.of(...this.low, 0);
    return this.names.push(name) - 1;
  }

  /** Empties every account and opens `nodeCount` stakes at 0. */
  reset(nodeCount: number): void {
    if (this.stakes.length < nodeCount) this.stakes = new Float64Array(nodeCount);
    else this.stakes.fill(0, 0, nodeCount);
    this.nodeCount = nodeCount;
    this.high.fill(0);
    this.low.fill(0);
  }

  /** Stake a node holds [units]. */
  stakeOf(node: number): number {
    return this.stakes[node];
  }

  /** An operator posts stake for its node. */
  deposit(node: number, amount: number): void {
    requireAmount(amount);
    this.move(OPERATORS, -amount);
    this.stakes[node] += amount;
  }

  /** Clients put money aside, each for a job. */
  lock(amount: number, times = 1): void {
    this.repeat(CLIENTS, ESCROW, amount, times);
  }

  /** Clients get back what was put aside and not earned. */
  release(amount: number, times = 1): void {
    this.repeat(ESCROW, CLIENTS, amount, times);
  }

  /** Nodes earn what clients put aside. */
  pay(amount: number, times = 1): void {
    this.repeat(ESCROW, INCOME, amount, times);
  }

  /** Takes stake from a node, never more than it holds; returns what was taken. The money rests until it is shared out. */
  slash(node: number, most: number): number {
    requireAmount(most);
    const taken = Math.min(most, this.stakes[node]);
    this.stakes[node] -= taken;
    this.move(SLASHED, taken);
    return taken;
  }

  /** A node earns a part of what was slashed. */
  payBounty(amount: number): void {
    this.transfer(SLASHED, INCOME, amount);
  }

  /** Destroys a part of what was slashed. */
  burn(amount: number): void {
    this.transfer(SLASHED, BURNED, amount);
  }

  /** Destroys what rounding left over of a client's money. */
  burnRemainder(amount: number): void {
    this.transfer(ESCROW, BURNED, amount);
  }

  /** Whether an account holds so much. */
  holds(account: Account, amount: number): boolean {
    // Exact where it matters: the sum is rounded only where it is far beyond any amount.
    return this.high[account] * LIMB + this.low[account] >= amount;
  }

  /** Balance of an account [units]. @throws RangeError when it was never opened */
  balanceOf(name: string): bigint {
    const account = this.names.indexOf(name);
    if (account < 0) throw new RangeError(`the ledger has no account ${name}`);
    return this.balance(account);
  }

  /** A pot in which money was left though the clock of its owner is over; `undefined` where there is none. */
  findLeft(): { pot: string; units: bigint; over: string } | undefined {
    for (const [account, pot] of this.names.entries()) {
      const owner = this.owners[account];
      const units = this.balance(account);
      if (owner && units !== 0n && owner.isOver()) return { pot, units, over: owner.over };
    }
    return undefined;
  }

  /** Sum over every account [units]: 0, always. */
  audit(): bigint {
    let total = 0n;
    for (let account = 0; account < this.names.length; account++) total += this.balance(account);
    // Partial sums stay exact: a stake is below 2^53, so 2^10 high halves of them are too.
    let high = 0;
    let low = 0;
    for (let node = 0; node < this.nodeCount; node++) {
      const stake = this.stakes[node];
      const top = Math.floor(stake / 2 ** 30);
      high += top;
      low += stake - top * 2 ** 30;
    }
    return total + BigInt(high) * (1n << 30n) + BigInt(low);
  }

  // The same amount moved many times over, in as few movements as stay exact.
  private repeat(from: number, to: number, amount: number, times: number): void {
    if (amount === 0) return;
    requireAmount(amount);
    const together = Math.max(1, Math.floor(LIMB / amount));
    for (let left = times; left > 0; left -= together) this.transfer(from, to, amount * Math.min(left, together));
  }

  /** Moves an amount between two accounts. @throws RangeError when it is no safe integer of at least 0 */
  transfer(from: Account, to: Account, amount: number): void {
    if (amount === 0) return;
    const { low } = this;
    const left = low[from] - amount;
    const held = low[to] + amount;
    const isPlain = amount > 0 && amount < CARRY_AT && Math.floor(amount) === amount;
    if (isPlain && left > -CARRY_AT && held < CARRY_AT) {
      low[from] = left;
      low[to] = held;
      return;
    }
    requireAmount(amount);
    this.move(from, -amount);
    this.move(to, amount);
  }

  private balance(account: Account): bigint {
    return BigInt(this.high[account]) * BigInt(LIMB) + BigInt(this.low[account]);
  }

  // Amounts are below 2^53 and low limbs below 2^51, so that what is added to a low limb stays exact.
  private move(account: number, amount: number): void {
    let rest = amount;
    if (rest >= CARRY_AT || rest <= -CARRY_AT) {
      const top = Math.trunc(rest / LIMB);
      this.high[account] += top;
      rest -= top * LIMB;
    }
    const low = this.low[account] + rest;
    if (low < CARRY_AT && low > -CARRY_AT) {
      this.low[account] = low;
      return;
    }
    const top = Math.trunc(low / LIMB);
    this.high[account] += top;
    this.low[account] = low - top * LIMB;
  }
}

function requireAmount(amount: number): void {
  if (!(amount >= 0 && Number.isSafeInteger(amount))) {
    throw new RangeError(`${amount} units cannot be moved; an amount is a safe integer of at least 0`);
  }
}
