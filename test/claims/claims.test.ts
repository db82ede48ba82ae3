import { describe, expect, it } from 'vitest';
import {
  type Careers,
  type Claim,
  type Evidence,
  type Fate,
  type Forecast,
  type Interval,
  turnRound,
} from '../../src/claims/define.ts';
import * as claims from '../../src/claims/index.ts';
import type { BestResponse } from '../../src/findings/best-response.ts';
import type { Advantage, DesignPointFindings, Honesty, ThresholdFindings } from '../../src/findings/findings.ts';
import { advantage, evidence, findings, point, rate, threshold } from './evidence.ts';

const judge = (claim: Claim, given: Record<string, unknown>, on: Evidence) =>
  claim.judge(claim.params.parse(given), on);
const p = (value: number) => ({ p: value });

describe('dominant', () => {
  const { dominant } = claims;
  const on = (...advantages: [number, number][]) =>
    evidence(advantages.map(([mean, halfWidth], id) => point(id, p(id), [advantage(mean, halfWidth)])));
  const open = ([mean, halfWidth]: [number, number], forecast: Partial<Forecast> = {}) =>
    judge(dominant, { role: 'asserter' }, evidence([point(0, p(0), [advantage(mean, halfWidth)])], { forecast }));

  it('is true when every interval lies above zero, and says the least', () => {
    const { verdict, because } = judge(dominant, { role: 'asserter' }, on([1, 0.5], [0.4, 0.1]));
    expect(verdict).toBe('true');
    expect(because).toContain('0.40 ± 0.10');
    expect(because).toContain('p = 1: the least of 2 comparisons');
  });

  it('is false with a counterexample and how to replay it', () => {
    const { verdict, because, counterexample } = judge(dominant, { role: 'asserter' }, on([1, 0.5], [-0.4, 0.1]));
    expect(counterexample).toMatchObject({ designPoint: 1, role: 'asserter', against: 'coalition' });
    expect(verdict).toBe('false');
    expect(because).toContain('earns 0.40 ± 0.20 credits per job more than honesty at p = 1 (exactly 0.4)');
    expect(because).toContain('replay: --design-point 1 --arm coalition/asserter/skip-work --replication 0');
    const inDollars = on([1, 0.5], [-0.4, 0.1]);
    inDollars.findings.money = 'USD';
    expect(judge(dominant, { role: 'asserter' }, inDollars).because).toContain('earns 0.40 ± 0.20 USD per job more');
    // Where the study knows its file, the line is a command.
    const { because: pasted } = judge(
      claims.dominant,
      { role: 'asserter' },
      {
        ...evidence([point(0, p(1), [advantage(-0.2, 0.1)])]),
        replayOf: ({ id }) => `npx posp run a.yaml --design-point ${id}`,
      },
    );
    expect(pasted).toContain(
      'replay: npx posp run a.yaml --design-point 0 --trace --arm coalition/asserter/skip-work --replication 0',
    );
  });

  it('shows no run where nothing was simulated', () => {
    const game = { ...point(0, p(0), [advantage(-1, null, { exact: -1 })]), replications: 0 };
    const { verdict, because } = judge(claims.dominant, { role: 'asserter' }, evidence([game], { by: 'exact' }));
    expect(verdict).toBe('false');
    expect(because).toContain('there is no run to replay');
    expect(because).not.toContain('replay: ');
  });

  it('shares the error of being false among all that could be', () => {
    // One of two: twice as wide, 0.3 ± 0.32 is open.
    expect(judge(dominant, { role: 'asserter' }, on([1, 0.5], [-0.3, 0.16])).verdict).toBe('undecided');
    expect(judge(dominant, { role: 'asserter' }, on([-0.3, 0.16])).verdict).toBe('false');
  });

  it('says what was found in few digits, and in more only where fewer would hide on which side of a limit it lies', () => {
    const because = (mean: number, halfWidth: number) =>
      judge(dominant, { role: 'asserter' }, on([mean, halfWidth])).because;
    // Rounding is never shown as noise: an interval comes with its own digits, or not at all.
    expect(because(0.450424, 3e-7)).toContain('earns 0.45 credits per job more');
    expect(because(0.450424, 3e-4)).toContain('earns 0.45042 ± 0.00030 credits per job more');
    expect(because(1.24, 5e-9)).toContain('earns 1.24 credits per job more');
    expect(because(1, 0)).toContain('earns 1 credit per job more');
    const limited = (value: number, halfWidth: number, atMost: number) =>
      judge(
        claims.bound,
        { of: 'detected', atMost },
        evidence([point(0, p(0), [], { detected: rate(value, halfWidth) })]),
      ).because;
    expect(limited(0.110124, 0.000021, 0.2)).toContain('detected is 0.11 at');
    expect(limited(0.110124, 0.000021, 0.1101)).toContain('detected is 0.110124 ± 0.000021');
    expect(limited(3_160_000, 190_000_000, 0)).toContain('detected is 3160000 ± 190000000');
  });

  it('shows no interval of what is known exactly: rounding is no uncertainty', () => {
    const exact = { low: 0.450424 - 1e-9, middle: 0.450424, high: 0.450424 + 1e-9, isExact: true };
    const on = { ...evidence([point(0, p(0), [advantage(null, null, { exact: 0.450424 })])], { by: 'exact' }) };
    const judged = (turn: (interval: Interval) => Interval) =>
      judge(dominant, { role: 'asserter' }, { ...on, intervalOf: () => turn(exact) }).because;
    expect(judged((interval) => interval)).toContain('earns 0.45 credits per job more than its best rival');
    expect(judged(turnRound)).toContain('earns 0.45 credits per job more than honesty');
  });

  it('is open with what deciding would take', () => {
    const { verdict, because, open, jobsToTell } = judge(dominant, { role: 'asserter' }, on([1, 0.5], [0.1, 0.3]));
    expect(verdict).toBe('undecided');
    expect(open).toEqual([1]);
    // With a standard error of 0.15 it is N(0.1, 0.15² (1 - 1 / n)) after n times as many, as likely as not beyond
    // ± 0.3 / √n from n = 6.33 on: there Φ((-0.1192 - 0.1) / 0.1376) + Φ((0.1 - 0.1192) / 0.1376) = 0.056 + 0.444.
    expect(because).toMatch(/; about 100 replications \(10,000 jobs\) there would tell$/);
    expect(jobsToTell).toBe(10_000);
    // The one that reaches lowest is not the one that takes longest.
    expect(judge(dominant, { role: 'asserter' }, on([1, 0.5], [0.1, 0.3], [0.001, 0.1])).because).toMatch(
      /; about 160 replications \(26,000 jobs\) at 2 design points would tell of all 2 comparisons that are open$/,
    );
  });

  it('where the exact value is known, the estimate is taken to go there', () => {
    // (0.3 / 0.03)² = 100 times 16 replications, whatever the sample shows so far.
    expect(open([0.1, 0.3], { exact: 0.03 }).because).toContain('about 1,600 replications (160,000 jobs) there');
  });

  it('does not promise to tell what no number of replications would', () => {
    const tie = open([-1e-13, 4.5e-9], { exact: 0, resolution: 1e-9 });
    expect(tie.verdict).toBe('undecided');
    expect(tie.because).toContain('is 0 ± 4.5e-9 credits');
    expect(tie.because).toContain('the exact value is no further from it than rounding');
    expect(open([1, 3], { exact: 1e-4 }).because).toContain('so near a tie that more replications would hardly tell');
    const rounded = { exact: 1e-10, halfWidthAfter: () => 4.4e-9, floor: 3.9e-9 };
    expect(open([1e-10, 4.4e-9], rounded).because).toContain('money is counted in 1e-9 credits');
    const ruin = { halfWidthAfter: () => Number.POSITIVE_INFINITY };
    expect(open([1, Number.POSITIVE_INFINITY], ruin).because).toContain('no number of replications rules it out');
    for (const never of [tie, open([1, 3], { exact: 1e-4 }), open([1e-10, 4.4e-9], rounded)]) {
      expect(never.because).not.toMatch(/about .* replications/);
    }
  });

  it('a tie is false, unless weak', () => {
    expect(judge(dominant, { role: 'asserter' }, on([0, 0])).verdict).toBe('false');
    expect(judge(dominant, { role: 'asserter', weak: true }, on([0, 0])).verdict).toBe('true');
  });

  it('looks at the role and the profiles that are asked for', () => {
    const both = evidence([
      point(0, p(0), [
        advantage(1, 0.1),
        advantage(-1, 0.1, { role: 'validator', over: 'guess' }),
        advantage(-1, 0.1, { against: 'all-deviating' }),
      ]),
    ]);
    expect(judge(dominant, { role: 'asserter' }, both).verdict).toBe('true');
    expect(judge(dominant, { role: 'validator' }, both).verdict).toBe('false');
    expect(judge(dominant, { role: 'asserter', against: ['coalition', 'all-deviating'] }, both).verdict).toBe('false');
  });

  it('by exact values a tie is no gain: it keeps no equilibrium open, and decides no dominance', () => {
    const tie = [advantage(0.4, 0.1, { exact: 0.3 }), advantage(0, 1e-9, { exact: 0 })];
    const tied = evidence([point(0, p(0), tie)], { by: 'exact' });
    expect(judge(claims.equilibrium, {}, tied).verdict).toBe('true');
    expect(judge(claims.dominant, { role: 'asserter', weak: true }, tied).verdict).toBe('true');
    expect(judge(claims.dominant, { role: 'asserter' }, tied).verdict).toBe('undecided');
    const lost = evidence([point(0, p(0), [...tie, advantage(-0.2, 0.1, { exact: -0.2 })])], { by: 'exact' });
    expect(judge(claims.equilibrium, {}, lost).verdict).toBe('false');
  });

  it('by exact values a billionth is nothing', () => {
    const exact = evidence([point(0, p(0), [advantage(null, null, { exact: 1e-10 })])], { by: 'exact' });
    expect(judge(dominant, { role: 'asserter', by: 'exact' }, exact).verdict).toBe('undecided');
  });

  it('of nothing is open', () => {
    expect(judge(dominant, { role: 'asserter' }, evidence([point(0, p(0), [])])).verdict).toBe('undecided');
  });
});

