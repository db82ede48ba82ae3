/** What is known of a study while the rest of it runs. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { keepSoFar } from '../../src/cli/so-far.ts';
import type { DesignPointFindings } from '../../src/findings/findings.ts';
import { openStore } from '../../src/store/store.ts';
import { makePlace } from './tiny-scenario.ts';

afterEach(() => void vi.useRealTimers());

const study = { title: 'Long', digest: 'd1', planned: 3 };
const point = (id: number, replications = 16) => ({ id, replications }) as DesignPointFindings;

test('a file of findings so far is written after a second, then after two more, in the order of design points', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const written: string[] = [];
  const { add, write } = keepSoFar({ writeSoFar: (text) => void written.push([...text].join('')) }, study);
  write();
  add(point(2));
  vi.advanceTimersByTime(999);
  add(point(0));
  expect(written).toEqual([]);
  vi.advanceTimersByTime(1);
  add(point(2, 32));
  expect(written.map((text) => JSON.parse(text) as unknown)).toEqual([
    { schema: 2, ...study, complete: false, designPoints: [point(0), point(2, 32)] },
  ]);
  vi.advanceTimersByTime(1999);
  add(point(1));
  expect(written).toHaveLength(1);
  vi.advanceTimersByTime(1);
  add(point(1));
  expect(JSON.parse(written[1]!)).toMatchObject({ designPoints: [{ id: 0 }, { id: 1 }, { id: 2 }] });
});

test('it lasts as long as the study is not finished', async () => {
  const folder = join(makePlace(), 'study');
  const mark = { digest: 'd1', subject: {}, fresh: false, resume: true };
  const store = await openStore(folder, mark);
  store.writeSoFar('{}\n');
  store.retire();
  expect(readdirSync(folder)).toContain('findings-so-far.json');
  store.retire({ findings: () => ['{}'], scenario: '', version: '1' });
  expect(readdirSync(folder)).not.toContain('findings-so-far.json');
  store.writeManifest({ complete: true });
  await store.close();
  const again = await openStore(folder, mark);
  again.writeSoFar('{}\n');
  expect(readdirSync(folder)).not.toContain('findings-so-far.json');
  await again.close();
});
