/** The stage game is that of the players described: numbers worked out by hand, one per rule. */
import { describe, expect, it, test } from 'vitest';
import { exactAdvantage } from '../../src/analysis/round/exact.ts';
import { leavesOneProfile } from '../../src/analysis/stage/left-alone.ts';
import { findOtherEquilibrium, solveStage, solveStageGame } from '../../src/analysis/stage/stage-game.ts';
import type { StageTable } from '../../src/analysis/stage/stage-table.ts';
import { Work } from '../../src/game/work.ts';
import type { Settings } from '../../src/market/settings.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';

/** Design point of a scenario, or the problems that keep it from being one. */
function load(text: string) {
  return planScenario('study.yaml', `title: A study\n${text}`);
}

function settingsOf(text: string): Settings {
  const loaded = load(text);
  if ('problems' in loaded) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  return loaded.points[0]!.settings;
}

const market = 'market: { nodeCount: 40, computeCost: 2, reward: 2.5, stake: 90 }';
const roles = 'asserter: [honest, skip-work], validator: [honest, guess, contradict]';
const equilibria = (text: string) =>
  solveStageGame(settingsOf(text))!.equilibria.map(({ profile: { asserter, validator } }) =>
    [asserter, ...(validator ? [validator] : [])].map((shares) => Object.keys(shares).join('+')).join(' '),
  );

describe('arbiters', () => {
  const posp = (arbitration: string, more = '') =>
    `mechanism: { kind: posp, challengeProbability: 0.25, slashAmount: 12, bountyShare: 0.5${arbitration}${more} }\n${market}\nplayers: { ${roles} }\n`;

  it('are honest where nobody colludes, so that a majority of them makes the same game as perfect arbitration', () => {
    const majority = posp(', arbitration: { majority: 5 }');
    expect(equilibria(majority)).toEqual(['honest honest']);
    const [vote, perfect] = [majority, posp('')].map((text) => solveStageGame(settingsOf(text))!.payoffs);
    expect(vote).toEqual(perfect);
  });

  it('are honest in profile all-honest however many could collude', () => {
    const some = (fraction: number) =>
      settingsOf(
        `${posp(', arbitration: { majority: 3 }', ', draw: independent')}coalition: { fraction: ${fraction} }\n`,
      );
    const advantage = (fraction: number) =>
      exactAdvantage(some(fraction), 'asserter', 'honest', 'skip-work', 'all-honest')!;
    // 0.25 (2.5 + 12) - 2.
    expect(advantage(0.3)).toBeCloseTo(1.625, 12);
    expect(advantage(0.6)).toBeCloseTo(1.625, 12);
  });

  it('collude by the share of nodes that do, not by the share as it was written', () => {
    const four = (fraction: number) =>
      settingsOf(
        `mechanism: { kind: posp, challengeProbability: 0.4, slashAmount: 6, arbitration: { majority: 3 }, accounting: alone }\nmarket: { nodeCount: 5, computeCost: 2, reward: 2.5, stake: 90 }\nplayers: { asserter: [honest, skip-work] }\ncoalition: { fraction: ${fraction} }\n`,
      );
    const all = [0.31, 0.4, 0.49].map((fraction) =>
      exactAdvantage(four(fraction), 'asserter', 'honest', 'skip-work', 'coalition'),
    );
    // Three of four others are outsiders; three arbiters of whom two fifths collude are outvoted with chance 0.352.
    expect(all[0]).toBeCloseTo(0.4 * 0.75 * (1 - 0.352) * 8.5 - 2, 12);
    expect(all).toEqual([all[0], all[0], all[0]]);
  });
});

