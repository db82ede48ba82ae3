/** Parameters read off settings one after another are those that each of them has by itself. */
import { expect, test } from 'vitest';
import { pospParams, rememberParams } from '../../src/mechanisms/posp/params.ts';

const parse = (given: object) => pospParams.parse(given);
const base = { kind: 'posp', challengeProbability: 0.2, slashAmount: 40, validatorReward: 1.5, validatorCount: 2 };

test('whatever moved since the last time', () => {
  const read = rememberParams(parse, pospParams.shape);
  const { slashAmount: _, ...unslashed } = base;
  const asked = [
    base,
    { ...base, slashAmount: 41 },
    { ...base, draw: 'independent' },
    { ...base, draw: 'independent', bountyShare: 0.5 },
    { ...unslashed, slashFraction: 0.5 },
    { ...base, arbitration: { majority: 3 } },
    { ...base, arbitration: { majority: 5 } },
    { ...base, challengeProbability: 0, validatorCount: 7 },
    base,
  ];
  for (const { kind, ...given } of asked) expect(read({ kind, ...given })).toEqual(parse(given));
});

test('a number out of its range is refused, however little has moved', () => {
  const read = rememberParams(parse, pospParams.shape);
  read(base);
  expect(() => read({ ...base, challengeProbability: 1.2 })).toThrow();
  expect(() => read({ ...base, validatorCount: 2.5 })).toThrow();
});