describe('equilibrium', () => {
  it('asks for unilateral deviations only, and allows ties', () => {
    const on = evidence([point(0, p(0), [advantage(-1, 0.1), advantage(0, 0, { against: 'all-honest' })])]);
    expect(judge(claims.equilibrium, {}, on).verdict).toBe('true');
    const alone = evidence([point(0, p(0), [advantage(-1, 0.1)])]);
    expect(judge(claims.equilibrium, {}, alone).verdict).toBe('false');
  });
});

describe('bound', () => {
  const on = (...rates: [number | null, number | null][]) =>
    evidence(rates.map(([value, halfWidth], id) => point(id, p(id), [], { detected: rate(value, halfWidth) })));
  const atMost = { of: 'detected', atMost: 0.5 };

  it('is true inside, false outside, open between', () => {
    expect(judge(claims.bound, atMost, on([0.3, 0.1], [0.4, 0.05])).verdict).toBe('true');
    expect(judge(claims.bound, atMost, on([0.3, 0.1], [0.9, 0.1])).verdict).toBe('false');
    expect(judge(claims.bound, atMost, on([0.3, 0.1], [0.45, 0.1]))).toMatchObject({ verdict: 'undecided', open: [1] });
  });

  it('open, says what would decide it; of time that could not be measured, why', () => {
    // A limit at 0.5, half a half-width away: four times as many runs.
    const known = evidence([point(0, p(0), [], { detected: rate(0.45, 0.1) })], { forecast: { exact: 0.45 } });
    expect(judge(claims.bound, atMost, known).because).toContain(
      '; about 64 replications (6,400 jobs) there would tell',
    );
    const solved = point(0, p(0.1), [], { detected: { ...rate(null, null), exact: 0.45 } });
    expect(judge(claims.bound, atMost, evidence([solved]))).toMatchObject({
      verdict: 'undecided',
      because: 'detected was not simulated at any design point; its exact value is 0.45 at p = 0.1 (by: exact)',
    });
    const slow = { of: 'latencySecondsP99', atMost: 1 };
    const time = { relaxationSeconds: 1e5, jobsPerRelaxation: 1e8, jobsPerRun: 2e9, warmUpJobs: 1e9, runs: 0 };
    const unmeasured = point(0, p(0), [], { latencySecondsP99: rate(null, null) });
    const because = (why: string) =>
      judge(claims.bound, slow, evidence([{ ...unmeasured, time: { ...time, why } }])).because;
    expect(because('a run would take 2,000,000,000 jobs')).toBe(
      'latencySecondsP99 is not known at any design point: a run would take 2,000,000,000 jobs',
    );
  });

  it('is not true while a design point does not have the rate', () => {
    expect(judge(claims.bound, atMost, on([0.3, 0.1], [null, null]))).toMatchObject({
      verdict: 'undecided',
      open: [1],
    });
    expect(judge(claims.bound, atMost, on([null, null])).verdict).toBe('undecided');
  });

  it('replays the arm the rate is measured in', () => {
    expect(judge(claims.bound, atMost, on([0.9, 0.1])).because).toContain('--arm coalition/asserter/skip-work');
    const honest = evidence([point(0, p(0), [], { challenged: rate(0.9, 0.1) })]);
    expect(judge(claims.bound, { of: 'challenged', atMost: 0.5 }, honest).because).toContain(
      '--arm coalition/both/honest',
    );
  });

  it('needs a limit', () => {
    expect(claims.bound.params.safeParse({ of: 'detected' }).success).toBe(false);
  });
});

