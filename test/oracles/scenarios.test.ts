/** Drawn scenarios beside brute force; three hundred of them are compared in test/slow. */
import { expect, test } from 'vitest';
import { compareScenarios } from './scenarios.ts';

test('drawn scenarios have the advantages, rates and thresholds that brute force finds', () => {
  const { advantages, rates, thresholds, roots } = compareScenarios(20, 16);
  expect(advantages).toBeGreaterThan(60);
  expect(rates).toBeGreaterThan(40);
  expect(thresholds).toBeGreaterThan(40);
  expect(roots).toBeGreaterThan(4);
});
