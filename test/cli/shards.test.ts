/** A study in pieces: shards put together have the bytes of one undisturbed run, and whatever is amiss is named. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Findings } from '../../src/findings/findings.ts';
import type { Manifest } from '../../src/findings/manifest.ts';
import { columnIndex, recordColumnNames } from '../../src/market/record.ts';
import { gatherRuns } from '../../src/store/merge.ts';
import { openStore } from '../../src/store/store.ts';
import type { Round } from '../../src/study/shards/round.ts';
import { posp } from './fake-io.ts';
import { atThreshold, makePlace, tinyScenario } from './tiny-scenario.ts';

const plain = ['--quiet', '--workers', '1', '--no-pictures'];
const manifestOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;

/** Every file of a folder with its bytes, the manifest among them. */
function bytesOf(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'base64')]));
}

let place: string;
let file: string;
/** One undisturbed run, and three shards of it. */
let whole: string;
const shardOf = (number: number) => join(place, `shard-${number}`);

async function runShards(of: number, folderOf: (number: number) => string, path = file, ...more: string[]) {
  const folders: string[] = [];
  for (let number = 1; number <= of; number++) {
    const folder = folderOf(number);
    const { code, stderr } = await posp([
      'run',
      path,
      '--shard',
      `${number}/${of}`,
      '--out',
      folder,
      ...plain,
      ...more,
    ]);
    expect([code, stderr]).toEqual([0, '']);
    folders.push(folder);
  }
  return folders;
}

const merge = (folders: readonly string[], out: string, ...more: string[]) =>
  posp(['merge', ...folders, '--out', out, ...plain, ...more]);

function copyOf(folder: string): string {
  const copy = join(makePlace(), 'copy');
  cpSync(folder, copy, { recursive: true });
  return copy;
}

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'posp-shards-'));
  file = join(place, 'tiny.yaml');
  whole = join(place, 'whole');
  writeFileSync(file, tinyScenario);
  expect((await posp(['run', file, '--out', whole, ...plain])).code).toBe(0);
  await runShards(3, shardOf);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

describe('the bytes of one undisturbed run', () => {
  test.each([[[1, 2, 3]], [[3, 1, 2]], [[2, 3, 1, 2]]])('from three shards merged as %j', async (order) => {
    const out = join(makePlace(), 'merged');
    const { code, stdout } = await merge(order.map(shardOf), out);
    expect([code, stdout]).toEqual([0, expect.stringContaining('✓ true')]);
    expect(bytesOf(out)).toEqual(bytesOf(whole));
  });

  test.each([2, 7])('from %i shards', async (of) => {
    const [there, out] = [makePlace(), join(makePlace(), 'merged')];
    const folders = await runShards(of, (number) => join(there, String(number)));
    await merge(folders.reverse(), out);
    expect(bytesOf(out)).toEqual(bytesOf(whole));
  });

  test('from files that differ in what no study reads, whichever comes first', async () => {
    const [there, outs] = [makePlace(), ['a', 'b'].map((name) => join(makePlace(), name))];
    const noted = join(there, 'tiny.yaml');
    writeFileSync(noted, `# A note.\n${tinyScenario}`);
    const second = join(there, '2');
    expect((await posp(['run', noted, '--shard', '2/3', '--out', second, ...plain])).code).toBe(0);
    await merge([shardOf(1), second, shardOf(3)], outs[0]!);
    await merge([second, shardOf(3), shardOf(1)], outs[1]!);
    expect(bytesOf(outs[0]!)).toEqual(bytesOf(outs[1]!));
    expect(manifestOf(outs[0]!).complete).toBe(true);
  });

  test('from folders that hold others: a whole study, a merge before, shards dealt otherwise', async () => {
    const [there, out] = [makePlace(), join(makePlace(), 'merged')];
    const [, second] = await runShards(2, (number) => join(there, String(number)));
    expect((await merge([whole, shardOf(2), second], out)).code).toBe(0);
    expect((await merge([shardOf(1)], out)).code).toBe(0);
    expect(bytesOf(out)).toEqual(bytesOf(whole));
  });

  test('of a study whose flags change it, and whose runs are cut into batches', async () => {
    const [there, out, one] = [makePlace(), join(makePlace(), 'merged'), join(makePlace(), 'one')];
    const batched = join(there, 'batched.yaml');
    writeFileSync(batched, tinyScenario.replace('jobs: 2000', 'jobs: 2000, batches: 4'));
    const flags = ['--set', 'market.stake=900', '--seed', 'another', '--replications', '3'];
    const { code, stderr } = await posp(['run', batched, '--out', one, ...plain, ...flags]);
    expect([code, stderr]).toEqual([0, '']);
    await merge(await runShards(2, (number) => join(there, String(number)), batched, ...flags), out);
    expect(bytesOf(out)).toEqual(bytesOf(one));
  });
});