describe('threshold', () => {
  const curve = [0, 1, 2, 3].map((value) => point(value, p(value), [advantage(value - 1.5, 0.1)]));
  const on = (...thresholds: Parameters<typeof threshold>[]) =>
    evidence(curve, { thresholds: thresholds.map((args) => threshold(...args)) });
  const between = (low: number, high: number) => ({ of: 'p', role: 'asserter', between: [low, high] });

  it('is true inside, false outside, open across an end', () => {
    const found = on([{ value: 1.5, low: 1.4, high: 1.6 }]);
    expect(judge(claims.threshold, between(1, 2), found).verdict).toBe('true');
    expect(judge(claims.threshold, between(2, 3), found).verdict).toBe('false');
    expect(judge(claims.threshold, between(1.5, 2), found)).toMatchObject({ verdict: 'undecided', open: [0, 1, 2, 3] });
  });

  it('over several deviations is that of the last', () => {
    const two = on(
      [{ value: 1.2, low: 1.1, high: 1.3 }],
      [{ value: 1.5, low: 1.4, high: 1.6 }, { over: 'cheaper-model' }],
    );
    expect(judge(claims.threshold, between(1.2, 2), two).verdict).toBe('true');
    expect(judge(claims.threshold, between(1, 1.35), two).verdict).toBe('undecided');
    expect(judge(claims.threshold, between(0, 1.25), two).verdict).toBe('false');
    expect(judge(claims.threshold, { ...between(0, 1.35), over: 'skip-work' }, two).verdict).toBe('true');
  });

  it('where honesty pays below, the first deviation to win binds', () => {
    const falls = on(
      [{ value: 1.2, low: 1.1, high: 1.3, direction: 'honest-below' }],
      [{ value: 1.8, low: 1.7, high: 1.9, direction: 'honest-below' }, { over: 'cheaper-model' }],
    );
    expect(judge(claims.threshold, between(1, 1.5), falls)).toMatchObject({
      verdict: 'true',
      because: 'honesty switches at p = 1.20 ± 0.15 (over asserter skip-work)',
    });
    expect(judge(claims.threshold, between(1.6, 2), falls).verdict).toBe('false');
  });

  it('that may lie beyond the range is open', () => {
    expect(judge(claims.threshold, between(1, 2), on([{ value: 1.5, low: null, high: 1.6 }])).verdict).toBe(
      'undecided',
    );
  });

  it('that is never reached is false where the range was covered, and open where it was not', () => {
    const reason = { reason: 'honesty pays at every value that was tried' };
    const always = (range: [number, number]) => {
      const points = [1, 2].map((value) => point(value, p(value), [advantage(1, 0.1)]));
      return judge(claims.threshold, between(...range), evidence(points, { thresholds: [threshold(reason)] }));
    };
    expect(always([1.2, 1.8])).toMatchObject({
      verdict: 'false',
      because: 'honesty pays at every value of p that was tried: there is no threshold, and no run that shows one',
    });
    expect(always([0.5, 1.5])).toMatchObject({ verdict: 'undecided' });
    const never = [1, 2].map((value) => point(value, p(value), [advantage(-1, 0.1)]));
    const judged = (range: [number, number]) =>
      judge(claims.threshold, between(...range), evidence(never, { thresholds: [threshold(reason)] }));
    expect(judged([1.2, 1.8]).verdict).toBe('false');
    expect(judged([1.2, 1.8]).because).toContain('replay: --design-point 1 --arm coalition/asserter/skip-work');
    expect(judged([1.5, 2.5]).verdict).toBe('undecided');
  });

  it('beside what the runs cannot tell stands that honesty exactly pays nowhere', () => {
    const exact = { feasible: false, value: null, direction: null, roots: [], reason: 'never' as const };
    const points = [0, 1].map((value) => point(value, p(value), [advantage(-value, 0.1)]));
    const reason = 'honesty loses at 1 of 2 values that were tried; the rest cannot tell';
    const found = evidence(points, { thresholds: [threshold({ reason }, { exact })] });
    expect(judge(claims.threshold, between(0, 0.5), found)).toMatchObject({
      verdict: 'undecided',
      because: `over skip-work: ${reason}; exactly, it pays at no value of p`,
    });
    const crossing = { feasible: true, value: 0.8, direction: 'honest-above' as const, roots: [] };
    const crossed = evidence(points, { thresholds: [threshold({ reason }, { exact: crossing })] });
    expect(judge(claims.threshold, between(0, 0.5), crossed)).toMatchObject({
      verdict: 'undecided',
      because: `over skip-work: ${reason}; exactly, it switches at p = 0.8 (by: exact)`,
    });
    const exactly = evidence(points, { thresholds: [threshold({ reason }, { exact })], by: 'exact' });
    expect(judge(claims.threshold, { ...between(0, 0.5), by: 'exact' }, exactly).verdict).toBe('false');
  });

  it('by exact values compares the exact threshold', () => {
    const exact = { feasible: true, value: 1.5, direction: 'honest-above' as const, roots: [] };
    const found = evidence(curve, { thresholds: [threshold(null, { exact })], by: 'exact' });
    expect(judge(claims.threshold, { ...between(1, 2), by: 'exact' }, found).verdict).toBe('true');
    expect(judge(claims.threshold, { ...between(2, 3), by: 'exact' }, found).verdict).toBe('false');
  });

  it('the worst of several curves counts', () => {
    const points = [0, 1].flatMap((r) => [0, 3].map((value) => point(2 * r + (value ? 1 : 0), { p: value, r }, [])));
    const thresholds = [threshold({ value: 1.5, low: 1.4, high: 1.6 }, { at: { r: 0 } })];
    const wrong = threshold({ value: 2.5, low: 2.4, high: 2.6 }, { at: { r: 1 } });
    expect(judge(claims.threshold, between(1, 2), evidence(points, { thresholds })).verdict).toBe('true');
    const both = evidence(points, { thresholds: [...thresholds, wrong] });
    expect(judge(claims.threshold, between(1, 2), both).verdict).toBe('false');
  });
});

