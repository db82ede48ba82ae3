/** Text on a grid of terminal columns. */
import { plainText } from '../foreign/plain-text.ts';
import { breakLines, holdTogether } from './text-width.ts';

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

const plain = /^[ -~]*$/;

/** How many columns of a terminal a text fills: two for wide characters, none for combining marks. */
export function countColumns(text: string): number {
  // Most texts are plain, and tables ask of each of their cells.
  if (plain.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += wide.test(character) ? 2 : /\p{M}/u.test(character) ? 0 : 1;
  return columns;
}

/** The text, or as much of it as fits with an ellipsis. */
export function clipColumns(text: string, columns: number): string {
  if (countColumns(text) <= columns) return text;
  let clipped = '';
  for (const character of text) {
    if (countColumns(clipped + character) > columns - 1) break;
    clipped += character;
  }
  return `${clipped}…`;
}

/**
 * The text in lines of at most so many columns, each after the first indented. A word too long for a line is cut, and may
 * be cut before what a CI system takes for a command: every line is plain by itself.
 */
export function wrapColumns(text: string, columns: number, indent = ''): string[] {
  const lines = breakLines(holdTogether(text), (line) => countColumns(indent + line) <= columns);
  return lines.map((line, i) => (i === 0 ? '' : indent) + plainText(line.replaceAll('\u00a0', ' ')));
}
