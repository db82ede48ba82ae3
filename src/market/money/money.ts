import type { Collateral } from '../collateral.ts';
import type { Payment } from '../payment.ts';

/** What is plugged in where money goes: how jobs are paid, and what stands behind a node. */
export interface Money {
  payment: Payment;
  collateral: Collateral;
}
