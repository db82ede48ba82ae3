import { describe, expect, it } from 'vitest';
import { holds } from '../../src/findings/condition.ts';
import { ClauseError, parseWhere } from '../../src/scenario/sweep/where.ts';

const at: Record<string, unknown> = {
  'a.p': 0.01,
  'a.r': 0.2,
  'a.draw': 'independent',
  'players.asserter.cheaper-model.cost': 0.4,
};
const isTrue = (text: string) => holds(parseWhere(text), (path) => at[path]);

describe('where', () => {
  const clauses: [text: string, holds: boolean][] = [
    ['a.p >= 0.01', true],
    ['a.p > 0.01', false],
    ['a.p > 1e-3', true],
    ['0.01 <= a.p', true],
    ['a.p != 0.01', false],
    ['a.p >= 0.01 and not a.r == 0.2', false],
    ['not a.p == 3 and not a.r == 0.3', true],
    // A mechanism that does not have a parameter is never compared by it, and so is what `not` is about.
    ['a.absent >= 0 or a.absent < 0 or a.absent == 0', false],
    ['not a.absent >= 0', true],
    ['a.absent != 0', true],
    ['a.p == 3 or a.r == 0.2 and a.p == 0.01', true],
    // `and` binds tighter: without that the next two would swap
    ['a.r == 0.2 or a.p == 3 and a.p == 4', true],
    ['(a.r == 0.2 or a.p == 3) and a.p == 4', false],
    ['not (a.p == 3 or a.r == 3)', true],
    ['a.draw == "independent"', true],
    ["a.draw != 'independent'", false],
    ['players.asserter.cheaper-model.cost > 0.3', true],
    ['a.p > -1 && !(a.r < 0) || a.p > 5', true],
    ['a.p>=0.01 AND a.r<0.3', true],
  ];
  it.each(clauses)('%s', (text, expected) => {
    expect(isTrue(text)).toBe(expected);
  });

  const broken: [text: string, offset: number, message: RegExp][] = [
    ['a.p = 0.01', 4, /equality is written ==/],
    ['a.p => 0.01', 4, /write >=/],
    ['a.p', 3, /expected a comparison such as >= or ==, found the end/],
    ['a.p > ', 5, /found the end/],
    ['0.1 < a.p < 0.2', 10, /expected "and" between two comparisons, found "<"/],
    ['(a.p > 1', 8, /expected "\)", found the end/],
    ['a.p > 1 a.r > 1', 8, /expected "and", "or" or the end, found "a.r"/],
    ['a.p > $', 6, /unexpected "\$"/],
    ['a.p + 1 > 2', 4, /unexpected "\+"/],
    ['', 0, /expected a parameter path/],
    ['and', 0, /expected a parameter path/],
    ['a.p > 1 zorkmid', 6, /unknown unit "zorkmid"/],
    ['a.p > 1,000', 6, /a number is written without commas: 1000; or with a point, if that was meant: 1\.000/],
    ['a.p > 3, a.r > 1', 7, /unexpected ","$/],
    ['a.p > 5 USD', 6, /that is an amount of money, not a plain number or a percentage; write it as 0\.05 or 5 %/],
    ['"open', 0, /unexpected """/],
  ];
  it.each(broken)('%s is refused', (text, offset, message) => {
    let error: unknown;
    try {
      parseWhere(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ClauseError);
    expect((error as ClauseError).message).toMatch(message);
    expect((error as ClauseError).offset).toBe(offset);
  });
});
