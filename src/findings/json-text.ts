/**
 * The text of a document in pieces: findings of many design points are longer than any string may be, and a whole text
 * beside what it tells of is twice the memory.
 */

/**
 * What `JSON.stringify(value, null, 2)` says, piece by piece.
 *
 * @param depth  how far the document is taken apart; what lies deeper is a piece [levels]
 */
export function* listJsonPieces(value: unknown, depth = 2, indent = ''): Generator<string> {
  const entries = depth === 0 ? [] : listEntries(value);
  if (entries.length === 0) {
    yield JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`);
    return;
  }
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const inner = `${indent}  `;
  let before = open;
  for (const [name, part] of entries) {
    yield `${before}\n${inner}${name}`;
    yield* listJsonPieces(part, depth - 1, inner);
    before = ',';
  }
  yield `\n${indent}${close}`;
}

/** The parts of a list or an object that are written, each behind what names it. */
function listEntries(value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return value.map((part) => ['', part ?? null]);
  if (typeof value !== 'object' || value === null) return [];
  const written = Object.entries(value).filter(([, part]) => part !== undefined);
  return written.map(([name, part]) => [`${JSON.stringify(name)}: `, part]);
}

/** Pieces as few larger ones, each worth a call of the system. */
export function* joinPieces(pieces: Iterable<string>): Generator<string> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < lettersPerCall) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

/** Letters that are written together [count]. */
const lettersPerCall = 1 << 18;
