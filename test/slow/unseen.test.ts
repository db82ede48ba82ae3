/**
 * What a sample cannot have seen decides nothing: twenty studies of each market in which what decides is too rare to be
 * seen, none of them wrong; and ordinary markets of the same kinds, all of them decided.
 */
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/findings/findings.ts';
import { createPool } from '../../src/run/pool.ts';
import { createMemoryArchive } from '../../src/study/passes.ts';
import { runStudy } from '../../src/study/study.ts';
import { prepare } from '../study/scenarios.ts';
import { ordinaryMarkets, type UnseenMarket, unseenMarkets, writeMarket } from '../study/unseen-markets.ts';

const SEEDS = 20;
const ORDINARY_SEEDS = 10;

/** Counted before any payment but slashes was looked at: wrong verdicts of twenty, jobs per verdict of ten. */
const before = {
  wrong: [9, 0, 11, 0, 17, 0, 1, 0],
  jobs: [83_200, 108_800, 179_200, 73_600, 59_200, 8_000, 486_400],
};

interface Tally {
  verdicts: Record<Verdict, number>;
  /** Mean over the studies [count]. */
  jobs: number;
}

async function tally(market: Pick<UnseenMarket, 'name' | 'text'>, seeds: number): Promise<Tally> {
  const pool = createPool({ workers: 1 });
  const verdicts = { true: 0, false: 0, undecided: 0 };
  let jobs = 0;
  for (let seed = 0; seed < seeds; seed++) {
    const request = { ...prepare(writeMarket(market, seed)), archive: createMemoryArchive(), pool };
    const { findings, failures } = await runStudy(request);
    expect(failures).toEqual([]);
    verdicts[findings.claims[0]!.verdict]++;
    jobs += findings.jobs / seeds;
  }
  await pool.close();
  return { verdicts, jobs };
}

describe('what a sample cannot have seen', async () => {
  const unseen: Tally[] = [];
  for (const market of unseenMarkets) unseen.push(await tally(market, SEEDS));
  const ordinary: Tally[] = [];
  for (const market of ordinaryMarkets) ordinary.push(await tally(market, ORDINARY_SEEDS));

  it.each(unseenMarkets.map(({ name, wrong }, i) => ({ name, wrong, i })))('$name: never $wrong', ({ wrong, i }) => {
    expect(unseen[i]!.verdicts[wrong]).toBe(0);
  });

  it.each(ordinaryMarkets.map(({ name, right }, i) => ({ name, right, i })))(
    '$name: $right every time',
    ({ right, i }) => {
      expect(ordinary[i]!.verdicts[right]).toBe(ORDINARY_SEEDS);
    },
  );

  it('the committed tables are those found here', async () => {
    await expect(writePage(unseen, ordinary)).toMatchFileSnapshot('../../docs/unseen-events.md');
  });
});

function writePage(unseen: readonly Tally[], ordinary: readonly Tally[]): string {
  const count = (value: number) => Math.round(value).toLocaleString('en-US');
  const rare = unseenMarkets.map(({ name, wrong }, i) => {
    const { verdicts } = unseen[i]!;
    return `| ${name} | ${wrong} | ${before.wrong[i]} | ${verdicts[wrong]} | ${verdicts.undecided} |`;
  });
  const common = ordinaryMarkets.map(({ name, right }, i) => {
    const { verdicts, jobs } = ordinary[i]!;
    return `| ${name} | ${verdicts[right]} of ${ORDINARY_SEEDS} ${right} | ${count(before.jobs[i]!)} | ${count(jobs)} |`;
  });
  return `# What a sample cannot have seen

A reward of 4 000 C that comes once in 2 500 jobs, or a slash of 900 C that comes once in 600, decides whether honesty
pays, and a small sample has none of them. Where the round of one job is the market's, its law says how many may be
missing. Where nodes leave, learn, are chosen by their queues or weigh their income, nobody knows how often a job ends in
which way, but in which ways it can end the rules say beforehand. The dearest of them is taken for what may have gone
unseen: an interval is widened by the Poisson limit of its number, as far as the noise in the sample does not already
show as many (\`src/analysis/round/payments.ts\`, \`reach.ts\`, \`rare-events.ts\`). What one event changes for good, because a
node leaves or learns from it, counts with it.

Made by \`npx vitest run --config vitest.slow.config.ts test/slow/unseen.test.ts -u\`, with fixed seeds; the test fails when
the tables are stale. *Before* is how it was when slashes and escapes alone were looked for.

## Rare events: verdicts of ${SEEDS} studies each

| market | would be wrong | before | now | undecided now |
| --- | --- | --- | --- | --- |
${rare.join('\n')}

## Ordinary markets of the same kinds: jobs used

| market | verdicts now | jobs before | jobs now |
| --- | --- | --- | --- |
${common.join('\n')}
`;
}
