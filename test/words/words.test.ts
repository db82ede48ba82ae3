import { describe, expect, it } from 'vitest';
import { pickEvenly } from '../../src/analysis/exhibits/pick-evenly.ts';
import type { Findings, Participation, ThresholdFindings } from '../../src/findings/findings.ts';
import type { HonestyPays, Judgement } from '../../src/findings/judgement.ts';
import { listPaysAlong } from '../../src/findings/pays-along.ts';
import { tabulatePoints } from '../../src/findings/point-table.ts';
import { renderCsv } from '../../src/report/csv.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { signedScale } from '../../src/report/scale.ts';
import { cutAlong, listAxes } from '../../src/report/sweep.ts';
import { sayAlong } from '../../src/words/answer/along.ts';
import { tallyPoints } from '../../src/words/answer/at-points.ts';
import { listBindingThresholds, sayAnswer, tallyClaims, writeHeadline } from '../../src/words/answer/headline.ts';
import { formatCount, formatEstimate, formatInterval, formatMany, formatNumber } from '../../src/words/number.ts';
import { labelThreshold, sayPlainThreshold, saySimulated } from '../../src/words/threshold-words.ts';
import {
  bare,
  empty,
  grid,
  hostile,
  infeasible,
  mechanisms,
  single,
  sweep,
  threeAxes,
  withoutExact,
} from '../report/fixtures/findings.ts';

describe('an interval as printed', () => {
  it('holds the one that was found, however few digits are shown', () => {
    for (const [value, halfWidth] of [
      [0.00735510444, 2e-11],
      [0.3359580052, 2e-9],
      [8.8, 4e-8],
      [123456.7891, 1e-3],
    ] as const) {
      const printed = formatEstimate(value, halfWidth);
      const [middle, reach] = printed.split(' ± ').map(Number) as [number, number];
      expect(middle - reach, printed).toBeLessThanOrEqual(value - halfWidth);
      expect(middle + reach, printed).toBeGreaterThanOrEqual(value + halfWidth);
    }
  });
});

describe('a simulated threshold', () => {
  const located = (low: number | null, high: number | null): ThresholdFindings => ({
    ...sweep.thresholds[0]!,
    exact: null,
    simulated: { ...sweep.thresholds[0]!.simulated!, value: 0.01, low, high, plain: { value: 0.02, low, high } },
  });

  it('shows the end of its interval that is known, in tables and beside pictures', () => {
    const open = located(0.008, null);
    expect([saySimulated(open), sayPlainThreshold(open)]).toEqual(['0.01 [0.008, ?]', '0.02 [0.008, ?]']);
    expect(labelThreshold(open, 200)).toEqual(['sharp 0.01 [0.008, ?]', 'plain 0.02 [0.008, ?]']);
    const shut = located(0.008, 0.03);
    expect(labelThreshold(shut, 200)).toEqual(['sharp 0.010 ± 0.011', 'plain 0.020 ± 0.011']);
  });

  it('is no bare number where neither end is known', () => {
    const open = located(null, null);
    expect([saySimulated(open), sayPlainThreshold(open)]).toEqual(['cannot tell where', 'cannot tell where']);
  });
});

describe('numbers', () => {
  it.each([
    [0.007355104442, '0.00736'],
    [-0.5, '-0.5'],
    [1234.5, '1235'],
    [1234567.8, '1,234,568'],
    [2.5e-7, '2.5e-7'],
    [0, '0'],
    [null, '–'],
    [Number.NaN, '–'],
  ])('%s to three digits is %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it('show no digit the half-width does not warrant', () => {
    expect(formatEstimate(-0.71283, 0.0413)).toBe('-0.713 ± 0.041');
    expect(formatEstimate(123.456, 21.7)).toBe('123 ± 22');
    expect(formatEstimate(0.000001, 0.01)).toBe('0.000 ± 0.010');
    expect(formatEstimate(0, 0.0000025)).toBe('0 ± 2.5e-6');
    expect(formatEstimate(0.5, null)).toBe('0.5');
    expect(formatEstimate(null, null)).toBe('–');
    expect(formatInterval(0.00736123, 0.0073088, 0.0074138)).toBe('0.007361 [0.007309, 0.007414]');
    expect(formatInterval(null, null, null)).toBe('–');
  });

  it('group thousands and know one from many', () => {
    expect([formatCount(999), formatCount(12345), formatMany(1, 'job'), formatMany(2, 'job')]).toEqual([
      '999',
      '12,345',
      '1 job',
      '2 jobs',
    ]);
  });
});

