/** Two mechanisms are turned here; `test/slow/unread-parameters.test.ts` turns them all. */
import { expect, test } from 'vitest';
import { listMoves, moveReaders } from '../../src/scenario/unread-moves.ts';
import { unreadParameters } from '../../src/scenario/unread-parameters.ts';
import { listIdle, movesUnder } from './unread-parameters.ts';

test.each(['no-verification', 'inspection'])('what moves nothing under %s is what the table says', (kind) => {
  expect(listIdle(kind)).toEqual(unreadParameters.get(kind));
});

const deviations = { asserter: ['skip-work'], validator: ['guess', 'copy', 'collude', 'contradict'] };

test.each(moveReaders.map((reader) => [reader.path, reader] as const))(
  'what moves are said to read of %s is what turning it finds',
  (path, { isRead }) => {
    for (const asserter of [['honest'], ['honest', ...deviations.asserter]]) {
      for (const validator of [['honest'], ...deviations.validator.map((kind) => ['honest', kind])]) {
        const players = listMoves({ asserter, validator })!;
        const cast = `asserter: [${asserter.join(', ')}], validator: [${validator.join(', ')}]`;
        expect([cast, movesUnder(cast, path)]).toEqual([cast, isRead({ players, hides: true })]);
      }
    }
  },
);
