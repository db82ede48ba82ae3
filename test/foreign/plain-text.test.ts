import { expect, test } from 'vitest';
import { cleanText, guardText, plainLines, plainPath, plainText } from '../../src/foreign/plain-text.ts';

const everyUnseen = [
  ...Array.from({ length: 0x20 }, (_, i) => i),
  ...Array.from({ length: 0x21 }, (_, i) => 0x7f + i),
  0xad,
  0x61c,
  0x180e,
  0x200b,
  0x200e,
  0x200f,
  0x2028,
  0x2029,
  0x202a,
  0x202b,
  0x202c,
  0x202d,
  0x202e,
  ...Array.from({ length: 16 }, (_, i) => 0x2060 + i),
  0xfeff,
  0xfff9,
  0xe0001,
  0xe0041,
  0xe007f,
].map((code) => String.fromCodePoint(code));

test('what cannot be seen is spelt, what breaks lines is a space, all else stays', () => {
  for (const character of everyUnseen) {
    expect(plainText(`a${character}b`)).toMatch(/^a( |(\\u[0-9a-f]{4}){1,2})b$/);
    expect(cleanText(`a${character}b`)).toBe('a b');
  }
  expect(plainText('a\r\n\u2028b\u001b[2J\u202e')).toBe('a b\\u001b[2J\\u202e');
  const fair = 'μs – Größe ≥ 5 % “p” 😀 👩‍💻 a::b a---b C:\\x {} # ## heading';
  expect([plainText(fair), cleanText(fair), guardText(fair, false)]).toEqual([fair, fair, fair]);
});

test.each([
  ['::error::x', '\\::error::x'],
  ['a\n  ::set-output name=a::b', 'a   \\::set-output name=a::b'],
  ['x ##[add-mask]y', 'x #\\#[add-mask]y'],
  ['##vso[task.setvariable]', '#\\#vso[task.setvariable]'],
  ['###[group]', '##\\#[group]'],
  ['--- folded', '\\--- folded'],
  ['+++', '\\+++'],
  ['a title --- of ~~~ four ^^^ +++', 'a title \\--- of \\~~~ four \\^^^ \\+++'],
])('what a CI system takes for a command is broken: %j', (text, plain) => expect(plainText(text)).toBe(plain));

test('a file at the start of a line starts like a file', () => {
  for (const path of ['a.yaml', './a.yaml', '/tmp/a.yaml', '../a', '~/a', 'ä.yaml', '--set market.stake', '_a']) {
    expect(plainPath(path)).toBe(path);
  }
  expect(plainPath('::error::a.yaml')).toBe('./::error::a.yaml');
  expect(plainPath('+++a')).toBe('./+++a');
  // What was spelt, and what is part of a name, stays.
  expect(plainPath('\u202ea.yaml')).toBe('./\\u202ea.yaml');
  expect(plainPath('\\a.yaml')).toBe('./\\a.yaml');
  expect(plainPath('##[error]a')).toBe('./#\\#[error]a');
  expect(plainPath('a\n::b')).toBe('./a \\::b');
  expect(plainPath('[2J')).toBe('./[2J');
});

test('lines of a stack stay lines, each of them plain', () => {
  expect(plainLines('Error: a\n::b\r    at c (d.ts:1:2)')).toBe('Error: a\n  \\::b\n      at c (d.ts:1:2)');
});

test('the gate spells as JSON does, so that a document says the same', () => {
  const value = { title: `${everyUnseen.join('')}##[group]##vso[x] ## [a]`, '\u009b': ['\u202e'] };
  const document = JSON.stringify(value, null, 2);
  const guarded = guardText(document, false);
  expect(JSON.parse(guarded)).toEqual(value);
  expect(guarded).not.toMatch(/##\w*\[/);
  expect(guarded.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u202e\ufeff\u{e0041}]/u);
});

test('the gate lets colours pass where there are any, and no other sequence', () => {
  const colored = '\u001b[31mred\u001b[39m \u001b]0;title\u0007 \u001b[2J';
  expect(guardText(colored, true)).toBe('\u001b[31mred\u001b[39m \\u001b]0;title\\u0007 \\u001b[2J');
  expect(guardText(colored, false)).not.toContain('\u001b');
});
