/** Candidates as processes of their own: compiled code is shared by nobody, so no candidate spoils another's. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** What a candidate prints as its last line: time per operation and whatever proves that it did the work. */
export interface Measurement {
  /** CPU time (user and system) per operation [ns]. */
  nanoseconds: number;
  [fact: string]: number | string;
}

export const root = join(import.meta.dirname, '..', '..');
/** Scratch space: builds and tables. */
export const scratch = join(root, 'results', 'bench');
/** The command and our candidates, built. */
export const built = join(scratch, 'build', 'dist', 'code');

/** Builds our sources and candidates as they are shipped, without a loader in between. */
export function build(): void {
  mkdirSync(built, { recursive: true });
  const bundler = join(root, 'node_modules', '.bin', 'rolldown');
  const config = join(root, 'bench', 'rolldown.config.mjs');
  const { status, stderr } = spawnSync(bundler, ['-c', config], { encoding: 'utf8', cwd: root });
  if (status !== 0) throw new Error(`the sources do not build:\n${stderr}`);
  // The command reads its version from there.
  cpSync(join(root, 'package.json'), join(scratch, 'build', 'package.json'));
}

/** Command line of one of our own candidates. */
export function ours(name: string, args: readonly (string | number)[], flags: readonly string[] = []): string[] {
  return [process.execPath, ...flags, join(built, 'candidate.js'), name, ...args.map(String)];
}

/** Runs a candidate to its end and reads its last line. @throws Error with what it said when it failed */
export function measure(command: readonly string[], timeoutSeconds = 600): Measurement {
  const [program, ...args] = command;
  const child = spawnSync(program!, args, {
    encoding: 'utf8',
    cwd: root,
    timeout: 1000 * timeoutSeconds,
    maxBuffer: 2 ** 28,
  });
  const line = child.stdout?.trim().split('\n').at(-1) ?? '';
  if (child.status !== 0 || !line.startsWith('{')) {
    throw new Error(
      `${command.join(' ')} failed (${child.status ?? child.signal}):\n${child.stderr}${child.error ?? ''}`,
    );
  }
  return JSON.parse(line) as Measurement;
}
