/** How far a study is, on stderr: a bar on a terminal, a line now and then in a log, nothing when quiet. */

import { plainPath, plainText } from '../foreign/plain-text.ts';
import { clipColumns } from '../report/columns.ts';
import { type Io, writeOver } from './io.ts';

/** A display of one study's progress. */
export interface Progress {
  /** Tells how many jobs are done, of how many expected. */
  update(jobs: number, jobsExpected: number): void;
  end(): void;
}

/** A line in a log at the start and then at most this often [ms]; none for what is done at once. */
const linePeriod = 15_000;

/** Chooses the display. @param title  what stands before the numbers @param things  what is counted */
export function showProgress(title: string, io: Io, { quiet, things = 'jobs' }: ProgressOptions): Progress {
  if (quiet) return { update: () => {}, end: () => {} };
  return io.stderr.isTTY ? drawBar(plainText(title), io, things) : writeLines(plainPath(title), io, things);
}

/** What is done sooner shows no progress, on a terminal and in a log [ms]. */
const patience = { terminal: 1000, log: 15_000 };

/** The same for work that is mostly done before anybody wonders: nothing shows until it has taken a while. */
export function showProgressLate(title: string, io: Io, options: ProgressOptions): Progress {
  const start = performance.now();
  const wait = patience[io.stderr.isTTY ? 'terminal' : 'log'];
  let shown: Progress | undefined;
  return {
    update: (done, expected) => {
      if (options.quiet || performance.now() - start < wait) return;
      shown ??= showProgress(title, io, options);
      shown.update(done, expected);
    },
    end: () => shown?.end(),
  };
}

/** The same of files that are read; whoever reads them waits for it. */
export interface ReadingProgress {
  update(done: number, expected: number): void | Promise<void>;
  end(): void | Promise<void>;
}

/**
 * Reading of files, counted in files, or in design points where there is one. Nothing is kept of what is read, so that a
 * signal ends the process; it is waited for while a line is on the terminal, and takes the line with it.
 */
export function showReading(
  title: string,
  files: readonly string[],
  io: Io,
  { quiet }: { quiet: boolean },
): ReadingProgress {
  const shown = showProgressLate(title, io, { quiet, things: files.length > 1 ? 'files' : 'design points' });
  if (!io.stderr.isTTY) return shown;
  const stop = (signal: NodeJS.Signals) => {
    shown.end();
    listen('off');
    io.kill(signal);
  };
  const listen = (verb: 'on' | 'off') => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) io.signals[verb](signal, stop);
  };
  const hear = () => new Promise<void>((resolve) => setImmediate(resolve));
  let isListening = false;
  return {
    update: async (done, expected) => {
      if (!isListening) listen('on');
      isListening = true;
      shown.update(done, expected);
      await hear();
    },
    end: async () => {
      if (isListening) await hear();
      listen('off');
      shown.end();
    },
  };
}

/** How progress is shown. */
interface ProgressOptions {
  quiet: boolean;
  things?: string;
}

/** A line that is drawn over at most so often [ms]. */
const barPeriod = 100;

/**
 * One line that is written over again and again. Nothing else of the terminal is touched, neither its cursor nor how it
 * wraps: whoever ends the process at any moment finds it as it was.
 */
function drawBar(title: string, io: Io, things: string): Progress {
  const describe = createDescription(things);
  let last = Number.NEGATIVE_INFINITY;
  return {
    update: (jobs, expected) => {
      const said = describe(jobs, expected);
      if (performance.now() - last < barPeriod) return;
      last = performance.now();
      const percent = Math.floor((100 * Math.min(jobs, expected)) / Math.max(1, expected));
      const line = `${title}  ${String(percent).padStart(3)} %  ${said}`;
      writeOver(io, clipColumns(line, (io.stderr.columns ?? 80) - 1));
    },
    end: () => writeOver(io, ''),
  };
}

function writeLines(title: string, io: Io, things: string): Progress {
  const describe = createDescription(things);
  let last = Number.NEGATIVE_INFINITY;
  return {
    update: (jobs, expected) => {
      if (jobs >= expected || performance.now() - last < linePeriod) return;
      last = performance.now();
      io.stderr.write(`${title}: ${describe(jobs, expected)}\n`);
    },
    end: () => {},
  };
}

/** Measures jobs per second; the clock starts with the first result, when all threads are up. */
export function createRate(): { note: (jobs: number) => void; perSecond: () => number | undefined } {
  let first: { time: number; jobs: number } | undefined;
  let last: { time: number; jobs: number } | undefined;
  return {
    note: (jobs) => {
      last = { time: performance.now(), jobs };
      first ??= last;
    },
    perSecond: () => {
      const rate = first && last ? (last.jobs - first.jobs) / ((last.time - first.time) / 1000) : 0;
      return Number.isFinite(rate) && rate > 0 ? rate : undefined;
    },
  };
}

/** Says how far, how fast and how long still. */
function createDescription(things: string): (jobs: number, expected: number) => string {
  const speed = createRate();
  return (jobs, expected) => {
    speed.note(jobs);
    const done = `${formatJobs(jobs)} of ${formatJobs(expected)} ${things}`;
    const rate = speed.perSecond();
    if (rate === undefined) return done;
    // What people wait for comes before what a narrow terminal may cut off.
    return `${done}, about ${describeSeconds((expected - jobs) / rate)} left, ${formatJobs(rate)}/s`;
  };
}

/** A number of jobs in three digits: `1.25 million`. */
export function formatJobs(jobs: number): string {
  if (jobs >= 999.5e6) return `${Number((jobs / 1e9).toPrecision(3))} billion`;
  if (jobs >= 999_500) return `${Number((jobs / 1e6).toPrecision(3))} million`;
  return jobs >= 1000 ? `${Number((jobs / 1000).toPrecision(3))} thousand` : String(Math.round(jobs));
}

/** A time in the unit people would use. */
export function describeSeconds(seconds: number): string {
  if (seconds < 100) return `${Math.max(0, Math.ceil(seconds))} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Number((seconds / 3600).toPrecision(2))} h`;
}