describe('a shard', () => {
  test('is complete as a shard and not as a study', async () => {
    const { complete, shard, files, plan } = manifestOf(shardOf(2));
    expect([complete, shard, plan?.runs]).toEqual([
      false,
      { number: 2, of: 3, look: 0, plan: expect.stringMatching(/^sha256:[0-9a-f]{64}$/), complete: true },
      8,
    ]);
    expect(Object.keys(files)).toEqual(['runs/part-00000.parquet', 'shard.json', 'source.json']);
    for (const argv of [
      ['report', shardOf(2)],
      ['chart', shardOf(2), '-o', join(makePlace(), 'x.svg')],
    ]) {
      const { code, stderr } = await posp(argv);
      expect([code, stderr]).toEqual([2, expect.stringMatching(/not complete; it is shard 2\/3, and posp merge/)]);
    }
  });

  test('is verified as a shard', async () => {
    const { code, stdout } = await posp(['verify', shardOf(1), '--runs', 'all', '--workers', '1']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/all as written .*8 of 8 runs simulated again/)]);
    const forged = copyOf(shardOf(1));
    await corrupt(forged);
    const seen = await posp(['verify', forged, '--runs', 'all', '--workers', '1']);
    expect([seen.code, seen.stdout]).toEqual([
      1,
      expect.stringMatching(/challengedJobs is .* when it is simulated again/),
    ]);
    // What another shard was dealt is none of its runs.
    const manifest = manifestOf(copyOf(shardOf(1)));
    const renamed = copyOf(shardOf(1));
    writeFileSync(
      join(renamed, 'manifest.json'),
      JSON.stringify({ ...manifest, shard: { ...manifest.shard, number: 2 } }),
    );
    const other = await posp(['verify', renamed, '--workers', '1']);
    expect([other.code, other.stdout]).toEqual([
      1,
      expect.stringMatching(/shard.json: its runs are not those of shard 2\/3/),
    ]);
  });

  test('goes on where it was stopped, in its own folder alone', async () => {
    const [out, other] = [join(makePlace(), 'stopped'), join(makePlace(), 'other')];
    // Runs so long that the first one is told of before the last begins.
    const argv = ['run', file, '--shard', '1/2', '--out', out, '--set', 'run.jobs=60000', '--workers', '1'];
    const stopped = await posp(argv, { onStderr: (_, signals) => signals.emit('SIGINT', 'SIGINT') });
    expect([stopped.code, manifestOf(out)]).toEqual([130, expect.objectContaining({ complete: false, files: {} })]);
    expect(manifestOf(out).shard?.complete).toBe(false);
    await posp(['run', file, '--shard', '2/2', '--out', other, '--set', 'run.jobs=60000', ...plain]);
    const early = await merge([out, other], join(makePlace(), 'merged'));
    expect([early.code, early.stderr]).toEqual([2, expect.stringMatching(/shard 1\/2 in .*stopped is not done/)]);
    expect((await posp(argv)).code).toBe(0);
    expect(manifestOf(out).shard?.complete).toBe(true);
    for (const [shard, sentence] of [
      ['2/2', /holds shard 1\/2, and shard 2\/2 is asked for; give every shard a folder of its own/],
      ['1/3', /holds shard 1\/2, and shard 1\/3 is asked for/],
    ] as const) {
      const asked = ['--shard', shard, '--out', out, '--set', 'run.jobs=60000'];
      const { code, stderr } = await posp(['run', file, ...asked, ...plain]);
      expect([code, stderr]).toEqual([2, expect.stringMatching(sentence)]);
    }
    const { code, stderr } = await posp(['run', file, '--shard', '1/2', '--out', whole, ...plain]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/is no shard, and shard 1\/2 is asked for/)]);
  });

  test('may be empty, so that arrays do not fail', async () => {
    const there = makePlace();
    const small = join(there, 'small.yaml');
    writeFileSync(small, tinyScenario.replace('replications: 4', 'replications: 1').replace('0.002, ', ''));
    const folders: string[] = [];
    for (const number of [1, 2, 3, 4, 5]) {
      const out = join(there, String(number));
      const { code, stderr } = await posp(['run', small, '--shard', `${number}/5`, '--out', out, '--workers', '1']);
      expect(code).toBe(0);
      if (number > 3) expect(stderr).toMatch(new RegExp(`shard ${number}/5 is empty: 3 runs for 5 shards`));
      folders.push(out);
    }
    const out = join(there, 'merged');
    expect((await merge(folders.slice(0, 4), join(there, 'none'))).code).not.toBe(2);
    await merge(folders, out);
    expect(manifestOf(out)).toMatchObject({ complete: true, plan: { runs: 3 } });
  });

  test.each(['0/8', '9/8', '1/0', '2.5/8', '1', '/8', '-1/8', '1/9999999', 'a/b'])(
    'is refused as %s',
    async (shard) => {
      const out = join(makePlace(), 'out');
      const { code, stderr } = await posp(['run', file, `--shard=${shard}`, '--out', out, ...plain]);
      expect([code, stderr]).toEqual([2, expect.stringMatching(/--shard is ".*"; it takes I\/N/)]);
      expect(existsSync(out)).toBe(false);
    },
  );
});

