import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { formatProblem } from '../../src/scenario/problems/problems.ts';
import { example, least } from './texts.ts';

/** Whatever the text is: a scenario, or problems that can be printed; never an exception. */
function isAnswered(text: string): boolean {
  const loaded = planScenario('f.yaml', text);
  if (!('problems' in loaded)) return loaded.points.length > 0;
  for (const problem of loaded.problems) {
    expect(formatProblem(problem).length).toBeGreaterThan(10);
    expect(problem.line).toBeGreaterThan(0);
    JSON.stringify(problem);
  }
  return loaded.problems.length > 0;
}

const seed = 20240501;
const lines = example.split('\n');
const snippets = fc.constantFrom(
  // biome-ignore format: one line per sort of snippet
  '{',
  '}',
  '[',
  ']',
  ': ',
  '- ',
  '"',
  "'",
  '&a ',
  '*a',
  '!!',
  '|',
  '>',
  '#',
  '%',
  '\t',
  '\n',
  '\0',
  '? ',
  '<<: ',
  ...'= ;= market.stake;5 %;3 s;1e999;.nan;-1;0;null;~;true;{};[];""'.split(';'),
  ...'__proto__ constructor kind honest posp sweep where collude \u{1F600}'.split(' '),
);
const values = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    0.5,
    1e300,
    Number.MAX_SAFE_INTEGER,
    '',
    '=',
    '= 1/0',
    '5 %',
    '3 s',
    'honest',
    'kind',
  ),
  fc.constantFrom<unknown>(
    [],
    {},
    [[]],
    [null],
    { kind: 'posp' },
    { kind: null },
    { from: 1, to: 2, steps: 3 },
    [1, 1],
    { toString: 1 },
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

// Twenty times as many are among the slow tests (hostile-input).
describe('any text', () => {
  it('is answered: characters put into a good scenario', () => {
    const mutation = fc.array(fc.tuple(fc.nat(example.length), fc.nat(12), snippets), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(mutation, (edits) => {
        let text = example;
        for (const [at, length, snippet] of edits) text = text.slice(0, at) + snippet + text.slice(at + length);
        return isAnswered(text);
      }),
      { seed, numRuns: 100 },
    );
  });

  it('is answered: lines left out, doubled and swapped', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(lines.length - 1), { maxLength: 40 }), (chosen) =>
        isAnswered(chosen.map((i) => lines[i]).join('\n')),
      ),
      { seed, numRuns: 150 },
    );
  });

  it('is answered: any value anywhere in a good scenario', () => {
    const places = placesOf(parse(example));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...places), values), { minLength: 1, maxLength: 3 }), (edits) => {
        const data = parse(example);
        for (const [steps, value] of edits) put(data, steps, value);
        return isAnswered(JSON.stringify(data));
      }),
      { seed, numRuns: 150 },
    );
  });

  it('is answered: strings where numbers belong', () => {
    const arithmetic = fc.array(
      fc.constantFrom(
        '1',
        '2.5',
        'market.stake',
        'market.reward',
        '+',
        '-',
        '*',
        '/',
        '^',
        '(',
        ')',
        'min',
        ',',
        's',
        'USD',
        '%',
        ' ',
        '?',
        ':',
        '[',
        '"',
        '=',
        '<',
        '.',
        'e9',
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(arithmetic, fc.boolean(), (parts, isExpression) => {
        const text = `${isExpression ? '= ' : ''}${parts.join('')}`;
        return isAnswered(least.replace('1000', () => JSON.stringify(text)));
      }),
      { seed, numRuns: 150 },
    );
  });

  it('is answered: any condition', () => {
    const words = fc.array(
      fc.constantFrom(
        'market.stake',
        'mechanism.draw',
        '>=',
        '==',
        '<',
        '3',
        '"x"',
        'and',
        'or',
        'not',
        '(',
        ')',
        ' ',
        '!',
      ),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(words, (parts) =>
        isAnswered(`${least}claims: [{ kind: equilibrium, where: ${JSON.stringify(parts.join(' '))} }]\n`),
      ),
      { seed, numRuns: 150 },
    );
  });
});

// What every object has of itself is no entry of a table that a word of the file is looked up in.
it.each(['__proto__', 'constructor', 'toString'])('takes the word %s for a word, wherever it stands', (word) => {
  for (const place of placesOf(parse(example))) {
    const spoilt = parse(example);
    put(spoilt, place, word);
    expect(isAnswered(JSON.stringify(spoilt)), place.join('.')).toBe(true);
  }
});

type Place = (string | number)[];

function placesOf(data: unknown, steps: Place = []): Place[] {
  if (typeof data !== 'object' || data === null) return [steps];
  const inner = Object.entries(data).flatMap(([key, value]) =>
    placesOf(value, [...steps, Array.isArray(data) ? Number(key) : key]),
  );
  return steps.length > 0 ? [steps, ...inner] : inner;
}

function put(data: unknown, steps: Place, value: unknown): void {
  let holder = data as Record<string | number, unknown>;
  for (const step of steps.slice(0, -1)) {
    const inner = holder[step];
    if (typeof inner !== 'object' || inner === null) return;
    holder = inner as Record<string | number, unknown>;
  }
  holder[steps[steps.length - 1]] = value;
}
