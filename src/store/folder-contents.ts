import { createHash } from 'node:crypto';
import { existsSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { resultsVersion } from '../engine/identity.ts';
import { joinPieces } from '../findings/json-text.ts';
import type { ListedFile, Manifest } from '../findings/manifest.ts';
import { hashRegularFile } from '../scenario/read/regular-file.ts';
import { holdsRuns, isOwn, listOwn, manifestName, namesIn, soFarName } from './layout.ts';
import { manifestText, type StudyMark } from './results-folder.ts';
import { writeWhole } from './whole-file.ts';

/** What decides what is drawn and tabulated: findings, the scenario beside them, and the program that does it. */
export interface Origin {
  /** In pieces, from the first on each time. */
  findings: () => Iterable<string>;
  scenario: string;
  version: string;
}

/** The files of an open results folder, and which of them the manifest vouches for. */
export class FolderContents {
  readonly #folder: string;
  readonly #mark: StudyMark;
  /** What the manifest says; `undefined` where that is nothing to rely on. */
  #manifest: Manifest | undefined;
  /** Files that were made of what is being written, or are being written themselves. */
  readonly #current = new Set<string>();

  constructor(folder: string, mark: StudyMark, manifest: Manifest | undefined) {
    this.#folder = folder;
    this.#mark = mark;
    this.#manifest = manifest;
  }

  /** Takes the manifest's word back and removes what was made of other findings than those to come. */
  retire(origin?: Origin): void {
    for (const path of this.#listLasting(origin)) this.#current.add(path);
    // Once all is known nothing is known so far.
    if (origin) this.#current.delete(soFarName);
    this.#write({ complete: false, files: {} });
    this.#manifest = undefined;
    for (const path of this.#listMade()) if (!this.#current.has(path)) rmSync(join(this.#folder, path));
    this.#removeEmpty('charts');
  }

  /** Whether the manifest speaks for a study that is complete. */
  isComplete(): boolean {
    return this.#manifest?.complete === true;
  }

  /** Where a file of the study stands, which from now on counts as written. @throws Error when no study writes such a file */
  place(path: string): string {
    if (!isOwn(path)) throw new Error(`${path} is no file of a results folder; layout.ts lists them`);
    this.#current.add(path);
    return join(this.#folder, path);
  }

  /**
   * Writes the manifest: with it the folder is what it says.
   *
   * @param isWhole  whether all that is to be in it is; of a study that is not complete that may be a part
   */
  commit(fields: Readonly<Record<string, unknown>> & { complete: boolean }, isWhole = fields.complete): void {
    this.#write({ ...fields, files: isWhole ? this.#listFiles() : {} });
  }

  #write(fields: Readonly<Record<string, unknown>> & Pick<Manifest, 'complete' | 'files'>): void {
    writeWhole(join(this.#folder, manifestName), manifestText(this.#mark, fields));
  }

  /** Files the manifest vouches for, that are as it says, and that would come out the same again. */
  #listLasting(origin: Origin | undefined): string[] {
    if (!origin || !this.#manifest?.complete) return [];
    const { files, versions } = this.#manifest;
    const isSame =
      files['findings.json']?.sha256 === hashText(origin.findings()) &&
      files['scenario.yaml']?.sha256 === hashText([origin.scenario]) &&
      versions?.['posp-sim'] === origin.version &&
      versions.results === resultsVersion;
    if (!isSame) return [];
    return this.#listMade().filter((path) => hashRegularFile(join(this.#folder, path)).sha256 === files[path]?.sha256);
  }

  /** Files that are there and are made of findings, or are the findings. */
  #listMade(): string[] {
    return listOwn(this.#folder).filter((path) => path !== manifestName && !holdsRuns(path));
  }

  /** Every file, by what it is known by. */
  #listFiles(): Record<string, ListedFile> {
    const listed = listOwn(this.#folder).filter((path) => this.#current.has(path) || path.startsWith('runs/'));
    const known = listed.filter((path) => !path.endsWith('.corrupt'));
    const hashes = new Map(known.map((path) => [path, hashRegularFile(join(this.#folder, path), { follow: false })]));
    const findings = hashes.get('findings.json')?.sha256;
    return Object.fromEntries(
      [...hashes].map(([path, hash]) => {
        const isMade = findings !== undefined && !sources.has(path) && !holdsRuns(path);
        return [path, { ...hash, ...(isMade && { findings }) }];
      }),
    );
  }

  #removeEmpty(name: string): void {
    const path = join(this.#folder, name);
    if (existsSync(path) && namesIn(path).length === 0) rmdirSync(path);
  }
}

/** Files that others are made of. */
const sources = new Set(['findings.json', 'scenario.yaml', 'source.json', 'shard.json']);

function hashText(pieces: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const piece of joinPieces(pieces)) hash.update(piece);
  return hash.digest('hex');
}
