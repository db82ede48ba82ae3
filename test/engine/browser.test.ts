/** The engine where there is no Node: in a bare context, which has the language and what a page has to write bytes with. */
import { createHash } from 'node:crypto';
import { createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';
import { canonicalJson, digest } from '../../src/scenario/schema/digest.ts';
import { asked, bundleEngine, simulateHere } from './in-browser.ts';

const page = createContext({ TextEncoder });
runInContext(await bundleEngine(), page);

test.each(asked)('a run is the same in every byte, and has the same key: %s', (_, run) => {
  Object.assign(page, { text: JSON.stringify(run) });
  const answer = JSON.parse(runInContext('engine.simulate(text)', page) as string) as unknown;
  expect(answer).toEqual(simulateHere(run));
});

test('the context has nothing of Node', () => {
  expect(runInContext('typeof process + typeof require + typeof setImmediate + typeof Buffer', page)).toBe(
    'undefined'.repeat(4),
  );
});

test.each([{ b: 1, a: [2, 'naïve'] }, 'x'.repeat(1000), null])('a digest is the one that Node finds of %j', (value) => {
  expect(digest(value)).toBe(createHash('sha256').update(canonicalJson(value)).digest('hex'));
});
