import { textWidths } from './text-widths.ts';

const cache = { regular: tableOf('regular'), bold: tableOf('bold') };

/**
 * Width of a text in DejaVu Sans [px]. Characters outside the stored table count as one full em.
 *
 * @example
 * measureText('iii', 10) // => 8.34
 */
export function measureText(text: string, fontSize: number, weight: 'regular' | 'bold' = 'regular'): number {
  const table = cache[weight];
  let thousandths = 0;
  for (const character of text) thousandths += table.get(character.codePointAt(0)!) ?? 1000;
  return (thousandths * fontSize) / 1000;
}

/** Breaks a text into lines no wider than `width` [px]; see {@link breakLines}. */
export function wrapText(
  text: string,
  width: number,
  fontSize: number,
  weight: 'regular' | 'bold' = 'regular',
): string[] {
  return breakLines(text, (line) => measureText(line, fontSize, weight) <= width);
}

/**
 * Breaks a text between words into lines that fit. A word that does not fit alone ends a line behind a hyphen where it has
 * one, and is cut elsewhere where it has none. No-break spaces hold.
 */
export function breakLines(text: string, fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  let line = '';
  for (const { text: word, joined } of cutWords(text, fits)) {
    const longer = line === '' || joined ? line + word : `${line} ${word}`;
    if (line !== '' && !fits(longer)) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === '' ? lines : [...lines, line];
}

/** No-break spaces where a line must not end: inside `p = 0.1`, `1 ± 0.2` and `95 %`, and before a last symbol; words may part. */
export function holdTogether(text: string): string {
  return text
    .replace(/ ([=±]) (?=[-−]?[.\d])/g, '\u00a0$1\u00a0')
    .replace(/ %/g, '\u00a0%')
    .replace(/ (\S{1,3})$/, '\u00a0$1');
}

/** Words, and the parts of those that are too long for a line: a part is joined to the one before it. */
function cutWords(text: string, fits: (line: string) => boolean): { text: string; joined: boolean }[] {
  const words = text.split(/[ \n\t]+/).filter((part) => part !== '');
  return words.flatMap((word) => {
    const syllables = fits(word) ? [word] : word.split(/(?<=[\p{L}\d]-|…)/u);
    return syllables.flatMap((one) => cutWord(one, fits)).map((part, i) => ({ text: part, joined: i > 0 }));
  });
}

function cutWord(word: string, fits: (line: string) => boolean): string[] {
  const parts: string[] = [];
  let part = '';
  for (const character of word) {
    if (part !== '' && !fits(part + character)) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
}

function tableOf(weight: 'regular' | 'bold'): Map<number, number> {
  const runs = textWidths[weight].split(';').map((run) => run.split(':'));
  return new Map(
    runs.flatMap(([first, widths]) => widths.split(',').map((width, i) => [Number(first) + i, Number(width)] as const)),
  );
}
