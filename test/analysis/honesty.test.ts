import { describe, expect, it } from 'vitest';
import { combineHonesty, type JudgedAdvantage, judgeHonesty } from '../../src/analysis/stage/honesty.ts';
import type { Profile } from '../../src/findings/profile.ts';

const advantage = (mean: number | null, halfWidth: number, against: Profile = 'coalition'): JudgedAdvantage => ({
  role: 'asserter',
  strategy: 'honest',
  over: 'skip-work',
  against,
  mean,
  halfWidth,
  confidence: 0.95,
  standardError: halfWidth / 2,
  degrees: 15,
  exact: null,
  // Holding together with others widens an interval; here by as much as there are of them.
  halfWidthOf: (comparisons) => halfWidth * comparisons,
});

describe('honesty of a role', () => {
  it('is dominant when every interval is above zero', () => {
    expect(judgeHonesty([advantage(1, 0.9), advantage(2, 1.9)], ['coalition'])).toBe('dominant');
    expect(judgeHonesty([advantage(1, 0.9), advantage(2, 2)], ['coalition'])).toBe('undecided');
  });

  it('is neither when one deviation gains for sure, the error shared among all', () => {
    expect(judgeHonesty([advantage(-1, 0.9)], ['coalition'])).toBe('neither');
    expect(judgeHonesty([advantage(-1, 0.4), advantage(3, 1)], ['coalition'])).toBe('neither');
    expect(judgeHonesty([advantage(-1, 0.6), advantage(3, 1)], ['coalition'])).toBe('undecided');
  });

  it('is an equilibrium when nobody gains alone, but the coalition does', () => {
    const both = [advantage(-1, 0.1), advantage(1, 0.1, 'all-honest')];
    expect(judgeHonesty(both, ['coalition'])).toBe('equilibrium');
  });

  it('is an equilibrium when it only ties', () => {
    expect(judgeHonesty([advantage(0, 0)], ['coalition'])).toBe('equilibrium');
  });

  it('is open without advantages or simulations', () => {
    expect(judgeHonesty([], ['coalition'])).toBe('undecided');
    expect(judgeHonesty([advantage(null, Number.POSITIVE_INFINITY)], ['coalition'])).toBe('undecided');
  });

  it('of all roles is that of the weakest', () => {
    expect(combineHonesty({ asserter: 'dominant', validator: 'equilibrium' })).toBe('equilibrium');
    expect(combineHonesty({ asserter: 'undecided', validator: 'equilibrium' })).toBe('undecided');
    expect(combineHonesty({ asserter: 'undecided', validator: 'neither' })).toBe('neither');
    expect(combineHonesty({ asserter: 'dominant' })).toBe('dominant');
    expect(combineHonesty({})).toBe('undecided');
  });
});
