/** The market's story of one job, read back and drawn in lanes. */
import { describe, expect, it } from 'vitest';
import type { JobEvent } from '../../src/analysis/exhibits/exhibits.ts';
import { watchRun } from '../../src/engine/simulate.ts';
import { type MarketEvent, storyKinds } from '../../src/market/events.ts';
import type { VegaLite } from '../../src/report/chart.ts';
import { marketStory } from '../../src/report/charts/market-story.ts';
import { compileChart, renderSvg } from '../../src/report/render.ts';
import { gatherStories } from '../../src/report/story.ts';
import { asserterArm, buildSettings, honestArm } from '../fixtures/settings.ts';
import { measurePicture } from './measure.ts';
import { listFaults } from './vega-lite-schema.ts';

const events: JobEvent[] = [
  { time: 1.4121, kind: 'arrived', job: 0, node: 1 },
  { time: 1.4121, kind: 'asserted', job: 0, node: 1, isFalse: true },
  { time: 1.4121, kind: 'challenged', job: 0, validators: [2, 4], isPlanted: false },
  { time: 1.4121, kind: 'reported', job: 0, node: 2, report: 'backs', response: 'report-false' },
  { time: 1.7, kind: 'arrived', job: 1, node: 3 },
  { time: 2.4121, kind: 'reported', job: 0, node: 4, report: 'flags', response: 'recompute' },
  { time: 2.4121, kind: 'settled', job: 0, node: 1, isRefuted: true, isFalseVerdict: false, slashed: 10 },
  { time: 2.4121, kind: 'slashed', job: 0, node: 2, slashed: 10 },
  { time: 2.7, kind: 'asserted', job: 1, node: 3, isFalse: false },
  { time: 2.7, kind: 'challenged', job: 1, validators: [4], isPlanted: true },
];

describe('a story', () => {
  it('is gathered job by job', () => {
    expect(gatherStories(events)).toEqual([
      {
        job: 0,
        arrived: 1.412,
        asserter: 1,
        asserted: 1.412,
        isFalse: true,
        challenged: 1.412,
        isPlanted: false,
        reports: [
          { node: 2, at: 1.412, answer: 'backs', how: 'report-false' },
          { node: 4, at: 2.412, answer: 'flags', how: 'recompute' },
        ],
        settled: 2.412,
        end: events[6],
        losses: [{ node: 2, slashed: 10 }],
      },
      {
        job: 1,
        arrived: 1.7,
        asserter: 3,
        asserted: 2.7,
        isFalse: false,
        challenged: 2.7,
        isPlanted: true,
        reports: [{ node: 4, at: null, answer: null, how: null }],
        settled: null,
        end: null,
        losses: [],
      },
    ]);
  });

  it.each([
    ['honest', honestArm],
    ['cheating', asserterArm('skip-work')],
  ])('is understood as the market tells it today: %s', (_, arm) => {
    const settings = buildSettings({
      mechanism: { challengeProbability: 1, validatorCount: 2 },
      market: { nodeCount: 5, jobsPerSecond: 1, stake: 20 },
      coalition: { size: 4, backing: 'committed' },
      run: { jobs: 20 },
    });
    const told: MarketEvent[] = [];
    watchRun(settings, arm, '1', 0, () => ({ wants: storyKinds, hear: (event) => told.push(event) }));
    const stories = gatherStories(told);
    expect(stories).toHaveLength(20);
    const complete = stories.filter(
      ({ asserted, settled, reports }) => asserted !== null && settled !== null && reports.length === 2,
    );
    expect(complete).toHaveLength(20);
    expect(stories.flatMap(({ reports }) => reports).filter(({ at, how }) => at === null || how === null)).toEqual([]);
    expect(stories.some(({ isFalse }) => isFalse)).toBe(arm !== honestArm);
    expect(stories.some(({ losses }) => losses.length > 0)).toBe(arm !== honestArm);
  });
});

describe('the picture', () => {
  it('has a lane for the market, the asserter and each validator', () => {
    const { spec } = marketStory.build({ events });
    const [layer] = (spec.layer as VegaLite[]).slice(-1);
    const { scale } = (layer.encoding as { y: { scale: { domain: string[] } } }).y;
    expect(scale.domain).toEqual(['market', 'node 1, asserter', 'node 2, validator', 'node 4, validator']);
  });

  it('says losses in the money of the file', () => {
    expect(marketStory.build({ events, money: 'USD' }).caption).toContain('node 1 loses 10 USD.');
  });

  it('tells the job in a sentence', () => {
    expect(marketStory.build({ events }).caption).toContain(
      'Job 0 goes to node 1, which asserts a false result after 0 s; it is challenged; node 2 backs it (report-false); ' +
        'node 4 flags it (recompute); after 1 s the job is refuted; node 1 loses 10 credits.',
    );
  });

  it('tells of the job asked for, and of nothing where there is no such job', () => {
    expect(marketStory.build({ events, job: 1 }).title).toBe('What became of job 1');
    expect(marketStory.applies({ events, job: 7 })).toBe(false);
    expect(marketStory.applies({ events: [] })).toBe(false);
  });

  it.each([600, 760, 1600])(
    'is valid, draws no warning and keeps inside, %i px wide',
    async (width) => {
      for (const job of [0, 1]) {
        const { spec, bareSpec } = marketStory.build({ events, job }, width);
        expect(listFaults(spec)).toEqual([]);
        expect((await compileChart(spec)).warnings).toEqual([]);
        const drawn = measurePicture(await renderSvg(bareSpec));
        expect(drawn.inside).toBe(true);
        expect(drawn.width).toBeLessThanOrEqual(width + 24);
      }
    },
    60_000,
  );
});
