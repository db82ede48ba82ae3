/**
 * Who holds a lock, in one line of text: a process, told apart from every other that had or will have its number.
 *
 * A number alone names nobody: numbers are given out again, and every machine and every container counts from one. On
 * Linux the kernel says more, and none of it is a time of day: which start of the machine this is, which space the
 * number is counted in, and how many ticks after the machine's start the process began.
 */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';

const holderSchema = z.strictObject({
  pid: z.int().positive(),
  host: z.string(),
  /** Of the machine; empty where the system does not say. */
  boot: z.string(),
  /** In which process numbers and ticks are counted; empty where the system does not say. */
  space: z.string(),
  /** Of the process [ticks]; empty where the system does not say. */
  start: z.string(),
});

/** A process that holds a lock. */
export type LockHolder = z.infer<typeof holderSchema>;

let known: LockHolder | undefined;

/** This process; the same in all its threads. */
export function describeThisProcess(): LockHolder {
  known ??= {
    pid: process.pid,
    host: hostname(),
    boot: ask(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    space: ask(() => ['pid', 'time'].map((kind) => readlinkSync(`/proc/self/ns/${kind}`)).join(' ')),
    start: readStatus(process.pid)?.start ?? '',
  };
  return known;
}

/** Reads what {@link writeHolder} wrote; `undefined` when it is nothing of ours. */
export function readHolder(text: string): LockHolder | undefined {
  try {
    return holderSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** One line that stands for the process alone: equal lines, the same process. */
export function writeHolder({ pid, host, boot, space, start }: LockHolder): string {
  return JSON.stringify({ pid, host, boot, space, start });
}

/**
 * Whether a process is no more, as far as can be known from here.
 *
 * - `gone`: nothing of it can write any longer
 * - `there`: it lives, or, where the system tells no start of processes, another of its number does
 * - `unknown`: it belongs to another machine, another start of this one, or a container that cannot be looked into
 */
export function askAfter(holder: LockHolder): 'gone' | 'there' | 'unknown' {
  const here = describeThisProcess();
  const isNear = holder.boot === here.boot && holder.space === here.space;
  // Where the system says neither, the name of the machine has to do.
  if (!isNear || (here.boot === '' && holder.host !== here.host)) return 'unknown';
  if (!answers(holder.pid)) return 'gone';
  const status = readStatus(holder.pid);
  if (!status || holder.start === '') return 'there';
  return status.start !== holder.start || status.isOver ? 'gone' : 'there';
}

function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** What Linux says of a process; `undefined` where it does not, or not to us. */
function readStatus(pid: number): { start: string; isOver: boolean } | undefined {
  const text = ask(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The second field is the program's name, which may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, threads, start] = [fields[0], Number(fields[17]), fields[19]];
  if (start === undefined) return undefined;
  // One that ended and was not asked for by its parent keeps its number; while it ends, other threads may still write.
  return { start, isOver: (state === 'Z' || state === 'X') && threads <= 1 };
}

function ask(answer: () => string): string {
  try {
    return answer();
  } catch {
    return '';
  }
}
