/** Headline, tables, threshold words and pictures of whatever was found never contradict each other. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Advantage, DesignPointFindings, Findings, ThresholdFindings } from '../../src/findings/findings.ts';
import { judgementOf } from '../../src/findings/judgement.ts';
import type { Profile } from '../../src/findings/profile.ts';
import { advantage, dominanceMap, securityCost } from '../../src/report/charts/index.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { sayAnswer } from '../../src/words/answer/headline.ts';
import { sayExact } from '../../src/words/threshold-words.ts';
import { evenly } from '../laws/evenly.ts';
import { sweep } from './fixtures/findings.ts';

const stake = 'market.stake';
const share = 'coalition.fraction';
const [template] = sweep.designPoints;
const rivals = ['skip-work', 'cheaper-model'];

/** What honesty earns over a deviation: a line or an arch along the stake, known exactly, by noisy runs, or not at all. */
const curve = fc.record({
  level: evenly(-2, 2),
  slope: evenly(-1, 1),
  bend: fc.oneof(fc.constant(0), evenly(-0.3, 0.3)),
  isExact: fc.boolean(),
  isMeasured: fc.boolean(),
  noise: fc.constantFrom(0, 0.1, 1, 5),
});
type Curve = typeof curve extends fc.Arbitrary<infer Value> ? Value : never;

/** Luck of each mean, in half-widths: now and then more than its interval holds, as it will be. */
const luck = fc.array(evenly(-1.2, 1.2), { minLength: 20, maxLength: 20 });

const values = [1, 2, 4, 6, 9];
const at = ({ level, slope, bend }: Curve, x: number, r: number) =>
  level + slope * (x - 5) + bend * (x - 5) ** 2 - 2 * r;

function study(curves: Curve[], lucks: number[], isStray: boolean): Findings {
  const advantageAt = (one: Curve, i: number, x: number, r: number, k: number): Advantage => {
    const truth = at(one, x, r);
    const { plain: _, varianceReduction: __, ...own } = template.advantages[0];
    return {
      ...own,
      over: rivals[i],
      exact: one.isExact ? truth : null,
      mean: one.isMeasured ? truth + one.noise * lucks[k % lucks.length] : null,
      halfWidth: one.isMeasured ? one.noise + 1e-9 : null,
    };
  };
  const designPoints = [0, 0.3].flatMap((r, row) =>
    values.map((x, column): DesignPointFindings => {
      const advantages = curves.map((one, i) => advantageAt(one, i, x, r, 10 * i + 5 * row + column));
      const cost = { ...template.rates.verificationOverhead, value: x / 100, exact: x / 100 };
      const rates = { ...template.rates, verificationOverhead: cost };
      return { ...template, id: 5 * row + column, at: { [stake]: x, [share]: r }, advantages, rates };
    }),
  );
  const thresholds = [0, 0.3].flatMap((r) => curves.map((one, i) => thresholdOf(one, rivals[i], r, lucks[i], isStray)));
  return { ...sweep, designPoints, thresholds, claims: [] };
}

/** Every change of sign on a fine grid; one that strays is where no analysis would have put it. */
function thresholdOf(one: Curve, over: string, r: number, chance: number, isStray: boolean): ThresholdFindings {
  const grid = Array.from({ length: 4001 }, (_, i) => i / 200);
  const roots = grid.slice(1).flatMap((x, i) => {
    const [before, after] = [at(one, grid[i], r), at(one, x, r)];
    const direction = after > before ? ('honest-above' as const) : ('honest-below' as const);
    return Math.sign(before) * Math.sign(after) < 0
      ? [{ value: (x + grid[i]) / 2 + (isStray ? 3 * chance : 0), direction }]
      : [];
  });
  const best = roots.find(({ direction }) => direction === 'honest-above') ?? roots.at(-1);
  const reason = at(one, 0, r) > 0 ? ('always' as const) : ('never' as const);
  const known = best
    ? { feasible: true, value: best.value, direction: best.direction, roots }
    : { feasible: false, value: null, direction: null, roots, reason };
  const exact = { ...known, domain: { low: 0, high: 20, whole: false } };
  const width = isStray ? 0.1 : 1;
  const simulated = best
    ? {
        value: best.value,
        low: best.value - width,
        high: best.value + width,
        direction: best.direction,
        confidence: 0.95,
      }
    : { value: null, low: null, high: null, confidence: 0.95, reason: 'no value that was tried can tell' };
  return {
    of: stake,
    at: { [share]: r },
    role: 'asserter',
    strategy: 'honest',
    over,
    against: 'coalition',
    exact: one.isExact ? exact : null,
    simulated: one.isMeasured ? simulated : null,
  };
}

