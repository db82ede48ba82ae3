/** Words about amounts that are read, but perhaps not as they were meant. */
import { describe, expect, it } from 'vitest';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { changed, least } from './texts.ts';

function wordsOf(text: string): [code: string, line: number, message: string][] {
  const loaded = planScenario('a.yaml', text);
  if ('problems' in loaded) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  return loaded.warnings.map(({ code, line, message }) => [code, line, message]);
}

describe('a slash above the stake', () => {
  it('gets a word: what exceeds the stake deters nobody', () => {
    const [[code, line, message]] = wordsOf(changed(least, 'stake: 1000', 'stake: 120')) as [[string, number, string]];
    expect([code, line]).toEqual(['slash-above-stake', 5]);
    expect(message).toMatch(/slashAmount is 150 credits and market\.stake 120: a slash takes no more than the stake/);
    expect(wordsOf(changed(least, 'stake: 1000', 'stake: 150'))).toEqual([]);
  });

  it('counts the design points at which it is one', () => {
    const [[, , message]] = wordsOf(`${least}sweep: { market.stake: [300, 100, 50] }\n`) as [[string, number, string]];
    expect(message).toContain('at 2 of 3 design points, first at 1');
  });
});

describe('bare numbers beside dollars', () => {
  const dollars = changed(least, 'computeCost: 1', 'computeCost: 1 USD');

  it('get a word that names them', () => {
    const [[code, line, message]] = wordsOf(dollars) as [[string, number, string]];
    expect([code, line]).toEqual(['bare-amount', 5]);
    expect(message).toBe(
      'mechanism.slashAmount, market.reward, market.stake are bare numbers beside amounts in USD, and read as USD too; write the unit: "150 USD"',
    );
  });

  it('are meant where all amounts are bare, where a sweep moves an amount in dollars, and where they are zero', () => {
    const all = [150, 1.2, 1000].reduce((text, amount) => changed(text, `: ${amount}\n`, `: ${amount} USD\n`), dollars);
    expect(wordsOf(least)).toEqual([]);
    expect(wordsOf(all)).toEqual([]);
    expect(
      wordsOf(`${changed(all, 'market:', 'market:\n  outsideGain: 0')}sweep: { market.stake: [500, 800] }\n`),
    ).toEqual([]);
    expect(wordsOf(`${all}sweep: { market.outsideGain: [0, 3] }\n`).map(([code]) => code)).toEqual(['bare-amount']);
  });
});

describe('amounts finer than a unit of money', () => {
  const cheap = (cost: string) => changed(least, 'computeCost: 1', `computeCost: ${cost}`);

  it.each([
    ['2.4e-9', /computeCost is 2\.4e-9 credits, but .* it comes to 2e-9; write all amounts in a smaller unit/],
    ['3e-10', /it comes to nothing at all/],
    ['"0.8e-9 USD * 0.7"', /computeCost is 5\.6e-10 credits, .* it comes to 1e-9/],
    ['= market.reward / 1e9', /it comes to 1e-9/],
  ])('%s gets a word', (cost, sentence) => {
    const found = wordsOf(cheap(cost)).filter(([code]) => code === 'below-a-unit');
    // What follows a cost by default, as that of a check does, is as fine.
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]![2]).toMatch(sentence);
    expect(found[0]![1]).toBe(8);
  });

  it('that lose less than a thousandth, or are whole, do not', () => {
    for (const cost of ['4e-9', '1.23456e-6', '0.3333333333333']) expect(wordsOf(cheap(cost))).toEqual([]);
  });

  it('are found among swept values', () => {
    const found = wordsOf(`${least}sweep: { market.computeCost: [1, 1.5e-9] }\n`);
    expect(found.map(([code, line]) => [code, line])).toEqual([['below-a-unit', 13]]);
  });
});