describe('monotone', () => {
  const on = (...means: number[]) =>
    evidence(means.map((mean, id) => point(id, p(id), [advantage(mean, 0.1)], { detected: rate(mean, 0.01) })));
  const rising = { of: 'detected', along: 'p', direction: 'rising' };

  it('is true when every step goes up, false when one goes down, open when one cannot be told', () => {
    expect(judge(claims.monotone, rising, on(0.1, 0.3, 0.6)).verdict).toBe('true');
    expect(judge(claims.monotone, rising, on(0.1, 0.9, 0.6)).verdict).toBe('false');
    expect(judge(claims.monotone, rising, on(0.1, 0.9, 0.6)).because).toContain(
      '; replay: --design-point 2 --arm coalition/asserter/skip-work --replication 0',
    );
    expect(judge(claims.monotone, rising, on(0.1, 0.31, 0.32))).toMatchObject({ verdict: 'undecided', open: [2, 1] });
    expect(judge(claims.monotone, { ...rising, direction: 'falling' }, on(0.6, 0.3, 0.1)).verdict).toBe('true');
  });

  it('of an advantage compares what both saw', () => {
    const name = { of: 'advantage', role: 'asserter', over: 'skip-work', along: 'p', direction: 'rising' };
    expect(judge(claims.monotone, name, on(0.1, 0.5)).verdict).toBe('true');
    expect(judge(claims.monotone, name, on(0.1, 0.2)).verdict).toBe('undecided');
  });

  it('a tie is no rise, unless weak', () => {
    const flat = evidence([0, 1].map((id) => point(id, p(id), [], { detected: rate(0.5, 0) })));
    expect(judge(claims.monotone, rising, flat).verdict).toBe('false');
    expect(judge(claims.monotone, { ...rising, weak: true }, flat).verdict).toBe('true');
  });
});

describe('ranking', () => {
  const on = evidence([0.2, 0.9, 0.5].map((value, id) => point(id, p(id), [], { detected: rate(value, 0.01) })));
  const ranked = (...order: number[]) => judge(claims.ranking, { of: 'detected', along: 'p', order }, on);

  it('is true in the order of the figures, false in another', () => {
    expect(ranked(1, 2, 0).verdict).toBe('true');
    expect(ranked(2, 1, 0).verdict).toBe('false');
    expect(ranked(1, 0).verdict).toBe('true');
  });

  it('of values that were not tried is open', () => {
    expect(ranked(1, 7).verdict).toBe('undecided');
  });
});

describe('dominant and equilibrium', () => {
  const stands = point(0, p(0.2), [advantage(0.5, 0.1)]);
  const other = { asserter: { 'skip-work': 1 }, validator: { collude: 0.25, guess: 0.75 } };

  it('name a second equilibrium in the same breath, where there is one', () => {
    for (const [claim, given] of [
      [claims.dominant, { role: 'asserter' }],
      [claims.equilibrium, {}],
    ] as const) {
      const judged = judge(claim, given, evidence([stands], { other }));
      expect(judged.verdict).toBe('true');
      expect(judged.because).toMatch(
        /; beside it asserter skip-work with validator 25 % collude and 75 % guess is an equilibrium too at p = 0.2$/,
      );
      expect(judge(claim, given, evidence([stands])).because).not.toContain('beside it');
    }
  });

  it('say nothing of validators where there are none', () => {
    const alone = { asserter: { 'skip-work': 1 } };
    const { because } = judge(claims.dominant, { role: 'asserter' }, evidence([stands], { other: alone }));
    expect(because).toMatch(/; beside it asserter skip-work is an equilibrium too at p = 0.2$/);
  });

  it('are silent of it where honesty does not stand', () => {
    const loses = point(0, p(0.2), [advantage(-0.5, 0.1)]);
    expect(judge(claims.dominant, { role: 'asserter' }, evidence([loses], { other })).because).not.toContain(
      'beside it',
    );
  });
});

describe('no-profitable-deviation', () => {
  const best = (low: number, high = low): BestResponse => ({
    role: 'asserter',
    gain: { low, high },
    policy: [{ when: 'always', action: low > 0 ? 'skip-work' : 'honest' }],
    actions: ['honest', 'skip-work', 'stop'],
    states: 1,
    horizon: null,
  });
  const judged = (found: BestResponse[], params: object = {}) => {
    const points = found.map((_, i) => point(i, p(i), []));
    const bestResponses = new Map(points.map((at, i) => [at, found[i]!]));
    return judge(claims.noProfitableDeviation, { role: 'asserter', ...params }, evidence(points, { bestResponses }));
  };

  it('is true where no plan gains, false where one does, whatever else is not known', () => {
    expect(judged([best(0), best(0)])).toMatchObject({
      verdict: 'true',
      because:
        'no plan earns more than honesty at 2 design points, proved for every plan made of honest, skip-work, stop',
    });
    const { verdict, because } = judged([best(0), best(0.25), { role: 'asserter', unknown: 'nodes learn' }]);
    expect(verdict).toBe('false');
    expect(because).toBe(
      'one asserter that plays skip-work always gains 0.25 credits per job over honesty, and no plan more than 0.25 credits per job: proved at p = 1',
    );
  });

  it('is undecided where the chain is not known, or its bounds lie on both sides of the limit', () => {
    expect(judged([best(0), { role: 'asserter', unknown: 'nodes learn' }])).toMatchObject({
      verdict: 'undecided',
      because: 'what one node may face is not known at p = 1: nodes learn',
    });
    expect(judged([best(0.1, 0.3)], { gainAtMost: 0.2 })).toMatchObject({
      verdict: 'undecided',
      because: 'the best plan gains between 0.1 and 0.3 credits per job at p = 0, and no more is proved',
    });
    expect(judged([best(0.1, 0.2)], { gainAtMost: 0.2 }).verdict).toBe('true');
    expect(judged([]).verdict).toBe('undecided');
  });

  it('takes an exact gain within rounding of a limit for none', () => {
    expect(judged([best(1e-10)]).verdict).toBe('true');
    expect(judged([best(1e-8)]).verdict).toBe('false');
  });
});