/** What a headline says of one setting, as a function of the stake: it pays, it does not, or nothing is said. */
function readHeadline(text: string): (x: number) => 'pays' | 'does-not' | undefined {
  if (/cannot be told/.test(text)) return () => undefined;
  if (text.startsWith('At no ')) return () => 'does-not';
  if (/ at every /.test(text)) return () => 'pays';
  const ends = [...text.matchAll(/exceeds ([\d.e-]+)|stays below ([\d.e-]+)|between ([\d.e-]+) and ([\d.e-]+)/g)];
  expect(ends.length, text).toBeGreaterThan(0);
  // The half-width of a simulated end, and three digits, are left aside.
  const reach = (end: number) => (/simulated/.test(text) ? 1.01 : 0.01 * Math.abs(end) + 0.006);
  return (x) => {
    const numbers = ends.flatMap((match) =>
      match
        .slice(1)
        .filter((part) => part !== undefined)
        .map(Number),
    );
    if (numbers.some((end) => Math.abs(x - end) <= reach(end))) return undefined;
    const isInside = ends.some(([, above, below, from, to]) => {
      if (above !== undefined) return x > Number(above);
      return below === undefined ? x > Number(from) && x < Number(to) : x < Number(below);
    });
    return isInside ? 'pays' : 'does-not';
  };
}

