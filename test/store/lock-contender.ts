/**
 * Run as a process of its own beside others: asks for one folder again and again, and while it has it makes a file that
 * nobody else may make meanwhile. One time in three it leaves the folder as a process does that is killed: locked, by a
 * holder that is no more.
 *
 * usage: lock-contender.ts FOLDER SECONDS TURNS
 */
import { closeSync, openSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { lockFolder } from '../../src/store/folder-lock.ts';
import { describeThisProcess, writeHolder } from '../../src/store/lock-holder.ts';

const [folder, seconds, turns] = process.argv.slice(2) as [string, string, string];
const own = join(folder, 'own');
const end = Date.now() + Number(seconds) * 1000;
const seen = { granted: 0, abandoned: 0, twice: 0 };
while (Date.now() < end && seen.granted < Number(turns)) {
  let release: () => void;
  try {
    release = lockFolder(folder);
  } catch {
    continue;
  }
  seen.granted++;
  try {
    closeSync(openSync(own, 'wx'));
    await new Promise((resolve) => setImmediate(resolve));
    rmSync(own);
  } catch {
    seen.twice++;
  }
  if (seen.granted % 3 === 0) abandon();
  else release();
}
console.log(JSON.stringify(seen));

/** Leaves the lock to a process of this number that began before this one did, and so is no more. */
function abandon(): void {
  const link = join(folder, `dead-${process.pid}`);
  symlinkSync(writeHolder({ ...describeThisProcess(), start: `-${seen.granted}` }), link);
  renameSync(link, join(folder, '.lock'));
  seen.abandoned++;
}
