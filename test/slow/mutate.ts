/** Texts and documents spoilt at random, the same way for the same stream. */
import type { Uniforms } from '../../src/kernel/stream.ts';

/** A whole number from 0 to below `count`. */
export const pick = (uniforms: Uniforms, count: number) => Math.floor(uniforms.next() * count);

const oneOf = <T>(uniforms: Uniforms, list: readonly T[]): T => list[pick(uniforms, list.length)]!;

/** What YAML, expressions, clauses and terminals may stumble over. */
const words: readonly string[] = [
  ['{', '}', '[', ']', ': ', '- ', '? ', ',', '&a ', '*a', '!!x ', '|', '>-', '<<: ', '#', '"', "'", '\\', '%YAML 1.1'],
  [
    '\n',
    '\n  ',
    '\r',
    '\t',
    '\u0000',
    '\u001b]0;x\u0007',
    '\u2028',
    '\u202e',
    '\ufeff',
    '😀',
    '\ud800',
    '---\n',
    '...\n',
  ],
  ['= ', '* ', ' + ', '1 %', ' ^ ', '(', ')', 'not ', ' and ', ' or ', '==', '>=', '?', 'min(', 'exp(', 'market.stake'],
  [
    '0',
    '-1',
    '1e308',
    '1e-400',
    '017',
    '.nan',
    '.inf',
    '-0',
    '1e999',
    '0x10',
    '9007199254740993',
    '5 ms',
    '2 USD',
    '= 1 / 0',
  ],
  [
    '__proto__',
    'constructor',
    'toString',
    'null',
    'true',
    '~',
    'honest',
    'posp',
    'kind',
    'sweep',
    'claims',
    'from',
    'label',
  ],
].flat();

/** A text with one to four places changed: cut, doubled, swapped, or something put in. */
export function spoil(text: string, uniforms: Uniforms): string {
  let spoilt = text;
  for (let changes = 1 + pick(uniforms, 4); changes > 0; changes--) {
    const at = pick(uniforms, spoilt.length + 1);
    const end = Math.min(spoilt.length, at + 1 + pick(uniforms, 40));
    const part = spoilt.slice(at, end);
    const put = oneOf(uniforms, [
      '',
      part + part,
      part.split('').reverse().join(''),
      oneOf(uniforms, words),
      oneOf(uniforms, words) + part,
      part + oneOf(uniforms, words).repeat(1 + pick(uniforms, 400)),
      spoilt.slice(pick(uniforms, spoilt.length), pick(uniforms, spoilt.length)),
    ]);
    spoilt = spoilt.slice(0, at) + put + spoilt.slice(end);
  }
  return spoilt;
}

/** Words in a row. */
export function soup(uniforms: Uniforms, most: number): string {
  return Array.from({ length: pick(uniforms, most) }, () => oneOf(uniforms, words)).join('');
}

const values: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  1e308,
  -1e308,
  1e300,
  2 ** 53,
  '',
  'x',
  '0.2',
  [],
  {},
  [[]],
  '\u001b[2J\n::error::x',
  '<b>',
  { markup: '<script>' },
  { toString: 1 },
  Array.from({ length: 2000 }, (_, i) => i),
  'x'.repeat(5000),
];

/** A document with one to three places changed: replaced, removed, doubled, or given a key that does not belong. */
export function spoilDocument(document: unknown, uniforms: Uniforms): unknown {
  const spoilt = structuredClone(document);
  for (let changes = 1 + pick(uniforms, 3); changes > 0; changes--) {
    let holder = spoilt as Record<string | number, unknown>;
    for (;;) {
      const keys = Object.keys(holder);
      if (keys.length === 0) break;
      const key = oneOf(uniforms, keys);
      const inner = holder[key];
      if (typeof inner === 'object' && inner !== null && uniforms.next() < 0.8) {
        holder = inner as typeof holder;
        continue;
      }
      const change = pick(uniforms, 4);
      if (change === 0) delete holder[key];
      else if (change === 1) holder[oneOf(uniforms, words)] = oneOf(uniforms, values);
      else if (change === 2 && Array.isArray(holder)) holder.push(inner);
      else holder[key] = typeof inner === 'number' && uniforms.next() < 0.5 ? -inner * 3 : oneOf(uniforms, values);
      break;
    }
  }
  return spoilt;
}

/** Bytes with some of them changed, cut off or doubled. */
export function spoilBytes(bytes: Buffer, uniforms: Uniforms): Buffer {
  const spoilt = Buffer.from(bytes);
  for (let changes = 1 + pick(uniforms, 8); changes > 0; changes--)
    spoilt[pick(uniforms, spoilt.length)] = pick(uniforms, 256);
  const cut = pick(uniforms, 4);
  if (cut === 0) return spoilt.subarray(0, pick(uniforms, spoilt.length));
  return cut === 1 ? Buffer.concat([spoilt, spoilt.subarray(pick(uniforms, spoilt.length))]) : spoilt;
}
