/** A sweep during which one call to the disk goes wrong, and what its folder must be then. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Manifest } from '../../src/findings/manifest.ts';
import { describeThisProcess, writeHolder } from '../../src/store/lock-holder.ts';
import { ParquetFiles } from '../../src/store/parquet.ts';
import { posp } from '../cli/fake-io.ts';
import { changing, type DiskCall, watchDisk } from './disk-calls.ts';

/**
 * What goes wrong at a call.
 *
 * - `fails`: the system refuses it, once
 * - `dies`: the machine stops in the middle of it; what was not flushed by then is lost
 * - `full`: the database, which is about to write, finds no room
 */
export type Fault = 'fails' | 'dies' | 'full';

/** A command that writes a folder, the state it begins with, and the state it is to end with. */
export interface Disturbed {
  /** Where the scenario lies. */
  file: string;
  flags: readonly string[];
  /** A folder to begin with; none, where there is none. */
  before: string | undefined;
  /** The folder that nobody disturbed. */
  after: string;
}

const isChanging = (name: string): boolean => (changing as readonly string[]).includes(name);

/** Runs a sweep in which one call goes wrong. @returns that call, if there were so many */
export async function disturb(
  study: Disturbed,
  folder: string,
  at: number,
  fault: Fault,
): Promise<DiskCall | undefined> {
  if (study.before) fs.cpSync(study.before, folder, { recursive: true });
  const disk = new FaultyDisk(folder, at, fault);
  const { code, stderr } = await run(study, folder).finally(() => disk.giveBack());
  const { hit } = disk;
  const told = `${fault} at ${at}: ${hit?.name} ${hit?.path}: exit ${code}\n${stderr}`;
  // An input that cannot be read, or an output that cannot be written; or nothing that matters.
  if (hit) expect([0, 2, 74], told).toContain(code);
  else expect(code, told).toBe(0);
  expectTrue(folder, study, told);
  bury(folder);
  let again = await run(study, folder, '--resume');
  if (again.code === 2 && study.flags.includes('--fresh')) {
    // It stopped before all that another study left was gone, and what is left is still the other's: nothing to continue.
    again = await run(study, folder);
  }
  expect(again.code, `${told}\n${again.stderr}`).toBe(0);
  await expectUndisturbed(folder, study, told);
  fs.rmSync(folder, { recursive: true });
  return hit;
}

/** Runs the sweep as it is. */
export function run({ file, flags }: Pick<Disturbed, 'file' | 'flags'>, folder: string, more?: string) {
  const others = more === undefined ? flags : [...flags.filter((flag) => flag !== '--fresh'), more];
  return posp(['run', file, '--out', folder, '--quiet', '--no-pictures', '--workers', '1', ...others]);
}

/** A disk on which one call goes wrong. */
class FaultyDisk {
  hit: DiskCall | undefined;
  readonly giveBack: () => void;
  /** Files whose bytes are certain to be there after a power cut. */
  readonly #flushed = new Set<string>();
  readonly #unsafe = new Set<string>();

  constructor(folder: string, at: number, fault: Fault) {
    let seen = 0;
    this.giveBack = watchDisk(folder, (call, proceed, given) => {
      if (this.hit && fault === 'dies' && isChanging(call.name)) throw refusal('EIO');
      const isDue = !this.hit && this.#concerns(call, fault) && seen++ === at;
      if (!isDue) return this.#note(call, folder, given, proceed());
      this.hit = call;
      const path = folder + call.path;
      if (fault === 'dies') this.#die(call, path, given);
      if (fault !== 'full') throw refusal(call.name === 'writeSync' ? 'ENOSPC' : 'EIO');
      const result = proceed();
      fs.symlinkSync('/dev/full', path);
      return result;
    });
  }

