/** What of a picture lies where. */
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import { measureText } from '../../src/report/text-width.ts';

const require = createRequire(import.meta.url);
const fontFiles = [
  require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
];

/** Whether everything drawn lies inside an SVG without its white page, and how wide that is [px]. */
export function measurePicture(svg: string): { inside: boolean; width: number } {
  const picture = new Resvg(svg, { font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'DejaVu Sans' } });
  const { x, y, width, height } = picture.getBBox()!;
  const inside = x >= 0 && y >= 0 && x + width <= picture.width && y + height <= picture.height;
  return { inside, width: picture.width };
}

/** A line of text in a picture, and the box that it takes [px]. */
interface Line {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Pairs of texts of which one is written over the other, as Vega writes its SVG: groups that are moved, texts in them. */
export function findOverlaps(svg: string): string[] {
  const lines = listLines(svg);
  return lines.flatMap((a, i) =>
    lines
      .slice(i + 1)
      .filter((b) => {
        // A text with a rim is written twice.
        if (a.text === b.text && a.left === b.left && a.top === b.top) return false;
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const up = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        return across > 1 && up > 2;
      })
      .map((b) => `${a.text} | ${b.text}`),
  );
}

function listLines(svg: string): Line[] {
  const offsets: [number, number][] = [[0, 0]];
  const lines: Line[] = [];
  for (const [, closing, name, attributes = '', empty, contents] of svg.matchAll(
    /<(\/?)(g|text)\b([^>]*?)(\/?)>(?:(?<=<text[^>]*>)(.*?)<\/text>)?/gs,
  )) {
    const [, x = 0, y = 0] = (/translate\(([-\d.e]+),([-\d.e]+)\)/.exec(attributes) ?? []).map(Number);
    const [left, top] = offsets.at(-1)!;
    if (name === 'g') {
      if (closing) offsets.pop();
      else if (!empty) offsets.push([left + x, top + y]);
    } else if (contents !== undefined && !/opacity="0"/.test(attributes)) {
      lines.push(...boxesOf(contents, attributes, left + x, top + y));
    }
  }
  return lines;
}

function boxesOf(contents: string, attributes: string, x: number, y: number): Line[] {
  const spans = [...contents.matchAll(/<tspan[^>]*?(?: dy="([\d.]+)")?[^>]*>(.*?)<\/tspan>/gs)];
  const texts = spans.length === 0 ? [contents] : spans.map(([, , text]) => text!);
  const step = Number(/ dy="([\d.]+)"/.exec(contents)?.[1] ?? 0);
  const size = Number(/font-size="([\d.]+)px"/.exec(attributes)?.[1] ?? 11);
  const weight = /font-weight="bold"/.test(attributes) ? 'bold' : 'regular';
  const anchor = /text-anchor="(\w+)"/.exec(attributes)?.[1] ?? 'start';
  return texts.flatMap((raw, i) => {
    const text = raw.replace(/&[a-z]+;/g, '&');
    if (text.trim() === '') return [];
    const length = measureText(text, size, weight);
    const from = { start: 0, middle: -length / 2, end: -length }[anchor]!;
    const [above, below] = [i * step - 0.76 * size, i * step + 0.2 * size];
    // A title beside an axis runs upwards.
    if (/rotate\(-90\)/.test(attributes))
      return [{ text, left: x + above, right: x + below, top: y - from - length, bottom: y - from }];
    return [{ text, left: x + from, right: x + from + length, top: y + above, bottom: y + below }];
  });
}