describe('headline', () => {
  const withExact = (exact: Partial<NonNullable<ThresholdFindings['exact']>>): Findings => ({
    ...sweep,
    designPoints: [],
    thresholds: sweep.thresholds.map((threshold) => ({
      ...threshold,
      exact: { ...threshold.exact!, ...exact },
      simulated: null,
    })),
  });
  const along = (findings: Findings) => sayAlong(findings, listPaysAlong(findings, 'asserter'));

  it('names the deviation that binds, not the easier one', () => {
    expect(listBindingThresholds(sweep, 'asserter').map((entry) => entry.threshold.over)).toEqual(['skip-work']);
  });

  it('says to three digits from where on honesty pays, and what that rests on', () => {
    expect(sayAnswer(sweep)).toBe(
      'An honest asserter earns more than by every declared deviation (skip-work, cheaper-model) against the coalition once challenge probability p exceeds 0.00736 (exact; simulated, sharp estimate: 0.0074 [0.00731, 0.00749] at 95 % confidence)',
    );
    expect(sayAnswer(withoutExact)).toContain(
      'once challenge probability p exceeds 0.0074 (simulated, sharp estimate: 0.0074 [0.00731, 0.00749] at 95 % confidence)',
    );
  });

  it('says for whom: the thresholds in order, each with its setting', () => {
    expect(sayAnswer(grid)).toContain(
      'once challenge probability p exceeds 0.0163 without colluders, 0.0276 with 40 %, and values between them at 7 further settings (exact)',
    );
    const two = {
      ...grid,
      thresholds: grid.thresholds.filter(({ at }) => [0.05, 0.4].includes(at['coalition.fraction'] as number)),
    };
    expect(sayAnswer(two)).toContain('exceeds 0.0172 with 5 % colluders, 0.0276 with 40 % (exact)');
  });

  it('says that no value is enough, and that replications are missing', () => {
    expect(writeHeadline(infeasible)).toContain(
      'At no value of challenge probability p does an honest asserter earn more than by every declared deviation (skip-work, cheaper-model) against the coalition: skip-work earns as much or more, even at the end of its range',
    );
    expect(writeHeadline(infeasible)).toContain('not complete');
  });

  it('falls back on the settings there are', () => {
    const points: Findings = { ...sweep, thresholds: [] };
    expect(sayAnswer(points)).toBe(
      'An honest asserter earns more than by any declared deviation against the coalition at 8 of 13 settings: honesty pays at 8 and does not at 5 of 13 settings',
    );
    expect(tallyPoints({ designPoints: sweep.designPoints.slice(0, 2) }, 'asserter')).toBe(
      'honesty does not pay at 2 of 2 settings',
    );
    const profile = { asserter: { 'skip-work': 1 }, validator: { collude: 1 } };
    expect(
      writeHeadline({ ...points, otherEquilibrium: { designPoint: points.designPoints[0]!.id, profile } }),
    ).toMatch(
      /It is not all that may settle in: asserters on skip-work with validators on collude is an equilibrium too \(.+\)\.$/,
    );
    const vote = { designPoint: points.designPoints[0]!.id, profile: { asserter: { 'skip-work': 1 } } };
    expect(writeHeadline({ ...points, otherEquilibrium: vote })).toMatch(
      /It is not all that may settle in: asserters on skip-work is an equilibrium too \(.+\)\.$/,
    );
    expect(sayAnswer({ ...single, thresholds: [] })).toBe(
      'At the one setting studied, an honest asserter earns 6100 credits per million jobs more than by skip-work, its best deviation, against the coalition (exact)',
    );
    expect(writeHeadline(empty)).toContain('Nothing has been simulated');
  });

  it('says that nothing was asked where no deviation is declared', () => {
    expect(writeHeadline(bare)).toMatch(/^No deviation of either role is declared, so there is nothing to compare/);
  });

  it('says where honesty pays everywhere, where below, between, and at whole numbers', () => {
    expect(along(withExact({ feasible: false, value: null, direction: null, roots: [], reason: 'always' }))).toMatch(
      /at every value of challenge probability p$/,
    );
    const roots = (...values: [number, 'honest-above' | 'honest-below'][]) => ({
      roots: values.map(([value, direction]) => ({ value, direction })),
    });
    expect(along(withExact(roots([0.0044, 'honest-below'])))).toContain(
      'while challenge probability p stays below 0.0044',
    );
    expect(along(withExact(roots([0.1, 'honest-above'], [0.25, 'honest-below'])))).toContain(
      'for challenge probability p between 0.1 and 0.25',
    );
    const whole = { domain: { low: 1, high: 9, whole: true } };
    expect(along(withExact({ ...roots([4, 'honest-above']), ...whole }))).toContain(
      'from challenge probability p = 4 on',
    );
    // Nothing lies below the lowest value that a parameter can take.
    expect(along(withExact(roots([0, 'honest-below'])))).toMatch(/^At no value of challenge probability p/);
  });

  it('tells beside the threshold where an honest asserter loses money, and never instead of it', () => {
    const earning = (exact: number): Participation => ({
      takesPart: exact < 0 ? 'no' : 'yes',
      mean: exact,
      halfWidth: 0.01,
      exact,
    });
    const losing = (count: number): Findings => ({
      ...sweep,
      designPoints: sweep.designPoints.map((point, i) => ({
        ...point,
        participation: { asserter: earning(i < count ? -0.2 : 0.2), validator: earning(0) },
      })),
    });
    const answer = `${sayAnswer(sweep)}; honesty pays a validator, too`;
    expect(writeHeadline(losing(0))).toBe(`${answer}.`);
    expect(writeHeadline(losing(5))).toBe(
      `${answer}; but an honest asserter earns less than nothing at 5 of 13 settings, and would rather stay away.`,
    );
    expect(writeHeadline(losing(13))).toBe(
      `${answer}; but an honest asserter earns less than nothing, and would rather stay away.`,
    );
  });

  it('says of the other role what follows from the first, and names the deviation that honesty ties with', () => {
    const judged = (asserter: HonestyPays, validator: HonestyPays): Findings => ({
      ...single,
      thresholds: [],
      designPoints: single.designPoints.map((point) => {
        const profiles: Omit<Judgement, 'honesty'> = { participation: 'yes', basis: 'exact', against: ['coalition'] };
        const [rival] = point.advantages;
        const tied = { ...rival!, role: 'validator' as const, over: 'skip-check', exact: 0 };
        return {
          ...point,
          advantages: [...point.advantages.filter(({ role }) => role === 'asserter'), tied],
          judgement: { asserter: { honesty: asserter, ...profiles }, validator: { honesty: validator, ...profiles } },
        };
      }),
    });
    expect(writeHeadline(judged('pays', 'pays'))).toMatch(/; honesty pays a validator, too\.$/);
    expect(writeHeadline(judged('does-not', 'pays'))).toMatch(/; honesty pays a validator\.$/);
    expect(writeHeadline(judged('pays', 'does-not'))).toMatch(/; but honesty does not pay a validator\.$/);
    expect(writeHeadline(judged('does-not', 'does-not'))).toMatch(/; honesty does not pay a validator either\.$/);
    expect(writeHeadline(judged('pays', 'cannot-tell'))).toMatch(
      /; a validator earns exactly as much by skip-check as by honesty\.$/,
    );
  });

  it('compares mechanisms by what checking costs where honesty pays', () => {
    expect(sayAnswer(mechanisms)).toBe(
      'Of 4 mechanisms under which honesty pays an asserter against the coalition, posp deters most cheaply: checking costs 0.74 % of computing; then spot-check 1 %, often 5 %, always-verify 100 %; honesty does not pay under no-verification',
    );
  });

  it('counts claims', () => {
    expect([tallyClaims(sweep), tallyClaims(infeasible), tallyClaims(empty)]).toEqual([
      '2 claims true',
      '1 claim false, 1 undecided',
      'no claims',
    ]);
  });
});

