/** What takes long says how far it is; what is done at once says nothing. */
import { afterEach, expect, test, vi } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { showProgressLate } from '../../src/cli/progress.ts';

afterEach(() => vi.restoreAllMocks());

function listen(): { io: Io; said: string[] } {
  const said: string[] = [];
  return { io: { stderr: { write: (text: string) => said.push(text) } } as unknown as Io, said };
}

test.each([
  [14_000, []],
  [16_000, ['many: 3 of 9 files\n']],
])('in a log, after %i ms: %j', (passed, expected) => {
  const { io, said } = listen();
  const clock = vi.spyOn(performance, 'now').mockReturnValue(1000);
  const progress = showProgressLate('many', io, { quiet: false, things: 'files' });
  progress.update(1, 9);
  clock.mockReturnValue(1000 + passed);
  progress.update(3, 9);
  progress.end();
  expect(said).toEqual(expected);
});

test('nobody who asked for quiet is told', () => {
  const { io, said } = listen();
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
  const progress = showProgressLate('many', io, { quiet: true });
  clock.mockReturnValue(60_000);
  progress.update(3, 9);
  progress.end();
  expect(said).toEqual([]);
});
