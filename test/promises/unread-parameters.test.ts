/** Two mechanisms are turned here, one of them in one market; `test/slow/unread-parameters.test.ts` turns them all. */
import { expect, test } from 'vitest';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { listMoves, moveReaders } from '../../src/scenario/rules/unread-moves.ts';
import { unreadParameters } from '../../src/scenario/rules/unread-parameters.ts';
import { listIdle, movesUnder, surroundings, turnEverything } from './unread-parameters.ts';

test('what moves nothing under inspection is what the table says', () => {
  expect(listIdle('inspection')).toEqual(unreadParameters.get('inspection'));
});

test('what the table says moves nothing without verification moves nothing in a market of it', () => {
  const moving = [...turnEverything('no-verification', surroundings.slice(0, 1))].flatMap(([path, moves]) =>
    moves ? [path] : [],
  );
  expect(moving).toEqual(expect.arrayContaining(['market.reward', 'market.serviceSeconds', 'coalition.size']));
  expect(moving.filter((path) => unreadParameters.get('no-verification')!.includes(path))).toEqual([]);
});

const deviations = { asserter: ['skip-work'], validator: ['guess', 'copy', 'collude', 'contradict'] };

test.each(moveReaders.map((reader) => [reader.path, reader] as const))(
  'what moves are said to read of %s is what turning it finds',
  (path, { isRead }) => {
    for (const asserter of [['honest'], ['honest', ...deviations.asserter]]) {
      for (const validator of [['honest'], ...deviations.validator.map((kind) => ['honest', kind])]) {
        const players = listMoves({ asserter, validator }, builtIn)!;
        const cast = `asserter: [${asserter.join(', ')}], validator: [${validator.join(', ')}]`;
        expect([cast, movesUnder(cast, path)]).toEqual([cast, isRead({ players, hides: true })]);
      }
    }
  },
);
