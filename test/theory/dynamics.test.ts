/**
 * What learning makes of honesty. Where cheaters find each other with chance kappa, honesty loses below a share
 * h* = 1 - r_max / kappa, r_max being the largest share of colluders that the rules bear: (1 - C/(p(R + S)))^(1/n).
 */
import { describe, expect, test } from 'vitest';
import { describeConcepts } from '../../src/analysis/stage/concepts.ts';
import { describeDynamics } from '../../src/analysis/stage/dynamics.ts';
import { createSideParts } from '../../src/analysis/stage/side-part.ts';
import { solveStageGame } from '../../src/analysis/stage/stage-game.ts';
import { buildSettings } from '../fixtures/settings.ts';

const C = 1;

function at(challengeProbability: number, mechanism = {}) {
  const settings = buildSettings({
    mechanism: { challengeProbability, draw: 'independent', accounting: 'alone', ...mechanism },
    market: { nodeCount: 100, stake: 1e6 },
  });
  const validator = [
    { kind: 'honest', name: 'honest' },
    { kind: 'guess', name: 'guess' },
    { kind: 'contradict', name: 'contradict' },
  ];
  return { ...settings, players: { ...settings.players, asserter: settings.players.asserter.slice(0, 2), validator } };
}

describe('the tipping point', () => {
  test.each([
    [0.2, 1, 1],
    [0.2, 3, 1],
    [0.5, 1, 0.9],
    [0.12, 2, 0.8],
  ])('at p = %f with %i validators and kappa = %f is 1 - r_max / kappa', (p, n, kappa) => {
    const tolerated = (1 - C / (p * 11.2)) ** (1 / n);
    const [spread] = describeDynamics(at(p, { validatorCount: n, validatorReward: 1.2 * n }), kappa);
    const expected = 1 - tolerated / kappa;
    expect(spread!.tippingPoints).toHaveLength(1);
    expect(Math.abs(spread!.tippingPoints[0]! / expected - 1)).toBeLessThan(1e-9);
    expect(spread!.allHonestFrom!.low).toBeCloseTo(expected, 12);
    expect(spread!.restPoints.map(({ stability }) => stability)).toEqual(['stable', 'unstable', 'stable']);
  });

  test('is absent where colluders find each other too rarely: honesty wins from everywhere', () => {
    const [spread] = describeDynamics(at(0.5), 0.5);
    expect(spread!.tippingPoints).toEqual([]);
    expect(spread!.allHonestFrom).toEqual({ low: 0, high: 1 });
    expect(spread!.fixation.honest).toBeGreaterThan(1 / 100);
    expect(spread!.fixation.cheating).toBeLessThan(1 / 100);
  });

  test('is absent below the threshold: cheating wins from everywhere', () => {
    const [spread] = describeDynamics(at(0.08));
    expect(spread!.tippingPoints).toEqual([]);
    expect(spread!.allHonestFrom).toBeNull();
    expect(spread!.fixation.cheating).toBeGreaterThan(1 / 100);
  });

  test('has a logit rest point beside it, and the nearer the less noise there is', () => {
    const [spread] = describeDynamics(at(0.2));
    const [tip] = spread!.tippingPoints;
    const [quiet, loud] = spread!.logit.map(({ shares }) => Math.abs(shares[1]! - tip!));
    expect(quiet).toBeLessThan(0.005);
    expect(loud).toBeGreaterThan(quiet!);
    // h = 1 / (1 + exp(-g(h) / noise)) with g(h) = 0.2 h 11.2 - 1.
    for (const { noise, shares } of spread!.logit) {
      for (const h of shares) expect(h).toBeCloseTo(1 / (1 + Math.exp(-(0.2 * h * 11.2 - 1) / noise)), 9);
    }
  });
});

describe('concepts of the stage game', () => {
  const concepts = (p: number, mechanism = {}) => {
    const parts = createSideParts();
    const found = describeConcepts(solveStageGame(at(p, mechanism))!, C, parts);
    expect(parts.failed).toEqual([]);
    const { dominance, correlated, quantalResponses, fictitiousPlay, jointDeviations, ...rest } = found!;
    return {
      ...rest,
      dominance: dominance!,
      correlated: correlated!,
      quantalResponses: quantalResponses!.map(({ profile }) => profile!),
      fictitiousPlay: fictitiousPlay!,
      jointDeviations: jointDeviations!,
    };
  };

  test('with a bounty above the cost honesty alone survives iterated elimination', () => {
    const { dominance, evolutionarilyStable, correlated } = concepts(0.2, { bountyShare: 0.5 });
    expect(dominance.iterated.strict).toEqual({ asserter: ['honest'], validator: ['honest'] });
    // Honesty is no dominant strategy of the asserter: against a validator that contradicts, cheating pays.
    expect(dominance.strict.map(({ player }) => player)).toEqual(['validator', 'validator']);
    expect(evolutionarilyStable).toEqual([{ asserter: { honest: 1 }, validator: { honest: 1 } }]);
    expect(correlated.advice).toEqual([{ asserter: 'honest', validator: 'honest', probability: 1 }]);
    expect(correlated.payoffs.asserter).toBeCloseTo(0.2, 12);
  });

  test('without one collusion survives, and two who leave honesty together both gain C', () => {
    const { dominance, evolutionarilyStable, jointDeviations } = concepts(0.2);
    expect(dominance.iterated.strict.validator).toEqual(['honest', 'contradict']);
    expect(evolutionarilyStable).toHaveLength(2);
    expect(jointDeviations).toHaveLength(1);
    const [{ to, gains }] = jointDeviations as [(typeof jointDeviations)[number]];
    expect(to).toEqual({ asserter: 'skip-work', validator: 'contradict' });
    expect(gains.asserter).toBeCloseTo(C, 9);
    expect(gains.validator).toBeCloseTo(C, 9);
  });

  test('too few challenges make honesty dominated', () => {
    const { dominance } = concepts(0.05, { bountyShare: 0.5 });
    expect(dominance.strict[0]).toEqual({ player: 'asserter', strategy: 'honest', by: { 'skip-work': 1 } });
  });

  test('play with errors comes nearer to honesty as it grows more precise', () => {
    const { quantalResponses, fictitiousPlay } = concepts(0.2, { bountyShare: 0.5 });
    const shares = quantalResponses.map(({ asserter }) => asserter.honest!);
    expect(shares[0]).toBeLessThan(shares[1]!);
    expect(shares[2]).toBeGreaterThan(0.9999);
    // The fixed point of logit choice at precision 1, against the validators of the same profile.
    const [profile] = quantalResponses as [(typeof quantalResponses)[number]];
    const caught = (profile.validator!.honest ?? 0) + (profile.validator!.guess ?? 0);
    expect(profile.asserter.honest).toBeCloseTo(1 / (1 + Math.exp(-(0.2 * 11.2 * caught - C))), 9);
    expect(fictitiousPlay.regret).toBeLessThan(1e-3);
  });
});
