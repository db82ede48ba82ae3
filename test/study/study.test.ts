import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { DesignPointFindings } from '../../src/findings/findings.ts';
import { createPool, type Pool } from '../../src/run/pool.ts';
import { createMemoryArchive } from '../../src/study/passes.ts';
import { bundle } from '../bundle.ts';
import { noisy, study } from './scenarios.ts';

const here = createPool({ workers: 1 });

/** Hands on one batch at a time: how many a parcel holds depends on how fast the machine is. */
const oneByOne: Pool = {
  ...here,
  runAssignments: async (batches, options) => {
    for (const batch of batches) if (!options.signal?.aborted) await here.runAssignments([batch], options);
  },
};

describe('a study until sure', () => {
  it('asks for more replications only where a claim is open', async () => {
    const { findings, failures } = await study(noisy);
    expect(failures).toEqual([]);
    const replications = findings.designPoints.map((point) => point.replications);
    expect(Math.max(...replications)).toBe(32);
    // p = 0.02 is about no dominance claim and far from the threshold.
    expect(replications[0]).toBe(4);
    expect(findings.claims).toHaveLength(2);
    for (const { mean, halfWidth, exact } of findings.designPoints.flatMap(({ advantages }) => advantages)) {
      // Twice the half-width: a chance of 1 in 10 000 to fail by luck, at a fixed seed.
      expect(Math.abs(mean! - exact!)).toBeLessThanOrEqual(2 * halfWidth!);
    }
  });

  it('comes to the same findings with one, two or three workers', async () => {
    const [one, two, three] = await Promise.all([1, 2, 3].map((workers) => study(noisy, { workers })));
    expect(two!.findings).toEqual(one!.findings);
    expect(three!.findings).toEqual(one!.findings);
    expect([...three!.runs]).toEqual([...one!.runs]);
  });

  it('comes to the same findings when other threads analyse its design points', async () => {
    const folder = await bundle(new URL('../../src/run/worker.ts', import.meta.url));
    const script = pathToFileURL(join(folder, 'worker.js')).href;
    const pool = createPool({ workers: 3, script });
    // Of unknown length: threads are worth while from here on.
    await pool.runAssignments([], { onResult: () => {} });
    const [alone, shared] = [await study(noisy), await study(noisy, { pool })];
    await pool.close();
    expect(shared.findings).toEqual(alone.findings);
  });

  it('adding replications later equals planning them from the start', async () => {
    const archive = createMemoryArchive();
    const short = await study(noisy.replace('max: 32', 'max: 8'), { archive });
    const longer = await study(noisy, { archive });
    const atOnce = await study(noisy);
    expect(longer.findings).toEqual(atOnce.findings);
    expect(longer.findings.jobs).toBeGreaterThan(short.findings.jobs);
  });

  it('simulates nothing that is kept already', async () => {
    const archive = createMemoryArchive();
    await study(noisy, { archive });
    let simulated = 0;
    const counting = {
      ...archive,
      append: ({ rows }: { rows: Float64Array }) => {
        simulated += rows.length;
      },
    };
    await study(noisy, { archive: counting });
    expect(simulated).toBe(0);
  });

  it('analyses a design point while those behind it are simulated', async () => {
    const kept = createMemoryArchive();
    const events: ('simulated' | 'read')[] = [];
    const archive: typeof kept = {
      ...kept,
      append: (runs) => {
        events.push('simulated');
        return kept.append(runs);
      },
      get: (arm, replication) => {
        events.push('read');
        return kept.get(arm, replication);
      },
    };
    // One look, so that nothing is read for a second.
    const text = noisy.replace('max: 32', 'max: 4');
    const { findings } = await study(text, { archive, pool: oneByOne });
    const last = events.lastIndexOf('simulated');
    expect(events.slice(0, last)).toContain('read');
    // Of the last design point everything is read when its own runs are there.
    expect(events.slice(last)).toContain('read');
    expect(findings).toEqual((await study(text)).findings);
  });

  it('tells what a design point came to while those behind it are simulated', async () => {
    const told: { point: DesignPointFindings; jobs: number }[] = [];
    let jobs = 0;
    const { findings } = await study(noisy.replace('max: 32', 'max: 4'), {
      pool: oneByOne,
      onProgress: ({ jobsDone }) => {
        jobs = jobsDone;
      },
      onPoint: (point) => void told.push({ point, jobs }),
    });
    expect(told.map(({ point: { id } }) => id)).toEqual([0, 1, 2, 3, 4]);
    expect(told[0]!.jobs).toBeLessThan(findings.jobs / 2);
    const said = (point: DesignPointFindings) => [point.at, point.replications, point.advantages, point.payoffs];
    expect(told.map(({ point }) => said(point))).toEqual(findings.designPoints.map(said));
  });

  it('interrupted in a pass, keeps the look before it; resumed, comes to the same end', async () => {
    const archive = createMemoryArchive();
    const stop = new AbortController();
    const part = await study(noisy, {
      archive,
      pool: oneByOne,
      signal: stop.signal,
      onProgress: ({ look, jobsDone }) => {
        if (look === 1 && jobsDone > 0) stop.abort();
      },
    });
    expect(part.interrupted).toBe(true);
    expect(part.findings.complete).toBe(false);
    expect(part.findings.designPoints.map(({ replications }) => replications)).toEqual([4, 4, 4, 4, 4]);
    const first = await study(noisy, { archive });
    expect(first.findings).toEqual((await study(noisy)).findings);
  });

  it('stopped by its budget, leaves open what is open', async () => {
    const { findings, interrupted } = await study(noisy, { isOverBudget: () => true });
    expect(interrupted).toBe(false);
    expect(findings.designPoints.map(({ replications }) => replications)).toEqual([4, 4, 4, 4, 4]);
    expect(findings.claims.some(({ verdict }) => verdict === 'undecided')).toBe(true);
  });

  it('says what each way of reducing noise gains', async () => {
    // So short a run sees one challenge of a focal node at p = 0.05, which is then played both ways.
    const text = noisy.replace('min: 4', 'min: 32').replace('jobs: 400', 'jobs: 200');
    const { findings } = await study(text);
    expect(findings.varianceReduction!.controlVariates).toBeGreaterThan(1.2);
    expect(findings.varianceReduction!.sampling).toBeGreaterThan(1.2);
    const off = await study(text.replace('jobs: 200', 'jobs: 200, controlVariates: false, sampling: natural'));
    expect(off.findings.varianceReduction!.controlVariates).toBe(1);
    expect(off.findings.varianceReduction!.sampling).toBe(1);
    const apart = await study(text.replace('jobs: 200', 'jobs: 200, commonRandomNumbers: false'));
    expect(apart.findings.varianceReduction!.commonRandomNumbers).toBe(1);
    const advantageOf = ({ designPoints }: typeof findings) => designPoints[0]!.advantages[0]!.mean;
    expect(advantageOf(apart.findings)).not.toBe(advantageOf(findings));
  });
});

