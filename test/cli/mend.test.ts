import { expect, test } from 'vitest';
import { suggestPatience } from '../../src/cli/mend.ts';
import { explainCase } from '../../src/cli/test-case.ts';
import { formatVerdicts } from '../../src/cli/verdicts.ts';

const because =
  'the advantage is 0.1 ± 0.2 after 16 replications; about 64 replications (1,300,000 jobs) there would tell';

test('an undecided claim says how long it would take at the speed of the run', () => {
  // 1.3 million jobs at 20 000 a second are 65 seconds.
  const judged = { kind: 'dominant', claim: '', verdict: 'undecided' as const, because };
  const known = { ...judged, jobsToTell: 1_300_000 };
  expect(suggestPatience(known, 20_000)).toMatch(/^more replications .*: about 65 s at the speed of this run$/);
  expect(suggestPatience(known, undefined)).toBeUndefined();
  expect(suggestPatience(judged, 20_000)).toBeUndefined();
});

test('the advice stands below the reason, wrapped on a terminal and on one line in a pipe', () => {
  const one = {
    file: 'a.yaml',
    name: 'dominant: honesty',
    verdict: 'undecided' as const,
    because,
    mend: 'wait a while',
  };
  expect(explainCase(one)).toBe(`${because}\nto decide: wait a while`);
  expect(formatVerdicts([one], false)).toBe(
    `a.yaml\n  undecided  dominant: honesty\n             ${because}\n             to decide: wait a while\nclaims: 1 undecided\n`,
  );
  const wrapped = formatVerdicts([one], false, 60).split('\n');
  expect(Math.max(...wrapped.map((line) => line.length))).toBeLessThan(60);
  expect(wrapped.length).toBeGreaterThan(6);
});
