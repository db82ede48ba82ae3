/** Studies of one tie: how often something is decided, and what that may be. */
import { join } from 'node:path';
import type { Verdict } from '../../src/findings/findings.ts';
import type { Pool } from '../../src/run/pool.ts';
import { createMemoryArchive } from '../../src/study/passes.ts';
import { runStudy } from '../../src/study/study.ts';
import { prepare } from '../study/scenarios.ts';
import type { Tie } from './ties.ts';

/** Where the committed table lies, from which the page is written. */
export const tieTable = join(import.meta.dirname, 'ties.json');

/** What the studies of a tie came to: a row of the table. */
export interface TieRow {
  claim: string;
  name: string;
  studies: number;
  verdicts: Record<Verdict, number>;
  /** Mean over the studies [count]. */
  jobs: number;
}

/** Runs the studies of a tie up to so many, on top of those that are done. @throws Error when a run fails */
export async function tallyTie(
  { claim, name, text }: Tie,
  studies: number,
  pool: Pool,
  done?: TieRow,
): Promise<TieRow> {
  const verdicts = { true: 0, false: 0, undecided: 0, ...done?.verdicts };
  let jobs = (done?.jobs ?? 0) * (done?.studies ?? 0);
  for (let seed = done?.studies ?? 0; seed < studies; seed++) {
    const scenario = `title: "${name}"\nseed: "tie ${claim} ${name} ${seed}"\n${text.trim()}\n`;
    const { findings, failures } = await runStudy({ ...prepare(scenario), archive: createMemoryArchive(), pool });
    if (failures.length > 0) throw new Error(failures.join('\n'));
    verdicts[findings.claims[0]!.verdict]++;
    jobs += findings.jobs;
  }
  return { claim, name, studies, verdicts, jobs: jobs / studies };
}

/** Most studies of so many that may come to one verdict at a tie: 2.5 %, and four standard errors. */
export function allowWrong(studies: number): number {
  return studies * 0.025 + 4 * Math.sqrt(studies * 0.025 * 0.975);
}

/** The part of docs/calibration.md that is made of the table. */
export function writeTies(rows: readonly TieRow[]): string {
  const lines = rows.map(({ claim, name, studies, verdicts, jobs }) => {
    const percent = (count: number) => `${((100 * count) / studies).toFixed(1)} %`;
    const allowed = percent(allowWrong(studies));
    const cells = [claim, name, studies, percent(verdicts.true), percent(verdicts.false), allowed];
    return `| ${[...cells, Math.round(jobs).toLocaleString('en-US')].join(' | ')} |`;
  });
  return `## Ties of every kind of claim

At an exact tie whatever is decided is an error: at confidence 0.95 a claim may be true in 2.5 % of the studies and false in
2.5 %. Allowed is that and four standard errors. Every study looks at 16, 32 and 64 replications. Advantages are 0 by the
exact side, limits lie where the exact rate, chance or threshold is. Learners are compared at a tie of what they learn
between, so that whatever they have learned is worth the same. Where the law of a job is not known, or few events are
expected, intervals are wider than they would have to be.

Latency is that of a hundred nodes, and its studies look at 16, 32, 64, 128 and 256 runs that measure time alone; the truth
is Pollaczek and Khinchine's for the mean, and by inversion for the quantile. That nobody gains by deviating is true at a
tie, so that only false is wrong there.

Made by \`npm run calibrate\`, which takes up what is done where it was left; test/slow/ties.test.ts does some rows again.

| claim | tie of | studies | true | false | allowed | mean jobs |
| --- | --- | --- | --- | --- | --- | --- |
${lines.join('\n')}
`;
}