describe('whatever was found', () => {
  const cases = fc.tuple(fc.array(curve, { minLength: 1, maxLength: 2 }), luck, fc.boolean());
  const check = (holds: (findings: Findings, isStray: boolean) => void) =>
    fc.assert(
      fc.property(cases, ([curves, lucks, isStray]) => holds(study(curves, lucks, isStray), isStray)),
      { seed: 160, numRuns: 120 },
    );

  it('the headline denies no row', () => {
    const said = new Map<string, number>();
    check((findings) => {
      for (const r of [0, 0.3]) {
        const isHere = ({ at: place }: { at: Findings['designPoints'][number]['at'] }) => place[share] === r;
        const one = {
          ...findings,
          designPoints: findings.designPoints.filter(isHere),
          thresholds: findings.thresholds.filter(isHere),
        };
        const text = sayAnswer(one);
        const says = readHeadline(text);
        for (const point of one.designPoints) {
          const [claimed, { honesty }] = [says(Number(point.at[stake])), judgementOf(point, 'asserter')];
          said.set(String(claimed), (said.get(String(claimed)) ?? 0) + 1);
          if (claimed !== undefined && honesty !== 'cannot-tell')
            expect({ text, says: claimed }).toEqual({ text, says: honesty });
        }
      }
    });
    // The test would be idle if headlines said nothing.
    for (const kind of ['pays', 'does-not']) expect(said.get(kind), kind).toBeGreaterThan(100);
  });

  it('the terminal has the word of every design point', () => {
    check((findings) => {
      const words = { pays: 'pays', 'does-not': 'does not', 'cannot-tell': 'cannot tell', 'not-asked': '–' };
      const lines = renderTerminal({ ...findings, thresholds: [] }, { columns: 200, color: false }).split('\n');
      const table = lines.slice(lines.findIndex((line) => line.startsWith('Design points')));
      const head = table.find((line) => line.includes('undetected'))!;
      for (const point of findings.designPoints.slice(0, 5)) {
        const row = table.find((line) => new RegExp(`^ *${point.at[stake]} +0 `).test(line));
        if (row === undefined) continue;
        const { honesty, basis } = judgementOf(point, 'asserter');
        const word = honesty === 'cannot-tell' && basis === 'exact' ? 'ties' : words[honesty];
        expect(row.slice(head.indexOf('asserter')).trim().startsWith(word), row).toBe(true);
      }
    });
  });

  it('pictures sort settings as rows do', () => {
    check((findings) => {
      const known = findings.designPoints.filter(({ advantages }) =>
        advantages.some(({ exact, mean }) => exact !== null || mean !== null),
      );
      if (known.length === 0) return;
      const cells = rowsIn(dominanceMap.build(findings).spec).filter(({ honesty }) => honesty !== undefined);
      const status = {
        pays: 'honesty pays',
        'does-not': 'cheating pays',
        'cannot-tell': 'cannot tell',
        'not-asked': 'not asked',
      };
      const costs = rowsIn(securityCost.build(findings).spec).filter((row) => row.status !== undefined);
      for (const point of known) {
        const { honesty } = judgementOf(point, 'asserter');
        const cell = cells.find(({ x, y }) => x === point.at[stake] && y === point.at[share])!;
        expect(cell.honesty).toBe(honesty);
        if (honesty === 'pays') expect(cell.value).toBeGreaterThan(0);
        if (honesty === 'does-not') expect(cell.value).toBeLessThan(0);
        expect(costs.some((row) => row.status === status[honesty] && row.margin === cell.value)).toBe(true);
      }
    });
  });

  it('an exact threshold in words has the signs of the exact amounts on its sides', () => {
    check((findings, isStray) => {
      if (isStray) return;
      for (const threshold of findings.thresholds.filter(({ exact }) => exact !== null)) {
        const text = sayExact(threshold);
        const ranges = text === 'nowhere' ? [] : text.split(' or ');
        for (const { at: place, advantages } of findings.designPoints) {
          if (place[share] !== threshold.at[share]) continue;
          const x = Number(place[stake]);
          const exact = advantages.find(({ over }) => over === threshold.over)!.exact!;
          if (threshold.exact!.roots.some(({ value }) => Math.abs(value - x) < 0.01) || Math.abs(exact) < 1e-6)
            continue;
          const isInside = ranges.some((range) => {
            if (range === 'everywhere') return true;
            return range
              .split(' and ')
              .every((end) => (end.startsWith('>') ? x > Number(end.slice(2)) : x < Number(end.slice(2))));
          });
          expect({ text, x, isInside }).toEqual({ text, x, isInside: exact > 0 });
        }
      }
    });
  });
});

function rowsIn(spec: unknown): Record<string, unknown>[] {
  if (typeof spec !== 'object' || spec === null) return [];
  const { data, ...rest } = spec as { data?: { values?: Record<string, unknown>[] } };
  return [...(data?.values ?? []), ...Object.values(rest).flatMap(rowsIn)];
}

it('advantages are drawn against everyone that the answer is about, each with its own threshold', () => {
  const profiles: Profile[] = ['coalition', 'all-honest'];
  const judged: Findings = {
    ...sweep,
    designPoints: sweep.designPoints.map((point) => ({
      ...point,
      judgement: {
        asserter: { honesty: 'cannot-tell', basis: 'simulated', participation: 'yes', against: profiles },
        validator: { honesty: 'not-asked', basis: 'exact', participation: 'yes', against: profiles },
      },
    })),
  };
  const { bareSpec } = advantage.build(judged, 900);
  const panels = bareSpec.concat as { title: { text: string[] }; data: { values: { exact: number }[] } }[];
  expect(panels.flatMap((panel) => panel.title.text)).toEqual([
    'Asserter, against the coalition',
    'Asserter, everyone else honest',
  ]);
  for (const [i, against] of profiles.entries()) {
    const own = sweep.designPoints.flatMap(({ advantages }) =>
      advantages.filter((one) => one.role === 'asserter' && one.against === against).map(({ exact }) => exact),
    );
    expect(panels[i]!.data.values.map(({ exact }) => exact)).toEqual(own);
  }
  // The one that binds over both is told where its curve is.
  expect(panels.map((panel) => JSON.stringify(panel).includes('exact p = '))).toEqual([true, false]);
});
