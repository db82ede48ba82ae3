/**
 * Jobs that are paid by a plug: what it is lent, what is asked of it, and the laws it is held to.
 *
 * What clients put aside rests in one pot; what is owed for a job is paid to the unit, and once; and when the run has ended
 * nothing is left. Where the reward is shared out within the job, the market does that by itself and nobody is asked.
 */
import { BrokenLaw } from '../broken-law.ts';
import type { Payment, PaymentKit } from '../payment.ts';
import type { MarketState } from '../state.ts';
import type { Waits } from '../work/waits.ts';
import { type Account, type PotOwner, UNITS_PER_CREDIT } from './ledger.ts';

/** How jobs of a market are paid; see {@link createPayments}. */
export type Payments = ReturnType<typeof createPayments>;

/** How jobs of a market are paid. */
export function createPayments(market: MarketState, waits: Waits) {
  const { ledger } = market;
  let kind = '';
  let hasEnded = true;
  let mayWait = false;
  /** What is still to be paid, by the number of the job [units]. */
  const owed = new Map<number, number>();
  const clients = ledger.open('clients');
  const income = ledger.open('income');
  const fees = ledger.open('fees');
  const owner: PotOwner = { isOver: () => hasEnded, over: '' };
  const pot = ledger.open('in flight', owner);

  const kit: PaymentKit = {
    unitsPerCredit: UNITS_PER_CREDIT,
    now: () => market.now,
    lock: (units) => {
      requireAmount(units);
      ledger.transfer(clients, pot, units);
    },
    pay: (job, units) => {
      requireAmount(units);
      const due = owed.get(job) ?? 0;
      if (units > due) refuse(`pays ${units} units for job ${job}, for which ${due} are owed`);
      handOn(income, units);
      if (units === due) owed.delete(job);
      else owed.set(job, due - units);
    },
    refund: (units) => handOn(clients, units),
    fee: (units) => handOn(fees, units),
    after: (job, seconds) => {
      if (!mayWait) refuse('asks for time, and its traits do not say so (needsTime)');
      waits.waitToPay(kind, job, seconds);
    },
  };

  /** A run begins, in which jobs are paid in this way. */
  function begin(payment: Payment, params: object): void {
    kind = payment.kind;
    owner.over = `payment ${kind} has ended`;
    owed.clear();
    hasEnded = payment.isWithinJob === true;
    market.payments = hasEnded ? undefined : askWithCare(payment, params);
    if (market.payments) market.tallies = false;
  }

  function askWithCare({ create, traits }: Payment, params: object): NonNullable<MarketState['payments']> {
    mayWait = traits?.needsTime !== undefined;
    const { arrived, delivered, elapsed, end } = create(params, kit);
    if (mayWait && !elapsed) refuse('needs time, and has no elapsed to be told when it is over');
    return {
      arrived,
      delivered: (job, units, price) => {
        market.lastJobAt[0] = market.now;
        if (units > 0) owed.set(job, (owed.get(job) ?? 0) + units);
        delivered(job, units, price);
      },
      elapsed: (job) => elapsed!(job),
      end: () => {
        end?.();
        hasEnded = true;
        for (const [job, units] of owed) refuse(`has not paid ${units} units that are owed for job ${job}`);
        const left = ledger.balanceOf('in flight');
        if (left > 0n) refuse(`keeps ${left} units that clients put aside, when the run has ended`);
      },
    };
  }

  function handOn(to: Account, units: number): void {
    requireAmount(units);
    if (!ledger.holds(pot, units))
      refuse(`hands on ${units} units, and ${ledger.balanceOf('in flight')} are put aside`);
    ledger.transfer(pot, to, units);
  }

  function requireAmount(units: number): void {
    if (!(Number.isSafeInteger(units) && units >= 0))
      refuse(`moves ${units} units; an amount is a safe integer of at least 0`);
  }

  function refuse(what: string): never {
    throw new BrokenLaw('payment', kind, what);
  }

  return { begin };
}
