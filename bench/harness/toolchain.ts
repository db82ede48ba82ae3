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

// Several contests run the same program.
const compiled = new Map<string, Compiled>();

interface Compiled extends Peer {
  /** What the compiler said when it failed. */
  complaint?: string;
}

/** Compiles a C program of `peers/`; sums and products are rounded one by one, as ours are. */
export function compileC(source: string, flags: readonly string[] = []): Peer {
  const name = [source.replace(/\.c$/, ''), ...flags].join('');
  const peer = compileOnce(name, 'gcc', ['-O2', '-ffp-contract=off', ...flags, join(peers, source), '-lm']);
  if (peer.complaint) throw new Error(`${source} does not compile:\n${peer.complaint}`);
  return peer;
}

/**
 * Compiles a C++ program of `peers/` on a library.
 *
 * @param library  as pkg-config knows it
 * @param missing  what to say where it is not installed
 */
export function compileCpp(source: string, library: string, missing: string): Peer {
  const { status, stdout } = spawnSync('pkg-config', ['--cflags', '--libs', library], { encoding: 'utf8' });
  if (status !== 0) return { command: [], missing };
  const words = ['-O2', '-std=c++17', join(peers, source), ...stdout.trim().split(/\s+/)];
  const { complaint, ...peer } = compileOnce(source.replace(/\.cpp$/, ''), 'g++', words);
  return complaint ? { ...peer, missing: complaint.split('\n')[0]! } : peer;
}

function compileOnce(name: string, compiler: string, words: readonly string[]): Compiled {
  const known = compiled.get(name);
  if (known) return known;
  mkdirSync(scratch, { recursive: true });
  const program = join(scratch, name);
  const { status, stderr, error } = spawnSync(compiler, [...words, '-o', program], { encoding: 'utf8' });
  const peer: Compiled = error
    ? { command: [], missing: `${compiler} is not installed` }
    : { command: [program], ...(status !== 0 && { complaint: stderr || `${compiler} failed` }) };
  compiled.set(name, peer);
  return peer;
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
