/**
 * The one way out for text that others wrote: values, titles, labels, clauses, names of files.
 *
 * Whatever it holds, it stays on its line, says nothing to the terminal and nothing to a CI system that reads along.
 */

// Control characters (C0, DEL, C1), separators of lines and paragraphs, and whatever turns the direction of writing.
const unseen = '[\\p{Cc}\\u061c\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]';
const anyUnseen = new RegExp(unseen, 'gu');
const runsOfUnseen = new RegExp(`${unseen}+`, 'gu');
const breaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu;

/**
 * Text for a line of a terminal or a log: breaks of lines become spaces, what cannot be seen is spelt out (`\u001b`), and
 * what CI systems take for a command is broken by a backslash: `::` where a word starts, `##[` anywhere, and a start of
 * three signs that folds a log.
 *
 * @example
 * plainText('a\n::error::b') // => 'a \\::error::b'
 */
export function plainText(text: string): string {
  return text
    .replace(breaks, ' ')
    .replace(anyUnseen, spell)
    .replace(/(^|\s)(?=::)/g, '$1\\')
    .replace(/#(?=#\w*\[)/g, '#\\')
    .replace(/^(?=\s*(---|\+\+\+|~~~|\^\^\^))/, '\\');
}

/** The same for text whose breaks of lines are its own, such as a stack of calls; every line but the first is indented. */
export function plainLines(text: string): string {
  return text
    .split(/\r\n|[\n\r]/)
    .map((line, i) => (i === 0 ? '' : '  ') + plainText(line))
    .join('\n');
}

/**
 * The name of a file at the start of a line, where editors and terminals look for it. One that does not start like a name
 * gets its folder: no line begins with what somebody else chose freely.
 */
export function plainPath(path: string): string {
  const plain = plainText(path);
  return plain === path && /^[\p{L}\p{N}_./~-]/u.test(plain) ? plain : `./${plain.replace(/^\\/, '')}`;
}

/** Text for a page, where nothing needs spelling out: what cannot be seen becomes a space, and it looks like what it is. */
export function cleanText(text: string): string {
  return text.replace(runsOfUnseen, ' ').trim();
}

// The gate lets tabs and line feeds pass, and escapes where they begin a colour.
const escapeSign = String.fromCharCode(27);
const beyondLines = new RegExp(`(?![\\t\\n${escapeSign}])${unseen}`, 'gu');
const anyEscape = new RegExp(escapeSign, 'gu');
const otherEscapes = new RegExp(`${escapeSign}(?!\\[[\\d;]*m)`, 'gu');

/**
 * Everything the program is about to say, whoever wrote it: the last gate before a stream. What cannot be seen is spelt as
 * JSON spells it, so that a document of JSON says the same as before; breaks of lines stay.
 *
 * @param isColored  whether colours may pass
 */
export function guardText(text: string, isColored: boolean): string {
  return text
    .replace(beyondLines, spell)
    .replace(isColored ? otherEscapes : anyEscape, spell)
    .replace(/#(?=#\w*\[)/g, '\\u0023');
}

function spell(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
