/** Verdicts close to the threshold: decided where they can be, open at the knife's edge, and never by luck. */
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/findings/findings.ts';
import { createPool } from '../../src/run/pool.ts';
import { runScenario } from '../../src/study/open-scenario.ts';
import { createMemoryArchive } from '../../src/study/passes.ts';
import { runStudy } from '../../src/study/study.ts';
import { prepare } from '../study/scenarios.ts';
import { scenarioWith } from './calibration-study.ts';

const file = 'scenarios/posp/challenge-rate.yaml';

describe('the presets within 1 % of the threshold 25 / 3399 = 0.0073551', () => {
  it.each([
    ['0.0074', 'true'],
    ['0.0073', 'false'],
  ])('p = %s makes dominance %s by simulation', async (p, verdict) => {
    const set: [string, string][] = [
      ['mechanism.challengeProbability', p],
      ['claims', '[{ kind: dominant, role: asserter }]'],
    ];
    const { findings, failures } = await runScenario({ file }, { overrides: { set } });
    expect(failures).toEqual([]);
    expect(findings.claims[0]!.verdict).toBe(verdict);
  });

  it('a slash lowered below the threshold is false, with the counterexample and how to see it', async () => {
    const set: [string, string][] = [
      ['mechanism.slashAmount', '140'],
      ['mechanism.challengeProbability', '0.0074'],
      ['claims', '[{ kind: dominant, role: asserter }]'],
    ];
    const { findings } = await runScenario({ file }, { overrides: { set } });
    expect(findings.claims[0]!.verdict).toBe('false');
    expect(findings.claims[0]!.because).toMatch(
      /^asserter skip-work against a coalition of \d+ % earns 0\.06.* more than honesty .*replay: npx posp run .*slashAmount=140 .*--design-point 0 --trace --arm coalition\/asserter\/skip-work --replication 0$/,
    );
  });
});

describe('at the knife’s edge', () => {
  it('200 seeds end undecided, but for the stated rate', async () => {
    const seeds = 200;
    const pool = createPool({ workers: 1 });
    const verdicts: Verdict[] = [];
    for (let seed = 0; seed < seeds; seed++) {
      const request = prepare(scenarioWith(0, 10_000 + seed, '{ min: 16, max: 64 }'));
      const { findings } = await runStudy({ ...request, archive: createMemoryArchive(), pool });
      verdicts.push(findings.claims[0]!.verdict);
    }
    await pool.close();
    const decided = verdicts.filter((verdict) => verdict !== 'undecided').length;
    // 5 % of 200 are 10; more than 20 would happen once in a thousand batches of seeds.
    expect(decided).toBeLessThanOrEqual(20);
    expect(verdicts.filter((verdict) => verdict === 'true').length).toBeLessThanOrEqual(13);
  });

  it('an exact tie is told from an advantage, and never passes as one', async () => {
    const set: [string, string][] = [
      ['mechanism.challengeProbability', String(25 / 3399)],
      ['claims', '[{ kind: dominant, role: asserter }]'],
      ['players.asserter', '[honest, skip-work]'],
      ['replications', '{ min: 16, max: 32 }'],
    ];
    for (const seed of ['a', 'b', 'c', 'd', 'e']) {
      const { findings } = await runScenario({ file }, { overrides: { set, seed } });
      expect(findings.claims[0]!.verdict).toBe('undecided');
    }
  });
});
