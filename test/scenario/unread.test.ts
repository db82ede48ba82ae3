/** What nothing reads is a problem wherever it is written, unless it stands at its default. */
import { describe, expect, test } from 'vitest';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { writeScenario } from '../../src/scenario/write.ts';

function messagesOf(mechanism: string, market = '', players = '', more = ''): string[] {
  const text = `title: Idle
mechanism: { ${mechanism} }
market: { nodeCount: 30, computeCost: 1, reward: 1.5, stake: 500${market} }
players: { asserter: [honest, skip-work]${players} }
${more}`;
  const loaded = planScenario('idle.yaml', text);
  if (!('problems' in loaded)) {
    const again = planScenario('written.yaml', writeScenario(loaded.scenario));
    expect('problems' in again ? again.problems : []).toEqual([]);
    return [];
  }
  expect(loaded.problems.every(({ code }) => code === 'unread-path')).toBe(true);
  return loaded.problems.map(({ message }) => message);
}

const posp = 'kind: posp, challengeProbability: 0.2, slashAmount: 40';

describe('a parameter that nothing reads', () => {
  test.each([
    [
      posp,
      ', minimumStake: 90',
      '',
      'nothing reads market.minimumStake where players.exit is "none"; leave it out: it is read with players.exit: ejected',
    ],
    [
      posp,
      '',
      ', discount: 0.8',
      'nothing reads players.discount where players.exit is "none"; leave it out: it is read with players.exit: banned',
    ],
    [
      posp,
      '',
      ', reentryCost: 3',
      'nothing reads players.reentryCost where players.exit is "none"; leave it out: it is read with players.exit: banned',
    ],
    [
      `${posp}, arbitrationCost: 2`,
      '',
      '',
      'nothing reads mechanism.arbitrationCost where mechanism.arbitration is "perfect"; leave it out: it is read with mechanism.arbitration: referee',
    ],
    [
      'kind: majority-vote, majority: 2',
      ', detector: { miss: 0.1 }',
      '',
      'nothing reads market.detector.miss under majority-vote; leave it out',
    ],
    [
      'kind: no-verification',
      ', detector: { falseAlarm: 0.1 }',
      '',
      'nothing reads market.detector.falseAlarm under no-verification; leave it out',
    ],
    [
      'kind: inspection, slashAmount: 3',
      ', detector: { falseAlarm: 0.1 }',
      '',
      'nothing reads market.detector.falseAlarm under inspection; leave it out',
    ],
  ])('%s%s%s', (mechanism, market, players, message) => {
    expect(messagesOf(mechanism, market, players)).toEqual([message]);
  });

  test('may stand at its default, and is welcome where something reads it', () => {
    expect(messagesOf(posp, ', minimumStake: 0', ', discount: 1, reentryCost: null')).toEqual([]);
    expect(messagesOf(posp, ', minimumStake: 90', ', exit: ejected')).toEqual([]);
    expect(messagesOf(posp, '', ', exit: banned, discount: 0.8, reentryCost: 3')).toEqual([]);
    expect(messagesOf(`${posp}, arbitration: referee, arbitrationCost: 2`)).toEqual([]);
    expect(messagesOf('kind: inspection, slashAmount: 3', ', detector: { miss: 0.1 }')).toEqual([]);
    expect(messagesOf(posp, ', minimumStake: 90', '', 'sweep: { players.exit: [none, ejected] }\n')).toEqual([]);
  });
});
