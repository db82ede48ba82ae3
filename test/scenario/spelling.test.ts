import { describe, expect, test, vi } from 'vitest';
import { checkScenario } from '../../src/scenario/check.ts';
import { findMisspelt } from '../../src/scenario/numbers/spelling.ts';
import type { Overrides } from '../../src/scenario/read/override.ts';
import { readSeed, writeCommand } from '../../src/scenario/read/override.ts';
import { changed, least } from './texts.ts';

function messagesOf(text: string, overrides: Overrides = {}): string[] {
  const checked = checkScenario('a.yaml', text, overrides);
  return 'problems' in checked ? checked.problems.map(({ message }) => message) : [];
}

test('numbers that are what they look like', () => {
  for (const text of [
    '0',
    '0.5',
    '10',
    '1e-300',
    '5e-324',
    '0e-999',
    '.5',
    '1e05',
    '100.05',
    'a017',
    '0x10',
    '-0.5',
    '0e0',
    '-0',
    '0.',
    '1 050',
  ]) {
    expect(findMisspelt(text), text).toBeUndefined();
  }
});

test.each([
  ['017', '017 starts with a zero; write 17'],
  ['007.5', '007.5 starts with a zero; write 7.5'],
  ['00', '00 starts with a zero; write 0'],
  ['00.05', '00.05 starts with a zero; write 0.05'],
  ['000e1', '000e1 starts with a zero; write 0e1'],
  ['-08', '08 starts with a zero; write 8'],
  ['1e-400', '1e-400 is nearer to 0 than a number can be; write 0'],
  ['0.0003e-330', '0.0003e-330 is nearer to 0 than a number can be; write 0'],
])('%s is refused wherever a number may stand', (spelt, reason) => {
  expect(findMisspelt(spelt)).toBe(reason);
  const clause = `claims: [{ kind: dominant, role: asserter, where: "market.stake > ${spelt}" }]\n`;
  for (const text of [
    changed(least, 'stake: 1000', `stake: ${spelt}`),
    changed(least, 'stake: 1000', `stake: "${spelt}"`),
    changed(least, 'stake: 1000', `stake: ${spelt} credits`),
    changed(least, 'stake: 1000', `stake: "= 1000 + ${spelt}"`),
    `${least}sweep: { market.stake: [${spelt}, 9] }\n`,
    `${least}seed: ${spelt}\n`,
    `${least}${clause}`,
  ]) {
    expect(messagesOf(text).join(), text).toContain(reason);
  }
  expect(messagesOf(least, { set: [['market.stake', spelt]] }).join()).toContain(reason);
  expect(readSeed(spelt)).toEqual({ reason });
});

describe('a percentage', () => {
  test('has no place in an expression, where the parser would take it of what stands before it', () => {
    for (const text of ['= 0.02 + 1 %', '= 0.02 * 50%', '= 5 % 3', '= 1 %']) {
      expect(messagesOf(changed(least, '0.01', `"${text}"`)).join()).toContain('write 1 % as 0.01');
    }
  });

  test('stands where a number may stand', () => {
    expect(messagesOf(changed(least, '0.01', '1 %'))).toEqual([]);
  });
});

describe('a seed', () => {
  const seeds: [text: string, value: unknown, isFit: boolean][] = [
    ['7', 7, true],
    ['0', 0, true],
    ['9007199254740991', 2 ** 53 - 1, true],
    ['9007199254740993', 2 ** 53, false],
    ['1.5', 1.5, false],
    ['-1', -1, false],
    ['true', true, false],
    ['[1]', [1], false],
    ['spring', 'spring', true],
    ['"7"', '7', true],
    ['two words', 'two words', true],
    ['""', '', false],
  ];

  test.each(seeds)('%s is taken, or refused, alike in a file and as a flag', (text, value, isFit) => {
    const read = readSeed(text);
    expect(read).toEqual({ seed: value });
    const [inFile, asFlag] = [messagesOf(`${least}seed: ${text}\n`), messagesOf(least, { seed: value })];
    expect(inFile.length, asFlag.join()).toBe(asFlag.length);
    expect(inFile.length === 0, inFile.join()).toBe(isFit);
  });

  test('that YAML cannot read is text; an alias is not', () => {
    expect(readSeed('@home: [')).toEqual({ seed: '@home: [' });
    expect(readSeed('*a')).toEqual({ reason: 'it names what is not there' });
  });

  test('is typed so that it is read as the same', () => {
    for (const seed of [7, '7', 'spring', '017', 'true', "it's", 'a: b', ' x ', '', 'null', '1e3']) {
      const command = writeCommand('a.yaml', { seed });
      const [, typed] = /--seed (.*)$/s.exec(command)!;
      const word = typed!.startsWith("'") ? typed!.slice(1, -1).replaceAll("'\\''", "'") : typed!;
      expect(readSeed(word)).toEqual({ seed });
    }
  });
});

test('a flag that names what is not there is no value', () => {
  const messages = messagesOf(least, { set: [['market.stake', '*a']] });
  expect(messages).toEqual(['market.stake cannot be read from "*a": it names what is not there']);
});

test('the parser of flags warns nobody on its own, past everything that makes text plain', () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  try {
    messagesOf(least, { set: [['market.stake', '{ [\u001b]: 1, ? {a: 1} : 2 }']] });
    expect(readSeed('{ {a: 1}: 2 }')).toHaveProperty('seed');
    expect(warn).not.toHaveBeenCalled();
  } finally {
    warn.mockRestore();
  }
});
