/** HTML that escapes by default: what a stranger wrote can only ever be text. */
import { cleanText } from '../../foreign/plain-text.ts';

/** HTML that may stand as it is. Only this module makes any, so that nothing read from a file can pass for it. */
class SafeHtml {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** HTML that may stand as it is: made by {@link html} and {@link trusted}, never found. */
export type Markup = SafeHtml;

type Piece = Markup | string | number | readonly Piece[];

/**
 * A piece of HTML; everything put in is escaped unless it is markup already.
 *
 * @example
 * html`<p>${'<b>'}</p>`.markup // => '<p>&lt;b&gt;</p>'
 */
export function html(strings: TemplateStringsArray, ...pieces: Piece[]): Markup {
  return new SafeHtml(strings.map((text, i) => (i === 0 ? text : insert(pieces[i - 1]) + text)).join(''));
}

/** Text that is trusted: written by this program, never by a file. */
export function trusted(markup: string): Markup {
  return new SafeHtml(markup);
}

/** Nothing. */
export const nothing: Markup = new SafeHtml('');

/** JSON that can stand inside a script element: no `<` is left to close it. */
export function embedJson(value: object): Markup {
  return new SafeHtml(
    JSON.stringify(value)
      .replace(/</g, '\\u003c')
      .replace(/\u2028/g, '\\u2028')
      .replace(/\u2029/g, '\\u2029'),
  );
}

/** Text with the five characters of HTML escaped and no control characters. */
function escapeHtml(text: string): string {
  const names: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": '#39' };
  return cleanText(text).replace(/[&<>"']/g, (character) => `&${names[character]};`);
}

function insert(piece: Piece): string {
  if (typeof piece === 'number') return String(piece);
  if (typeof piece === 'string') return escapeHtml(piece);
  if (piece instanceof SafeHtml) return piece.markup;
  if (Array.isArray(piece)) return piece.map(insert).join('');
  // Not what the types say, so it came from outside.
  return escapeHtml(String(JSON.stringify(piece)));
}