/** Changes a number of a run, and reseals the folder as whoever computes wrong would have written it. */
async function corrupt(folder: string): Promise<void> {
  const records = await gatherRuns([{ folder, manifest: { files: {} } }], String);
  const [{ arm, first }] = records.stretchesBeside([]);
  const row = records.get(arm, first)!;
  row[columnIndex.challengedJobs] += 1;
  const manifest = manifestOf(folder);
  rmSync(join(folder, 'runs'), { recursive: true });
  const mark = { digest: manifest.digest, subject: manifest.study };
  const store = await openStore(folder, mark);
  await store.append({ arm, first, rows: row });
  for (const stretch of records.stretchesBeside([])) {
    const rows = new Float64Array(stretch.count * recordColumnNames.length);
    for (let i = 0; i < stretch.count; i++) records.read(stretch.row + i, rows, i * recordColumnNames.length);
    await store.append({ arm: stretch.arm, first: stretch.first, rows });
  }
  await store.close();
  const { createHash } = await import('node:crypto');
  const path = 'runs/part-00000.parquet';
  const bytes = readFileSync(join(folder, path));
  const listed = { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify({ ...manifest, files: { ...manifest.files, [path]: listed } }),
  );
}

describe('what does not fit', () => {
  /** What a merge says that writes nothing. */
  async function refuse(folders: readonly string[], ...more: string[]): Promise<string> {
    const out = join(makePlace(), 'merged');
    const { code, stderr } = await merge(folders, out, ...more);
    expect([code, existsSync(out)]).toEqual([2, false]);
    return stderr;
  }

  test('a gap is named, and nothing is written', async () => {
    expect(await refuse([1, 2].map(shardOf))).toMatch(/^posp: shard 3\/3 is missing\. nothing was written/);
    expect(await refuse([shardOf(2)])).toMatch(/shard 1\/3 is missing; shard 3\/3 is missing/);
  });

  test('a gap that no shard explains is named by its runs', async () => {
    const shrunk = copyOf(shardOf(3));
    const { shard: _, ...manifest } = manifestOf(shrunk);
    writeFileSync(join(shrunk, 'manifest.json'), JSON.stringify(manifest));
    const first = copyOf(shardOf(1));
    writeFileSync(join(first, 'manifest.json'), JSON.stringify({ ...manifestOf(first), shard: undefined }));
    expect(await refuse([first, shrunk])).toMatch(
      /8 runs are missing: design point 0, arm \S+, replication.*; and \d+ more/,
    );
  });

  test.each([
    ['market.stake=900', /does not belong to .*shard-1: market\.stake is 900 there and 1000 here/],
    ['replications=5', /does not belong to .*: replications\.max is \d there and \d here/],
    ['claims=[]', /does not belong to .*: claims is /],
  ])('a shard of another study: --set %s', async (set, sentence) => {
    const foreign = join(makePlace(), 'foreign');
    expect((await posp(['run', file, '--shard', '2/3', '--set', set, '--out', foreign, ...plain])).code).toBe(0);
    expect(await refuse([shardOf(1), foreign, shardOf(3)])).toMatch(sentence);
  });

  test('a shard of another engine', async () => {
    const foreign = copyOf(shardOf(2));
    const manifest = manifestOf(foreign);
    const write = (versions: unknown) =>
      writeFileSync(join(foreign, 'manifest.json'), JSON.stringify({ ...manifest, versions }));
    write({ ...manifest.versions, results: 7 });
    expect(await refuse([shardOf(1), foreign, shardOf(3)])).toMatch(/versions\.results is 7 there and \d+ here/);
    write({ ...manifest.versions, 'posp-sim': '0.0.9' });
    expect(await refuse([shardOf(1), foreign, shardOf(3)])).toMatch(/versions\.posp-sim is "0\.0\.9" there/);
  });

  test('a run that two folders tell differently', async () => {
    const wrong = copyOf(shardOf(1));
    await corrupt(wrong);
    const said = await refuse([1, 2, 3].map(shardOf).concat(wrong));
    expect(said).toMatch(
      /the run of design point \d, arm \S+, replication \d is in .*shard-1 and in .*copy with other/,
    );
    expect(said).toMatch(/challengedJobs is \d+ in the first and \d+ in the second/);
  });

  test('a file that is not the one that was written, or is not there', async () => {
    const part = 'runs/part-00000.parquet';
    const damaged = copyOf(shardOf(2));
    const bytes = readFileSync(join(damaged, part));
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(join(damaged, part), bytes);
    expect(await refuse([shardOf(1), damaged, shardOf(3)])).toMatch(
      /part-00000\.parquet is not the file that was written/,
    );
    rmSync(join(damaged, part));
    expect(await refuse([shardOf(1), damaged, shardOf(3)])).toMatch(/part-00000\.parquet is missing/);
  });

  test('no folder, no --out, a folder that is no results, one that no file can be told of', async () => {
    expect((await posp(['merge', shardOf(1), ...plain])).stderr).toMatch(/posp merge needs --out DIR/);
    expect(await refuse([join(place, 'nowhere')])).toMatch(/there is no folder/);
    expect(await refuse([whole])).toMatch(/no shard that is done and no merged study is among them/);
    expect((await merge([1, 2, 3].map(shardOf), copyOf(shardOf(2)))).stderr).toMatch(/holds shard 2\/3; write what/);
  });
});

