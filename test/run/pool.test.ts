import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import type { AnalysisRequest } from '../../src/analysis/analyse.ts';
import { recordColumnNames } from '../../src/market/record.ts';
import type { Assignment, AssignmentResult } from '../../src/plan/plan.ts';
import { createPool, type Pool } from '../../src/run/pool.ts';
import { bundle } from '../bundle.ts';
import { tinyBatches } from './tiny-study.ts';

const workers = await bundle(
  new URL('./fake-worker.ts', import.meta.url),
  new URL('./place-worker.ts', import.meta.url),
);
const script = pathToFileURL(join(workers, 'fake-worker.js')).href;
const placeScript = pathToFileURL(join(workers, 'place-worker.js')).href;
let pool: Pool | undefined;

// Without a clock parcels are sized by the jobs of a replication.
const severalPerParcel = 2000;
const onePerParcel = 20_000;
const tooLongHere = 1_200_000;

afterEach(async () => {
  await pool?.close();
  pool = undefined;
});

async function collect(workers: number, batches: Iterable<Assignment>, more = {}): Promise<AssignmentResult[]> {
  pool = createPool({ workers, script, ...more });
  const results: AssignmentResult[] = [];
  await pool.runAssignments(batches, { onResult: (_, result) => void results.push(result) });
  await pool.close();
  return results;
}

function digest(results: AssignmentResult[]): string {
  const hash = createHash('sha256');
  for (const { index, rows } of results) {
    hash.update(`${index}`).update(new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength));
  }
  return hash.digest('hex');
}

test('one, two and three workers hand back the same bytes in plan order', async () => {
  const outcomes = [];
  for (const workers of [1, 2, 3]) outcomes.push(await collect(workers, tinyBatches(24, '1', onePerParcel)));
  expect(outcomes[0]?.map(({ index }) => index)).toEqual(Array.from({ length: 24 }, (_, index) => index));
  expect(new Set(outcomes.map(digest)).size).toBe(1);
});

test('a short pass is run here: its threads would start for longer than it takes', async () => {
  pool = createPool({ workers: 2, script: placeScript });
  const places: number[] = [];
  const onResult = (_: Assignment, { rows }: AssignmentResult) => void places.push(rows[0]!);
  await pool.runAssignments(tinyBatches(4, '1', tooLongHere), { jobs: 1200, onResult });
  expect(places).toEqual([0, 0, 0, 0]);
  await pool.runAssignments(tinyBatches(4, '1', tooLongHere), { onResult });
  expect(places.slice(4)).toEqual([1, 1, 1, 1]);
});

test('once a run takes long by the clock, another thread works in the place of this one', async () => {
  let now = 0;
  // A parcel of three runs takes two seconds.
  const clock = () => (now += 2000);
  const results = await collect(2, tinyBatches(40, '1', severalPerParcel), { script: placeScript, clock });
  // The first parcel might have taken so long because its code had to be compiled.
  expect(results.map(({ rows }) => rows[0])).toEqual([0, 0, ...Array.from({ length: 38 }, () => 1)]);
});

test('a long parcel of shorter runs stays here: this thread serves others between two of them', async () => {
  let now = 0;
  // A parcel of three runs takes 1.2 s.
  const clock = () => (now += 1200);
  const results = await collect(2, tinyBatches(40, '1', severalPerParcel), { script: placeScript, clock });
  expect(results.filter(({ rows }) => rows[0] === 0).length).toBeGreaterThan(1);
});

test('the thread in the place of this one is timed too', async () => {
  let readings = 0;
  // The first parcel takes two seconds, and each that follows some milliseconds.
  pool = createPool({ workers: 2, script: placeScript, clock: () => 2000 * Math.min(1, readings) + readings++ });
  const [first] = tinyBatches(1, '1', onePerParcel);
  let last: unknown;
  let doTravelTogether = false;
  function* plan() {
    // However long that thread takes to start.
    for (let index = 0; !doTravelTogether && index < 100_000; index++) yield { ...first!, index };
  }
  await pool.runAssignments(plan(), {
    onResult: (_, { rows }) => {
      doTravelTogether ||= rows.buffer === last;
      last = rows.buffer;
    },
  });
  expect(doTravelTogether).toBe(true);
});

