/**
 * Matchers for people who keep mechanisms in code: `import 'posp-sim/vitest'` adds them to `expect`.
 *
 * Each runs a study in memory, with a budget in jobs, so that it passes or fails the same way every time. What stays
 * undecided fails too, with a message of its own: a test that cannot tell is no test.
 *
 * @example
 * // import 'posp-sim/vitest';
 * // await expect('scenarios/posp/challenge-rate.yaml').toSatisfyClaims();
 * // await expect({ mechanism: { kind: 'posp', ... }, ... }).toMakeHonestyDominant({ role: 'asserter' });
 */
import { expect } from 'vitest';
import { type JudgedMatch, judgeClaim, judgeOwnClaims, type ScenarioSubject, type StudyBudget } from './judge.ts';

export type { ScenarioSubject, StudyBudget } from './judge.ts';

/** What `toMakeHonestyDominant` asks. */
export interface DominanceQuestion extends StudyBudget {
  role: 'asserter' | 'validator';
  /** What everyone else does; the coalition when left out. */
  against?: 'coalition' | 'all-honest' | 'all-deviating';
  /** Allow ties. */
  weak?: boolean;
  /** Design points it is asked of; all when left out. */
  where?: string;
}

/** What `toHaveThresholdWithin` asks. */
export interface ThresholdQuestion extends StudyBudget {
  /** Path of the parameter along which honesty starts or stops paying; it must be swept. */
  of: string;
  role: 'asserter' | 'validator';
  /** One deviation; every declared one when left out. */
  over?: string;
  where?: string;
}

/** The matchers, as `expect` offers them. All of them are awaited. */
export interface HonestyMatchers<Result = unknown> {
  /** Honesty is better than every declared deviation of a role at every design point. */
  toMakeHonestyDominant(question: DominanceQuestion): Promise<Result>;
  /** Honesty starts or stops paying within a range of a swept parameter. */
  toHaveThresholdWithin(range: readonly [number, number], question: ThresholdQuestion): Promise<Result>;
  /** Every claim of the scenario is true; it must have some. */
  toSatisfyClaims(budget?: StudyBudget): Promise<Result>;
}

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the parameter must be named and bounded as vitest declares it
  interface Matchers<T = any> extends HonestyMatchers<T> {}
}

expect.extend({
  async toMakeHonestyDominant(subject: ScenarioSubject, { budgetJobs, seed, plugs, ...question }: DominanceQuestion) {
    return report(await judgeClaim(subject, { kind: 'dominant', ...question }, { budgetJobs, seed, plugs }));
  },
  async toHaveThresholdWithin(
    subject: ScenarioSubject,
    between: readonly [number, number],
    { budgetJobs, seed, plugs, ...question }: ThresholdQuestion,
  ) {
    const claim = { kind: 'threshold', between: [...between], ...question };
    return report(await judgeClaim(subject, claim, { budgetJobs, seed, plugs }));
  },
  async toSatisfyClaims(subject: ScenarioSubject, budget: StudyBudget = {}) {
    return report(await judgeOwnClaims(subject, budget));
  },
});

/** Passes when all is true. With `not`, vitest turns the pass round, and undecided must still fail. */
function report(judged: readonly JudgedMatch[]): { pass: boolean; message: () => string } {
  const open = judged.filter(({ verdict }) => verdict === 'undecided');
  if (open.length > 0 && !judged.some(({ verdict }) => verdict === 'false')) {
    throw new Error(`undecided within the budget\n${open.map(say).join('\n')}`);
  }
  const wrong = judged.filter(({ verdict }) => verdict === 'false');
  return {
    pass: wrong.length === 0,
    message: () => (wrong.length > 0 ? wrong : judged).map(say).join('\n'),
  };
}

function say({ verdict, claim, because }: JudgedMatch): string {
  return `${verdict}: ${claim}\n  because ${because}`;
}
