import { expect, test } from 'vitest';
import { joinPieces, listJsonPieces } from '../../src/findings/json-text.ts';

const documents: unknown[] = [
  {
    title: 'a\n"b"',
    at: { 'mechanism.slash': 1e-7 },
    points: [{ id: 0, rates: { a: [1, { b: null }] } }, { id: 1 }],
    none: [],
  },
  { left: undefined, empty: {}, lists: [[], [[1, [2, { deep: ['\u2028', '\ud800'] }]]]], no: false, nan: Number.NaN },
  [{ a: 1 }, undefined, [], 'text', null],
  [],
  {},
  'one',
  null,
];

test.each([0, 1, 2, 3, 9])('a document in pieces is the document, taken apart %i levels deep', (depth) => {
  for (const value of documents) {
    expect([...listJsonPieces(value, depth)].join('')).toBe(JSON.stringify(value, null, 2));
  }
});

test('no piece is longer than the longest part and what it is joined to', () => {
  const parts = Array.from({ length: 100 }, (_, i) => ({ id: i, text: 'x'.repeat(10_000) }));
  const joined = [...joinPieces(listJsonPieces({ parts }))];
  expect(joined.join('')).toBe(JSON.stringify({ parts }, null, 2));
  expect(joined.length).toBe(4);
});
