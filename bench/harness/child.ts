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
const build = join(scratch, 'build');

/** Compiles our sources and candidates as they are shipped, without a loader in between. */
export function compile(): void {
  mkdirSync(scratch, { recursive: true });
  const compiler = join(root, 'node_modules', '.bin', 'tsc');
  const { status, stdout } = spawnSync(compiler, ['-p', join(root, 'bench', 'tsconfig.json')], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the sources do not compile:\n${stdout}`);
  const bundled = spawnSync('npm', ['run', 'build'], { encoding: 'utf8', cwd: root });
  if (bundled.status !== 0) throw new Error(`the command does not build:\n${bundled.stderr}`);
  // The command reads its version from there.
  cpSync(join(root, 'package.json'), join(build, 'package.json'));
}

/** Command line of one of our own candidates. */
export function ours(name: string, args: readonly (string | number)[], flags: readonly string[] = []): string[] {
  return [process.execPath, ...flags, join(build, 'bench', 'candidate.js'), name, ...args.map(String)];
}

/** Path of a built source file. */
export function built(path: string): string {
  return join(build, path);
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