test('--partial analyses what there is and marks the folder as not finished', async () => {
  const out = join(makePlace(), 'merged');
  const { code, stdout, stderr } = await posp([
    'merge',
    shardOf(1),
    shardOf(3),
    '--out',
    out,
    '--partial',
    '--workers',
    '1',
    '--no-pictures',
  ]);
  expect([code, stderr]).toEqual([3, expect.stringMatching(/warning: shard 2\/3 is missing/)]);
  expect(stdout).toMatch(/The study is not complete/);
  const { complete, files } = manifestOf(out);
  expect([complete, Object.keys(files)]).toEqual([false, expect.arrayContaining(['findings.json', 'points.csv'])]);
  const findings = JSON.parse(readFileSync(join(out, 'findings.json'), 'utf8')) as Findings;
  // Of four replications each shard has some of every arm; those that no arm lacks are kept.
  expect(findings.designPoints.map(({ replications }) => replications)).toEqual([
    expect.any(Number),
    expect.any(Number),
  ]);
  for (const { replications } of findings.designPoints) expect(replications).toBeGreaterThan(0);
  for (const { replications } of findings.designPoints) expect(replications).toBeLessThan(4);
  expect((await posp(['report', out])).code).toBe(0);
  expect(readFileSync(join(out, 'report.html'), 'utf8')).toMatch(/class="unfinished"/);
  // What was missing comes later, and what was made of less goes.
  await merge([shardOf(2)], out);
  expect(bytesOf(out)).toEqual(bytesOf(whole));
});

describe('until sure, in rounds', () => {
  test('the bytes of one undisturbed run', async () => {
    const there = makePlace();
    const adaptive = join(there, 'adaptive.yaml');
    writeFileSync(adaptive, atThreshold.replace('replications: 4', 'replications: { min: 2, max: 12 }'));
    const one = join(there, 'one');
    const { code } = await posp(['run', adaptive, '--out', one, ...plain]);
    expect(code).toBe(3);
    const base = join(there, 'base');
    const plan = join(there, 'plan.json');
    let folders = await runShards(2, (number) => join(there, `0-${number}`), adaptive);
    const rounds: Round[] = [];
    for (;;) {
      await merge([...folders, ...(existsSync(base) ? [base] : [])], base);
      const next = await posp(['plan', '--next', base, '-o', plan, '--workers', '1']);
      expect(next.code).toBe(0);
      const round = JSON.parse(readFileSync(plan, 'utf8')) as Round;
      if (round.arms.length === 0) {
        expect(next.stdout).toMatch(/finished, nothing is to be run/);
        break;
      }
      expect(next.stdout).toMatch(/look \d needs \d+ runs/);
      rounds.push(round);
      folders = await runShards(3, (number) => join(there, `${rounds.length}-${number}`), adaptive, '--plan', plan);
      expect((await merge([folders[0], base], join(there, 'gap'))).stderr).toMatch(/shard 2\/3 is missing; shard 3\/3/);
    }
    expect(rounds.map(({ look }) => look)).toEqual([1, 2, 3]);
    expect(bytesOf(base)).toEqual(bytesOf(one));
  });
});

