/**
 * Play that has a past against its renewal by hand: a node is as it was at the beginning whenever it is caught, so that
 * what it does and earns per job in the long run is the mean of a cycle over the mean number of its jobs.
 *
 * Jobs are so rare that each is settled before its node gets the next one.
 */
import { describe, expect, test } from 'vitest';
import { simulateRun, watchRun } from '../../src/engine/simulate.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import type { Settings } from '../../src/market/settings.ts';
import { runScenario } from '../../src/study/open-scenario.ts';
import { lazyAfterClean, listing } from '../fixtures/plays.ts';
import { asserterArm, buildSettings } from '../fixtures/settings.ts';

const jobs = 200_000;
const rare = { nodeCount: 20, jobsPerSecond: 1e-4 };

describe('build-then-burn', () => {
  // Chance that a cheat is caught, gain of a cheat that is not, what being caught costs, gain of an honest job.
  const caught = 0.2;
  const [kept, lost, honest] = [1.2 - 0.3, 10 + 0.3, 1.2 - 1];

  test.each([1, 5, 40])('earns what %i clean jobs and a geometric number of cheats come to', (cleanJobs) => {
    const plain = buildSettings({ market: rare, run: { jobs } });
    const spec = { kind: 'build-then-burn', name: 'burn', cleanJobs, cost: 0.3 };
    const settings: Settings = { ...plain, players: { ...plain.players, asserter: [...plain.players.asserter, spec] } };
    const record = simulateRun(settings, asserterArm('burn'), 'burning', 0);

    const cheats = 1 / caught;
    const length = cleanJobs + cheats;
    const income = (cleanJobs * honest + (cheats - 1) * kept - lost) / length;
    const cycles = record[at.focalJobs] / length;
    // The number of cheats is all that varies in a cycle; of a ratio of means what counts is the rest it leaves.
    const deviation = Math.sqrt((1 - caught) / caught ** 2 / cycles) / length;
    const share = cheats / length;
    expect(Math.abs(record[at.cheatedJobs] / record[at.focalJobs] - share)).toBeLessThan(4 * deviation * (1 - share));
    expect(Math.abs(record[at.asserterIncome] / record[at.focalJobs] - income)).toBeLessThan(
      4 * deviation * Math.abs(kept - income),
    );
    expect(record[at.detectedJobs] / cycles).toBeCloseTo(1, 1);
  });

  test('a claim on it is judged by what was simulated, and the exact side says that it cannot know', async () => {
    const text = (challengeProbability: number) => `
title: Build, then burn
mechanism: { kind: posp, challengeProbability: ${challengeProbability}, slashAmount: 10 }
market: { nodeCount: 40, computeCost: 1, reward: 1.2, stake: 100 }
players: { asserter: [honest, { kind: build-then-burn, cleanJobs: 8 }], validator: [honest] }
replications: 8
run: { jobs: 8000 }
claims: [{ kind: dominant, role: asserter, strategy: honest }]
`;
    // As many honest jobs first change nothing of what a cheat is worth: C = p (R_A + S) at p = 8.9 %.
    for (const [probability, verdict] of [
      [0.2, 'true'],
      [0.03, 'false'],
    ] as const) {
      const { findings, failures } = await runScenario({ file: 'burn.yaml', text: text(probability) });
      expect(failures).toEqual([]);
      expect(findings.claims[0]).toMatchObject({ verdict });
      expect(findings.designPoints[0]!.advantages[0]).toMatchObject({ over: 'build-then-burn', exact: null });
    }
  });
});

/**
 * A lazy validator among honest nodes: after so many checks that found nothing it guesses, until something is found. Every
 * asserter is honest. A computed check finds a false alarm with chance a; a guess, right with chance g, ends a row where it
 * is wrong, which costs stake, or where what it is compared by gives a false alarm.
 */
test.each([0, 3, 12])(
  'a validator that is lazy after %i clean checks guesses as often as its rows by hand',
  (checks) => {
    const [falseAlarm, guessProbability] = [0.1, 0.6];
    const settings = listing(
      buildSettings({
        mechanism: { challengeProbability: 1 },
        market: { ...rare, detector: { falseAlarm, miss: 0 }, guessProbability },
        run: { jobs: 100_000 },
      }),
      lazyAfterClean,
      { checks },
    );
    const arm = { role: 'validator', strategy: 'lazy-after-clean', against: 'coalition' } as const;
    const seen = { guess: 0, recompute: 0 };
    watchRun(settings, arm, 'lazy', 0, ({ fleet }) => ({
      wants: ['reported'],
      hear: (event) => {
        if (event.kind === 'reported' && fleet.isFocal(event.node)) seen[event.response as keyof typeof seen]++;
      },
    }));

    const clean = (1 - falseAlarm) ** checks;
    const ends = 1 - guessProbability * (1 - falseAlarm);
    const computed = (1 - clean) / falseAlarm;
    const guessed = clean / ends;
    const share = guessed / (computed + guessed);
    // What a row's guesses exceed the share of its checks by has mean 0; its mean square.
    let square = clean * ((1 - share) ** 2 * ((2 - ends) / ends ** 2) - (2 * share * (1 - share) * checks) / ends);
    square += share ** 2 * clean * checks ** 2;
    for (let at = 1; at <= checks; at++) square += share ** 2 * at ** 2 * falseAlarm * (1 - falseAlarm) ** (at - 1);
    const all = seen.guess + seen.recompute;
    const rows = all / (computed + guessed);
    expect(all).toBeGreaterThan(9000);
    expect(Math.abs(seen.guess / all - share)).toBeLessThanOrEqual((4 * Math.sqrt(square * rows)) / all);
  },
);
