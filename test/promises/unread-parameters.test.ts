/** Two mechanisms are turned here; `test/slow/unread-parameters.test.ts` turns them all. */
import { expect, test } from 'vitest';
import { unreadParameters } from '../../src/scenario/unread-parameters.ts';
import { listIdle } from './unread-parameters.ts';

test.each(['no-verification', 'inspection'])('what moves nothing under %s is what the table says', (kind) => {
  expect(listIdle(kind)).toEqual(unreadParameters.get(kind));
});
