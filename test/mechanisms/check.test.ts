/** Rules between a challenge's parameters and the market it is drawn from: every rule names the parameter to change. */
import { describe, expect, test } from 'vitest';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { buildSettings, type Overrides } from '../fixtures/settings.ts';

function problemsOf(overrides: Overrides): string[] {
  const settings = buildSettings(overrides);
  return builtIn.mechanisms
    .get('posp')!
    .check(settings)
    .map(({ path }) => path);
}

test.each<[string, Overrides]>([
  ['the default', {}],
  ['as many validators as other nodes', { mechanism: { validatorCount: 19 } }],
  ['a share instead of an amount', { mechanism: { slashFraction: 0.5 } }],
  [
    'just enough members and outsiders for independent draws',
    { mechanism: { validatorCount: 3, draw: 'independent' }, market: { nodeCount: 8 }, coalition: { size: 4 } },
  ],
])('accepts %s', (_, overrides) => expect(problemsOf(overrides)).toEqual([]));

describe('refuses', () => {
  test.each<[string, Overrides, string]>([
    ['more validators than other nodes', { mechanism: { validatorCount: 20 } }, 'mechanism.validatorCount'],
    ['neither amount nor share', { mechanism: { slashAmount: undefined } }, 'mechanism.slashAmount'],
    ['both', { mechanism: { slashAmount: 1, slashFraction: 0.5 } }, 'mechanism.slashAmount'],
    [
      'a coalition too small to fill every slot',
      { mechanism: { validatorCount: 3, draw: 'independent' }, coalition: { size: 3 } },
      'coalition.fraction',
    ],
    [
      'a coalition that leaves too few outsiders',
      { mechanism: { validatorCount: 3, draw: 'independent' }, coalition: { size: 17 } },
      'coalition.fraction',
    ],
  ])('%s', (_, overrides, path) => expect(problemsOf(overrides)).toEqual([path]));
});
