/** Assignments and their results on the way over a queue: plain data there, bytes back. */
import { type Catalogue, withCatalogue } from '../../catalogue/catalogue.ts';
import { countNumbers } from '../../engine/assignment.ts';
import { keyOfRuns, runIdOf } from '../../engine/identity.ts';
import { type Arm, armName, type Settings } from '../../market/settings.ts';
import type { Assignment, AssignmentResult, RunFailure } from '../../plan/plan.ts';
import { QueueError } from './queue-error.ts';

/** A parcel as it travels. */
export interface PackedParcel {
  /** Settings of design points, each once. */
  points: { id: number; settings: Settings }[];
  work: PackedAssignment[];
}

interface PackedAssignment {
  /** Which of the points. */
  point: number;
  arm: Arm;
  seed: string;
  /** What its runs are known by; whoever makes them works it out again. */
  key: string;
  first: number;
  replications: number;
}

/** An assignment, and the name of its results: the identity of its first run, and how many there are. */
export interface NamedAssignment {
  assignment: Assignment;
  key: string;
  name: string;
}

const known = new WeakMap<Settings, Map<string, string>>();

/** Names the results of an assignment. */
export function nameRuns(assignment: Assignment): NamedAssignment {
  const { point, arm, seed, firstReplication, replications } = assignment;
  const ofPoint = known.get(point.settings) ?? new Map<string, string>();
  known.set(point.settings, ofPoint);
  const said = `${armName(arm)} ${seed}`;
  const key = ofPoint.get(said) ?? keyOfRuns(point.settings, arm, seed);
  ofPoint.set(said, key);
  return { assignment, key, name: `${runIdOf(key, firstReplication)}+${replications}` };
}

/** Makes a parcel of assignments. */
export function pack(work: readonly NamedAssignment[]): PackedParcel {
  const places = new Map<Settings, number>();
  const points: PackedParcel['points'] = [];
  return {
    points,
    work: work.map(({ assignment: { point, arm, seed, firstReplication: first, replications }, key }) => {
      const place = places.get(point.settings) ?? points.push({ id: point.id, settings: point.settings }) - 1;
      places.set(point.settings, place);
      return { point: place, arm, seed, key, first, replications };
    }),
  };
}

/** The names of the results that a parcel asks for. */
export function listNames({ work }: PackedParcel): string[] {
  return work.map(({ key, first, replications }) => `${runIdOf(key, first)}+${replications}`);
}

/** Takes a parcel apart. @param catalogue  what kinds there are here: code never travels */
export function unpack({ points, work }: PackedParcel, catalogue: Catalogue): Assignment[] {
  const here = points.map(({ id, settings }) => ({ id, at: {}, settings: withCatalogue(settings, catalogue) }));
  return work.map(({ point, arm, seed, first, replications }, index) => {
    return { index, point: here[point], arm, seed, firstReplication: first, replications };
  });
}

/** Bytes of a result: the length of what is told of runs that failed, that, and the rows. */
export function encodeResult({ rows, failures }: Pick<AssignmentResult, 'rows' | 'failures'>): Buffer {
  const told = Buffer.from(JSON.stringify(failures));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(told.length);
  return Buffer.concat([length, told, Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength)]);
}

/**
 * Reads a result back, which whoever reaches the queue may have written: it has the shape that its assignment asks for.
 *
 * @throws QueueError when it has not
 */
export function decodeResult(bytes: Buffer, { assignment, name }: NamedAssignment): AssignmentResult {
  const { firstReplication, replications, index } = assignment;
  const read = readBytes(bytes);
  const steps = read?.failures.map(({ replication }) => replication - firstReplication) ?? [];
  const areOrdered = steps.every(
    (step, i) => Number.isInteger(step) && step > (steps[i - 1] ?? -1) && step < replications,
  );
  const perRun = countNumbers(assignment) / replications;
  if (read && areOrdered && read.rows.length === perRun * (replications - steps.length)) return { index, ...read };
  throw new QueueError(`what came back as ${name} is no result; somebody else writes to this queue`);
}

/** Takes the bytes of a result apart; `undefined` where they are none. */
export function readBytes(bytes: Buffer): Pick<AssignmentResult, 'rows' | 'failures'> | undefined {
  try {
    const end = 4 + bytes.readUInt32LE(0);
    const told = JSON.parse(bytes.toString('utf8', 4, end)) as RunFailure[];
    const failures = told.map(({ replication, message }) => ({ replication, message: String(message) }));
    // Numbers lie anywhere among the bytes of an answer, and an array of them wants to begin at a multiple of eight.
    return { rows: new Float64Array(new Uint8Array(bytes.subarray(end)).buffer), failures };
  } catch {
    return undefined;
  }
}