describe('preferences', () => {
  const cautious = (p: number) =>
    `mechanism: { kind: posp, challengeProbability: ${p}, slashAmount: 12, bountyShare: 0.5, accounting: alone }\n${market}\nplayers: { ${roles}, utility: { crra: 1, wealth: 25 } }\n`;

  it('show in the payoffs as certainty equivalents, and in who plays what', () => {
    // ln(27.5 / 25.5) / ln(27.5 / 13), where the neutral need 2 / 14.5.
    const threshold = Math.log(27.5 / 25.5) / Math.log(27.5 / 13);
    expect(equilibria(cautious(threshold + 1e-6))).toEqual(['honest honest']);
    expect(equilibria(cautious(threshold - 1e-6))).toEqual(['skip-work honest']);
    const { payoffs } = solveStageGame(settingsOf(cautious(0.1)))!;
    expect(payoffs[0][0]![0]).toBeCloseTo(0.5, 12);
    expect(payoffs[0][1]![0]).toBeCloseTo(Math.exp(0.9 * Math.log(27.5) + 0.1 * Math.log(13)) - 25, 12);
  });

  const banned = (p: number, reentry: number) =>
    `mechanism: { kind: posp, challengeProbability: ${p}, slashAmount: 3, bountyShare: 0.7, accounting: alone }\n${market}\nplayers: { asserter: [honest, skip-work], validator: [honest, guess], exit: banned, discount: 0.9, reentryCost: ${reentry} }\n`;

  it('count what a ban costs, up to the price of coming back', () => {
    // A career of honest jobs is worth 0.9 · 0.5 / 0.1 = 4.5 after the next: 2 / (2.5 + 3 + 4.5) deters, at a price of 1 2 / 6.5.
    for (const [reentry, threshold] of [
      [400, 0.2],
      [1, 2 / 6.5],
    ] as const) {
      expect(equilibria(banned(threshold + 1e-6, reentry))).toEqual(['honest honest']);
      expect(equilibria(banned(threshold - 1e-6, reentry))).toEqual(['skip-work honest']);
    }
  });

  it('find mixes of careers: nobody in one cares which of its strategies it plays', () => {
    // Copying goes unseen but for what was planted: asserters cheat when nobody checks and validators check when they do.
    const settings = settingsOf(
      `mechanism: { kind: posp, challengeProbability: 0.8, slashAmount: 6, bountyShare: 0.7, reveal: open, accounting: alone }\n${market}\nplayers: { asserter: [honest, skip-work], validator: [honest, copy], exit: banned, discount: 0.9 }\n`,
    );
    const { equilibria: found, degenerate } = solveStageGame(settings)!;
    expect(degenerate).toBe(false);
    expect(found).toHaveLength(1);
    const { asserter, validator } = found[0]!.profile;
    // Cheating with chance x: checking brings 0.7 · 6 x, and costs 2.
    expect(asserter['skip-work']).toBeCloseTo(2 / 4.2, 9);
    // Checked with chance y: (2.5 - 8.5 d) / (1 + 9 d) with d = 0.8 y is 0.5 a job of a career, as honesty is.
    expect(validator!.honest).toBeCloseTo(2 / 13 / 0.8, 9);
  });
});

describe('a vote', () => {
  const vote = (more: string) =>
    `mechanism: { kind: majority-vote, majority: 3, slashAmount: 4, draw: independent }\n${market}\nplayers: { asserter: [honest, skip-work] }\n${more}`;

  it.each(['', 'coalition: { fraction: 0.7 }\n'])('is left by one node at a time %s', (coalition) => {
    const settings = settingsOf(vote(coalition));
    expect(equilibria(vote(coalition))).toEqual(['honest', 'skip-work', 'honest+skip-work']);
    // Outvoted for certain, it loses the reward and 4, and saves the cost.
    const against = coalition === '' ? 'coalition' : 'all-honest';
    expect(exactAdvantage(settings, 'asserter', 'honest', 'skip-work', against)).toBeCloseTo(2.5 + 4 - 2, 12);
  });

  it('names the other equilibrium, and no validators: there are none', () => {
    expect(findOtherEquilibrium(settingsOf(vote('')))).toEqual({ asserter: { 'skip-work': 1 } });
  });
});

