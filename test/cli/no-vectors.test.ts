import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { writeScenario } from './tiny-scenario.ts';

const entry = new URL('./posp-process.ts', import.meta.url).pathname;
// As on a processor that lacks them; where there is no WebAssembly at all the sources could not be loaded either.
const withoutVectors = 'data:text/javascript,WebAssembly.validate = () => false';

function posp(...args: string[]) {
  return spawnSync(process.execPath, ['--import', 'tsx', '--import', withoutVectors, entry, ...args], {
    encoding: 'utf8',
  });
}

test('without vectors nothing is simulated and nothing written; what needs no market still answers', () => {
  const { file, out } = writeScenario();
  const run = posp('run', file, '--out', out);
  expect([run.status, run.stdout]).toEqual([2, '']);
  expect(run.stderr).toBe(
    'posp: simulating needs WebAssembly with vectors: run Node without --jitless, on a processor that has them\n',
  );
  expect(existsSync(out)).toBe(false);
  const story = ['--trace', '--design-point', '0', '--arm', 'coalition/both/honest', '--replication', '0'];
  expect(posp('run', file, ...story)).toMatchObject({ status: 2, stdout: '', stderr: run.stderr });
  expect(posp('check', file)).toMatchObject({ status: 0, stderr: '' });
}, 60_000);