describe('unique-equilibrium', () => {
  const profile = (asserter: string) => ({
    profile: { asserter: { [asserter]: 1 }, validator: { honest: 1 } },
    undetectedPerJob: asserter === 'honest' ? 0 : 0.9,
  });
  const on = (...asserters: string[]) =>
    evidence([point(0, p(0), [])], {
      equilibria: () => ({ equilibria: asserters.map(profile), degenerate: false }),
    });

  it('is true for honesty alone, false beside another or without it, open without a round', () => {
    expect(judge(claims.uniqueEquilibrium, {}, on('honest')).verdict).toBe('true');
    const two = judge(claims.uniqueEquilibrium, {}, on('honest', 'skip-work'));
    expect(two.verdict).toBe('false');
    expect(two.because).toContain('asserter skip-work with validator honest is an equilibrium too at p = 0');
    expect(two.because).toContain('there is no run to replay');
    expect(judge(claims.uniqueEquilibrium, {}, on()).verdict).toBe('false');
    expect(judge(claims.uniqueEquilibrium, {}, evidence([point(0, p(0), [])])).verdict).toBe('undecided');
  });

  it('is open where mixes were not looked for, unless a pure equilibrium settles it', () => {
    const unsought = (open: 'too-large' | 'no-mean' | 'of-three' | 'by-search', ...asserters: string[]) =>
      judge(
        claims.uniqueEquilibrium,
        {},
        evidence([point(0, p(0), [])], {
          equilibria: () => ({ equilibria: asserters.map(profile), degenerate: false, open }),
        }),
      );
    const { verdict, because } = unsought('too-large', 'honest');
    expect(verdict).toBe('undecided');
    expect(because).toContain('mixed ones were not looked for at p = 0');
    expect(because).toContain('declare fewer');
    expect(unsought('no-mean', 'honest').verdict).toBe('undecided');
    expect(unsought('no-mean', 'honest').because).toContain('have one job in flight');
    for (const [open, words] of [
      ['of-three', 'at most two a side'],
      ['by-search', 'without a proof'],
    ] as const) {
      expect(unsought(open, 'honest').verdict).toBe('undecided');
      expect(unsought(open, 'honest').because).toContain(words);
      expect(unsought(open, 'honest', 'skip-work').verdict).toBe('false');
    }
    expect(unsought('too-large', 'honest', 'skip-work').verdict).toBe('false');
    expect(unsought('too-large').verdict).toBe('false');
  });

  it('without honesty says who gains by leaving it, and shows a run of that', () => {
    const of = (...advantages: Parameters<typeof advantage>[]) =>
      judge(
        claims.uniqueEquilibrium,
        {},
        evidence(
          [
            point(
              0,
              p(0),
              advantages.map((args) => advantage(...args)),
            ),
          ],
          { equilibria: () => ({ equilibria: [], degenerate: false }) },
        ),
      ).because;
    expect(of([-0.3, 0.1], [-0.5, 0.1, { over: 'cheaper' }], [0.2, 0.1, { over: 'dearer' }])).toBe(
      'honest play of all is no equilibrium at p = 0: asserter cheaper earns 0.5 credits per job more; replay: --design-point 0 --arm coalition/asserter/cheaper --replication 0',
    );
    // With a coalition, what counts is the deviation among the honest.
    expect(of([-0.5, 0.1], [-0.2, 0.1, { against: 'all-honest' }])).toContain('--arm all-honest/asserter/skip-work');
    expect(of([0.5, 0.1])).toContain('there is no run to replay');
  });
});