test('only what runs in this thread is timed: what is sent to others waits there first', async () => {
  let readings = 0;
  pool = createPool({ workers: 3, script: placeScript, clock: () => 25 * readings++ });
  const parcels = [0, 0];
  let last: unknown;
  function* plan() {
    const [batch] = tinyBatches(1, '1', onePerParcel);
    // However long the threads take to start.
    for (let index = 0; parcels[1]! < 20; index++) yield { ...batch!, index };
  }
  await pool.runAssignments(plan(), {
    onResult: (_, { rows }) => {
      if (rows.buffer !== last) parcels[rows[0]!]!++;
      last = rows.buffer;
    },
  });
  expect(parcels[1]).toBeGreaterThanOrEqual(20);
  // A batch has three replications, each of them a turn with a beginning and an end.
  expect(readings).toBe(2 * 3 * parcels[0]!);
});

test('between two long runs of a parcel this thread serves what waits', async () => {
  const alone = createPool({ workers: 1, script });
  pool = alone;
  const countTurns = async (jobs: number) => {
    let turns = 0;
    let isOver = false;
    const serve = () => {
      turns++;
      if (!isOver) setImmediate(serve);
    };
    setImmediate(serve);
    await alone.runAssignments(tinyBatches(1, '1', jobs), { onResult: () => {} });
    isOver = true;
    return turns;
  };
  // The first pass loads the module.
  await countTurns(100);
  const [short, long] = [await countTurns(100), await countTurns(onePerParcel)];
  expect(long - short).toBe(2);
});

test('a pool serves several passes, and takes batches from the plan only as workers become free', async () => {
  pool = createPool({ workers: 2, script });
  let taken = 0;
  let handedOn = 0;
  let lead = 0;
  function* plan() {
    for (const batch of tinyBatches(400, '1', onePerParcel)) {
      lead = Math.max(lead, ++taken - handedOn);
      yield batch;
    }
  }
  await pool.runAssignments(plan(), { onResult: () => void handedOn++ });
  await pool.runAssignments(tinyBatches(3, '1', onePerParcel), { onResult: () => void handedOn++ });
  expect(handedOn).toBe(403);
  // Three lanes, each at most 32 parcels ahead of the slowest.
  expect(lead).toBeLessThan(100);
});

test.each([1, 2])(
  'an abort with %i worker(s) starts nothing more and hands on all that was started',
  async (workers) => {
    pool = createPool({ workers, script });
    const controller = new AbortController();
    let taken = 0;
    function* plan() {
      for (const batch of tinyBatches(1000, '1', onePerParcel)) {
        taken++;
        yield batch;
      }
    }
    const seen: number[] = [];
    await pool.runAssignments(plan(), {
      signal: controller.signal,
      onResult: ({ index }) => {
        seen.push(index);
        if (index === 5) controller.abort();
      },
    });
    expect(seen).toEqual(Array.from({ length: taken }, (_, index) => index));
    expect(taken).toBeLessThan(200);
  },
);

test.each([1, 2])(
  'a broken law comes back from %i worker(s) as data, with the good rows before it',
  async (workers) => {
    const results = await collect(workers, tinyBatches(3, 'broken', onePerParcel));
    expect(results[1]?.failures).toEqual([{ replication: 5, message: 'ledger does not balance: 3 units appeared' }]);
    expect(results[1]?.rows.length).toBe(2 * recordColumnNames.length);
    expect(results[2]?.failures).toEqual([]);
  },
);

test.each([1, 2])('short batches travel together with %i worker(s), and come back one by one', async (workers) => {
  const results = await collect(workers, tinyBatches(40, '1', severalPerParcel));
  expect(results.map(({ index }) => index)).toEqual(Array.from({ length: 40 }, (_, index) => index));
  expect(results.every(({ rows }) => rows.length === 3 * recordColumnNames.length)).toBe(true);
  const sharing = new Set(results.map(({ rows }) => rows.buffer)).size;
  expect(sharing).toBeLessThan(20);
});

// With three workers both threads are at work while the first one dies.
test.each([2, 3])(
  'a run that kills its thread is a failure, and nothing else is lost with %i workers',
  async (workers) => {
    const results = await collect(workers, tinyBatches(30, 'deadly', tooLongHere));
    const expected = await collect(1, tinyBatches(30, 'deadly', tooLongHere));
    expect(results.map(({ index }) => index)).toEqual(expected.map(({ index }) => index));
    const [fatal] = results.splice(1, 1);
    expect(fatal!.failures).toEqual([{ replication: 5, message: expect.stringMatching(/its thread died/) }]);
    expect(fatal!.rows).toEqual(expected.splice(1, 1)[0]!.rows.subarray(0, 2 * recordColumnNames.length));
    expect(digest(results)).toBe(digest(expected));
  },
);

