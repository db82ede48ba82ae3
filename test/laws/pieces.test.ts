/**
 * What mechanisms say of the shape of their advantages is so: the stand-in that rests on it gives the value of the round
 * at places it has never seen. Its own two extra samples, which would hide a wrong bound, are not enough to pass.
 */
import { describe, expect, test } from 'vitest';
import { exactAdvantage } from '../../src/analysis/round/exact.ts';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { screen } from '../../src/game/screen.ts';
import type { Settings } from '../../src/market/settings.ts';
import { drawSettings } from './drawn-settings.ts';

const paths = [
  'mechanism.challengeProbability',
  'mechanism.slashAmount',
  'mechanism.validatorReward',
  'mechanism.bountyShare',
  'mechanism.plantedErrorRate',
  'mechanism.arbitrationCost',
  'market.reward',
  'market.computeCost',
  'market.verificationCost',
  'market.outsideGain',
  'market.stake',
  'market.guessProbability',
  'market.detector.falseAlarm',
  'market.detector.miss',
  'coalition.fraction',
];

const shaped = [...builtIn.mechanisms.values()].filter(({ piecesAlong }) => piecesAlong);

describe.each(shaped.map((mechanism) => [mechanism.kind, mechanism] as const))('%s', (_, mechanism) => {
  test('moves along a parameter as it says', () => {
    let known = 0;
    for (const settings of drawSettings(mechanism, 6, 31, 100).filter(isSmall).map(putInFlight)) {
      for (const path of paths.filter((one) => isThere(settings, one))) {
        for (const [role, over] of [
          ['asserter', settings.players.asserter[1]!.name],
          ['validator', settings.players.validator[1]!.name],
        ] as const) {
          const pieces = mechanism.piecesAlong!(settings, role, path);
          if (!pieces || pieces.degree > 8 || pieces.bySize) continue;
          const isShare = path !== 'market.stake' && !/(reward|cost|gain|amount)$/i.test(path);
          const isInteger = path === 'coalition.fraction' && settings.mechanism.draw !== 'independent';
          const high = isInteger ? settings.market.nodeCount - 1 : isShare ? 1 : 50;
          const asked: number[] = [];
          const curve = (x: number) => {
            asked.push(x);
            return exactAdvantage(move(settings, path, x, isInteger), role, 'honest', over, 'coalition')!;
          };
          const stand = screen(curve, 0, high, pieces, isInteger);
          const places = [0.013, 0.21, 0.447, 0.83, 0.99].map((share) =>
            isInteger ? 1 + Math.round(share * (high - 2)) : share * high,
          );
          places.forEach(stand);
          // Once a piece was sampled the round is asked near zero only; where the bound was doubted, everywhere.
          asked.length = 0;
          const values = places.map(stand);
          const scale = 1 + settings.market.reward + settings.market.stake * 0.01;
          const doubted = asked.filter((x) => Math.abs(values[places.indexOf(x)]!) > 1e-4 * scale);
          expect(doubted, `${path}, ${role}: the bound was doubted`).toEqual([]);
          known += places.length - asked.length;
          places.forEach((x, i) => {
            expect(Math.abs(values[i]! - curve(x)), `${path} at ${x}, ${role}`).toBeLessThan(1e-8 * scale);
          });
        }
      }
    }
    expect(known).toBeGreaterThan(40);
  });
});

// Rounds of many validators take long, and say no more about a degree.
function isSmall({ mechanism }: Settings): boolean {
  return Number(mechanism.validatorCount ?? 1) <= 3;
}

/** Every other market has jobs on their way when a slash lands. */
function putInFlight(settings: Settings, i: number): Settings {
  return i % 2 === 0 ? settings : { ...settings, market: { ...settings.market, jobsInFlight: 3 } };
}

function isThere({ mechanism }: Settings, path: string): boolean {
  const [room, name] = path.split('.') as [string, string];
  return room !== 'mechanism' || mechanism[name] !== undefined;
}

function move(settings: Settings, path: string, x: number, isInteger: boolean): Settings {
  const [room, ...names] = path.split('.') as [keyof Settings, ...string[]];
  const copy = structuredClone(settings);
  if (path === 'coalition.fraction') {
    const { nodeCount } = settings.market;
    copy.coalition.size = isInteger ? x : Math.max(1, Math.round(x * nodeCount));
    copy.coalition.fraction = isInteger ? x / nodeCount : x;
    return copy;
  }
  let section = copy[room] as unknown as Record<string, unknown>;
  for (const name of names.slice(0, -1)) section = section[name] as Record<string, unknown>;
  section[names[names.length - 1]!] = x;
  return copy;
}
