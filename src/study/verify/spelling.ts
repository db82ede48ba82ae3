/** Whether a JSON file is spelt as the program spells it: one way for each content, so that no two readers differ. */
import { join } from 'node:path';
import { jsonBytesMax } from '../../scenario/read/read-json.ts';
import { readRegularFile } from '../../scenario/read/regular-file.ts';
import type { Verification } from './verification.ts';

/**
 * A key that comes twice is read as its first by some and as its last by others; `__proto__` is a key to some and none to
 * others. Both change the text, or stand in it, and are told here.
 *
 * @param name  a file of the folder that was read as JSON
 */
export function verifySpelling(folder: string, name: string): Verification['digests'][number] {
  const text = readRegularFile(join(folder, name), jsonBytesMax).toString('utf8');
  const content: unknown = JSON.parse(text);
  const of = `the text of ${name}`;
  if (text !== `${JSON.stringify(content, null, 2)}\n`)
    return { of, equal: false, because: 'a key comes twice, or it is not spelt as it was written' };
  return namesPrototype(content)
    ? { of, equal: false, because: 'it has a key __proto__, which nobody reads' }
    : { of, equal: true };
}

function namesPrototype(content: unknown): boolean {
  if (typeof content !== 'object' || content === null) return false;
  return Object.hasOwn(content, '__proto__') || Object.values(content).some(namesPrototype);
}
