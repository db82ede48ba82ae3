/** Which peers this machine has; what is missing is said and left out. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, scratch } from './child.ts';

const peers = join(root, 'bench', 'peers');

/** A peer ready to run, or why it is not. */
export interface Peer {
  command: string[];
  missing?: string;
}

/** Compiles a C program of `peers/`; sums and products are rounded one by one, as ours are. */
export function compileC(source: string, flags: readonly string[] = []): Peer {
  mkdirSync(scratch, { recursive: true });
  const program = join(scratch, [source.replace(/\.c$/, ''), ...flags].join(''));
  const words = ['-O2', '-ffp-contract=off', ...flags, '-o', program, join(peers, source), '-lm'];
  const { status, stderr, error } = spawnSync('gcc', words, { encoding: 'utf8' });
  if (error) return { command: [], missing: 'gcc is not installed' };
  if (status !== 0) throw new Error(`${source} does not compile:\n${stderr}`);
  return { command: [program] };
}

/** Compiles a C++ program of `peers/` on the core of ns-3. */
export function compileNs3(source: string): Peer {
  mkdirSync(scratch, { recursive: true });
  const program = join(scratch, source.replace(/\.cpp$/, ''));
  const flags = spawnSync('pkg-config', ['--cflags', '--libs', 'ns3-core'], { encoding: 'utf8' });
  if (flags.error || flags.status !== 0) return { command: [], missing: 'no ns-3 (Debian: libns3-dev, libgsl-dev)' };
  const words = flags.stdout.trim().split(/\s+/);
  const { status, stderr } = spawnSync('g++', ['-O2', '-std=c++17', '-o', program, join(peers, source), ...words], {
    encoding: 'utf8',
  });
  return status === 0 ? { command: [program] } : { command: [], missing: stderr.split('\n')[0] ?? 'g++ failed' };
}

/** A Python program of `peers/`, for the first Python that has SimPy. */
export function findSimPy(source: string): Peer {
  for (const python of ['python3', '/usr/bin/python3']) {
    const { status } = spawnSync(python, ['-c', 'import simpy']);
    if (status === 0) return { command: [python, join(peers, source)] };
  }
  return { command: [], missing: 'no Python with SimPy (Debian: python3-simpy3)' };
}

/** A JavaScript program of `peers/` that runs on an npm package. */
export function findNpm(source: string, name: string): Peer {
  if (!existsSync(join(root, 'bench', 'node_modules', name))) {
    return { command: [], missing: `${name} is not installed (npm install --prefix bench)` };
  }
  return { command: [process.execPath, join(peers, source), name] };
}
