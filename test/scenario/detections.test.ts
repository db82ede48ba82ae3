/** Substitutes and detections that a file says by data: they stand for numbers at each kind of job. */
import { describe, expect, test } from 'vitest';
import { exactAdvantage } from '../../src/analysis/round/exact.ts';
import { armKeyOf } from '../../src/engine/identity.ts';
import { detections } from '../../src/fleet/index.ts';
import { listArms } from '../../src/plan/arms.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { formatProblem } from '../../src/scenario/problems/problems.ts';
import { digestScenario } from '../../src/scenario/schema/digest.ts';
import { writeScenario } from '../../src/scenario/write.ts';

const substitution =
  '[{ from: llama-3.3-70b-fp16, to: llama-3.3-70b-fp8 }, { from: llama-3.1-8b-fp8, costShare: 0.5 }]';
const chat = 'model: llama-3.3-70b-fp16, hardware: h100-sxm, tokens: { in: 1155, out: 211 }';
const short = 'model: llama-3.1-8b-fp8, hardware: rtx-4090, tokens: { in: 300, out: 6 }';

/** A market of two kinds of jobs whose cheats and rates are said by data. */
const byData = fileOf(
  `{ kind: cheaper-model, name: coarser, substitution: ${substitution} }`,
  [`${chat}`, `${short}`],
  `detector: { kind: table, miss: 1 %, rows: [
    { cheat: coarser, job: chat, hardware: [h100-sxm, h100-sxm], miss: 40 %, falseAlarm: 0.001 },
    { cheat: coarser, job: short, tokens: [1, 8], published: gonka-deepseek-checkpoint-1-8 },
    { cheat: coarser, job: short, tokens: [9, 64], miss: 36 % }] }`,
);

function fileOf(cheat: string, [one, other]: readonly string[], detector: string): string {
  return `title: A test
mechanism: { kind: posp, challengeProbability: 0.01, validatorCount: 1, slashAmount: 2 }
players: { asserter: [honest, skip-work, ${cheat}] }
market:
  nodeCount: 60
  stake: 4
  ${detector}
  jobs:
    - { name: chat, share: 75 %, costPerHour: 2, pricePerMillionTokens: 0.4, ${one} }
    - { name: short, share: 25 %, costPerHour: 0.5, pricePerMillionTokens: 0.1, ${other} }
`;
}

function load(text: string) {
  const loaded = planScenario('a.yaml', text);
  if ('problems' in loaded) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  return loaded;
}

function problemsOf(text: string): string[] {
  const loaded = planScenario('a.yaml', text);
  return 'problems' in loaded ? loaded.problems.map(formatProblem) : [];
}

