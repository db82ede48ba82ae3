/** A player's choice may depend on what it sees and on nothing else. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import type { Role } from '../../src/findings/findings.ts';
import { playerOf, playOf } from '../../src/market/cast.ts';
import { reportDistribution } from '../../src/market/detector.ts';
import type { ValidatorObservation } from '../../src/market/observation.ts';
import { stage } from '../../src/market/stage.ts';
import { chooseResponse, honestMove, isHonestMove, leadingMove, type Move } from '../../src/market/strategy.ts';
import { buildSettings, declared } from '../fixtures/settings.ts';

const moves: [string, Move][] = (['asserter', 'validator'] as const satisfies readonly Role[]).flatMap((role) =>
  declared[role].map((spec): [string, Move] => {
    const { kind, name: _, ...params } = spec;
    const strategy = builtIn.strategies.get(kind)!;
    return [`${role} ${kind}`, leadingMove(strategy, strategy.params.parse(params), role)];
  }),
);
const validators = moves.filter(([, { role }]) => role === 'validator');

const observations: fc.Arbitrary<ValidatorObservation> = fc.record({
  role: fc.constant('validator' as const),
  member: fc.boolean(),
  memberLies: fc.boolean(),
  allColluding: fc.boolean(),
  committed: fc.boolean(),
  assertedVisible: fc.boolean(),
});
const options = { seed: 3, numRuns: 200 };

describe.each(validators)('%s', (_, move) => {
  test('knows nothing of a coalition it is not in', () => {
    fc.assert(
      fc.property(observations, observations, (seen, other) => {
        const outside = { ...seen, member: false };
        const hidden = { ...other, member: false, assertedVisible: seen.assertedVisible };
        expect(chooseResponse(move, outside)).toBe(chooseResponse(move, hidden));
      }),
      options,
    );
  });

  test('cannot copy what is not shown', () => {
    fc.assert(
      fc.property(observations, (seen) => {
        expect(chooseResponse(move, { ...seen, assertedVisible: false })).not.toBe('copy');
      }),
      options,
    );
  });

  test('chooses what to submit without knowing whether an unread output is true', () => {
    fc.assert(
      fc.property(observations, (seen) => {
        const blind = { ...seen, member: false, memberLies: false, assertedVisible: false };
        const truth = (assertedFalse: boolean) => {
          const [confirms, flags] = reportDistribution({
            response: chooseResponse(move, blind),
            assertedFalse,
            planted: false,
            falseAlarm: 0.2,
            miss: 0.3,
            recheckCount: 1,
            guessProbability: 0.4,
          });
          return confirms + flags;
        };
        expect(truth(true)).toBeCloseTo(truth(false), 12);
      }),
      options,
    );
  });

  test('sees the same in a round, whoever the validator is', () => {
    const settings = buildSettings({ coalition: { size: 6 } });
    const { crowds } = stage(settings, { role: 'both', strategy: 'honest', against: 'coalition' }, builtIn);
    const play = playOf({ crowds: crowds.map((crowd) => ({ ...crowd, validator: move })) });
    fc.assert(
      fc.property(observations, (seen) => {
        const options = play(playerOf(crowds[0]!, 'validator'), seen);
        expect(options.reduce((sum, { probability }) => sum + probability, 0)).toBe(1);
        expect(options[0].action).toBe(chooseResponse(move, seen));
      }),
      options,
    );
  });
});

describe('honest play', () => {
  test('recomputes and never backs a lie, whatever the coalition does', () => {
    fc.assert(
      fc.property(observations, (seen) => {
        expect(chooseResponse(honestMove('validator'), seen)).toBe('recompute');
      }),
      options,
    );
  });

  test('is what collude comes to without a coalition', () => {
    const collude = validators.find(([name]) => name.endsWith('collude'))![1];
    fc.assert(
      fc.property(observations, (seen) => {
        expect(chooseResponse(collude, { ...seen, member: false })).toBe('recompute');
      }),
      options,
    );
  });

  test.each(moves)('%s is told apart from it', (name, move) => {
    expect(isHonestMove(move)).toBe(name.endsWith(' honest'));
  });
});

describe('a colluder', () => {
  const collude = validators.find(([name]) => name.endsWith('collude'))![1];
  const seen: ValidatorObservation = {
    role: 'validator',
    member: true,
    memberLies: true,
    allColluding: true,
    committed: false,
    assertedVisible: false,
  };

  test.each([
    ['backs a member when no outsider was drawn', {}, 'report-false'],
    ['is honest when an outsider would expose it', { allColluding: false }, 'recompute'],
    ['backs a member all the same when committed', { allColluding: false, committed: true }, 'report-false'],
    ['vouches for a member that told the truth', { memberLies: false }, 'vouch'],
    ['checks a stranger', { member: false, memberLies: false }, 'recompute'],
  ] as const)('%s', (_, change, response) => {
    expect(chooseResponse(collude, { ...seen, ...change })).toBe(response);
  });
});
