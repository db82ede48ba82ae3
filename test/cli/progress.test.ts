/** What takes long says how far it is; what is done at once says nothing. */
import { EventEmitter } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { loadStudies } from '../../src/cli/load.ts';
import { showProgressLate, showReading } from '../../src/cli/progress.ts';
import { posp } from './fake-io.ts';
import { tinyScenario, writeScenario } from './tiny-scenario.ts';

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

test('of a single file design points are counted, of several the files', async () => {
  const sweep = 'sweep: { market.stake: { from: 200, to: 1000, steps: 2100 } }';
  const text = tinyScenario.replace(/sweep: .*/, sweep).replace(/claims:[\s\S]*/, '');
  const { file } = writeScenario(text);
  const heard = vi.fn();
  const progress = { update: heard, end: () => {} };
  await loadStudies([file], {}, progress);
  expect(heard.mock.calls).toEqual([
    [1024, 2100],
    [2048, 2100],
  ]);
  heard.mockClear();
  await loadStudies([file, file], {}, progress);
  expect(heard.mock.calls).toEqual([
    [0, 2],
    [1, 2],
  ]);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s while a file is read takes the line of progress with it',
  async (signal) => {
    const sweep = 'sweep: { market.stake: { from: 200, to: 1000, steps: 9000 } }';
    const { file } = writeScenario(tinyScenario.replace(/sweep: .*/, sweep).replace(/claims:[\s\S]*/, ''));
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 60_000));
    const signals = new EventEmitter();
    const [said, killed]: string[][] = [[], []];
    const stderr = {
      isTTY: true,
      write: (text: string) => {
        said.push(text);
        // As the system does it: between two turns of whatever is at work.
        if (said.length === 1) setImmediate(() => signals.emit(signal, signal));
      },
    };
    const io = {
      stderr,
      signals,
      kill: (by: string) => killed.push(by, String(signals.listenerCount(signal)), said.at(-1)!),
    };
    await loadStudies([file], {}, showReading('check', [file], io as unknown as Io, { quiet: false }));
    expect(said[0]).toContain('check   11 %');
    expect(killed.slice(0, 3)).toEqual([signal, '0', '\r\u001b[K']);
  },
);

test('a study says how many of its points are analysed', async () => {
  const { file, out } = writeScenario(tinyScenario);
  let now = 0;
  // Each look at the clock comes a minute later: everything takes long.
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 60_000));
  const { stderr } = await posp(['run', file, '--out', out, '--no-pictures']);
  expect(stderr).toContain('tiny.yaml: 1 of 2 design points analysed');
});
