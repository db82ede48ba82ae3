/** Drawn scenarios beside brute force; three hundred of them are compared in test/slow. */
import { expect, test } from 'vitest';
import { compareScenarios } from './scenarios.ts';

test('drawn scenarios have the advantages, rates and thresholds that brute force finds', () => {
  const { advantages, rates, thresholds, roots } = compareScenarios(40, 16);
  expect(advantages).toBeGreaterThan(150);
  expect(rates).toBeGreaterThan(100);
  expect(thresholds).toBeGreaterThan(100);
  expect(roots).toBeGreaterThan(10);
});
