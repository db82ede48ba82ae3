/**
 * Runs the benches: `npm run bench -- [GROUP…] [--rounds N] [--no-peers] [--only TEXT] [--picture FILE.png]`.
 *
 * Prints a table per contest and appends it to `bench/results/MACHINE.jsonl`; `--picture` draws the contest that can be
 * drawn.
 */
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { renderPng } from '../src/report/png.ts';
import { renderSvg } from '../src/report/render.ts';
import { formulaContests } from './formula/contests.ts';
import { frontierContests } from './frontier/contests.ts';
import { build } from './harness/child.ts';
import { keep, tableOf } from './harness/ledger.ts';
import { type Contest, runContest } from './harness/rounds.ts';
import { holdContests } from './hold/contests.ts';
import { marketContests } from './market/contests.ts';
import { outputContests } from './output/contests.ts';
import { sizeContests } from './size/contests.ts';
import { solveContests } from './solve/contests.ts';
import { startupContests } from './startup/contests.ts';
import { sweepContests } from './sweep/contests.ts';

const groups: Readonly<Record<string, (options: { peers: boolean }) => Contest[]>> = {
  hold: holdContests,
  market: marketContests,
  size: sizeContests,
  sweep: sweepContests,
  frontier: frontierContests,
  formula: formulaContests,
  solve: solveContests,
  startup: startupContests,
  output: outputContests,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    picture: { type: 'string' },
    'no-peers': { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((name) => !(name in groups));
if (unknown.length > 0)
  throw new RangeError(`no bench ${unknown.join(', ')}; there are ${Object.keys(groups).join(', ')}`);

build();
const contests = Object.entries(groups)
  .filter(([name]) => positionals.length === 0 || positionals.includes(name))
  .flatMap(([, contestsOf]) => contestsOf({ peers: !values['no-peers'] }))
  .filter(({ title, isLong }) => title.includes(values.only) && (values.only !== '' || !isLong));
if (values.picture && !contests.some(({ draw }) => draw))
  throw new RangeError('none of these contests can be drawn; `size` can');

const rounds = Number(values.rounds);
for (const contest of contests) {
  const load = loadavg()[0]!;
  const places = runContest(contest, rounds);
  const entry = { title: contest.title, unit: contest.unit, base: contest.base, rounds, places };
  keep(entry, load);
  process.stdout.write(`${tableOf(entry)}\n`);
  if (values.picture && contest.draw)
    writeFileSync(values.picture, await renderPng(await renderSvg(contest.draw(places).spec)));
}
