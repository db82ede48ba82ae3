import type { Role } from '../findings/findings.ts';
import { columnIndex as at } from '../market/record.ts';
import type { Accounting, Settings } from '../market/settings.ts';

/**
 * What the focal nodes earned in a role, out of a record, simulated or exact [credits].
 *
 * For asserters the accounting says which income of the coalition counts:
 * - `alone`: the asserter's own flows and cost
 * - `netted`: all flows and costs of the coalition, as asserters and validators
 * - `gross`: the asserter's, plus validator rewards of challenges in which every validator backed a false result
 * - `committed`: gross, less the slashes of members who backed a refuted result
 *
 * Without a coalition all four are `alone`.
 */
export function incomeOf(record: ArrayLike<number>, role: Role, settings: Settings): number {
  if (role === 'validator') return record[at.validatorIncome]!;
  const own = record[at.asserterIncome]!;
  if (settings.coalition.size === 0) return own;
  const accounting = (settings.mechanism.accounting ?? 'gross') as Accounting;
  if (accounting === 'alone') return own;
  if (accounting === 'netted') return own + record[at.validatorIncome]!;
  const gross = own + record[at.unanimousReward]!;
  return accounting === 'gross' ? gross : gross - record[at.backingSlash]!;
}
