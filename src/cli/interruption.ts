import { type ExitCode, exitCode } from './exit-code.ts';
import { type Io, writeOver } from './io.ts';

/** A pending interruption: the first signal asks to stop, the second ends the process. */
export interface Interruption {
  signal: AbortSignal;
  /** The code to exit with, once interrupted. */
  code(): ExitCode | undefined;
  /** Stops listening. */
  end(): void;
}

/** Listens for Ctrl-C and for the system's request to terminate. @param kept  what becomes of the work done so far */
export function listenForInterruption(io: Io, kept = 'runs at work are finished and written'): Interruption {
  const controller = new AbortController();
  let code: ExitCode | undefined;
  const stop = (signal: NodeJS.Signals) => {
    if (code !== undefined) {
      end();
      io.kill(signal);
      return;
    }
    code = signal === 'SIGINT' ? exitCode.interrupted : exitCode.terminated;
    // The terminal has written ^C into the line of progress.
    if (io.stderr.isTTY) writeOver(io, '');
    io.stderr.write(`stopping: ${kept}; once more to stop at once\n`);
    controller.abort();
  };
  const end = () => {
    for (const signal of signals) io.signals.off(signal, stop);
  };
  for (const signal of signals) io.signals.on(signal, stop);
  return { signal: controller.signal, code: () => code, end };
}

const signals = ['SIGINT', 'SIGTERM'] as const;
