/** Cold starts: whole processes, wall time, against a Node that does nothing. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ours, root } from '../harness/child.ts';
import type { Contest } from '../harness/rounds.ts';

/** Help, version, a check and a solution of a scenario, with the command as it is shipped. */
export function startupContests(): Contest[] {
  const { status, stderr } = spawnSync('npm', ['run', 'build'], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the command does not build:\n${stderr}`);
  const entry = join(root, 'bin', 'posp.js');
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
        start('posp --help', 'Studies', entry, '--help'),
        start('posp --version', '.', entry, '--version'),
        start('posp check', 'ok', entry, 'check', scenario),
        start('posp solve', 'p*', entry, 'solve', scenario),
      ],
      // The candidate looks for words in what the process said, and fails without them.
      check: () => {},
    },
  ];
}
