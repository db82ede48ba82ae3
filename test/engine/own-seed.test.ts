import { expect, it } from 'vitest';
import { seedOf } from '../../src/engine/own-seed.ts';
import { asserterArm, buildSettings, honestArm } from '../fixtures/settings.ts';

it('arms and design points share the seed, or each has its own', () => {
  const shared = buildSettings();
  expect(seedOf(shared, honestArm, 's')).toBe('s');
  expect(seedOf(shared, asserterArm('skip-work'), 's')).toBe('s');
  const apart = buildSettings({ run: { commonRandomNumbers: false } });
  const elsewhere = buildSettings({ run: { commonRandomNumbers: false }, mechanism: { challengeProbability: 0.3 } });
  const seeds = [
    seedOf(apart, honestArm, 's'),
    seedOf(apart, honestArm, 't'),
    seedOf(apart, asserterArm('skip-work'), 's'),
    seedOf(elsewhere, honestArm, 's'),
  ];
  expect(new Set(seeds).size).toBe(4);
  expect(seedOf(apart, honestArm, 's')).toBe(seeds[0]);
});