describe('threshold search', () => {
  const searching = noisy
    .replace('[0.02, 0.05, 0.13, 0.3, 0.9]', '{ from: 0.02, to: 0.5, search: { relative: 10 % } }')
    .replace('jobs: 400', 'jobs: 1000')
    .replace('max: 32', 'max: 256');

  it('narrows the binding threshold to what was asked, around the exact one', async () => {
    const { findings } = await study(searching);
    const found = findings.thresholds.find(({ over, against }) => over === 'skip-work' && against === 'coalition')!;
    const { value, low, high } = found.simulated!;
    expect((high! - low!) / 2).toBeLessThanOrEqual(0.1 * value!);
    expect(found.exact!.value!).toBeGreaterThan(low!);
    expect(found.exact!.value!).toBeLessThan(high!);
    expect(findings.designPoints.map(({ id }) => id)).toEqual(findings.designPoints.map((_, i) => i));
    expect(findings.designPoints.length).toBeGreaterThan(5);
  });

  it('is the same search with three workers, and when resumed', async () => {
    const archive = createMemoryArchive();
    const [one, three] = [await study(searching, { archive }), await study(searching, { workers: 3 })];
    expect(three.findings).toEqual(one.findings);
    expect((await study(searching, { archive })).findings).toEqual(one.findings);
  });

  it('is traced along a second axis, each value starting from the one before', async () => {
    const text = searching.replace('relative: 10 % } }', 'relative: 15 % } }, market.computeCost: [0.6, 0.8, 1]');
    const { findings } = await study(text);
    const thresholds = findings.thresholds.filter(({ against }) => against === 'coalition');
    expect(thresholds.map(({ at }) => at['market.computeCost'])).toEqual([0.6, 0.8, 1]);
    for (const { simulated, exact } of thresholds) {
      expect(simulated!.low!).toBeLessThan(exact!.value!);
      expect(simulated!.high!).toBeGreaterThan(exact!.value!);
    }
    // Five values on the first curve; its ends on the others, and what the search adds.
    const perCurve = [0.6, 0.8, 1].map(
      (cost) => findings.designPoints.filter(({ at }) => at['market.computeCost'] === cost).length,
    );
    expect(perCurve[1]).toBeLessThanOrEqual(perCurve[0]! + 4);
  });

  it('finds a threshold on a curve with a kink, where chords creep', async () => {
    // Above the stake of 9 a larger slash changes nothing: S* = C / p - R = 8.8.
    const { findings } = await study(`
title: A slash that meets the stake
mechanism: { kind: posp, challengeProbability: 0.1, slashAmount: 20, accounting: alone }
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 9 }
players: { asserter: [honest, skip-work] }
sweep: { mechanism.slashAmount: { from: 5, to: 1000, search: { relative: 1 % } } }
run: { jobs: 500 }
replications: 8
`);
    const { simulated, exact } = findings.thresholds.find(({ role }) => role === 'asserter')!;
    expect(exact!.value).toBeCloseTo(8.8, 9);
    expect((simulated!.high! - simulated!.low!) / 2).toBeLessThanOrEqual(0.088);
    expect(simulated!.low!).toBeLessThanOrEqual(8.8 + 1e-9);
    expect(simulated!.high!).toBeGreaterThanOrEqual(8.8 - 1e-9);
    expect(findings.warnings).toEqual([]);
  });

  it('says where it ended wider than asked', async () => {
    const { findings } = await study(searching.replace('max: 256', 'max: 4'));
    expect(findings.warnings.join()).toContain('search along mechanism.challengeProbability ended with a threshold');
  });

  it('without a crossing ends at the values it began with', async () => {
    const { findings } = await study(searching.replace('from: 0.02', 'from: 0.3'));
    expect(findings.designPoints).toHaveLength(5);
    expect(findings.claims.find(({ kind }) => kind === 'threshold')!.verdict).toBe('undecided');
  });
});
