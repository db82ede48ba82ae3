/** Every strategy as the move it declares. */
import { describe, expect, test } from 'vitest';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import type { Role } from '../../src/findings/findings.ts';
import { leadingMove } from '../../src/market/strategy.ts';

function moveOf(kind: string, role: Role, params: object = {}) {
  const strategy = builtIn.strategies.get(kind)!;
  return leadingMove(strategy, strategy.params.parse(params), role);
}

const always = { probability: 1, backs: 'none', cost: 0 };

test.each([
  ['honest', 'asserter', {}, { ...always, output: 'correct' }],
  ['honest', 'validator', {}, { ...always, output: 'correct' }],
  ['skip-work', 'asserter', {}, { ...always, output: 'wrong' }],
  ['cheaper-model', 'asserter', { cost: 0.25 }, { ...always, output: 'wrong', cost: 0.25 }],
  ['cheaper-model', 'asserter', { cost: 0.25, miss: 0.4 }, { ...always, output: 'wrong', cost: 0.25, miss: 0.4 }],
  ['cheat-sometimes', 'asserter', { probability: 0.3 }, { ...always, output: 'wrong', probability: 0.3 }],
  ['collude', 'validator', {}, { ...always, output: 'correct', backs: 'coalition' }],
  ['contradict', 'validator', {}, { ...always, output: 'wrong', backs: 'always' }],
  ['copy', 'validator', {}, { ...always, output: 'copied' }],
  ['guess', 'validator', {}, { ...always, output: 'guessed' }],
] as const)('%s as %s with %o', (kind, role, params, move) => {
  expect(moveOf(kind, role, params)).toEqual({ ...move, role });
});

test('a substitute without a miss of its own leaves the detector as it is', () => {
  expect('miss' in moveOf('cheaper-model', 'asserter', { cost: 0 })).toBe(false);
});

describe('refuses', () => {
  test.each([
    ['cheaper-model', {}],
    ['cheaper-model', { cost: -1 }],
    ['cheaper-model', { cost: 1, miss: 1.1 }],
    ['cheat-sometimes', {}],
    ['cheat-sometimes', { probability: 1.5 }],
    ['honest', { probability: 1 }],
  ])('%s with %o', (kind, params) => {
    expect(builtIn.strategies.get(kind)!.params.safeParse(params).success).toBe(false);
  });
});
