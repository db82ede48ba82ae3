import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../src/scenario/numbers/expression.ts';
import { type ParameterUnit, readQuantity } from '../../src/scenario/numbers/quantity.ts';

describe('quantities', () => {
  const readable: [text: string, unit: ParameterUnit, value: number][] = [
    ['2 USD', 'credits', 2],
    ['1.5 kUSD', 'credits', 1500],
    ['0.3 USD', 'credits', 0.3],
    ['1 credit', 'credits', 1],
    ['12 credits', 'credits', 12],
    ['-3 USD', 'credits', -3],
    ['250 ms', 's', 0.25],
    ['1.1 ms', 's', 0.0011],
    ['2 minutes', 's', 120],
    ['14 days', 's', 1_209_600],
    ['1.5 h', 's', 5400],
    ['4.35 hours', 's', 15_660],
    ['0.7 days', 's', 60_480],
    ['40/s', '1/s', 40],
    ['2400/minute', '1/s', 40],
    ['40 Hz', '1/s', 40],
    ['5 %', '1', 0.05],
    ['0.7%', '1', 0.007],
    ['0.736 %', '1', 0.00736],
    ['7.36e-1 %', '1', 0.00736],
    ['12', 'count', 12],
    [' 1e3 ', 's', 1000],
    ['3 USD * 4', 'credits', 12],
    ['(1 h) / 4', 's', 900],
    ['2 years', 's', 2 * 365.25 * 86_400],
    ['3/year', '1/s', Number((3 / 31_557_600).toPrecision(15))],
  ];
  it.each(readable)('%s in %s is %d', (text, unit, value) => {
    expect(readQuantity(text, unit).value).toBe(value);
  });

  it('reads an amount that is a number of dollars or credits as units would', () => {
    for (const number of ['0.1', '-2.5', '+7', '.5', '3.', '1e-7', '0.12345678901234567', '9007199254740993']) {
      for (const unit of ['USD', ' USD', 'credit', '  credits']) {
        expect(readQuantity(`${number}${unit}`, 'credits')).toEqual(readQuantity(`${number}${unit} * 1`, 'credits'));
      }
    }
  });

  it('multiplies units: an hourly price times seconds of work is money', () => {
    // 2.49 / 3600 * 0.225, by hand
    expect(readQuantity('2.49 USD/hour * 0.225 s', 'credits')).toEqual({ value: 0.000155625, currency: 'USD' });
    expect(readQuantity('0.001 credits/s * 2 minutes', 'credits')).toEqual({ value: 0.12, currency: 'credits' });
  });

  const refused: [text: string, unit: ParameterUnit, reason: RegExp][] = [
    ['3 m', 's', /that is a length, not a time \[s\]/],
    ['3 USD', 's', /that is an amount of money, not a time/],
    ['2 USD/hour', 'credits', /that is money per time, not an amount of money/],
    ['700 W', 'credits', /that is a power/],
    ['1 GB', 'count', /that is an amount of data/],
    ['3 s', '1', /that is a time, not a plain number or a percentage/],
    ['5 %', 'count', /a percentage is not a plain whole number/],
    ['5 %', 'plain', /a percentage is not a plain number; write it as 2\.5$/],
    ['5 %', 'credits', /a percentage is not an amount of money/],
    ['1 month', 's', /a month has no fixed length; write days/],
    ['3 hurs', 's', /unknown unit "hurs"; did you mean "hours"\?/],
    ['1 USD + 2 credits', 'credits', /operator \+ has no place in a quantity/],
    ['2 ^ 3', 'count', /operator \^ has no place/],
    ['unit("3 s")', 's', /made of numbers, units/],
    ['1e999 USD', 'credits', /not a finite number/],
    ['', 's', /it is empty/],
    ['1 000', 'count', /Unexpected/],
    ['x'.repeat(600), 's', /longer than 512 characters/],
    // What looks for a number in it would go through all its halves.
    [`${'1'.repeat(300_000)} credits`, 'credits', /longer than 512 characters/],
  ];
  it.each(refused)('%s in %s is refused', (text, unit, reason) => {
    expect(() => readQuantity(text, unit)).toThrow(reason);
  });
});

describe('expressions', () => {
  const at: Record<string, number> = {
    'market.reward': 1.5,
    'market.stake': 40,
    'players.asserter.cheaper-model.cost': 0.4,
  };
  const lookup = (path: string) => at[path];
  const values: [text: string, value: number][] = [
    ['20 * market.reward', 30],
    ['market.reward', 1.5],
    ['2 + 3 * 4 ^ 2 / 8 - -1', 9],
    ['2 ^ 3 ^ 2', 512],
    ['(1 + 2) * 3', 9],
    ['min(market.reward, 2, 9) + max(1, 2)', 3.5],
    ['market.stake >= 40 ? 1 : 2', 1],
    ['market.stake < 40 ? 1 : market.stake == 40 ? 7 : 3', 7],
    ['sqrt(16) + abs(-2) + floor(1.9) + ceil(1.1) + round(2.5) + round(-2.5)', 4 + 2 + 1 + 2 + 3 - 3],
    ['log(exp(2)) + log2(8) + log10(1000) + pow(2, 5)', 2 + 3 + 3 + 32],
    ['players.asserter["cheaper-model"].cost * 10', 4],
    ['0.1 + 0.2', 0.1 + 0.2],
  ];
  it.each(values)('%s', (text, value) => {
    expect(compileExpression(text).evaluate(lookup)).toBe(value);
  });

  it('say what they read', () => {
    expect(compileExpression('market.reward * market.stake').references).toEqual(['market.reward', 'market.stake']);
    expect(compileExpression('market.reward + market.stake ^ market.reward').references).toEqual([
      'market.reward',
      'market.stake',
    ]);
  });

  it('give the same with and without the short way for products', () => {
    const product = compileExpression('0.1 * market.reward * market.stake').evaluate(lookup);
    expect(compileExpression('(0.1 * market.reward) * market.stake').evaluate(lookup)).toBe(product);
  });
});