test('runs whose thread died with them are run again', async () => {
  const results = await collect(2, tinyBatches(30, 'deadly in company', tooLongHere));
  expect(results.flatMap(({ failures }) => failures)).toEqual([]);
  expect(digest(results)).toBe(digest(await collect(1, tinyBatches(30, 'deadly in company', tooLongHere))));
});

test('a result that cannot be taken stops the pass and is thrown', async () => {
  pool = createPool({ workers: 2, script });
  const seen: number[] = [];
  const pass = pool.runAssignments(tinyBatches(1000, '1', onePerParcel), {
    onResult: ({ index }) => {
      if (index === 3) throw new Error('disk full');
      seen.push(index);
    },
  });
  await expect(pass).rejects.toThrow('disk full');
  expect(seen).toEqual([0, 1, 2]);
});

test('a single worker leaves the event loop to others between batches', async () => {
  pool = createPool({ workers: 1, script });
  let turns = 0;
  const clock = setInterval(() => turns++, 0);
  await pool.runAssignments(tinyBatches(500, '1', onePerParcel), { onResult: () => {} });
  clearInterval(clock);
  expect(turns).toBeGreaterThan(2);
});

test.each([1, 2])(
  '%i worker(s) whose module cannot be loaded fail the pass instead of waiting for ever',
  async (workers) => {
    pool = createPool({ workers, script: new URL('./no-such-worker.js', import.meta.url).href });
    await expect(pool.runAssignments(tinyBatches(9, '1', onePerParcel), { onResult: () => {} })).rejects.toThrow(
      /no-such-worker/,
    );
  },
);

/** Has so many design points analysed, all left at once. */
async function analyse(workers: number, count: number, followed: readonly string[] = []) {
  pool = createPool({ workers, script });
  let prepared = 0;
  const open = pool;
  // Long enough for threads.
  await open.runAssignments([], { onResult: () => {} });
  const asked = Array.from({ length: count }, (_, id) =>
    open.analyse(() => {
      prepared++;
      return { point: { id, settings: {} }, records: [], asked: { followed } } as unknown as AnalysisRequest;
    }),
  );
  const before = prepared;
  const answers = (await Promise.allSettled(asked)) as unknown as Settled[];
  return { before, answers };
}

type Settled = { status: 'fulfilled'; value: { id: number; isHere: boolean } } | { status: 'rejected'; reason: Error };

test.each([1, 2, 3])('%i worker(s) analyse design points, each answer to its own question', async (workers) => {
  const { before, answers } = await analyse(workers, 200);
  expect(answers.map((answer) => answer.status === 'fulfilled' && answer.value.id)).toEqual(
    Array.from({ length: 200 }, (_, id) => id),
  );
  // What goes to a thread is put together when it goes.
  expect(before).toBe(0);
  const places = new Set(answers.map((answer) => answer.status === 'fulfilled' && answer.value.isHere));
  expect(places.size).toBe(workers === 1 ? 1 : 2);
});

test('what is left while a pass runs is analysed before the pass goes on', async () => {
  pool = createPool({ workers: 1, script });
  const order: string[] = [];
  const open = pool;
  await open.runAssignments(tinyBatches(3, '1', onePerParcel), {
    onResult: ({ index }) => {
      order.push(`run ${index}`);
      const request = {
        point: { id: index, settings: {} },
        records: [],
        asked: { followed: [] },
      } as unknown as AnalysisRequest;
      if (index < 2) void open.analyse(() => request).then(() => order.push(`analysed ${index}`));
    },
  });
  expect(order).toEqual(['run 0', 'analysed 0', 'run 1', 'analysed 1', 'run 2']);
});

test.each([1, 2])(
  'an analysis that breaks a law with %i worker(s) fails, and those after it do not',
  async (workers) => {
    const { answers } = await analyse(workers, 60, ['broken']);
    expect(answers[5]).toMatchObject({ status: 'rejected', reason: { message: 'its covariance is no number' } });
    expect(answers.slice(16).every(({ status }) => status === 'fulfilled')).toBe(true);
  },
);

test('a design point that kills its thread fails by its number, and the others are analysed', async () => {
  for (let attempt = 0; ; attempt++) {
    const { answers } = await analyse(3, 200, ['deadly']);
    await pool?.close();
    // This thread may have been the first to take it.
    if (answers[5]?.status === 'fulfilled' && attempt < 5) continue;
    expect(answers[5]).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringMatching(/^the thread that analysed design point 5 died/) },
    });
    expect(answers.filter(({ status }) => status === 'rejected').length).toBeLessThanOrEqual(8);
    return;
  }
});
