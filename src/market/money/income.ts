import type { Role } from '../../findings/findings.ts';
import { columnIndex as at } from '../record.ts';
import type { Settings } from '../settings.ts';
import { accountingOf, countIncome } from './accounting.ts';

/** What the focal nodes earned in a role, out of a record, simulated or exact [credits]. */
export function incomeOf(record: ArrayLike<number>, role: Role, settings: Settings): number {
  if (role === 'validator') return record[at.validatorIncome];
  const parts = {
    own: record[at.asserterIncome],
    members: record[at.validatorIncome],
    unanimous: record[at.unanimousReward],
    backing: record[at.backingSlash],
  };
  return countIncome(parts, accountingOf(settings));
}
