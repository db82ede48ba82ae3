/** Writes `src/report/text-widths.ts` from the shipped font. Run: `node --import tsx test/report/refresh-text-widths.ts` */
import { writeFileSync } from 'node:fs';
import { readTextWidths } from './font-widths.ts';

const text = `/**
 * How far each character of DejaVu Sans advances, in thousandths of the font size: runs of characters from a first code
 * point. Generated from the font files by test/report/refresh-text-widths.ts; a test fails when this copy is stale.
 */
export const textWidths: Record<'regular' | 'bold', [first: number, widths: number[]][]> = ${JSON.stringify(readTextWidths())};
`;
writeFileSync(new URL('../../src/report/text-widths.ts', import.meta.url), text);
