import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const ranges = [
  [0x20, 0x7e],
  [0xa0, 0x17f],
  [0x391, 0x3c9],
  [0x2010, 0x2026],
  [0x2190, 0x2193],
  [0x2212, 0x2212],
  [0x2260, 0x2265],
];

/** What `src/report/text-widths.ts` must say: how far each character advances, read from the fonts that draw it. */
export function writeTextWidths(): string {
  const encode = (file: string) =>
    widthsOf(file)
      .map(([first, widths]) => `${first}:${widths.join()}`)
      .join(';');
  return `/**
 * How far each character of DejaVu Sans advances, in thousandths of the font size: runs \`first code point:widths\`.
 * Generated from the font files by \`npm run refresh\`; a test fails when this copy is stale.
 */
export const textWidths = {
  regular:
    '${encode('DejaVuSans.ttf')}',
  bold: '${encode('DejaVuSans-Bold.ttf')}',
} as const;
`;
}

function widthsOf(file: string): [number, number[]][] {
  const font = readFileSync(require.resolve(`dejavu-fonts-ttf/ttf/${file}`));
  const table = (tag: string) => {
    for (let at = 12; at < 12 + 16 * font.readUInt16BE(4); at += 16) {
      if (font.toString('latin1', at, at + 4) === tag) return font.readUInt32BE(at + 8);
    }
    throw new Error(`${file} has no table ${tag}`);
  };
  const unitsPerEm = font.readUInt16BE(table('head') + 18);
  const metrics = font.readUInt16BE(table('hhea') + 34);
  const glyph = glyphFinder(font, table('cmap'));
  const advance = (code: number) => font.readUInt16BE(table('hmtx') + 4 * Math.min(glyph(code), metrics - 1));
  return ranges.map(([from, to]) => [
    from,
    Array.from({ length: to - from + 1 }, (_, i) => Math.round((1000 * advance(from + i)) / unitsPerEm)),
  ]);
}

/** Code point to glyph, through the segments of a format 4 table. */
function glyphFinder(font: Buffer, cmap: number): (code: number) => number {
  const count = font.readUInt16BE(cmap + 2);
  const subtables = Array.from({ length: count }, (_, i) => cmap + font.readUInt32BE(cmap + 8 + 8 * i));
  const start = subtables.find((at) => font.readUInt16BE(at) === 4)!;
  const size = font.readUInt16BE(start + 6);
  const word = (part: number, segment: number) => start + 14 + part * size + 2 * segment + (part > 0 ? 2 : 0);
  return (code) => {
    for (let segment = 0; segment < size / 2; segment++) {
      if (font.readUInt16BE(word(0, segment)) < code) continue;
      const first = font.readUInt16BE(word(1, segment));
      if (first > code) return 0;
      const delta = font.readUInt16BE(word(2, segment));
      const offset = font.readUInt16BE(word(3, segment));
      if (offset === 0) return (code + delta) & 0xffff;
      const index = font.readUInt16BE(word(3, segment) + offset + 2 * (code - first));
      return index === 0 ? 0 : (index + delta) & 0xffff;
    }
    return 0;
  };
}
