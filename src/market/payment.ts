/**
 * The socket for payment: when a client's money moves for a job, and by which accounts.
 *
 * Whoever asserted a job is owed what its settlement says, no more and no less; validators are paid by the settlement
 * itself. So the way of payment moves no income: what it may do is hold money, let it wait, and ask clients for a fee.
 */
import type { z } from 'zod';
import type { Traits } from './traits.ts';

/** A way to pay: a file under `plugs/payment/` and a line in its registry. */
export interface Payment {
  /** What it is: no member is its own by which it could be told from a mechanism. */
  socket: 'payment';
  kind: string;
  title: string;
  source: string;
  /** One paragraph for `posp explain` and the reference page. */
  summary: string;
  params: z.ZodObject;
  /** Whoever lets money wait says `needsTime`, and why. */
  traits?: Pick<Traits, 'needsTime'>;
  /**
   * The client puts the reward aside when the job comes in, and it is shared out when the job is settled. A market can do
   * so by itself, with many jobs at a time, and then does.
   */
  isWithinJob?: true;
  /** The payments of one run. */
  // biome-ignore lint/suspicious/noExplicitAny: parameters are checked against `params` before they get here
  create: (params: any, kit: PaymentKit) => PaymentPlay;
}

/**
 * What the market lends a way to pay. Jobs are known by their number, which outlives them; amounts are whole units of
 * 1e-9 credits. What clients put aside lies in one pot, which is empty when the run has ended.
 */
export interface PaymentKit {
  unitsPerCredit: number;
  /** Simulated time [s]. */
  now: () => number;
  /** Clients put so much aside. */
  lock: (units: number) => void;
  /** Whoever asserted the job gets so much of what it is owed, out of what was put aside. */
  pay: (job: number, units: number) => void;
  /** Clients get so much back. */
  refund: (units: number) => void;
  /** Whoever moves the money keeps so much of what was put aside. */
  fee: (units: number) => void;
  /** `elapsed` follows after so many seconds [s], also when all jobs are settled by then. Only for those who need time. */
  after: (job: number, seconds: number) => void;
}

/** A way to pay, at work in one run. */
export interface PaymentPlay {
  /** A job came in, for which the client pays so much at most [units]. */
  arrived: (job: number, price: number) => void;
  /** It is settled: so much of the price is owed to whoever asserted it, and has to be paid before the run ends [units]. */
  delivered: (job: number, owed: number, price: number) => void;
  /** What the job waited for is over; see `PaymentKit.after`. */
  elapsed?: (job: number) => void;
  /** All jobs are settled and nothing waits any more: what is left goes where it belongs. */
  end?: () => void;
}