  #concerns({ name, path }: DiskCall, fault: Fault): boolean {
    if (fault !== 'full') return isChanging(name);
    // The room for a file is swept right before the database writes it.
    return name === 'rmSync' && path.endsWith(`.parquet.${process.pid}.unfinished`) && !this.#flushed.has(path);
  }

  #note({ name, path }: DiskCall, folder: string, given: readonly unknown[], result: unknown): unknown {
    if (name === 'fsyncSync') this.#flushed.add(path);
    if (name === 'writeSync') this.#flushed.delete(path);
    if (name === 'renameSync' && !path.startsWith('/.lock') && !path.endsWith('.corrupt')) {
      const to = String(given[1]);
      if (this.#flushed.has(path)) this.#unsafe.delete(to);
      else this.#unsafe.add(to);
      this.#flushed.add(to.slice(folder.length));
    }
    return result;
  }

  /** Half of what was being written is there, and nothing of what was never flushed. */
  #die({ name }: DiskCall, path: string, given: readonly unknown[]): void {
    if (name === 'writeSync') {
      const bytes = given[1] as Uint8Array;
      fs.appendFileSync(path, bytes.subarray(0, bytes.length >> 1));
    }
    if (name === 'openSync' && path.endsWith('.unfinished') && fs.existsSync(path)) {
      fs.truncateSync(path, fs.statSync(path).size >> 1);
    }
    for (const unsafe of this.#unsafe) if (fs.existsSync(unsafe)) fs.truncateSync(unsafe, 0);
  }
}

function refusal(code: string): Error {
  return Object.assign(new Error(`${code}: a fault of the test`), { code });
}

/** What the folder says is true: it is whole as it was, whole as it is to be, or not complete. */
function expectTrue(folder: string, { before, after }: Disturbed, told: string): void {
  const path = join(folder, 'manifest.json');
  if (!fs.existsSync(path)) return;
  const manifest = JSON.parse(fs.readFileSync(path, 'utf8')) as Manifest;
  const files = Object.entries(manifest.files).map(([name, { sha256 }]) => [name, sha256, hashOf(join(folder, name))]);
  for (const [name, listed, found] of files) expect([name, found], told).toEqual([name, listed]);
  if (!manifest.complete) {
    expect(files, told).toEqual([]);
    return;
  }
  const known = [before, after].flatMap((one) => (one ? [findingsOf(one)] : []));
  expect(known, told).toContain(findingsOf(folder));
  // Nothing beside what is listed but runs, and what was on its way.
  const unlisted = listFiles(folder).filter((name) => !(name in manifest.files) && name !== 'manifest.json');
  expect(
    unlisted.filter((name) => !/^runs\/|unfinished$|^\.lock/.test(name)),
    told,
  ).toEqual([]);
}

/** The folder is the one that nobody disturbed, to the byte; runs beside the plan may be in other parts, each once. */
async function expectUndisturbed(folder: string, { after }: Disturbed, told: string): Promise<void> {
  const plain = (one: string) => listFiles(one).filter((name) => !/^runs\/|^manifest\.json$/.test(name));
  expect(plain(folder), told).toEqual(plain(after));
  for (const name of plain(after))
    expect([name, hashOf(join(folder, name))], told).toEqual([name, hashOf(join(after, name))]);
  const [found, wanted] = await Promise.all([folder, after].map(listSpareRuns));
  expect(found, told).toEqual(wanted);
  expect(Object.keys((JSON.parse(fs.readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest).files)).toEqual(
    listFiles(folder).filter((name) => name !== 'manifest.json'),
  );
}

/** Identities of the runs that the plan does not ask for, in order. */
async function listSpareRuns(folder: string): Promise<string[]> {
  const files = new ParquetFiles();
  const ids: string[] = [];
  for (const name of listFiles(folder).filter((path) => path.startsWith('runs/'))) {
    const { rows } = await files.read(join(folder, name));
    ids.push(...rows.map(([id]) => String(id)));
  }
  await files.close();
  return ids.sort();
}

/** Leaves the folder to a process that is no more. */
function bury(folder: string): void {
  const lock = join(folder, '.lock');
  if (!fs.lstatSync(lock, { throwIfNoEntry: false })) return;
  fs.rmSync(lock);
  fs.symlinkSync(writeHolder({ ...describeThisProcess(), start: '1' }), lock);
}

function listFiles(folder: string): string[] {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => !one.isDirectory());
  return entries.map((one) => join(one.parentPath, one.name).slice(folder.length + 1)).sort();
}

function hashOf(path: string): string {
  return fs.existsSync(path) ? createHash('sha256').update(fs.readFileSync(path)).digest('hex') : 'missing';
}

const findingsOf = (folder: string) => fs.readFileSync(join(folder, 'findings.json'), 'utf8');
