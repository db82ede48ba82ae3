import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryName } from '../../src/store/whole-file.ts';
import { watchDisk } from '../store/disk-calls.ts';
import { posp } from './fake-io.ts';
import { makePlace, tinyScenario, writeScenario } from './tiny-scenario.ts';

// A name that leads to /dev/full takes no byte: the same error as a full disk, on any Linux machine.
// The database locks what it writes to, and the device is one for all processes of the machine: a test may find it taken.
test('a full disk exits 74, keeps what was finished and leaves nothing half-written', { retry: 5 }, async () => {
  const { file, out } = writeScenario(tinyScenario.replace('replications: 4', 'replications: 150'));
  const giveBack = watchDisk(out, ({ name, path }, proceed) => {
    const result = proceed();
    // Where there is nothing any more, and right before it is written.
    if (name === 'rmSync' && path === temporaryName('/runs.parquet')) symlinkSync('/dev/full', join(out, path));
    return result;
  });
  const { code, stdout, stderr } = await posp(['run', file, '--out', out, '--workers', '1', '--no-pictures']).finally(
    giveBack,
  );
  expect([code, stdout]).toEqual([74, '']);
  expect(stderr).toMatch(/cannot write .*runs\.parquet: .*[Nn]o space left/);
  expect(readdirSync(out)).not.toContain('runs.parquet');
  expect(existsSync(join(out, '.lock'))).toBe(false);
  expect((await posp(['run', file, '--out', out, '--workers', '1', '--quiet', '--no-pictures'])).code).toBe(0);
});

test('the installed command says how to build when it is not built', () => {
  const place = makePlace();
  mkdirSync(join(place, 'bin'));
  const script = join(place, 'bin', 'posp.mjs');
  copyFileSync(new URL('../../bin/posp.js', import.meta.url), script);
  const { status, stderr } = spawnSync(process.execPath, [script, '--help'], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([70, 'posp is not built yet; build it with: npm run build\n']);
});

// Node's own recursive mkdir tries without end there.
test.skipIf(process.platform !== 'linux').each([
  ['run', 'FILE', '--out', '/proc/posp/results'],
  ['run', 'FILE', '--out', '/dev/null/results'],
  ['init', '/proc/posp'],
])('posp %s %s %s %s where no folder can be made exits 74', async (...argv) => {
  const { file } = writeScenario();
  const { code, stderr } = await posp(argv.map((word) => (word === 'FILE' ? file : word)));
  expect(code).toBe(74);
  expect(stderr).toMatch(/^posp: cannot write \/(proc|dev)\/.*: (there is no such place|part of the path is a file)/);
});

test('studies that cannot be written are refused before any of them runs', async () => {
  const place = makePlace();
  const [a, b] = ['a', 'b'].map((folder) => {
    mkdirSync(join(place, folder));
    const file = join(place, folder, 'base.yaml');
    copyFileSync(writeScenario().file, file);
    return file;
  }) as [string, string];
  const out = join(place, 'out');
  const quick = ['--quiet', '--workers', '1', '--no-pictures', '--out', out];
  const twice = await posp(['run', a, a, ...quick]);
  expect([twice.code, twice.stderr]).toEqual([2, `posp: ${a} is given twice; name each file once\n`]);
  const shared = await posp(['run', a, b, '--quiet', '--workers', '1', '--no-pictures']);
  expect(shared.code).toBe(2);
  expect(shared.stderr).toMatch(
    /would share the results folder results\/base-[0-9a-f]{8}; give each a folder with --out/,
  );
  mkdirSync(join(out, 'b-base'), { recursive: true });
  copyFileSync(a, join(out, 'b-base', 'mine.txt'));
  const foreign = await posp(['run', a, b, ...quick]);
  expect(foreign.code).toBe(2);
  expect(readdirSync(out)).toEqual(['b-base']);
  expect(readdirSync(join(out, 'b-base'))).toEqual(['mine.txt']);
});

test('files of one name in two folders get a results folder each', async () => {
  const place = makePlace();
  const files = ['a', 'b'].map((folder) => {
    mkdirSync(join(place, folder));
    copyFileSync(writeScenario().file, join(place, folder, 'base.yaml'));
    return join(place, folder, 'base.yaml');
  });
  const out = join(place, 'out');
  expect((await posp(['test', ...files, '--out', out, '--quiet', '--workers', '1'])).code).toBe(0);
  expect(readdirSync(out).sort()).toEqual(['a-base', 'b-base']);
});
