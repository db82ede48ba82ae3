/** Amounts of money against what an account can hold. */
import { CREDITS_MAX } from '../../market/money/ledger.ts';
import { type PathProblem, wrongValue } from '../problems/problems.ts';
import type { NumberLeaf } from './leaves.ts';

/** Whether a number is money that changes hands; a player's wealth only weighs what does, a claim only limits it. */
export function isMoney({ unit, path, steps }: NumberLeaf): boolean {
  return unit === 'credits' && steps[0] !== 'claims' && !path.startsWith('players.utility.');
}

/**
 * Whether an amount cannot be held in whole units.
 *
 * A rule for whatever is simulated and no range of the parameter: theory asks beyond it, where thresholds may lie.
 */
export function isTooMuch(credits = 0): boolean {
  return credits > CREDITS_MAX;
}

/** The problem of an amount that is too much. */
export function explainAmount(path: string, credits: number): PathProblem {
  const rule = `an amount of money is at most ${CREDITS_MAX} credits; write all amounts in a larger unit, such as thousands`;
  return wrongValue('out-of-range', path.split('.'), credits, rule);
}
