import type { Accounting, Settings } from '../settings.ts';

/** What focal nodes earned, by where it came from, in any unit of money: of one job, or added up over many. */
export interface IncomeParts {
  /** The asserter's own flows and cost. */
  own: number;
  /** What focal nodes earned as validators. */
  members: number;
  /** Rewards of focal validators in challenges in which every validator backed a false result. */
  unanimous: number;
  /** Slashes of focal validators who backed a result that was refuted. */
  backing: number;
}

/** What focal validators had of the job that is being settled. */
export interface ValidatorSide extends Omit<IncomeParts, 'own'> {
  /** How many of its validators are focal nodes [count]. */
  count: number;
}

/**
 * What focal nodes earned as asserters. The accounting says which income of the coalition counts:
 *
 * - `alone`: the asserter's own flows and cost
 * - `netted`: all flows and costs of the coalition, as asserters and validators
 * - `gross`: the asserter's, plus validator rewards of challenges in which every validator backed a false result
 * - `committed`: gross, less the slashes of members who backed a refuted result
 *
 * Without a coalition all four are `alone`. Of a single job, the coalition's flows are those of that job's challenge.
 */
export function countIncome(parts: IncomeParts, accounting: Accounting): number {
  if (accounting === 'alone') return parts.own;
  if (countsMembers(accounting)) return parts.own + parts.members;
  const gross = parts.own + parts.unanimous;
  return accounting === 'gross' ? gross : gross - parts.backing;
}

/** The accounting at a design point; without a coalition there is nothing to count beside the asserter. */
export function accountingOf({ coalition }: Settings): Accounting {
  return coalition.size === 0 ? 'alone' : coalition.accounting;
}

/** Whether an accounting counts what members earn by jobs of others. */
export function countsMembers(accounting: Accounting): boolean {
  return accounting === 'netted';
}

/** Whether an accounting has members back each other whoever was drawn: it counts what that costs them. */
export function commitsMembers(accounting: Accounting): boolean {
  return accounting === 'committed';
}