describe('where nobody validates', () => {
  it.each([
    'kind: no-verification',
    'kind: boss-with-fine, challengeProbability: 0.1, slashAmount: 4',
    'kind: spot-check, spotCheckRate: 0.01, jobsPerWorker: 4',
  ])('an asserter plays against nobody: %s', (mechanism) => {
    const text = `mechanism: { ${mechanism} }\n${market}\nplayers: { asserter: [honest, skip-work] }\n`;
    const { players, equilibria: found } = solveStageGame(settingsOf(text))!;
    expect(players).toEqual(['asserter', 'nobody']);
    expect(found.map(({ profile }) => profile)).toEqual([{ asserter: { 'skip-work': 1 } }]);
    expect(findOtherEquilibrium(settingsOf(text))).toEqual({ asserter: { 'skip-work': 1 } });
  });

  it('is not where an inspector may look the other way', () => {
    const text = `mechanism: { kind: inspection, slashAmount: 4, bounty: 3 }\n${market}\nplayers: { asserter: [honest, skip-work], validator: [honest, copy] }\n`;
    const { players, equilibria: found } = solveStageGame(settingsOf(text))!;
    expect(players).toEqual(['asserter', 'validator']);
    expect(found.every(({ profile }) => profile.validator !== undefined)).toBe(true);
  });
});

describe('validators', () => {
  it('are honest towards their fellows when it is honesty that is looked at', () => {
    const settings = settingsOf(
      'mechanism: { kind: posp, challengeProbability: 0.5, slashAmount: 8, bountyShare: 0.25 }\nmarket: { nodeCount: 11, computeCost: 2, reward: 2.5, stake: 90, detector: { falseAlarm: 0.2 } }\nplayers: { asserter: [honest, skip-work], validator: [honest, collude] }\ncoalition: { size: 6 }\n',
    );
    // Half the challenges of a member are of a fellow, and one false alarm in five brings a quarter of 8.
    const expected = 0.5 * 0.5 * 0.2 * 2;
    for (const against of ['coalition', 'all-honest'] as const) {
      expect(exactAdvantage(settings, 'validator', 'honest', 'collude', against)).toBeCloseTo(expected, 12);
    }
  });

  it('deviate alone among several', () => {
    // Two validators share the bounty for a lie; a guess that is right shares it too, and is right with chance g.
    const text = (coalition: string) =>
      `mechanism: { kind: posp, challengeProbability: 0.5, slashAmount: 8, bountyShare: 1, validatorCount: 2, validatorReward: 6 }\nmarket: { nodeCount: 30, computeCost: 2, reward: 2.5, stake: 90, guessProbability: 0.5 }\nplayers: { asserter: [honest, skip-work], validator: [honest, guess] }\n${coalition}`;
    const expected = 0.5 * 2 * (3 - 2 - (0.5 * 3 - 0.5 * 8));
    const alone = exactAdvantage(settingsOf(text('')), 'validator', 'honest', 'guess', 'coalition');
    const member = exactAdvantage(
      settingsOf(text('coalition: { size: 15 }\n')),
      'validator',
      'honest',
      'guess',
      'all-honest',
    );
    expect(alone).toBeCloseTo(expected, 12);
    expect(member).toBeCloseTo(expected, 12);
  });
});

describe('claims on the stage game', () => {
  const claim = (players: string, claims: string) =>
    load(
      `mechanism: { kind: posp, challengeProbability: 0.25, slashAmount: 12 }\n${market}\nplayers: { ${players} }\nclaims: [${claims}]\n`,
    );
  const unique = '{ kind: unique-equilibrium }';
  const exact = '{ kind: equilibrium, by: exact }';

  test.each([
    [
      'learners',
      'asserter: [honest, { kind: epsilon-greedy, exploration: 0.1 }]',
      unique,
      /where nodes go by their past \(epsilon-greedy\)/,
    ],
    ['ejections', 'asserter: [honest, skip-work], exit: ejected', unique, /where nodes are ejected/],
    ['ejections, by exact values', 'asserter: [honest, skip-work], exit: ejected', exact, /leave out by: exact/],
  ])('are refused with %s', (_, players, claims, reason) => {
    const loaded = claim(players, claims);
    const found = 'problems' in loaded ? loaded.problems : [];
    expect(found.map(({ code }) => code)).toContain('no-stage-game');
    expect(found.find(({ code }) => code === 'no-stage-game')!.message).toMatch(reason);
  });

  test.each([
    ['utilities', 'asserter: [honest, skip-work], utility: { cara: 0.1 }', unique],
    ['bans', 'asserter: [honest, skip-work], exit: banned, discount: 0.9', exact],
    ['ejections, by simulation', 'asserter: [honest, skip-work], exit: ejected', '{ kind: equilibrium }'],
  ])('are allowed with %s', (_, players, claims) => {
    expect(claim(players, claims)).not.toHaveProperty('problems');
  });
});

