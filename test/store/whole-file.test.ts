import { spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { writeWhole, writeWholeBy } from '../../src/store/whole-file.ts';
import { posp } from '../cli/fake-io.ts';

// What stands at a name may be no file: renamed over, it would be gone for whoever uses it.
describe.skipIf(process.platform === 'win32')('is not replaced by a file, nor is a link to it:', () => {
  const place = mkdtempSync(join(tmpdir(), 'posp-no-file-'));
  afterAll(() => rmSync(place, { recursive: true, force: true }));
  const socket = createServer();
  afterAll(() => socket.close());

  test.each<[string, (path: string) => unknown]>([
    ['a device', (path) => symlinkSync('/dev/null', path)],
    ['a pipe', (path) => spawnSync('mkfifo', [path])],
    ['a folder', (path) => mkdirSync(path)],
    ['a socket', (path) => new Promise((listening) => socket.listen(path, () => listening(0)))],
  ])('%s', async (what, put) => {
    const path = join(place, `${what.slice(2)}.html`);
    await put(path);
    const link = join(place, `to-${what.slice(2)}.html`);
    symlinkSync(path, link);
    const before = lstatSync(path).mode;
    for (const name of [path, link]) {
      const said = `${name} is ${what}, not a file`;
      expect(() => writeWhole(name, 'text')).toThrow(said);
      await expect(writeWholeBy(name, async () => {})).rejects.toThrow(said);
      // Long before there is anything to write.
      for (const argv of [
        ['test', 'nowhere.yaml', '--junit', name],
        ['report', 'nowhere', '-o', name],
      ]) {
        expect(await posp(argv)).toMatchObject({ code: 2, stderr: expect.stringContaining(said) });
      }
    }
    expect([lstatSync(path).mode, lstatSync(link).isSymbolicLink()]).toEqual([before, true]);
  });

  test('a pipe that nobody reads is no summary of a step, and nobody waits at it', async () => {
    const pipe = join(place, 'summary');
    spawnSync('mkfifo', [pipe]);
    const env = { GITHUB_STEP_SUMMARY: pipe };
    expect(await posp(['test', 'nowhere.yaml', '--github'], { env })).toMatchObject({
      code: 74,
      stderr: expect.stringMatching(/cannot write the summary of the step/),
    });
  });
});
