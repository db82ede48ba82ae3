/** JSON that somebody else may have written: read whole, and taken only as what it is said to be. */
import type { z } from 'zod';
import { explainIssue } from '../schema/issues.ts';
import { UnfitFileError } from './regular-file.ts';

/** Largest file of findings or exhibits that is read [bytes]: nearly the longest text that can be held, or written. */
export const jsonBytesMax = 512_000_000;

/**
 * The content of a JSON file.
 *
 * @throws UnfitFileError `content` with the path, the value and what was expected there
 */
export function parseJson<Content>(bytes: Buffer, schema: z.ZodType<Content>): Content {
  const data = parse(bytes);
  const { success, data: content, error } = schema.safeParse(data);
  if (success) return content;
  const [first, ...others] = error.issues.flatMap((issue) => explainIssue(issue, { schema, data, leaves: new Map() }));
  const more = others.length === 0 ? '' : `; and ${others.length} more`;
  throw new UnfitFileError('content', `${first.message}${more}`);
}

/** Deeper than anything that is ever written; whoever walks through the data may do so step by step. */
const depthMax = 100;

function parse(bytes: Buffer): unknown {
  if (depthOf(bytes) > depthMax) throw new UnfitFileError('content', `it is nested deeper than ${depthMax} levels`);
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    // What the engine says of it quotes the text, which is a stranger's.
    throw new UnfitFileError('content', 'it is not JSON');
  }
}

const [quote, backslash, openList, closeList, openObject, closeObject] = Buffer.from('"\\[]{}');

/** How deep lists and objects of a JSON text go, up to just beyond the most that is allowed. */
function depthOf(bytes: Buffer): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < bytes.length && deepest <= depthMax; at++) {
    const byte = bytes[at];
    if (byte === quote) at = endOfString(bytes, at);
    else if (byte === openList || byte === openObject) deepest = Math.max(deepest, ++depth);
    else if (byte === closeList || byte === closeObject) depth--;
  }
  return deepest;
}

function endOfString(bytes: Buffer, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at;
}
