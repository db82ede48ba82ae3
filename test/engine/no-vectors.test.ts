import { afterAll, expect, test, vi } from 'vitest';
import { PlainCalendar } from '../../src/kernel/calendar.ts';
import type { Arm } from '../../src/market/settings.ts';
import { buildSettings } from '../fixtures/settings.ts';

const arm: Arm = { against: 'coalition', role: 'asserter', strategy: 'cheat-sometimes' };
const runs = {
  'in time': buildSettings({ market: { dispatch: 'shorter-of-two' } }),
  'as nodes leave': buildSettings({ exit: { kind: 'ejected' }, market: { stake: 30, minimumStake: 15 } }),
  'job by job': buildSettings(),
  'of time alone': buildSettings({ run: { time: 'market' } }),
};

// The types that come with TypeScript are those of browsers.
const { WebAssembly: platform } = globalThis as unknown as { WebAssembly: { validate: () => boolean } };
const { validate } = platform;
afterAll(() => Object.assign(platform, { validate }));

/** The runs as a process makes them that has vectors or none; the kernel asks once. */
async function simulateAll(hasVectors: boolean) {
  vi.resetModules();
  Object.assign(platform, { validate: hasVectors ? validate : () => false });
  const { createCalendar } = await import('../../src/kernel/create-calendar.ts');
  const { simulateRun } = await import('../../src/engine/simulate.ts');
  const { traceRun } = await import('../../src/cli/tell-run.ts');
  const records = Object.entries(runs).map(([name, settings]) => [name, [...simulateRun(settings, arm, '7', 3)]]);
  return {
    calendar: createCalendar(1).constructor.name,
    records,
    story: traceRun(runs['as nodes leave'], arm, '7', 3),
  };
}

test('runs without vectors, as under `node --jitless`, are the same in every digit', async () => {
  const fast = await simulateAll(true);
  const plain = await simulateAll(false);
  expect([fast.calendar, plain.calendar]).toEqual(['SourceCalendar', PlainCalendar.name]);
  expect(plain.records).toEqual(fast.records);
  expect(plain.story).toBe(fast.story);
  expect(fast.story).toMatch(/leaves/);
});