describe('a cheat that is said by what is served', () => {
  // 16 bits take 973 / 546 of what 8 bits take.
  const inWords = fileOf(
    '{ kind: cheaper-model, name: coarser, cost: "= market.computeCost" }',
    [
      `${chat}, players.asserter.coarser.cost: "= ${546 / 973} * market.computeCost", players.asserter.coarser.miss: 0.4, detector: { falseAlarm: 0.001, miss: 0.01 }`,
      `${short}, players.asserter.coarser.cost: "= 0.5 * market.computeCost", players.asserter.coarser.miss: 77 %`,
    ],
    'detector: { miss: 1 % }',
  );

  test('is at each kind the cheat that its numbers say', () => {
    const [data, words] = [load(byData).points, load(inWords).points];
    expect(data.map(({ at }) => at)).toEqual(words.map(({ at }) => at));
    for (const [i, { settings }] of data.entries()) {
      const other = words[i].settings;
      const [cheat, same] = [settings, other].map(
        ({ players }) => players.asserter.find(({ name }) => name === 'coarser')!,
      );
      expect(cheat.miss).toBe(same.miss);
      expect(Number(cheat.cost) / Number(same.cost)).toBeCloseTo(1, 12);
      expect(settings.market).toEqual(other.market);
    }
  });

  test('is missed at each kind as often as its row says, and pays where p is below what that asks for', () => {
    for (const { at, settings } of load(byData).points) {
      const { computeCost: cost, reward, detector } = settings.market;
      const isChat = at['market.jobs'] === 'chat';
      const [share, miss, alarm] = isChat ? [546 / 973, 0.4, 0.001] : [0.5, 0.77, 0];
      expect(detector).toMatchObject({ falseAlarm: alarm, miss: 0.01 });
      // p (R + S) (1 - a - b) against what the cheat saves.
      const advantage = 0.01 * (reward + 2) * (1 - alarm - miss) - (1 - share) * cost;
      const exact = exactAdvantage(settings, 'asserter', 'honest', 'coarser', 'all-honest')!;
      expect(exact / advantage).toBeCloseTo(1, 9);
    }
  });

  test('is written out and read again as the same', () => {
    const { scenario, points } = load(byData);
    const again = load(writeScenario(scenario));
    expect(again.points).toEqual(points);
    expect(digestScenario(again.scenario)).toBe(digestScenario(scenario));
  });

  test('is simulated as its numbers are', () => {
    const [{ settings }] = load(byData).points;
    const [first] = load(writeScenario(load(byData).scenario)).points;
    for (const arm of listArms(settings, settings.players.against))
      expect(armKeyOf(first.settings, arm, 'seed')).toBe(armKeyOf(settings, arm, 'seed'));
  });

  test.each<[string, string, string, string]>([
    [
      'an unknown model',
      'to: llama-3.3-70b-fp8',
      'to: llama-3.3-70b-fp7',
      'unknown model "llama-3.3-70b-fp7"; did you mean',
    ],
    ['no law on the hardware', 'to: llama-3.3-70b-fp8', 'to: llama-3.3-70b-fp4', 'write costShare'],
    [
      'no substitute for a kind',
      ', { from: llama-3.1-8b-fp8, costShare: 0.5 }',
      '',
      'or write players.asserter.coarser.cost into that kind',
    ],
    ['a share above 1', 'costShare: 0.5', 'costShare: 1.5', 'from 0 to 1'],
    ['a cost beside it', 'name: coarser, sub', 'name: coarser, cost: 1, sub', 'leave one of them out'],
    ['misses above 1', 'miss: 40 %', 'miss: 1.4', 'a probability lies in [0, 1]'],
    ['a job that is not there', 'job: chat', 'job: chad', 'did you mean "chat"'],
    ['a cheat that is not there', 'cheat: coarser, job: chat', 'cheat: finer, job: chat', 'unknown cheat "finer"'],
    ['negative tokens', '[1, 8]', '[-1, 8]', 'two whole numbers from 0 on'],
    ['tokens the wrong way round', '[9, 64]', '[64, 9]', 'two whole numbers from 0 on'],
    ['rows that overlap', '[9, 64]', '[8, 64]', 'rows 1 and 2 of market.detector overlap'],
    ['rates beside published ones', 'published:', 'miss: 0.2, published:', 'leave those out'],
    ['no row for a length', 'miss: 1 %, rows', 'rows', 'no row of market.detector says how often skip-work is missed'],
    ['two rates of false alarms', 'miss: 36 %', 'miss: 36 %, falseAlarms: 1', 'unknown key "falseAlarms"'],
    [
      'a row for what has no misses of its own',
      'cheat: coarser, job: chat',
      'cheat: skip-work, job: chat',
      'write { kind: cheaper-model, name: skip-work',
    ],
  ])('%s is refused with a way out', (_, written, changed, wayOut) => {
    const text = byData.replace(written, changed);
    expect(text).not.toBe(byData);
    const problems = problemsOf(text);
    expect(problems.join('\n')).toContain(wayOut);
    for (const problem of problems) expect(problem).toMatch(/^a\.yaml:\d+:\d+ {2}/);
  });

  test.each([
    ['a strategy that nobody plays', 'players.asserter.finer.cost: 1', 'nobody plays'],
    ['a parameter it does not have', 'players.asserter.coarser.speed: 1', 'speed'],
    ['misses above 1', 'players.asserter.coarser.miss: 1.2', 'a probability'],
  ])('%s in a kind of job is refused where it stands', (_, said, rule) => {
    const problems = problemsOf(
      inWords
        .replace('detector: { falseAlarm: 0.001', `${said}, detector: { falseAlarm: 0.001`)
        .replace(', players.asserter.coarser.miss: 0.4', ''),
    );
    expect(problems.join('\n')).toContain(rule);
    expect(problems[0]).toMatch(/^a\.yaml:9:/);
  });

  test('needs kinds of jobs', () => {
    const text = `title: A test\nmechanism: { kind: posp, challengeProbability: 0.01, slashAmount: 2 }\nplayers: { asserter: [{ kind: cheaper-model, substitution: { from: llama-3.3-70b-fp16, to: llama-3.3-70b-fp8 } }] }\nmarket: { nodeCount: 9, stake: 4, computeCost: 1, reward: 2 }\n`;
    expect(problemsOf(text).join('\n')).toContain('one kind is enough');
  });
});

test('published detections are shares, with a source and a date', () => {
  for (const { caught, falseAlarm = 0, source, tokens = [1, 2] } of detections) {
    for (const share of [caught, falseAlarm]) expect(share).toBeGreaterThanOrEqual(0);
    for (const share of [caught, falseAlarm]) expect(share).toBeLessThanOrEqual(1);
    expect(tokens[0]).toBeLessThan(tokens[1]);
    expect(source).toMatch(/20\d\d-\d\d/);
  }
  expect(new Set(detections.map(({ kind }) => kind)).size).toBe(detections.length);
});
