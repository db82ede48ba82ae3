/** What the command's exit code says. */
export const exitCode = {
  /** Done; every claim is true. */
  done: 0,
  /** What was asked is false: at least one claim; for `verify`, that a folder is what was written. */
  claimFalse: 1,
  /** The input is wrong: nothing was run, nothing was written. */
  badInput: 2,
  /** No claim is false, at least one is undecided. */
  undecided: 3,
  /** Our mistake. */
  ourMistake: 70,
  /** Something could not be written; finished work is kept. */
  cannotWrite: 74,
  /** Interrupted (SIGINT); finished work is kept. */
  interrupted: 130,
  /** Terminated (SIGTERM); finished work is kept. */
  terminated: 143,
} as const;

/** One of {@link exitCode}. */
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** From worst to best. */
const severity: readonly ExitCode[] = [143, 130, 70, 74, 2, 1, 3, 0];

/** The code that speaks for several files: an interruption first, then the worst. */
export function worstExit(codes: Iterable<ExitCode>): ExitCode {
  const seen = new Set(codes);
  return severity.find((code) => seen.has(code)) ?? exitCode.done;
}