describe('tables of more strategies than mixes are looked for among', () => {
  const asserters = Array.from(
    { length: 39 },
    (_, k) => `{ kind: cheaper-model, cost: ${0.01 * (k + 1)}, name: m${k} }`,
  );
  const guessers = Array.from({ length: 9 }, (_, k) => `{ kind: guess, name: g${k} }`);
  const crowded = (validatorCount: number, more = '') =>
    `mechanism: { kind: posp, challengeProbability: 0.25, slashAmount: 12, validatorCount: ${validatorCount} }\n${market}\nplayers: { asserter: [honest, ${asserters.join()}], validator: [honest, ${guessers.join()}]${more} }\n`;

  it.each([
    // With one validator every lie is caught often enough whatever the others do, so nothing else is left to play.
    [1, '', undefined, 'the one equilibrium'],
    [3, '', 'too-large', 'pure equilibria'],
    [1, ', exit: banned, discount: 0.9', 'too-large', 'pure equilibria'],
  ])('have their pure equilibria listed, and say so: %i validators%s', (validatorCount, more, open, note) => {
    const game = solveStageGame(settingsOf(crowded(validatorCount, more)))!;
    expect(game.equilibria.every(({ pure }) => pure)).toBe(true);
    expect(game.equilibria.map(({ profile }) => profile)).toContainEqual({
      asserter: { honest: 1 },
      validator: { honest: 1 },
    });
    expect(game.note).toContain(note);
    expect(game.open).toBe(open);
  });

  const vote = (count: number) =>
    solveStageGame(
      settingsOf(
        `mechanism: { kind: majority-vote, majority: 2 }\n${market}\nplayers: { asserter: [honest, ${asserters.slice(0, count - 1).join()}] }\n`,
      ),
    )!;

  it('are those of seven and more where three vote', () => {
    expect(vote(5).equilibria.some(({ pure }) => !pure)).toBe(true);
    expect(vote(5).open).toBe('by-search');
    expect(vote(5).note).toContain('as far as a search found them');
    expect(vote(2)).not.toHaveProperty('open');
    for (const count of [7, 13]) {
      expect(vote(count).open).toBe('too-large');
      expect(vote(count).note).toContain('pure equilibria in which all 3 nodes');
      expect(vote(count).equilibria.every(({ pure }) => pure)).toBe(true);
    }
  });

  it('have mixes of at most two a side listed where a crowd has three strategies, and say that there may be more', () => {
    const crowd = (validators: string) =>
      solveStageGame(
        settingsOf(
          `mechanism: { kind: posp, challengeProbability: 0.25, slashAmount: 12, validatorCount: 3 }\n${market}\nplayers: { asserter: [honest, skip-work], validator: [${validators}] }\n`,
        ),
      )!;
    expect(crowd('honest, contradict')).not.toHaveProperty('open');
    expect(crowd('honest, guess')).not.toHaveProperty('open');
    expect(crowd('honest, guess, contradict').open).toBe('of-three');
  });

  it('are those of five a side where a ban ends a career, and not of four', () => {
    const banned = (count: number) =>
      solveStageGame(
        settingsOf(
          `mechanism: { kind: posp, challengeProbability: 0.25, slashAmount: 12 }\n${market}\nplayers: { asserter: [honest, ${asserters.slice(0, count - 1).join()}], validator: [honest, ${guessers.slice(0, count - 1).join()}], exit: banned, discount: 0.9 }\n`,
        ),
      )!;
    expect(banned(2)).not.toHaveProperty('open');
    expect(banned(3).open).toBe('of-three');
    expect(banned(5).open).toBe('too-large');
    expect(banned(9).open).toBe('too-large');
  });
});

