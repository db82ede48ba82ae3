/**
 * Are the verdicts worth their confidence? Two thousand independent studies of scenarios whose truth is known exactly.
 *
 * A dominance claim at confidence 95 % may be wrongly true with probability 2.5 %, wrongly false with 2.5 %. Counts are
 * held to the 99.9 % quantile of the binomial law at that rate, so that a sound method fails once in a thousand seeds
 * and the seeds are fixed.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/findings/findings.ts';
import { createPool } from '../../src/run/pool.ts';
import { createMemoryArchive } from '../../src/study/passes.ts';
import { runStudy } from '../../src/study/study.ts';
import { prepare } from '../study/scenarios.ts';
import { type TieRow, tieTable, writeTies } from './calibrate-ties.ts';
import { mostOf, scenarioWith } from './calibration-study.ts';

const truths = [0.02, 0.005, 0, -0.005, -0.02];
// The tie is the hardest case, and tells most about the error rate.
const studiesOf = (advantage: number) => (advantage === 0 ? 1000 : 250);
const studiesInAll = truths.reduce((sum, advantage) => sum + studiesOf(advantage), 0);

interface Tally {
  advantage: number;
  verdicts: Record<Verdict, number>;
  covered: number;
  jobs: number;
}

async function tally(advantage: number): Promise<Tally> {
  const pool = createPool({ workers: 1 });
  const result: Tally = { advantage, verdicts: { true: 0, false: 0, undecided: 0 }, covered: 0, jobs: 0 };
  for (let seed = 0; seed < studiesOf(advantage); seed++) {
    const run = (replications: string) =>
      runStudy({ ...prepare(scenarioWith(advantage, seed, replications)), archive: createMemoryArchive(), pool });
    const { findings, failures } = await run('{ min: 16, max: 128 }');
    expect(failures).toEqual([]);
    result.verdicts[findings.claims[0]!.verdict]++;
    result.jobs += findings.jobs;
    const fixed = (await run('64')).findings.designPoints[0]!.advantages[0]!;
    expect(fixed.exact).toBeCloseTo(advantage, 12);
    if (Math.abs(fixed.mean! - advantage) <= fixed.halfWidth!) result.covered++;
  }
  await pool.close();
  return result;
}

describe('calibration', async () => {
  const tallies: Tally[] = [];
  for (const advantage of truths) tallies.push(await tally(advantage));

  it.each(truths)('a true advantage of %f is judged wrongly at most as often as stated', (advantage) => {
    const { verdicts } = tallies.find((found) => found.advantage === advantage)!;
    // A tie is neither: both answers are wrong, each with half of the error.
    if (advantage <= 0) expect(verdicts.true).toBeLessThanOrEqual(mostOf(studiesOf(advantage), 0.025));
    if (advantage >= 0) expect(verdicts.false).toBeLessThanOrEqual(mostOf(studiesOf(advantage), 0.025));
  });

  it('large advantages are seen', () => {
    expect(tallies[0]!.verdicts.true).toBeGreaterThan(0.5 * studiesOf(0.02));
    expect(tallies[4]!.verdicts.false).toBeGreaterThan(0.5 * studiesOf(0.02));
  });

  it('intervals of a fixed number of replications cover the truth in 93.5 to 96.5 % of the studies', () => {
    const covered = tallies.reduce((sum, found) => sum + found.covered, 0) / studiesInAll;
    expect(covered).toBeGreaterThanOrEqual(0.935);
    expect(covered).toBeLessThanOrEqual(0.965);
  });

  it('the committed table is the one found here', async () => {
    await expect(writeTable(tallies)).toMatchFileSnapshot('../../docs/calibration.md');
  });
});

function writeTable(tallies: readonly Tally[]): string {
  const rows = tallies.map(({ advantage, verdicts, covered, jobs }) => {
    const studies = studiesOf(advantage);
    const percent = (count: number) => `${((100 * count) / studies).toFixed(1)} %`;
    const wrong = (advantage <= 0 ? verdicts.true : 0) + (advantage >= 0 ? verdicts.false : 0);
    const cells = [
      `${(100 * advantage).toFixed(1)} % of C`,
      studies,
      verdicts.true,
      verdicts.false,
      verdicts.undecided,
      percent(wrong),
      advantage === 0 ? '5 %' : '2.5 %',
      percent(covered),
      Math.round(jobs / studies).toLocaleString('en-US'),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return `# Are the verdicts worth their confidence?

${studiesInAll.toLocaleString('en-US')} independent studies of scenarios whose advantage of honesty is known exactly. Every job but one in ten is challenged and one
cheat in ten passes unseen, so that noise remains after everything known was taken out. A study looks at 16, 32, 64 and
128 replications of 100 jobs and stops when \`dominant\` is decided at confidence 0.95; a tie should stay undecided.
Coverage is that of the 95 % interval after 64 replications, without looks. Escapes are few and dear, so the law of the mean
is lopsided; an interval is widened until its worse side keeps its share of the error.

Made by \`npx vitest run --config vitest.slow.config.ts test/slow/calibration.test.ts -u\`, with fixed seeds; the test fails
when this table is stale.

| advantage | studies | true | false | undecided | wrong | allowed | coverage | mean jobs |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

${writeTies(JSON.parse(readFileSync(tieTable, 'utf8')) as TieRow[])}`;
}
