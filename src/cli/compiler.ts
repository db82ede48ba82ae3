/**
 * The optimising compiler of V8, held back while a command is short: of a cold start that solves a few design points it
 * takes a third of the CPU time, on a thread of its own, for code that has ended by the time it is compiled.
 */
import { setFlagsFromString } from 'node:v8';

/** CPU time after which the command is not short, and its code worth optimising [ms]. */
const PATIENCE = 500;

/** Holds the compiler back until it is let go, or, asked now and then, finds that the command takes long. */
export function holdCompiler(): { look: () => void; letGo: () => void } {
  const start = process.cpuUsage();
  let isHeld = true;
  setFlagsFromString('--no-opt');
  const letGo = () => {
    if (isHeld) setFlagsFromString('--opt');
    isHeld = false;
  };
  const look = () => {
    const { user, system } = process.cpuUsage(start);
    if (user + system > 1000 * PATIENCE) letGo();
  };
  return { look, letGo };
}