describe('sweep', () => {
  it('puts the axis whose thresholds are known first, and tells logarithmic spacing', () => {
    expect(listAxes(grid).map(({ path, log }) => [path, log])).toEqual([
      ['mechanism.challengeProbability', true],
      ['coalition.fraction', false],
    ]);
    expect(listAxes(single)).toEqual([]);
  });

  it('cuts a grid into lines', () => {
    const [axis] = listAxes(threeAxes);
    const slices = cutAlong(axis, threeAxes.designPoints);
    expect(slices).toHaveLength(8);
    expect(slices.every((slice) => slice.points.length === 7)).toBe(true);
    expect(slices[1].at).toEqual({ 'coalition.fraction': 0.1, 'mechanism.slashAmount': 60 });
  });

  it('picks the ends and evenly between', () => {
    expect(pickEvenly([0, 1, 2, 3, 4, 5, 6, 7, 8], 5)).toEqual([0, 2, 4, 6, 8]);
    expect(pickEvenly([1, 2], 5)).toEqual([1, 2]);
  });

  it('bends a scale only where one side dwarfs the other', () => {
    expect(signedScale([-1, 6]).symlog).toBe(false);
    expect(signedScale([-1, 200]).symlog).toBe(true);
    expect(signedScale([3, 200]).symlog).toBe(false);
    const { bend } = signedScale([-1, 200]);
    expect([bend(0), Math.sign(bend(-1)), bend(200) > bend(100)]).toEqual([0, -1, true]);
  });
});

