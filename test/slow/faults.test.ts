/**
 * A sweep during which each call to the disk goes wrong once: every open, write, flush, rename, close, removal and lock
 * that this program itself makes below the results folder, one run of the command each. Nothing is lost, nothing is stale,
 * nothing is there twice.
 *
 * What is not disturbed here, and why:
 * - Calls of the database. It makes them in machine code, where nobody can put a word in. That it finds no room is brought
 *   about by the system, for each file it writes; that it dies in the middle is left to the kills at random moments in
 *   test/slow/interruption.test.ts, and its flushes are not seen at all.
 * - Pictures and the report. They would make each run a hundred times slower, and are written by the function that writes
 *   the findings, which is disturbed at each of its calls.
 * - Calls that only look: they change nothing, and a file that cannot be read is tried in test/cli/results-folder.test.ts.
 * - Files outside the folder: `--output`, the summary of a step. Several workers: they write nothing.
 * - A disk that loses what it said was flushed, or keeps renames out of order; systems other than Linux.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contend } from '../store/contend.ts';
import type { DiskCall } from '../store/disk-calls.ts';
import { makeStudies } from '../store/fault-studies.ts';
import { disturb, type Fault } from '../store/faults.ts';

let place: string;
let studies: Awaited<ReturnType<typeof makeStudies>>;

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'posp-faults-'));
  studies = await makeStudies(place);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** Every place, until there are no more. */
async function disturbEverywhere(study: keyof typeof studies, fault: Fault): Promise<DiskCall[]> {
  const hits: DiskCall[] = [];
  for (;;) {
    const hit = await disturb(studies[study], join(place, 'out'), hits.length, fault);
    if (!hit) return hits;
    hits.push(hit);
  }
}

test.each<[keyof typeof studies, Fault, number]>([
  ['changed', 'dies', 80],
  ['changed', 'fails', 80],
  ['changed', 'full', 3],
  ['empty', 'dies', 60],
  ['fresh', 'dies', 60],
])('a sweep in a folder that is %s, in which one call %s', async (study, fault, callsAtLeast) => {
  const hits = await disturbEverywhere(study, fault);
  expect(hits.length).toBeGreaterThanOrEqual(callsAtLeast);
  if (fault === 'full') return;
  const names = new Set(hits.map(({ name }) => name));
  for (const name of [
    'openSync',
    'writeSync',
    'fsyncSync',
    'renameSync',
    'closeSync',
    'rmSync',
    'symlinkSync',
  ] as const) {
    expect(names).toContain(name);
  }
});

test('two, three and five processes that ask for a folder, hold it and die never have it together', async () => {
  for (const processes of [2, 3, 5]) {
    const folder = mkdtempSync(join(place, 'lock-'));
    const seen = await contend(folder, { processes, seconds: 8 });
    expect(seen.map(({ twice }) => twice)).toEqual(seen.map(() => 0));
    for (const { granted, abandoned } of seen) expect(Math.min(granted, abandoned)).toBeGreaterThan(10);
  }
});
