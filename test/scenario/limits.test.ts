import { expect, test } from 'vitest';
import { checkScenario } from '../../src/scenario/check.ts';
import { aliasesMax, depthMax, expandedMax, keysMax, partsMax } from '../../src/scenario/read/limits.ts';
import { least } from './texts.ts';

const many = (count: number, write: (i: number) => string, between = '\n') =>
  Array.from({ length: count }, (_, i) => write(i)).join(between);

function codesOf(text: string): string[] {
  const checked = checkScenario('a.yaml', text);
  return 'problems' in checked ? [...new Set(checked.problems.map(({ code }) => code))] : [];
}

/** A text that reaches a limit, by how much of it there is. */
const limits: [name: string, code: string, most: number, write: (count: number) => string][] = [
  ['keys', 'too-many-keys', keysMax, (count) => many(count, (i) => `k${i}: 1`)],
  ['anchors', 'too-many-aliases', aliasesMax, (count) => many(count, (i) => `k${i}: &a${i} 1`)],
  ['aliases', 'too-many-aliases', aliasesMax, (count) => `a: &a 1\nb: [${many(count, () => '*a', ', ')}]`],
  ['lines', 'too-many-parts', partsMax, (count) => '\n'.repeat(count)],
  ['brackets', 'too-deep', depthMax, (count) => `${'['.repeat(count)}${']'.repeat(count)}`],
  ['lists in lists', 'too-deep', depthMax, (count) => `${'- '.repeat(count)}1`],
  // The list itself is one, and so is each alias beside what it stands for.
  [
    'expanded values',
    'too-many-aliases',
    Math.floor(expandedMax / 100),
    (count) => `[&a [${many(count - 2, () => '1', ',')}], ${many(99, () => '*a', ', ')}]`,
  ],
  ['claims', 'too-many-entries', 1000, (count) => `claims:\n${many(count, () => '  - { kind: x }')}`],
  ['strategies', 'too-many-entries', 100, (count) => `players: { asserter: [${many(count, (i) => `s${i}`, ', ')}] }`],
  ['axes', 'too-many-entries', 50, (count) => `sweep:\n${many(count, (i) => `  market.a${i}: [1, 2]`)}`],
];

test.each(limits)('%s: the limit is reached, and not passed', (_name, code, most, write) => {
  expect(codesOf(write(most))).not.toContain(code);
  expect(codesOf(write(most + 1))).toContain(code);
});

test.each([
  ['60 000 keys in one map', many(60_000, (i) => `k${i}: 1`)],
  ['300 000 nodes, aliased 99 times', `- &a [${many(150_000, () => '1', ',')}]\n${many(99, () => '- *a')}`],
  ['20 000 nodes, aliased 99 times', `- &a [${many(20_000, () => '1', ',')}]\n${many(99, () => '- *a')}`],
  ['60 000 anchors', many(60_000, (i) => `k${i}: &a${i} 1`)],
  ['400 000 levels', `${'- '.repeat(400_000)}1`],
  ['400 000 brackets', '['.repeat(400_000)],
  ['nothing between commas', `a: [${','.repeat(900_000)}`],
  ['empty lines', '\n'.repeat(990_000)],
  ['24 000 strategies', `players: { asserter: [${many(24_000, (i) => `s${i}`, ',')}] }`],
  ['a long list for a sweep', `sweep: { market.stake: [${many(24_000, (i) => `${i}`, ',')}] }`],
  ['1300 steps of indentation', many(1300, (i) => `${' '.repeat(i)}a:`)],
  ['as many keys as may be', many(keysMax, (i) => `k${i}: 1`)],
])('%s: refused in under a second', (_name, text) => {
  // What other threads of the process do counts as well, so that this is more than the refusal takes: the least of some.
  let seconds = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 16 && seconds >= 1; i++) seconds = Math.min(seconds, measureRefusal(text));
  expect(seconds).toBeLessThan(1);
});

test.each([
  ['numbers', (i: number) => `${200 + i}`],
  ['amounts', (i: number) => `${200 + i} credits`],
])('24 000 %s listed for an axis: read in time that grows as they do', (_name, write) => {
  const sweep = (count: number) => `${least}sweep: { market.stake: [${many(count, write, ',')}] }\n`;
  const measure = (count: number) => {
    const start = process.cpuUsage();
    expect(codesOf(sweep(count))).toEqual([]);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  };
  const leastOf = (count: number) => Math.min(...Array.from({ length: 4 }, () => measure(count)));
  // Eight times as many take some eight times as long, and 64 times where each is looked for among all.
  expect(leastOf(24_000)).toBeLessThan(20 * leastOf(3000));
});

/** How long it takes to refuse a text [s of this process]. */
function measureRefusal(text: string): number {
  const start = process.cpuUsage();
  expect(codesOf(text)).not.toEqual([]);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

test('what is too much is pointed at, with a way out', () => {
  const checked = checkScenario('a.yaml', `a: 1\nb: [${many(200, () => '*a', ', ')}]`);
  expect(checked).toMatchObject({
    problems: [{ line: 2, column: 405, message: 'it has more than 100 anchors or aliases; write the values out' }],
  });
});

test('signs in a text are text', () => {
  expect(codesOf(`${least}question: |\n${many(100, () => '  - &a *b [[[')}\n`)).toEqual([]);
  expect(codesOf(`${least}question: "${'['.repeat(300)}"\n`)).toEqual([]);
});

test.each([
  ['a factor too many', '= 2', ' * 2', 12_000, 'it is longer than 512 characters'],
  ['brackets', '= 1 + ', '(', 400, 'it nests more than 32 brackets'],
])('an expression: %s', (_name, head, more, count, reason) => {
  const checked = checkScenario('a.yaml', `${least}  discount: "${head}${more.repeat(count)}"\n`);
  expect(checked).toMatchObject({
    problems: [{ code: 'unreadable-number', message: expect.stringContaining(reason) }],
  });
});

test.each([
  ['parentheses', `${'('.repeat(4000)}market.stake > 1${')'.repeat(4000)}`, 'it has at most 512 characters'],
  ['not', `${'not '.repeat(100_000)}market.stake > 1`, 'it has at most 512 characters'],
  ['parentheses, fewer', `${'('.repeat(33)}market.stake > 1${')'.repeat(33)}`, 'nests more than 32'],
  ['not, fewer', `${'not '.repeat(33)}market.stake > 1`, 'nests more than 32'],
])('a clause: %s', (_name, where, reason) => {
  const checked = checkScenario('a.yaml', `${least}claims: [{ kind: dominant, role: asserter, where: "${where}" }]\n`);
  expect(checked).toMatchObject({ problems: [{ message: expect.stringContaining(reason) }] });
});

test('a clause within the limits is read', () => {
  const where = `${'('.repeat(16)}${'not '.repeat(16)}market.stake > 1${')'.repeat(16)} and market.stake > 1`;
  expect(codesOf(`${least}claims: [{ kind: dominant, role: asserter, where: "${where}" }]\n`)).toEqual([]);
});

test('digits without end are refused at once, wherever a number may stand', () => {
  const digits = '7'.repeat(300_000);
  const texts = [
    least.replace('stake: 1000', `stake: "${digits} USD"`),
    least.replace('challengeProbability: 0.01', `challengeProbability: "${digits} x %"`),
    `${least}replications: { halfWidth: "${digits} x" }\n`,
  ];
  for (const text of texts) expect(measureRefusal(text)).toBeLessThan(1);
});
