/**
 * A results folder: the runs of one study, kept under their identity so that no run is ever done twice.
 *
 * While a study is at work its runs are in `runs/part-NNNNN.parquet`; when it is complete they are in `runs.parquet`,
 * one row per run in plan order. Both are read back by whoever opens the folder next.
 *
 * Everything else is believed only if the manifest says so, which is written last: before new findings are written, the
 * manifest takes back its word for the old ones and what was made of them goes. Whenever a process dies, the folder is
 * complete as it was, complete as it is to be, or says that it is not.
 */
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { FolderContents, type Origin } from './folder-contents.ts';
import { lockFolder } from './folder-lock.ts';
import { HeldRuns } from './held-runs.ts';
import { soFarName } from './layout.ts';
import { chunksOf, type ParquetColumn, ParquetFiles, type ParquetValue } from './parquet.ts';
import { claimFolder, type StudyMark } from './results-folder.ts';
import { RunRecords, type RunRows, type Stretch } from './run-records.ts';
import { type PlannedArm, readRuns, writePlannedRuns, writeRuns } from './run-table.ts';
import { StoreError, unwritable } from './store-error.ts';
import { type Content, isTemporary, writeWhole } from './whole-file.ts';

/** An open results folder; one process at a time has it. */
export interface Store {
  /** Absolute path. */
  folder: string;
  /** What was found wrong on opening and how it was dealt with. */
  warnings: readonly string[];
  /** How many runs are there. */
  size(): number;
  /** Whether a run was ever done, by the key of its arm. */
  has(arm: string, replication: number): boolean;
  /** A copy of its record, if it was. */
  get(arm: string, replication: number): Float64Array | undefined;
  /**
   * Keeps finished runs; they reach the disk in parts worth some seconds of simulation.
   *
   * @throws StoreError `unwritable`; parts written before stay
   */
  append(runs: RunRows): Promise<void>;
  /** Puts on disk what {@link Store.append} still holds. */
  flush(): Promise<void>;
  /**
   * Writes `runs.parquet`: one row per planned run, in plan order, the same bytes however the runs came about. Runs
   * that the plan no longer asks for stay in a part. From then on none is in memory, nor told of.
   *
   * @param planned  gone over several times
   * @param swept  the swept parameters, a column each by their path
   */
  complete(planned: Iterable<PlannedArm>, swept: readonly ParquetColumn[]): Promise<void>;
  /** Puts every run in one part, in the place of those there were. */
  gather(): Promise<void>;
  /**
   * Takes back the manifest's word for everything but runs, and removes it; what was made of the very findings and
   * scenario that are to be written stays. Without any, all goes.
   */
  retire(texts?: Origin): void;
  /** Writes another table of the folder. */
  writeTable(name: string, columns: readonly ParquetColumn[], rows: Iterable<readonly ParquetValue[]>): Promise<void>;
  /** Writes another file of the folder; its name may contain folders. */
  writeFile(name: string, bytes: Content): void;
  /**
   * Writes `findings-so-far.json`, which lasts until {@link Store.retire} is told what the study came to; not into a folder
   * that is complete, which stays as it is until all of it is replaced. Nothing hangs on it: where it cannot be written,
   * runs are still kept, or say why not.
   */
  writeSoFar(text: Iterable<string>): void;
  /**
   * Writes `manifest.json`: what the caller knows of the study, beside what marks the folder as the study's and every file
   * by its hash. The one point at which what was written since {@link Store.retire} becomes what the folder holds.
   *
   * @param isWhole  whether files are listed; those of a study that is complete, unless told
   */
  writeManifest(fields: Readonly<Record<string, unknown>> & { complete: boolean }, isWhole?: boolean): void;
  /**
   * Writes into the manifest of a folder that is not complete what it is to hold after the look that begins, for whoever
   * asks how far it is. Nothing hangs on it.
   */
  announce(fields: Readonly<Record<string, unknown>>): void;
  /** Puts on disk what is left, unless writing failed before, and gives the folder up. */
  close(): Promise<void>;
}

/**
 * Opens a results folder for a study, making it when it is not there.
 *
 * @param records  runs from elsewhere, which it has from now on; those of the folder are added to them
 * @throws StoreError `other-study`, `not-a-study`, `older`, `in-use` or `unwritable`
 */
export async function openStore(path: string, mark: StudyMark, records = new RunRecords()): Promise<Store> {
  const folder = resolve(path);
  const claimed = claimFolder(folder, mark, () => lockFolder(folder));
  const files = new ParquetFiles();
  try {
    const warnings = await readFolder(folder, files, records);
    if (claimed.isOlder) warnings.push(`${folder} was written by 0.1.0: all but its runs is made again`);
    const contents = new FolderContents(folder, mark, claimed.manifest);
    return new OpenStore(folder, files, { records, warnings }, contents, claimed.release);
  } catch (error) {
    claimed.release();
    await files.close();
    throw error instanceof StoreError ? error : unwritable(folder, error);
  }
}

/** A folder that this process has, with what was read of it. */
class OpenStore implements Store {
  readonly folder: string;
  readonly warnings: readonly string[];
  readonly #files: ParquetFiles;
  #records: RunRecords;
  readonly #contents: FolderContents;
  readonly #release: () => void;
  readonly #held = new HeldRuns();
  #isBroken = false;

