/** What the clock of a run can tell: times and speeds that lead to no event outside it. */
import { jobsPerSecondOf } from '../../catalogue/traffic.ts';
import type { DistributionSpec } from '../../kernel/distributions/create.ts';
import type { Distribution } from '../../kernel/distributions/define.ts';
import { lawOf } from '../../market/law-of.ts';
import type { RuleProblem } from '../../market/mechanism.ts';
import type { Settings } from '../../market/settings.ts';

/** Thirty thousand years: there the clock still tells a millisecond from the next. */
const SECONDS_MAX = 1e12;
/** A node of speed 1 takes a second for a second of work; slower or faster by so much is a slip of the unit. */
const SPEED_MEAN_MIN = 1e-9;
const SPEED_MEAN_MAX = 1e9;

/** What is wrong with the times and speeds of a market. */
export function checkClock(settings: Settings): RuleProblem[] {
  const { market, run } = settings;
  const problems: RuleProblem[] = [];
  const rate = jobsPerSecondOf(settings);
  if (!(run.jobs / rate <= SECONDS_MAX)) {
    const expected = `at least ${Number((run.jobs / SECONDS_MAX).toPrecision(3))} per second, so that ${run.jobs} jobs arrive within 10^12 s`;
    problems.push({ path: 'market.jobsPerSecond', received: rate, expected });
  }
  for (const key of ['serviceSeconds', 'verificationSeconds'] as const) {
    const spec = market[key];
    const law = lawOf(spec ?? market.serviceSeconds, settings);
    const { least, mean } = law;
    if (!spec || (least >= 0 && mean <= SECONDS_MAX)) continue;
    const expected = 'times that are never below 0 s, 10^12 s in the mean at most';
    problems.push({ path: `market.${key}`, received: nameLaw(spec, law), expected });
  }
  const law = lawOf(market.speed, settings);
  const { least, mean } = law;
  if (!(least >= 0 && mean >= SPEED_MEAN_MIN && mean <= SPEED_MEAN_MAX)) {
    const expected =
      'speeds that are never below 0, between 10^-9 and 10^9 in the mean; 1 is the speed that times are given for';
    problems.push({ path: 'market.speed', received: nameLaw(market.speed, law), expected });
  }
  return problems;
}

/** A law that has one value goes by that. */
function nameLaw({ kind }: DistributionSpec, { variance, mean }: Distribution): string | number {
  return variance === 0 ? mean : kind;
}
