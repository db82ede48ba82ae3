/** What is plugged in from outside is taken at its word: formulas of Poisson streams and even shares speak for nobody else. */
import { describe, expect, test } from 'vitest';
import { exactTime } from '../../src/analysis/round/exact-time.ts';
import { countJobs } from '../../src/analysis/round/horizon.ts';
import { lawOf } from '../../src/analysis/round/round-law.ts';
import { compareCounts } from '../../src/analysis/sample/compare-counts.ts';
import { builtIn, type Catalogue, withCatalogue } from '../../src/catalogue/catalogue.ts';
import { flowAt, jobsPerSecondOf } from '../../src/catalogue/traffic.ts';
import { armKeyOf } from '../../src/engine/identity.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import type { Settings } from '../../src/market/settings.ts';
import { planTime } from '../../src/market/waiting/time-plan.ts';
import { computeUtilisation } from '../../src/plan/load-factor.ts';
import { checkScenario } from '../../src/scenario/check.ts';
import { resolveSettings } from '../../src/scenario/resolve.ts';
import { firstInLine, idlest } from '../fixtures/first-in-line.ts';
import { metronome } from '../fixtures/metronome.ts';
import { asserterArm, buildSettings } from '../fixtures/settings.ts';
import { changed, least } from '../scenario/texts.ts';

const catalogue: Catalogue = {
  ...builtIn,
  demands: new Map([...builtIn.demands, [metronome.kind, metronome]]),
  dispatches: new Map([...builtIn.dispatches, [firstInLine.kind, firstInLine], [idlest.kind, idlest]]),
};
const arm = asserterArm('skip-work', 'all-honest');

/** A market of queues that are known, with something else plugged in. */
function plug(market: Partial<Settings['market']>): Settings {
  const base = buildSettings({ mechanism: { challengeProbability: 0 }, run: { jobs: 400 } });
  return withCatalogue({ ...base, market: { ...base.market, ...market } }, catalogue);
}

const plain = plug({});
const beating = plug({ demand: { kind: 'metronome', everySeconds: 0.08 } });
const inLine = plug({ dispatch: { kind: 'first-in-line' } });

describe('a demand that is no Poisson stream', () => {
  test('has no exact time, and its load by the rate that it says', () => {
    expect(exactTime('latencySeconds', plain)).toBeCloseTo(1.5, 12);
    expect(exactTime('latencySeconds', beating)).toBeNull();
    expect(planTime(beating, flowAt(beating))).toMatchObject({ method: 'market', isTooLong: false });
    expect(jobsPerSecondOf(beating)).toBe(12.5);
    expect(computeUtilisation(beating)).toBeCloseTo(12.5 / 20, 12);
    expect(countJobs(beating, 'hour')).toBeCloseTo((3600 * 12.5) / 20, 9);
  });

  test('changes no job where jobs need no time, and is another run all the same', () => {
    expect(simulateRun(beating, arm, '1', 0)).toEqual(simulateRun(plain, arm, '1', 0));
    expect(armKeyOf(beating, arm, '1')).not.toBe(armKeyOf(plain, arm, '1'));
    expect(lawOf(beating, arm).holdsFor).toBe('every job');
  });

  test('brings as many jobs into a time as it says', () => {
    const lasting = { ...beating, run: { ...beating.run, seconds: 16.04 } };
    expect(simulateRun(lasting, arm, '1', 0)[at.jobs]).toBe(200);
  });

  test('is read from a file with its parameters, and its rate is what a run in seconds goes by', () => {
    const text = (seconds: string) =>
      `${changed(least, 'market:', 'market:\n  demand: { kind: metronome, everySeconds: 250 ms }')}run: { seconds: ${seconds} }\n`;
    const read = (seconds: string) => {
      const checked = checkScenario('a.yaml', text(seconds), {}, catalogue);
      if ('problems' in checked) throw new Error(checked.problems.map(({ message }) => message).join('\n'));
      return resolveSettings(checked.scenario);
    };
    const { settings } = read('60 s');
    expect(settings!.market.demand).toEqual({ kind: 'metronome', everySeconds: 0.25 });
    expect(settings!.run.jobs).toBe(240);
    expect(read('20 s').problems.map(({ message }) => message)).toEqual([
      'run.seconds is 20; expected at least 25 s, in which 100 jobs arrive',
    ]);
    const alone = checkScenario('a.yaml', text('60 s'));
    expect('problems' in alone && alone.problems.map(({ code }) => code)).toEqual(['unknown-demand']);
  });
});

describe('a dispatch that favours some', () => {
  test('leaves the round the jobs of focal nodes, and nothing that is counted over nodes', () => {
    expect(lawOf(inLine, arm)).toMatchObject({
      holdsFor: 'focal jobs',
      because: 'whoever stands first gets every job, which decides who gets how many jobs',
    });
    expect(lawOf(plug({ dispatch: { kind: 'first-in-line' }, jobsInFlight: 3 }), arm)).toEqual({
      holdsFor: 'no job',
      because: 'whoever stands first gets every job, which decides how many flights are completed',
    });
    expect(exactTime('latencySeconds', inLine)).toBeNull();
    expect(computeUtilisation(inLine)).toBeUndefined();
    expect(countJobs(inLine, 'hour')).toBeNull();
  });

  test('is compared with no binomial count of jobs', () => {
    const compared = { exact: {}, sample: { replications: 3 }, sampling: 'split' };
    expect(compareCounts(compared as never, inLine)).toEqual([]);
  });

  test('gives its jobs to whom it says', () => {
    const record = simulateRun(inLine, arm, '1', 0);
    expect(record[at.focalJobs]).toBe(record[at.jobs]);
  });
});

test('a dispatch that looks at all queues is played in time, and the round speaks as it does of the shorter of two', () => {
  const idle = plug({ dispatch: { kind: 'idlest' } });
  const shorter = plug({ dispatch: { kind: 'shorter-of-two' } });
  const [own, other] = [idle, shorter].map((settings) => lawOf(settings, arm));
  expect(own!.holdsFor).toBe(other!.holdsFor);
  expect(own).toMatchObject({ because: 'dispatch looks at all queues, which decide who gets how many jobs' });
});
