/** Money in the hands of plugs of a user's own: what breaks a law in them is told in their name. */
import type { Collateral } from '../market/collateral.ts';
import type { Payment } from '../market/payment.ts';
import { guardMembers } from './guard.ts';

/** A way to pay, or a collateral, whose play in a run is asked with care. */
export function guardMoney<Plug extends Payment | Collateral>(plug: Plug, name: string): Plug {
  const guarded = guardMembers(plug, name);
  return { ...guarded, create: (params: object, kit: never) => guardMembers(guarded.create(params, kit), name) };
}