describe('points.csv', () => {
  const parse = (text: string) =>
    text
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','));

  it('has a row per design point with the numbers unrounded', () => {
    const [titles, ...rows] = parse(renderCsv(tabulatePoints(sweep)));
    expect(rows).toHaveLength(13);
    expect(new Set(titles).size).toBe(titles.length);
    const at = (title: string) => rows[3][titles.indexOf(title)];
    const point = sweep.designPoints[3];
    expect(at('id')).toBe('3');
    expect(Number(at('mechanism.challengeProbability'))).toBe(point.at['mechanism.challengeProbability']);
    expect(Number(at('advantage.asserter.skip-work.coalition.mean'))).toBe(point.advantages[0].mean);
    expect(Number(at('rates.undetectedFraud.exact'))).toBe(point.rates.undetectedFraud.exact);
    expect(at('honesty.asserter')).toBe('neither');
  });

  it('leaves unknown numbers empty and quotes what needs quoting', () => {
    const [titles, row] = parse(renderCsv(tabulatePoints(withoutExact)));
    expect(row[titles.indexOf('advantage.asserter.skip-work.coalition.exact')]).toBe('');
    expect(renderCsv(tabulatePoints(hostile))).toContain('""');
    expect(renderCsv(tabulatePoints(empty)).split('\r\n')).toHaveLength(2);
  });
});

describe('markdown', () => {
  it('shows the answer, the claims and the thresholds', () => {
    const text = renderMarkdown(sweep);
    for (const part of ['## How often must a job be challenged?', '| ✅ true |', '| skip-work | &gt; 0.0073551 |'])
      expect(text).toContain(part);
  });

  it('leaves out columns that would say one thing in every row, or nothing', () => {
    const headOf = (findings: Findings) => /^\| Threshold of .*$/m.exec(renderMarkdown(findings))?.[0];
    const [exact] = sweep.thresholds.map((one): ThresholdFindings => ({ ...one, at: {}, simulated: null }));
    expect(headOf({ ...sweep, thresholds: [exact!] })).toBe('| Threshold of | Role | Over | Exact |');
    const placed: ThresholdFindings = { ...exact!, at: { 'coalition.fraction': 0.1 }, against: 'all-deviating' };
    expect(headOf({ ...sweep, thresholds: [exact!, placed] })).toBe(
      '| Threshold of | At | Role | Over | Others | Exact |',
    );
  });

  it('keeps a stranger’s text inside its cell', () => {
    const text = renderMarkdown(hostile);
    expect(text).not.toMatch(/[<>]/);
    const rows = text.split('\n').filter((line) => line.startsWith('| ✅'));
    expect(rows.map((row) => row.split(/(?<!\\)\|/).length)).toEqual([5, 5]);
  });

  it('makes no link and no mention of what a stranger wrote', () => {
    const question = 'see https://a.example, HTTP://b.example, www.c.example or d@e.example and @f';
    const text = renderMarkdown({ ...sweep, question });
    expect(text).toContain('see https\\://a.example, HTTP\\://b.example, www\\.c.example or d\\@e.example and \\@f');
  });
});