describe('quantile', () => {
  const fate: Fate = {
    mean: 10,
    honestMean: 20,
    quantile: (level) => ({ low: 100 * level - 1, high: 100 * level + 1 }),
    chanceAbove: (amount) => (amount > 10 ? { low: 0.08, high: 0.1 } : { low: 0.4, high: 0.45 }),
    ruin: () => ({ low: 0.02, high: 0.02 }),
  };
  const verdict = (given: Record<string, unknown>) =>
    judge(claims.quantile, { strategy: 'skip-work', jobs: 100, ...given }, evidence([point(0, p(0), [])], { fate }))
      .verdict;

  it('reads incomes, gains over honest play, shares and ruin off the law', () => {
    expect(verdict({ of: 'income', level: 0.9, atMost: 95 })).toBe('true');
    expect(verdict({ of: 'income', level: 0.9, atMost: 80 })).toBe('false');
    expect(verdict({ of: 'gain', level: 0.9, atMost: 72 })).toBe('true');
    expect(verdict({ of: 'inProfit', atLeast: 0.3 })).toBe('true');
    expect(verdict({ of: 'ahead', atMost: 0.2 })).toBe('true');
    expect(verdict({ of: 'ruin', atMost: 0.01 })).toBe('false');
  });

  it('is open within what is known of the law', () => {
    expect(verdict({ of: 'income', level: 0.9, atMost: 90.5 })).toBe('undecided');
    expect(verdict({ of: 'gain', level: 0.9, atLeast: 69.5 })).toBe('undecided');
    expect(verdict({ of: 'inProfit', atLeast: 0.42 })).toBe('undecided');
    expect(verdict({ of: 'ahead', atMost: 0.09 })).toBe('undecided');
  });

  it('whoever earns as much as an honest node is not ahead of it', () => {
    // Three jobs of 0.1 each are more than 3 × 0.1 by the last digit, or less.
    const even = {
      ...fate,
      honestMean: 0.3 - 5e-17,
      chanceAbove: (line: number) => (0.3 > line ? { low: 1, high: 1 } : { low: 0, high: 0 }),
    };
    const on = evidence([point(0, p(0), [])], { fate: even });
    expect(even.chanceAbove(even.honestMean).low).toBe(1);
    expect(judge(claims.quantile, { of: 'ahead', jobs: 3, atMost: 0 }, on).verdict).toBe('true');
  });

  describe('by careers', () => {
    const around = (middle: number, halfWidth: number) => ({
      low: middle - halfWidth,
      middle,
      high: middle + halfWidth,
    });
    const careers: Careers = {
      finished: 1200,
      unfinished: 0,
      jobsPerRun: 1000,
      jobsNeeded: 3000,
      mayGrow: true,
      quantile: (level, comparisons) => around(100 * level, 2 * comparisons),
      chanceAbove: (amount, comparisons) => around(amount > 10 ? 0.1 : 0.4, 0.02 * comparisons),
      ruin: (comparisons) => around(0.03, 0.01 * comparisons),
      honest: () => around(20, 0),
    };
    const judgement = (given: Record<string, unknown>, more: Partial<Careers> = {}, points = 1) =>
      judge(
        claims.quantile,
        { strategy: 'skip-work', jobs: 100, ...given },
        evidence(
          Array.from({ length: points }, (_, id) => point(id, p(id), [])),
          { careers: { ...careers, ...more } },
        ),
      );

    it('is decided where no law is known, and says by how many', () => {
      expect(judgement({ of: 'income', level: 0.9, atMost: 93 })).toMatchObject({
        verdict: 'true',
        because:
          'the 90 % quantile of income of skip-work over 100 jobs is between 88 and 92 at p = 0, by 1,200 simulated careers',
      });
      const { verdict, because } = judgement({ of: 'gain', level: 0.9, atMost: 60 });
      expect(verdict).toBe('false');
      expect(because).toContain('between 68 and 72');
      expect(because).toContain('replay: --design-point 0 --arm coalition/asserter/skip-work --replication 0');
      expect(judgement({ of: 'ahead', atMost: 0.2 }).verdict).toBe('true');
      expect(judgement({ of: 'inProfit', atMost: 0.2 }).verdict).toBe('false');
      expect(judgement({ of: 'ruin', atMost: 0.01 }).verdict).toBe('false');
    });

    it('asked to, even where the law is known; by the law alone, not at all', () => {
      const both = evidence([point(0, p(0), [])], { fate, careers });
      const given = { strategy: 'skip-work', jobs: 100, of: 'ruin', atMost: 0.025 };
      expect(judge(claims.quantile, given, both).verdict).toBe('true');
      expect(judge(claims.quantile, { ...given, by: 'simulation' }, both).verdict).toBe('undecided');
      expect(judgement({ of: 'ruin', atMost: 0.5, by: 'exact' }).verdict).toBe('undecided');
    });

    it('shares the error of being false among design points', () => {
      expect(judgement({ of: 'ruin', atMost: 0.015 }).verdict).toBe('false');
      expect(judgement({ of: 'ruin', atMost: 0.015 }, {}, 2).verdict).toBe('undecided');
    });

    it('is not decided by what rounding left', () => {
      const exactly = { quantile: () => around(0.1 + 0.2, 0), honest: () => around(0.3, 0) };
      expect(judgement({ of: 'gain', atMost: 0 }, exactly).verdict).toBe('true');
      expect(judgement({ of: 'gain', atMost: 0.1 }, { ...exactly, honest: () => around(0.2, 0) }).verdict).toBe('true');
      const whole = { quantile: () => around(12, 0), honest: () => around(10 * (1.2 - 1), 0) };
      const { verdict, because } = judgement({ of: 'gain', atLeast: 10, atMost: 10 }, whole);
      expect(verdict).toBe('true');
      expect(because).toContain('of gain of skip-work over 100 jobs is 10 at');
      // Large incomes and none at all.
      const large = { quantile: () => around(1e15 + 2, 0), honest: () => around(1e15, 0) };
      expect(judgement({ of: 'gain', atLeast: 0, atMost: 5 }, large).verdict).toBe('true');
      const small = { quantile: () => around(3e-9, 0), honest: () => around(1e-9, 0) };
      expect(judgement({ of: 'gain', atLeast: 2e-9, atMost: 2e-9 }, small).verdict).toBe('true');
    });

    it('spends half of the error on what an honest node expects, where that is an estimate', () => {
      const estimated = { honest: (comparisons: number) => around(20, comparisons) };
      // 70 ± 2 at half of the error is 70 ± 4, and the honest income 20 ± 2.
      expect(judgement({ of: 'gain', level: 0.9, atMost: 76.1 }, estimated).verdict).toBe('true');
      expect(judgement({ of: 'gain', level: 0.9, atMost: 75.9 }, estimated).verdict).toBe('undecided');
      expect(judgement({ of: 'gain', atMost: 76 }, { honest: () => null }).verdict).toBe('undecided');
    });

    it('is open where more careers would tell, and says what would help', () => {
      expect(judgement({ of: 'ruin', atMost: 0.035 })).toMatchObject({ verdict: 'undecided', open: [0] });
      expect(judgement({ of: 'ruin', atMost: 0.035 }, { mayGrow: false }).open).toEqual([]);
      expect(judgement({ of: 'ruin', atMost: 0.035 }, { unfinished: 500 }).because).toContain(
        'raise run.jobs to 3,000',
      );
    });
  });
});

