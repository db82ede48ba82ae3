import { expect, test } from 'vitest';
import { type ExitCode, exitCode, worstExit } from '../../src/cli/exit-code.ts';

test('the codes of the contract', () => {
  expect(exitCode).toEqual({
    done: 0,
    claimFalse: 1,
    badInput: 2,
    undecided: 3,
    ourMistake: 70,
    cannotWrite: 74,
    interrupted: 130,
    terminated: 143,
  });
});

test('several files: an interruption first, then the worst of 70, 74, 2, 1, 3, 0', () => {
  const order: ExitCode[] = [143, 130, 70, 74, 2, 1, 3, 0];
  for (const [i, worse] of order.entries()) {
    for (const better of order.slice(i))
      expect([worstExit([worse, better]), worstExit([better, worse])]).toEqual([worse, worse]);
  }
  expect(worstExit([])).toBe(0);
});
