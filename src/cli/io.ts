/** What a command may touch of the process it runs in; tests hand in one of their own. */
import type { EventEmitter } from 'node:events';

/** A stream to write to. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  /** Width of the terminal [characters]. */
  columns?: number | undefined;
}

/** Streams, environment and signals. */
export interface Io {
  /** Results, and nothing else. */
  stdout: Output;
  /** Progress, warnings and problems. */
  stderr: Output;
  env: Readonly<Record<string, string | undefined>>;
  signals: Pick<EventEmitter, 'on' | 'off'>;
  /** Ends the process by a signal, for the second interruption. */
  kill: (signal: NodeJS.Signals) => void;
}

/** The process itself. A reader that goes away (`posp … | head`) is no error. */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    signals: process,
    kill: (signal) => process.kill(process.pid, signal),
  };
}

/**
 * Whether to colour what goes to a stream.
 *
 * The flag decides; then NO_COLOR, which wins over FORCE_COLOR; then whether the stream is a terminal.
 */
export function wantsColor(stream: Output, { env }: Io, flag?: boolean): boolean {
  if (flag !== undefined) return flag;
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return stream.isTTY === true && env.TERM !== 'dumb';
}
