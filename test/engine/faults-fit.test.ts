/** Faults that the slow suite puts into the sources: a line that was moved is told at once, not when that suite is run. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faults } from '../slow/engine-faults.ts';

test('every fault that the slow suite tries fits the sources, at one place', () => {
  const changes = faults.flatMap((fault) => fault.changes);
  expect(changes.length).toBeGreaterThan(10);
  const astray = changes.filter(({ file, from }) => readFileSync(`src/${file}`, 'utf8').split(from).length !== 2);
  expect(astray).toEqual([]);
});
