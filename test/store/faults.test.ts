import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeStudies } from './fault-studies.ts';
import { disturb, type Fault } from './faults.ts';

// Every place is gone through in the slow tests; here are some of each kind.
test('a sweep whose disk fails, fills or stops leaves a folder that says what it is, and is continued', async () => {
  const place = mkdtempSync(join(tmpdir(), 'posp-faults-'));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  const { changed } = await makeStudies(place);
  const places: [Fault, number[]][] = [
    ['dies', [9, 58, 83]],
    ['fails', [70]],
    ['full', [1]],
  ];
  for (const [fault, calls] of places) {
    for (const at of calls) expect(await disturb(changed, join(place, 'out'), at, fault)).toBeDefined();
  }
});
