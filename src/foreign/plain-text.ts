/**
 * The one way out for text that others wrote: values, titles, labels, clauses, names of files.
 *
 * Whatever it holds, it stays on its line, says nothing to the terminal and nothing to a CI system that reads along.
 */

// Control characters (C0, DEL, C1), separators of lines and paragraphs, whatever turns the direction of writing, and signs
// of no width, by which two names look alike. Joiners of letters and of pictures stay: writing needs them.
const unseen =
  '[\\p{Cc}\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}]';
const anyUnseen = new RegExp(unseen, 'gu');
const runsOfUnseen = new RegExp(`${unseen}+`, 'gu');
const breaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu;

/**
 * Text for a line of a terminal or a log: breaks of lines become spaces, what cannot be seen is spelt out (`\u001b`), and
 * what CI systems take for a command is broken by a backslash: `##[` anywhere, `::` and the three signs that fold a log
 * where a word starts, for it may come to stand at the start of a line.
 *
 * @example
 * plainText('a\n::error::b') // => 'a \\::error::b'
 */
export function plainText(text: string): string {
  return text
    .replace(breaks, ' ')
    .replace(anyUnseen, spell)
    .replace(/(^|\s)(?=::|---|\+\+\+|~~~|\^\^\^)/g, '$1\\')
    .replace(/#(?=#\w*\[)/g, '#\\');
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
  return plain === path && /^[\p{L}\p{N}_./~-]/u.test(plain)
    ? plain
    : `./${plain.replace(/^\\(?=::|---|\+\+\+|~~~|\^\^\^)/, '')}`;
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

/** As JSON spells it: a character beyond 16 bits by its two halves. */
function spell(character: string): string {
  return Array.from({ length: character.length }, (_, i) => {
    return `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  }).join('');
}