describe('bound by a time', () => {
  const made = point(0, p(1), [advantage(0.002, 0.0005)], { falseSlash: rate(2e-6, 1e-6) });
  made.payoffs = [
    { role: 'asserter', strategy: 'honest', against: 'coalition', mean: 0.2, halfWidth: 0.01, exact: 0.2 },
  ];
  // A node of this market asserts a million jobs a year.
  const on = (more: Parameters<typeof evidence>[1] = {}) =>
    evidence([made], { jobsPer: (per) => (per === 'year' ? 1e6 : per === 'job' ? 1 : null), ...more });
  const judgement = (given: Record<string, unknown>, more = {}) => judge(claims.bound, given, on(more));

  it('multiplies a rate by the jobs that a node asserts in it', () => {
    expect(judgement({ of: 'falseSlash', per: 'year', atMost: 3.1 })).toEqual({
      verdict: 'true',
      because: 'falseSlash per node-year is 2.0 ± 1.0 at p = 1',
    });
    expect(judgement({ of: 'falseSlash', per: 'year', atMost: 0.9 }).verdict).toBe('false');
    expect(judgement({ of: 'falseSlash', per: 'year', atMost: 2.5 })).toMatchObject({
      verdict: 'undecided',
      open: [0],
    });
    expect(judgement({ of: 'falseSlash', atMost: 4e-6 }).because).toContain('falseSlash is');
  });

  it('so it does with what honesty earns over a deviation, and with what a strategy earns', () => {
    const more = judgement({ of: 'advantage', over: 'skip-work', per: 'year', atLeast: 1400 });
    expect(more).toEqual({
      verdict: 'true',
      because: 'the advantage over asserter skip-work per node-year is 2000 ± 500 at p = 1',
    });
    const less = judgement({ of: 'advantage', over: 'skip-work', per: 'year', atLeast: 2600 });
    expect(less.because).toContain('--arm coalition/asserter/skip-work');
    expect(judgement({ of: 'income', per: 'year', atLeast: 180_000, by: 'simulation' }).verdict).toBe('true');
    expect(judgement({ of: 'income', atMost: 0.1 }).because).toContain(
      'the income of asserter honest is 0.200 ± 0.010',
    );
    expect(judgement({ of: 'income', strategy: 'guess', role: 'validator', atMost: 1 }).verdict).toBe('undecided');
  });

  it('is open where nodes have no steady number of jobs', () => {
    expect(judgement({ of: 'falseSlash', per: 'hour', atMost: 1 })).toMatchObject({ verdict: 'undecided' });
    expect(judgement({ of: 'advantage', over: 'skip-work', per: 'career', atMost: 1 }).because).toContain(
      'is not known',
    );
  });
});