  constructor(
    folder: string,
    files: ParquetFiles,
    { records, warnings }: ReadFolder,
    contents: FolderContents,
    release: () => void,
  ) {
    this.folder = folder;
    this.warnings = warnings;
    this.#files = files;
    this.#records = records;
    this.#contents = contents;
    this.#release = release;
  }

  size(): number {
    return this.#records.size;
  }

  has(arm: string, replication: number): boolean {
    return this.#records.find(arm, replication) >= 0;
  }

  get(arm: string, replication: number): Float64Array | undefined {
    return this.#records.get(arm, replication);
  }

  async append(runs: RunRows): Promise<void> {
    this.#held.add(this.#records.add(runs), runs.rows);
    if (this.#held.areWorthAPart(this.#records.size)) await this.flush();
  }

  flush(): Promise<void> {
    return this.#guard(async () => {
      await this.#writePart(this.#held.stretches);
      this.#held.clear();
    });
  }

  complete(planned: Iterable<PlannedArm>, swept: readonly ParquetColumn[]): Promise<void> {
    return this.#guard(async () => {
      const replaced = partsOf(this.folder);
      // The others first: until they are in a part, the old runs.parquet may be all that holds them.
      await this.#writePart(this.#records.stretchesBeside(planned));
      await writePlannedRuns(this.#files, this.#contents.place('runs.parquet'), planned, swept, this.#records);
      for (const part of replaced) rmSync(part, { force: true });
      removeIfEmpty(join(this.folder, 'runs'));
      this.#held.clear();
      this.#records = new RunRecords();
    });
  }

  gather(): Promise<void> {
    return this.#guard(async () => {
      const replaced = listRunFiles(this.folder);
      await this.#writePart(this.#records.stretchesBeside([]));
      for (const path of replaced) rmSync(path, { force: true });
      this.#held.clear();
    });
  }

  retire(texts?: Origin): void {
    this.#guardNow(() => this.#contents.retire(texts));
  }

  writeTable(name: string, columns: readonly ParquetColumn[], rows: Iterable<readonly ParquetValue[]>): Promise<void> {
    return this.#guard(() => this.#files.write(this.#contents.place(name), columns, chunksOf(columns, rows)));
  }

  writeFile(name: string, bytes: Content): void {
    this.#guardNow(() => writeWhole(this.#contents.place(name), bytes));
  }

  writeSoFar(text: Iterable<string>): void {
    if (this.#contents.isComplete()) return;
    try {
      writeWhole(this.#contents.place(soFarName), text);
    } catch {
      // Whoever writes runs next hears of it.
    }
  }

  writeManifest(fields: Parameters<Store['writeManifest']>[0], isWhole?: boolean): void {
    this.#guardNow(() => this.#contents.commit(fields, isWhole));
  }

  announce(fields: Readonly<Record<string, unknown>>): void {
    if (this.#contents.isComplete()) return;
    this.#guardNow(() => this.#contents.commit({ ...fields, complete: false }));
  }

  async close(): Promise<void> {
    try {
      if (!this.#isBroken) await this.flush();
    } finally {
      this.#release();
      await this.#files.close();
    }
  }

  async #writePart(stretches: readonly Stretch[]): Promise<void> {
    if (stretches.length > 0) await writeRuns(this.#files, nextPart(this.folder), this.#records, stretches);
  }

  /** After one failed write, closing must not hide its error behind a second. */
  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#isBroken = true;
      throw error;
    }
  }

  #guardNow(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#isBroken = true;
      throw unwritable(this.folder, error);
    }
  }
}

/** The runs of a folder, and what was found wrong with it. */
interface ReadFolder {
  records: RunRecords;
  warnings: string[];
}

/** Reads every run of a folder; what cannot be read is set aside and its runs are done again. */
async function readFolder(folder: string, files: ParquetFiles, records: RunRecords): Promise<string[]> {
  const warnings: string[] = [];
  // Whatever was being written when a process died, in the folder or in one of its folders: runs, charts.
  for (const name of namesIn(folder)) {
    if (isTemporary(name)) rmSync(join(folder, name), { force: true });
    for (const inner of namesIn(join(folder, name)).filter(isTemporary))
      rmSync(join(folder, name, inner), { force: true });
  }
  for (const path of listRunFiles(folder)) {
    try {
      await readRuns(files, path, records);
    } catch (error) {
      const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
      renameSync(path, `${path}.corrupt`);
      warnings.push(
        `${path} is damaged and was set aside as ${basename(path)}.corrupt; its runs are done again (${reason})`,
      );
    }
  }
  return warnings;
}

/** The files of a folder that hold runs. */
export function listRunFiles(folder: string): string[] {
  const whole = join(folder, 'runs.parquet');
  return [...(existsSync(whole) ? [whole] : []), ...partsOf(folder)];
}

function partsOf(folder: string): string[] {
  return namesIn(join(folder, 'runs'))
    .filter((name) => /^part-\d+\.parquet$/.test(name))
    .sort()
    .map((name) => join(folder, 'runs', name));
}

function nextPart(folder: string): string {
  const taken = namesIn(join(folder, 'runs')).map((name) => Number(/^part-(\d+)/.exec(name)?.[1] ?? -1));
  const number = Math.max(-1, ...taken) + 1;
  return join(folder, 'runs', `part-${String(number).padStart(5, '0')}.parquet`);
}

function namesIn(place: string): string[] {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(place) : [];
}

function removeIfEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}
