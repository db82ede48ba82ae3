/** Starts a process and waits for it. */
import { spawnSync } from 'node:child_process';
import type { Measurement } from '../harness/child.ts';

/** Arguments: a word that the process must say, then its command line. */
export function measureStart([said, program, ...args]: readonly string[]): Measurement {
  const before = performance.now();
  const { status, stdout, stderr } = spawnSync(program!, args, { encoding: 'utf8' });
  const milliseconds = performance.now() - before;
  if (status !== 0) throw new Error(`${args.join(' ')} exits with ${status}:\n${stderr}`);
  if (!stdout.toLowerCase().includes(said!.toLowerCase())) throw new Error(`${args.join(' ')} does not say "${said}"`);
  return { nanoseconds: milliseconds * 1e6 };
}
