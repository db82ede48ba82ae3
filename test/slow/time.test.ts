/**
 * Intervals and verdicts on how long jobs take, over many seeds, beside the truth by a route of its own.
 *
 * A bound 4 % on the false side of the truth may come out true, and a log-normal queue at an exact tie may come out
 * anything but undecided, as seldom as the confidence says; a bound 10 % on the true side should nearly always be told.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { constantService, gammaService, logNormalService, meanTime, quantileTime } from '../calibration/exact-queue.ts';
import { type CellResult, computeCell, nameCell } from '../calibration/time-grid.ts';
import { queueSettings, SeededRuns } from '../calibration/time-studies.ts';
import { drawTable } from '../calibration/time-table.ts';

const seeds = 40;
const confidence = 0.95;
const nodes = [1, 100, 1000];
const claimed = ['latencySeconds', 'latencySecondsP95'] as const;
const logNormal = logNormalService(4);

/** A share that should be `chance` is larger by chance once in 30 000 times. */
const most = (chance: number, trials: number) => chance + 4 * Math.sqrt((chance * (1 - chance)) / trials);

describe.each([
  ['exponential', { kind: 'exponential', mean: 1 } as const, gammaService(1)],
  ['constant', { kind: 'deterministic', value: 1 } as const, constantService],
  ['log-normal', logNormal.spec, logNormal],
])('%s services', (name, service, law) => {
  it.each([0.5, 0.9])('at a load of %d', { timeout: 900_000 }, (load) => {
    const truth = { latencySeconds: meanTime(law, load), latencySecondsP95: quantileTime(law, load, 0.95) };
    const pooled = claimed.map(() => ({ covered: 0, studies: 0, wrong: 0, decided: 0 }));
    for (const nodeCount of nodes) {
      const cell = claimed.map(() => ({ covered: 0, studies: 0 }));
      for (let seed = 0; seed < seeds; seed++) {
        const settings = queueSettings({ service, load, nodes: nodeCount });
        const runs = new SeededRuns(settings, `${name} ${load} ${nodeCount} ${seed}`, confidence);
        for (const [i, rate] of claimed.entries()) {
          const exact = truth[rate];
          const [tooLow, wide] = [runs.judge(rate, 0.96 * exact), runs.judge(rate, 1.1 * exact)];
          for (const { low, high } of [tooLow, wide]) {
            cell[i]!.studies++;
            if (low <= exact && exact <= high) cell[i]!.covered++;
          }
          if (tooLow.verdict === 'true') pooled[i]!.wrong++;
          if (wide.verdict === 'true') pooled[i]!.decided++;
        }
      }
      for (const [i, { covered, studies }] of cell.entries()) {
        expect(covered / studies, `${nodeCount} nodes, ${claimed[i]}`).toBeGreaterThan(1 - most(1 - confidence, seeds));
        pooled[i]!.covered += covered;
        pooled[i]!.studies += studies;
      }
    }
    for (const [i, { covered, studies, wrong, decided }] of pooled.entries()) {
      expect(covered / studies, claimed[i]).toBeGreaterThanOrEqual(0.93);
      const claims = studies / 2;
      // A study spends half of its error on either side.
      expect(wrong / claims, claimed[i]).toBeLessThanOrEqual(most((1 - confidence) / 2, claims));
      expect(decided / claims, claimed[i]).toBeGreaterThanOrEqual(0.8);
    }
  });
});

it('log-normal services at an exact tie are called true or false no oftener than stated', { timeout: 900_000 }, () => {
  const loads = [0.5, 0.9];
  const seedsEach = 50;
  let wrong = 0;
  for (const load of loads) {
    const exact = meanTime(logNormal, load);
    for (let seed = 0; seed < seedsEach; seed++) {
      const settings = queueSettings({ service: logNormal.spec, load, nodes: 100 });
      const { verdict } = new SeededRuns(settings, `tie ${seed}`, confidence).judge('latencySeconds', exact);
      if (verdict !== 'undecided') wrong++;
    }
  }
  const studies = loads.length * seedsEach;
  expect(wrong / studies).toBeLessThanOrEqual(most(1 - confidence, studies));
});

it('a row of the committed table comes out again', { timeout: 900_000 }, () => {
  const lines = readFileSync(new URL('../../docs/data/calibration-time.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const rows = lines.map((line) => JSON.parse(line) as CellResult);
  const known = new Map(rows.map((row) => [nameCell(row), row]));
  expect(readFileSync(new URL('../../docs/calibration-time.md', import.meta.url), 'utf8')).toBe(drawTable(known));
  const { law, variability, load, nodes, checked } = rows[0]!;
  expect(computeCell({ law, variability, load, nodes, checked })).toEqual(rows[0]);
});
