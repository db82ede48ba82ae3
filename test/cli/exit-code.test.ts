import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { type ExitCode, exitCode, worstExit } from '../../src/cli/exit-code.ts';
import { bundleCommand } from '../bundle.ts';
import { tinyScenario } from './tiny-scenario.ts';

test('the codes of the contract', () => {
  expect(exitCode).toEqual({
    done: 0,
    claimFalse: 1,
    badInput: 2,
    undecided: 3,
    ourMistake: 70,
    cannotWrite: 74,
    interrupted: 130,
    terminated: 143,
  });
});

test('several files: an interruption first, then the worst of 70, 74, 2, 1, 3, 0', () => {
  const order: ExitCode[] = [143, 130, 70, 74, 2, 1, 3, 0];
  for (const [i, worse] of order.entries()) {
    for (const better of order.slice(i))
      expect([worstExit([worse, better]), worstExit([better, worse])]).toEqual([worse, worse]);
  }
  expect(worstExit([])).toBe(0);
});

const built = await bundleCommand();
const main = pathToFileURL(join(built, 'main.js')).href;

// Elsewhere there is no device that is always full, and no shell that limits what a process may open.
describe.runIf(process.platform === 'linux')('as a process: exit code 1 belongs to false claims alone', () => {
  const place = mkdtempSync(join(tmpdir(), 'posp-exit-'));
  const file = join(place, 'tiny.yaml');
  writeFileSync(file, tinyScenario);
  afterAll(() => rmSync(place, { recursive: true, force: true }));
  const shell = (command: string) => {
    const posp = `"${process.execPath}" "${join(built, 'posp-process.js')}"`;
    const { status, stderr } = spawnSync('sh', ['-c', command.replace('posp ', `${posp} `)], { encoding: 'utf8' });
    return { status, stderr };
  };

  test.each([
    ['text', `posp check ${file} > /dev/full`],
    ['JSON', `posp solve ${file} --json > /dev/full`],
    ['help', 'posp --help > /dev/full'],
  ])('%s that cannot be written ends with 74', (_name, command) => {
    const { status, stderr } = shell(command);
    expect([status, stderr]).toEqual([74, expect.stringContaining('cannot be written')]);
  });

  test('problems that cannot be written end with 74', () => {
    expect(shell(`posp check nowhere.yaml 2> /dev/full`).status).toBe(74);
  });

  test('a reader that goes away is no error', () => {
    expect(shell(`posp schema | head -c 10 > /dev/null`).status).toBe(0);
  });

  test('without files to open nothing ends with 1', () => {
    const code = `import { closeSync, openSync } from 'node:fs';
      import { main, processIo } from '${main}';
      const files = [];
      try { for (;;) files.push(openSync('/dev/null', 'r')); } catch {}
      for (const file of files.slice(0, Number(process.argv[2]))) closeSync(file);
      process.exitCode = 70;
      process.exitCode = await main(['run', '${file}', '--out', '${file}-out', '--workers', '1', '--quiet'], processIo());`;
    writeFileSync(join(place, 'few.mjs'), code);
    for (const left of [0, 8]) {
      const node = `"${process.execPath}" "${join(place, 'few.mjs')}"`;
      const { status, stderr } = shell(`ulimit -n 256; ${node} ${left}`);
      expect([70, 74], `${left}: ${stderr}`).toContain(status);
    }
  });

  test('what nobody caught is our mistake', () => {
    const code = `import { processIo } from '${main}';
      processIo(); setTimeout(() => { throw new Error('lost') }, 1);`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([70, expect.stringMatching(/^posp: our mistake: Error: lost/)]);
  });
});

test('the command that is installed ends the same way when it cannot even be loaded', () => {
  const text = readFileSync(new URL('../../bin/posp.js', import.meta.url), 'utf8');
  const place = mkdtempSync(join(tmpdir(), 'posp-bin-'));
  try {
    for (const folder of ['bin', 'dist/code']) mkdirSync(join(place, folder), { recursive: true });
    writeFileSync(join(place, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(place, 'bin', 'posp.js'), text);
    const start = () => spawnSync(process.execPath, [join(place, 'bin', 'posp.js')], { encoding: 'utf8' });
    expect([start().status, start().stderr]).toEqual([70, expect.stringContaining('not built yet')]);
    for (const broken of [
      'throw new Error("gone");',
      "import './missing.js';",
      'export const main = () => { throw 1; };',
    ]) {
      writeFileSync(join(place, 'dist', 'code', 'main.js'), broken);
      expect(start().status).toBe(70);
    }
    writeFileSync(
      join(place, 'dist', 'code', 'main.js'),
      'export const processIo = () => {}; export const main = () => new Promise(() => {});',
    );
    // Nothing is left to wait for: the process ends, but not as if all were well, or a claim false.
    expect([13, 70]).toContain(start().status);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});