describe('a plan is a stranger’s', () => {
  let base: string;
  let adaptive: string;
  let round: Round;

  beforeAll(async () => {
    adaptive = join(place, 'adaptive.yaml');
    writeFileSync(adaptive, atThreshold.replace('replications: 4', 'replications: { min: 2, max: 12 }'));
    base = join(place, 'base');
    await merge(await runShards(1, () => join(place, 'adaptive-1'), adaptive), base);
    const { code, stdout } = await posp(['plan', '--next', base, '--json', '--workers', '1']);
    expect(code).toBe(0);
    round = JSON.parse(stdout) as Round;
  });

  /** What a run says of a plan that it refuses. */
  async function refuse(plan: unknown, text = JSON.stringify(plan)): Promise<string> {
    const there = makePlace();
    writeFileSync(join(there, 'plan.json'), text);
    const out = join(there, 'out');
    const argv = ['run', adaptive, '--plan', join(there, 'plan.json'), '--shard', '1/2', '--out', out, ...plain];
    const { code, stderr } = await posp(argv);
    expect([code, existsSync(out)]).toEqual([2, false]);
    return stderr;
  }

  test('it is plain data: the study, the engine, arms and replications', () => {
    expect(round).toMatchObject({
      schema: 1,
      digest: manifestOf(base).digest,
      versions: manifestOf(base).versions,
      look: 1,
    });
    // Of each arm as many again as there are.
    for (const { first, count } of round.arms) expect([first, count]).toEqual([2, 2]);
  });

  test.each<[string, (arm: Round['arms'][number]) => object, RegExp]>([
    [
      'another arm',
      () => ({ arm: 'coalition/asserter/nobody' }),
      /arms\.0\.arm is "coalition\/asserter\/nobody", not \[/,
    ],
    ['another key', () => ({ key: '0'.repeat(24) }), /arms\.0\.key is "0{24}", not "[0-9a-f]{24}"/],
    ['a design point elsewhere', () => ({ at: { 'mechanism.challengeProbability': 0.9 } }), /arms\.0\.at is \{/],
    ['a parameter that is not swept', () => ({ designPoint: 7, at: { 'market.stake': 1 } }), /arms\.0\.at is \{/],
    ['too many replications', () => ({ count: 11 }), /first \+ count is 13, not "at most 12"/],
    ['a negative count', () => ({ count: -1 }), /arms\.0\.count is -1/],
    ['a key too many', () => ({ command: 'rm' }), /command/],
  ])('%s', async (_, change, sentence) => {
    const [first, ...others] = round.arms;
    const said = await refuse({ ...round, arms: [{ ...first, ...change(first!) }, ...others] });
    expect(said).toMatch(sentence);
  });

  test('runs that it asks for twice, another study, another engine, no JSON, no file', async () => {
    expect(await refuse({ ...round, arms: [...round.arms, round.arms[0]] })).toMatch(/first is 2, not "at least 4/);
    expect(await refuse({ ...round, digest: 'sha256:0' })).toMatch(/digest is "sha256:0", not "sha256:[0-9a-f]{64}"/);
    expect(await refuse({ ...round, versions: { ...round.versions, results: 7 } })).toMatch(
      /versions\.results is 7, not/,
    );
    expect(await refuse(round, 'plan')).toMatch(/plan\.json is no plan: it is not JSON/);
    const { code, stderr } = await posp(['run', adaptive, '--plan', join(place, 'nowhere.json'), ...plain]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/nowhere\.json is no plan: there is no such file/)]);
  });

  test('plan --next takes one folder, that says what it is of', async () => {
    const next = (...argv: string[]) => posp(['plan', '--next', ...argv, '--workers', '1']);
    expect(await next(whole)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/finished, nothing is to be run/),
    });
    expect((await next(base, file)).stderr).toMatch(/--next takes a folder that posp merge left, and no file/);
    expect((await next(join(place, 'nowhere'))).stderr).toMatch(/there is no folder/);
    expect((await posp(['plan'])).stderr).toMatch(/something is missing: posp plan <files..>, or posp plan --next DIR/);
    expect((await posp(['plan', file, '-o', 'x.json'])).stderr).toMatch(/--output goes with --next/);
  });

  test('what was merged of one look is not finished, and says so', async () => {
    const { code, stderr } = await posp(['verify', base]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/its study is not complete/)]);
    expect((await posp(['report', base])).stderr).toMatch(/not complete; posp plan --next .*base says what it needs/);
    expect(manifestOf(base)).toMatchObject({ complete: false, files: { 'source.json': {} } });
  });
});
