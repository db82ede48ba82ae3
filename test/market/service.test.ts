/** Who is served when: first come first served at every node, verifications in the same queue as assertions. */
import { expect, test } from 'vitest';
import { traceRun } from '../../src/cli/tell-run.ts';
import { buildSettings, honestArm } from '../fixtures/settings.ts';

interface Told {
  time: number;
  text: string;
}

function listen(settings: ReturnType<typeof buildSettings>): Told[] {
  return traceRun(settings, honestArm, 'order', 0)
    .split('\n')
    .map((line) => ({ time: Number(line.slice(0, 10)), text: line.slice(12) }));
}

test('a node finishes its work in the order it was given, under a load that builds queues', () => {
  const settings = buildSettings({
    mechanism: { challengeProbability: 0.5, validatorCount: 2 },
    market: { nodeCount: 5, jobsPerSecond: 5, serviceSeconds: { kind: 'exponential', mean: 1 } },
    run: { jobs: 400 },
  });
  const given = new Map<number, string[]>();
  const done = new Map<number, string[]>();
  const note = (book: typeof given, node: string, work: string) => {
    const list = book.get(Number(node)) ?? [];
    list.push(work);
    book.set(Number(node), list);
  };
  for (const { text } of listen(settings)) {
    const arrival = /^job (\d+) arrives and goes to node (\d+)$/.exec(text);
    if (arrival) note(given, arrival[2], `assert ${arrival[1]}`);
    const challenge = /^job (\d+) is challenged: validators (.*)$/.exec(text);
    if (challenge) for (const node of challenge[2].split(', ')) note(given, node, `verify ${challenge[1]}`);
    const assertion = /^node (\d+) asserts its result for job (\d+)$/.exec(text);
    if (assertion) note(done, assertion[1], `assert ${assertion[2]}`);
    const report = /^node (\d+) confirms the result of job (\d+) /.exec(text);
    if (report) note(done, report[1], `verify ${report[2]}`);
  }
  expect(given.size).toBe(5);
  expect(done).toEqual(given);
});

test('the story never goes back in time', () => {
  const told = listen(buildSettings({ run: { jobs: 100 } }));
  const times = told.map(({ time }) => time);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(told.filter(({ text }) => text.includes('arrives'))).toHaveLength(100);
  expect(told.filter(({ text }) => /^job \d+ is (accepted|refuted)/.test(text))).toHaveLength(100);
});

test('the less busy of two gets the job, which shortens the wait', () => {
  const market = { nodeCount: 10, jobsPerSecond: 9, serviceSeconds: { kind: 'exponential', mean: 1 } } as const;
  const waits = (['uniform', 'shorter-of-two'] as const).map((dispatch) => {
    const told = listen(
      buildSettings({ mechanism: { challengeProbability: 0 }, market: { ...market, dispatch }, run: { jobs: 2000 } }),
    );
    const arrived = new Map<string, number>();
    let total = 0;
    for (const { time, text } of told) {
      const [, job, verb] = /^job (\d+) (arrives|is)/.exec(text) ?? [];
      if (verb === 'arrives') arrived.set(job, time);
      if (verb === 'is') total += time - arrived.get(job)!;
    }
    return total / 2000;
  });
  // At load 0.9 two choices bring the mean below half of M/M/1's 10 s (Mitzenmacher 2001 gives about 2.6 s for many nodes).
  expect(waits[1]).toBeLessThan(waits[0] / 2);
});
