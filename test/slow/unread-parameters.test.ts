/** The table of parameters that nothing reads is the one found by turning every parameter of every mechanism. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { unreadParametersFile, writeUnreadParameters } from '../promises/unread-parameters.ts';

test('what moves nothing under a mechanism is what the table says; `npm run refresh` writes it', () => {
  expect(readFileSync(unreadParametersFile, 'utf8')).toBe(writeUnreadParameters());
});
