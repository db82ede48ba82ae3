/** How far a study is, on stderr: a bar on a terminal, a line now and then in a log, nothing when quiet. */
import { SingleBar } from 'cli-progress';
import type { Io } from './io.ts';

/** A display of one study's progress. */
export interface Progress {
  /** Tells how many jobs are done, of how many expected. */
  update(jobs: number, jobsExpected: number): void;
  end(): void;
}

/** A line in a log at most this often [ms]. */
const linePeriod = 15_000;

/** Chooses the display. @param title  what stands before the numbers */
export function showProgress(title: string, io: Io, { quiet }: { quiet: boolean }): Progress {
  if (quiet) return { update: () => {}, end: () => {} };
  return io.stderr.isTTY ? drawBar(title, io) : writeLines(title, io);
}

function drawBar(title: string, io: Io): Progress {
  const start = performance.now();
  const bar = new SingleBar({
    stream: io.stderr as NodeJS.WriteStream,
    noTTYOutput: false,
    hideCursor: true,
    clearOnComplete: true,
    format: (_options, { progress }, { title, jobs, expected }) =>
      `${title}  ${String(Math.floor(100 * progress)).padStart(3)} %  ${describe(start, jobs, expected)}`,
  });
  let started = false;
  return {
    update: (jobs, expected) => {
      const total = Math.max(1, expected);
      if (!started) bar.start(total, 0, { title, jobs, expected: total });
      started = true;
      bar.setTotal(total);
      bar.update(Math.min(jobs, total), { title, jobs, expected: total });
    },
    end: () => bar.stop(),
  };
}

function writeLines(title: string, io: Io): Progress {
  const start = performance.now();
  let last = start;
  return {
    update: (jobs, expected) => {
      if (performance.now() - last < linePeriod) return;
      last = performance.now();
      io.stderr.write(`${title}: ${describe(start, jobs, expected)}\n`);
    },
    end: () => {},
  };
}

function describe(start: number, jobs: number, expected: number): string {
  const seconds = (performance.now() - start) / 1000;
  const rate = jobs / Math.max(seconds, 1e-3);
  const left = rate > 0 && jobs > 0 ? `about ${describeSeconds((expected - jobs) / rate)} left` : '';
  return `${formatJobs(jobs)} of ${formatJobs(expected)} jobs, ${formatJobs(rate)} jobs/s${left && `, ${left}`}`;
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
