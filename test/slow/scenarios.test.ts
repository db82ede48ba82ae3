/** Three hundred drawn scenarios beside brute force. */
import { expect, test } from 'vitest';
import { compareScenarios } from '../oracles/scenarios.ts';

test('300 scenarios have the advantages, rates and thresholds that brute force finds', () => {
  const { advantages, rates, thresholds, roots } = compareScenarios(300, 15);
  expect(advantages).toBeGreaterThan(1200);
  expect(rates).toBeGreaterThan(1000);
  expect(thresholds).toBeGreaterThan(900);
  expect(roots).toBeGreaterThan(100);
});