describe('no-regression', () => {
  const honest = (id: number, asserter: Honesty, advantages: Advantage[] = [], at = p(id)) => {
    const made = point(id, at, advantages);
    made.honesty = { asserter, validator: 'undecided', overall: asserter };
    return made;
  };
  const line = (value: number, reach: number, direction: 'honest-above' | 'honest-below' = 'honest-above') =>
    threshold({ value, low: value - reach, high: value + reach, direction });
  const since = (
    before: { points?: DesignPointFindings[]; thresholds?: ThresholdFindings[] },
    now: { points?: DesignPointFindings[]; thresholds?: ThresholdFindings[] },
    allow?: 'improvement' | 'nothing',
  ) => {
    const either = [honest(7, 'dominant', [], p(1))];
    const baseline = findings(before.points ?? either, before.thresholds ?? []);
    const on = evidence(now.points ?? either, { thresholds: now.thresholds ?? [], baseline });
    return judge(claims.noRegression, { baseline: 'baseline.json', ...(allow && { allow }) }, on);
  };
  const verdicts = (...given: [Parameters<typeof since>[0], Parameters<typeof since>[1]]) =>
    (['improvement', 'nothing'] as const).map((allow) => since(...given, allow).verdict);
  const become = (was: Honesty, is: Honesty, now: Advantage[] = [], before: Advantage[] = []) =>
    verdicts({ points: [honest(0, was, before, p(1))] }, { points: [honest(7, is, now, p(1))] });

  describe('of honesty', () => {
    const [gained, lost] = [[advantage(0.5, 0.1)], [advantage(-0.5, 0.1)]];

    it.each<[Honesty, Honesty, Advantage[], string[]]>([
      ['dominant', 'dominant', gained, ['true', 'true']],
      ['dominant', 'neither', lost, ['false', 'false']],
      ['dominant', 'undecided', [], ['undecided', 'undecided']],
      ['equilibrium', 'neither', lost, ['false', 'false']],
      ['equilibrium', 'dominant', gained, ['true', 'false']],
      ['neither', 'dominant', gained, ['true', 'false']],
      // Worse than neither there is nothing; whether it is the same more replications may tell.
      ['neither', 'undecided', [], ['true', 'undecided']],
      // What was not known has not changed for all that is known.
      ['undecided', 'dominant', gained, ['undecided', 'undecided']],
      ['undecided', 'neither', lost, ['undecided', 'undecided']],
    ])('that was %s and is %s', (was, is, now, expected) => {
      expect(become(was, is, now)).toEqual(expected);
    });

    it('says what was lost, how to see it, and how to renew the baseline', () => {
      const { because } = since(
        { points: [honest(0, 'dominant', gained, p(1))] },
        { points: [honest(7, 'neither', lost, p(1))] },
      );
      expect(because).toBe(
        'honesty of the asserter was dominant at p = 1 and is neither: asserter skip-work earns 0.50 ± 0.20 credits per job more; replay: --design-point 7 --arm coalition/asserter/skip-work --replication 0; if that is meant, renew the baseline: copy findings.json of this study’s results folder over baseline.json',
      );
    });

    it('needs an advantage that has moved beyond what both studies may err by', () => {
      // With two comparisons an interval is twice as wide here; the earlier one widens by Student’s law, to 0.47.
      expect(become('dominant', 'neither', [advantage(-0.05, 0.02)], [advantage(0.4, 0.39)])).toEqual([
        'undecided',
        'undecided',
      ]);
      expect(become('neither', 'dominant', [advantage(0.05, 0.02)], [advantage(-0.4, 0.39)])).toEqual([
        'true',
        'undecided',
      ]);
    });

    it('shares the error among all points at which it might have been lost', () => {
      const points = (['dominant', 'neither'] as const).map((word, id) =>
        honest(id, word, [advantage(word === 'neither' ? -0.5 : 0.5, 0.1), advantage(0.5, 0.1, { over: 'cheaper' })]),
      );
      const before = points.map((now) =>
        honest(now.id, 'dominant', [advantage(0.5, 0.01), advantage(0.5, 0.01, { over: 'cheaper' })]),
      );
      // Four advantages in two studies: an interval that holds together with the others is eight times as wide.
      expect(since({ points: before }, { points })).toMatchObject({ verdict: 'undecided', open: [1] });
    });

    it('is that of each role: a validator who lost it is not hidden by an asserter who never had it', () => {
      const validators = (word: 'dominant' | 'neither', mean: number) => {
        const made = honest(0, 'neither', [advantage(-1, 0.1), advantage(mean, 0.01, { role: 'validator' })]);
        made.honesty = { asserter: 'neither', validator: word, overall: 'neither' };
        return made;
      };
      const { verdict, because } = since(
        { points: [validators('dominant', 1)] },
        { points: [validators('neither', -1)] },
      );
      expect(verdict).toBe('false');
      expect(because).toContain('honesty of the validator was dominant');
    });

    it('over a deviation that is not declared any more is not said to hold', () => {
      const before = [honest(0, 'dominant', [advantage(1, 0.1), advantage(0.2, 0.1, { over: 'cheaper' })], p(1))];
      const { verdict, because } = since(
        { points: before },
        { points: [honest(7, 'dominant', [advantage(1, 0.1)], p(1))] },
      );
      expect(verdict).toBe('undecided');
      expect(because).toContain('asserter cheaper among its rivals, which is not asked about now');
    });

    it('is open without a baseline, or where nothing in it can be compared', () => {
      expect(judge(claims.noRegression, { baseline: 'other.json' }, evidence([])).verdict).toBe('undecided');
      const elsewhere = since({ points: [honest(0, 'dominant', [], p(2))] }, {});
      expect(elsewhere.because).toBe('baseline.json has no design point in common with this study');
      expect(since({ points: [honest(0, 'undecided', [], p(1))] }, {}).because).toContain('decided nothing');
    });
  });

  describe('of thresholds', () => {
    const moved = (was: ThresholdFindings, is: ThresholdFindings) =>
      verdicts({ thresholds: [was] }, { thresholds: [is] });

    it.each([
      ['stays', line(1.5, 0.1), line(1.52, 0.05), ['true', 'true']],
      ['goes up where honesty pays above it', line(1.5, 0.1), line(1.8, 0.05), ['false', 'false']],
      ['goes down there', line(1.5, 0.1), line(1.2, 0.05), ['true', 'false']],
      [
        'goes up where honesty pays below it',
        line(1.5, 0.1, 'honest-below'),
        line(1.8, 0.05, 'honest-below'),
        ['true', 'false'],
      ],
      ['goes down there', line(1.5, 0.1, 'honest-below'), line(1.2, 0.05, 'honest-below'), ['false', 'false']],
      ['turns round', line(1.5, 0.1), line(1.5, 0.1, 'honest-below'), ['false', 'false']],
      // Both intervals widen, since either study may err: up to 1.618 before, and 1.6 to 1.8 now.
      ['goes up within what both may err by', line(1.5, 0.1), line(1.7, 0.05), ['true', 'true']],
    ])('that %s', (_, was, is, expected) => {
      expect(moved(was, is)).toEqual(expected);
    });

    it('names the points next to it', () => {
      const { because } = since({ thresholds: [line(1.5, 0.1)] }, { thresholds: [line(1.8, 0.05)] });
      expect(because).toMatch(/^the threshold of asserter skip-work along p was 1\.5 \(1\.4 to 1\.6\) and is 1\.8 /);
      expect(because).toContain('honesty pays on less of the range; replay: --design-point 7 --arm coalition/asserter');
    });

    const curve = (...means: number[]) =>
      means.map((mean, id) => honest(id, mean > 0 ? 'dominant' : 'neither', [advantage(mean, 0.01)], p(id + 1)));
    const none = threshold({ value: null, reason: 'no crossing' });

    it.each([
      // Values 1, 2 and 3 are tried.
      ['came to lie below all values', [-1, 1, 1], line(1.5, 0.1), [1, 1, 1], none, ['true', 'false']],
      ['came to lie above all values', [-1, 1, 1], line(1.5, 0.1), [-1, -1, -1], none, ['false', 'false']],
      ['came from below all values', [1, 1, 1], none, [-1, 1, 1], line(1.5, 0.1), ['false', 'false']],
      ['came from above all values', [-1, -1, -1], none, [-1, 1, 1], line(1.5, 0.1), ['true', 'false']],
      ['is as absent as it was', [1, 1, 1], none, [1, 1, 1], none, ['true', 'true']],
    ])('that %s', (_, before, was, now, is, expected) => {
      expect(
        verdicts({ points: curve(...before), thresholds: [was] }, { points: curve(...now), thresholds: [is] }),
      ).toEqual(expected);
    });

    it('that lies where nothing was tried before is not said to have moved', () => {
      const wider = [honest(3, 'neither', [advantage(-1, 0.01)], p(0.2)), ...curve(1, 1, 1)];
      const before = { points: curve(1, 1, 1), thresholds: [none] };
      expect(verdicts(before, { points: wider, thresholds: [line(0.5, 0.1)] })).toEqual(['true', 'true']);
    });

    it('that cannot be told is open, and one that is not looked for is named', () => {
      const open = since(
        { points: curve(-1, 1), thresholds: [line(1.5, 0.1)] },
        { points: curve(-1, 1), thresholds: [none] },
      );
      expect(open).toMatchObject({ verdict: 'undecided', open: [0, 1] });
      const gone = since({ points: curve(1, 1), thresholds: [line(0.5, 0.1)] }, { points: curve(1, 1) });
      expect(gone.verdict).toBe('true');
      expect(gone.because).toContain(
        'not compared: the threshold of asserter skip-work along p is not looked for here',
      );
    });
  });
});

describe('every claim', () => {
  it('says itself in one sentence, with its where', () => {
    const given: Record<string, Record<string, unknown>> = {
      dominant: { role: 'asserter' },
      equilibrium: {},
      bound: { of: 'detected', atMost: 0.5 },
      threshold: { of: 'mechanism.p', role: 'asserter', between: [1, 2] },
      monotone: { of: 'detected', along: 'mechanism.p', direction: 'rising' },
      ranking: { of: 'detected', along: 'mechanism.p', order: [1, 2] },
      quantile: { of: 'ruin', jobs: 100, atMost: 0.1 },
      'unique-equilibrium': {},
      'no-profitable-deviation': { role: 'asserter', gainAtMost: 0.2 },
      'no-regression': { baseline: 'baseline.json' },
    };
    for (const claim of Object.values(claims)) {
      const sentence = claim.say(claim.params.parse({ ...given[claim.kind], where: 'p > 1' }), findings([]));
      expect(sentence, claim.kind).toMatch(/^[a-z ]+: .* where p > 1$|^no regression against .* where p > 1$/);
    }
  });
});
