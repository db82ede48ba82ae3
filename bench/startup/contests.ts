/** Cold starts: whole processes, wall time, against a Node that does nothing. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { built, ours, root, scratch } from '../harness/child.ts';
import type { Contest } from '../harness/rounds.ts';

/** The help page, a check and a solution of a scenario. */
export function startupContests(): Contest[] {
  const entry = join(scratch, 'posp.mjs');
  writeFileSync(
    entry,
    `import { main, processIo } from ${JSON.stringify(built('src/cli/main.js'))};\nprocess.exitCode = await main(process.argv.slice(2), processIo());\n`,
  );
  const scenario = join(root, 'scenarios', 'posp', 'challenge-rate.yaml');
  const start = (name: string, said: string, ...argv: string[]) => ({
    name,
    command: ours('startup', [said, process.execPath, ...argv]),
  });
  return [
    {
      title: 'cold start',
      unit: 'start (wall time)',
      base: 'node -e 0',
      candidates: [
        start('node -e 0', '', '-e', '0'),
        start('posp --help', 'Commands', entry, '--help'),
        start('posp check', 'ok', entry, 'check', scenario),
        start('posp solve', 'p*', entry, 'solve', scenario),
      ],
      // The candidate looks for words in what the process said, and fails without them.
      check: () => {},
    },
  ];
}
