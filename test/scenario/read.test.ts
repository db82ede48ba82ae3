import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/plan/load-scenario.ts';
import { formatProblem } from '../../src/scenario/problems/problems.ts';
import { readScenarioText } from '../../src/scenario/read/read.ts';
import { least } from './texts.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posp-read-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function codeOf(name: string, content?: string | Uint8Array): Promise<string> {
  const file = join(folder, name);
  if (content !== undefined) await writeFile(file, content);
  const read = await readScenarioText(file);
  return 'problems' in read ? read.problems.map(({ code, line }) => `${code}:${line}`).join() : read.text;
}

describe('a file that cannot be a scenario', () => {
  it('is one problem without a line', async () => {
    expect(await codeOf('absent.yaml')).toBe('no-such-file:0');
    expect(await codeOf('.')).toBe('directory:0');
    expect(await codeOf('large.yaml', `# ${'x'.repeat(10_000_000)}`)).toBe('file-too-large:0');
    expect(await codeOf('binary.yaml', new Uint8Array([116, 0, 105]))).toBe('binary-file:0');
    expect(await codeOf('latin1.yaml', new Uint8Array([116, 58, 32, 0xe9]))).toBe('not-utf8:0');
    expect(await codeOf('large.yaml/inside')).toBe('no-such-file:0');
  });

  it('is read up to the limit and not beyond, never from a device', async () => {
    expect((await codeOf('million.yaml', 'x'.repeat(1_000_000))).length).toBe(1_000_000);
    expect(await codeOf('million-one.yaml', 'x'.repeat(1_000_001))).toBe('file-too-large:0');
    const read = await readScenarioText('/dev/zero');
    expect(read).toMatchObject({ problems: [{ code: 'not-a-regular-file' }] });
  });

  it.skipIf(process.platform === 'win32')('is not waited for where it is a pipe', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
    expect(await codeOf('pipe.yaml')).toBe('not-a-regular-file:0');
    const claim =
      'claims: [{ kind: no-regression, baseline: /dev/zero }, { kind: no-regression, baseline: pipe.yaml }]';
    await writeFile(join(folder, 'endless.yaml'), `${least}${claim}\n`);
    const loaded = await loadScenario({ file: join(folder, 'endless.yaml') });
    const reason = 'this is a pipe or a device, not a regular file';
    expect('problems' in loaded && loaded.problems.map(({ message }) => message)).toEqual([
      `claim 0 compares with "/dev/zero", which cannot be read: ${reason}`,
      `claim 1 compares with "pipe.yaml", which cannot be read: ${reason}`,
    ]);
  });

  it('is named with the reason of the system when there is no better word', async () => {
    await symlink('loop.yaml', join(folder, 'loop.yaml'));
    expect(await codeOf('loop.yaml')).toBe('unreadable-file:0');
  });

  it('is named in the sentence', async () => {
    const loaded = await loadScenario({ file: join(folder, 'absent.yaml') });
    expect('problems' in loaded && loaded.problems.map(formatProblem)).toEqual([
      `${join(folder, 'absent.yaml')}  there is no such file`,
    ]);
  });
});

describe('a file that is a scenario', () => {
  it('loads, with or without a byte-order mark', async () => {
    await writeFile(join(folder, 'least.yaml'), `\uFEFF${least}`);
    const loaded = await loadScenario({ file: join(folder, 'least.yaml') });
    expect('points' in loaded && loaded.points.length).toBe(1);
  });
});
