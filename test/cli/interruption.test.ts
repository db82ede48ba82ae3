import { spawn } from 'node:child_process';
import type { EventEmitter } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundleCommand } from '../bundle.ts';
import { posp } from './fake-io.ts';
import { tinyScenario, writeScenario } from './tiny-scenario.ts';

const entry = join(await bundleCommand(), 'posp-process.js');
// A little more than a million jobs: a shorter pass starts no thread.
const longer = tinyScenario.replace('replications: 4', 'replications: 150').replace('jobs: 2000', 'jobs: 1200');

/** Runs a command line and sends signals when the first line of progress says that runs are being finished. */
async function interrupted(argv: string[], signals: NodeJS.Signals[]) {
  let emitter: EventEmitter | undefined;
  let sent = false;
  const session = await posp(argv, {
    onStderr: (text, signalsOfSession) => {
      emitter = signalsOfSession;
      if (sent || !/ of .* jobs/.test(text)) return;
      sent = true;
      for (const signal of signals) emitter.emit(signal, signal);
    },
  });
  return { ...session, listeners: emitter?.listenerCount('SIGINT') };
}

let uninterrupted: Promise<Map<string, Buffer>> | undefined;

/** Every file that the study leaves behind when nobody disturbs it. */
function runUninterrupted(): Promise<Map<string, Buffer>> {
  uninterrupted ??= (async () => {
    const { file, out } = writeScenario(longer);
    await posp(['test', file, '--out', out, '--quiet', '--workers', '1']);
    return new Map(readdirSync(out).map((name) => [name, readFileSync(join(out, name))]));
  })();
  return uninterrupted;
}

test.each([
  ['SIGINT', 130, '1'],
  ['SIGTERM', 143, '2'],
] as const)(
  '%s exits %i with %s worker(s), keeps what was finished, and the study resumes to the same bytes',
  async (signal, code, workers) => {
    const { file, out } = writeScenario(longer);
    const flags = ['--workers', workers];
    const outcome = await interrupted(['test', file, '--out', out, ...flags], [signal]);
    expect(outcome).toMatchObject({
      code,
      killed: [],
      stdout: expect.stringMatching(/claims: 1 undecided/),
      listeners: 0,
    });
    expect(outcome.stderr).toContain(`continue with: posp test ${file} --out ${out} --resume`);
    expect(readdirSync(join(out, 'runs'))).toContain('part-00000.parquet');
    expect(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))).toMatchObject({ complete: false });
    expect(existsSync(join(out, 'findings.json'))).toBe(false);

    await posp(['test', file, '--out', out, '--resume', ...flags]);
    const whole = await runUninterrupted();
    for (const name of ['runs.parquet', 'findings.json', 'points.parquet', 'manifest.json']) {
      expect(readFileSync(join(out, name)).equals(whole.get(name)!), name).toBe(true);
    }
    expect(readdirSync(out).sort()).toEqual([...whole.keys()].sort());
  },
);

test('a second signal ends the process at once', async () => {
  const { file, out } = writeScenario(longer);
  const outcome = await interrupted(['run', file, '--out', out, '--workers', '1'], ['SIGINT', 'SIGINT']);
  expect(outcome).toMatchObject({ killed: ['SIGINT'], stdout: '' });
});

test('a real process: Ctrl-C leaves a folder that resumes, a closed pipe does no harm', async () => {
  const { file, out } = writeScenario(longer.replace('150', '900'));
  const start = (argv: string[]) => spawn(process.execPath, [entry, ...argv], { stdio: 'pipe' });
  const end = (child: ReturnType<typeof start>) =>
    new Promise<[number | null, string]>((resolve) => {
      let said = '';
      child.stderr.on('data', (text) => (said += text));
      child.on('close', (code) => resolve([code, said]));
    });

  const running = start(['run', file, '--out', out, '--workers', '2']);
  const ended = end(running);
  running.stderr.once('data', () => running.kill('SIGINT'));
  const [code, said] = await ended;
  expect([code, said.includes('--resume')]).toEqual([130, true]);
  expect(existsSync(join(out, '.lock'))).toBe(false);
  expect(readdirSync(join(out, 'runs'))).toContain('part-00000.parquet');

  const listing = start(['explain', 'market', '--json']);
  listing.stdout.destroy();
  expect(await end(listing)).toEqual([0, '']);
});