describe('mixes are looked for with what work there is', () => {
  const challenge = 'mechanism: { kind: posp, challengeProbability: 0.25, slashAmount: 1, validatorCount: COUNT }';
  const players = 'asserter: [honest, skip-work], validator: [honest, guess]';
  it.each([
    ['a table of two', `${challenge.replace('COUNT', '1')}\n${market}\nplayers: { ${players} }\n`],
    ['a crowd of validators', `${challenge.replace('COUNT', '3')}\n${market}\nplayers: { ${players} }\n`],
    [
      'careers that a ban ends',
      `${challenge.replace('COUNT', '1')}\n${market}\nplayers: { ${players}, exit: banned, discount: 0.9 }\n`,
    ],
    [
      'a vote',
      `mechanism: { kind: majority-vote, majority: 2 }\n${market}\nplayers: { asserter: [honest, skip-work] }\n`,
    ],
  ])('in %s', (_, text) => {
    const settings = settingsOf(text);
    const all = solveStageGame(settings)!;
    expect(all).not.toHaveProperty('open');
    expect(solveStage(settings, new Work(1e7))!.game).toEqual(all);
    const { game } = solveStage(settings, new Work(1))!;
    expect(game.equilibria).toEqual(all.equilibria.filter(({ pure }) => pure));
    expect(game.note).toMatch(/pure equilibria|the one equilibrium/);
    expect(game.open ?? game.note).toMatch(/too-large|the one equilibrium/);
  });
});

describe('what strict dominance leaves', () => {
  /** A table of two strategies a side, by what either role earns; `lies` counts the other validators that do not play the first. */
  const tableOf = (
    validators: number,
    asserter: (own: number, lies: number) => number,
    validator: (asserted: number, own: number, lies: number) => number,
  ): StageTable => ({
    names: { asserter: ['honest', 'cheat'], validator: ['honest', 'guess'] },
    players: { asserter: 1, validator: validators },
    recordOf: (asserted, own, [, lies]) => Float64Array.of(asserter(asserted, lies!), validator(asserted, own, lies!)),
    jobOf: () => new Float64Array(2),
    worthOf: ([earned, paid], role) => (role === 'asserter' ? earned! : paid!),
    utilityOf: ([earned, paid], role) => (role === 'asserter' ? earned! : paid!),
  });
  const pays = (own: number) => 1 - own;

  it.each([
    ['one profile where honesty is dominant', pays, (_: number, own: number) => pays(own), true],
    // A validator's honesty pays against an honest asserter only, and there is no other.
    ['one profile by turns', pays, (asserted: number, own: number) => (asserted === 0 ? pays(own) : own), true],
    // Guessing pays among guessers: both pure profiles, and a mix between them, are equilibria.
    [
      'two where one does best as all do',
      pays,
      (_: number, own: number, lies: number) => (lies > 9 ? own : pays(own)),
      false,
    ],
    // All-honest is the only pure equilibrium, and against nine guessers a guess pays: a mix might settle there.
    [
      'two where a crowd that mixes would',
      pays,
      (_: number, own: number, lies: number) => (lies === 9 ? own : pays(own)),
      false,
    ],
    ['two where nothing is better', () => 1, (_: number, own: number) => pays(own), false],
  ])('is %s', (_, asserter, validator, leaves) => {
    expect(leavesOneProfile(tableOf(19, asserter, validator), 1)).toBe(leaves);
  });

  it('is not told of payoffs that are no means, nor of more than can be asked', () => {
    const { utilityOf, ...careers } = tableOf(19, pays, (_, own) => pays(own));
    expect(utilityOf).toBeDefined();
    expect(leavesOneProfile(careers, 1)).toBe(false);
    expect(
      leavesOneProfile(
        tableOf(5000, pays, (_, own) => pays(own)),
        1,
      ),
    ).toBe(false);
  });
});
