/** Market contests: whole runs through a scenario file, against the same work in C, and queues against SimPy. */
import { ours } from '../harness/child.ts';
import type { Candidate, Contest } from '../harness/rounds.ts';
import { compileC, findNpm, findSimPy, type Peer } from '../harness/toolchain.ts';
import { createRecordCheck, createSampleCheck } from './outputs.ts';
import { writeZiggurat } from './ziggurat.ts';

const base = 'C 4-ary heap';
const seed = 42;
/** Libraries that take microseconds per event do a share of the work. */
const jobsShare = 20;

/** The market at three sizes, and single-server queues. */
export function marketContests({ peers }: { peers: boolean }): Contest[] {
  return [
    marketContest(100, 2_000_000, false),
    marketContest(1000, 2_000_000, peers),
    marketContest(100_000, 2_000_000, false),
    sockets(),
    queues(peers),
  ];
}

/** Our market at a size; whatever the name, the same seed is the same run. */
export function ourMarket(name: string, nodes: number, jobs: number): Candidate {
  const arm = 'all-honest/asserter/cheat-sometimes';
  return { name, command: ours('market', ['shorter-of-two.yaml', arm, nodes, jobs, seed]) };
}

/** The same work in C. */
export function marketInC(name: string, nodes: number, jobs: number): Candidate {
  const { command, missing } = compileC('market.c');
  return { name, command: [...command, ...[nodes, jobs, seed].map(String), writeZiggurat()], missing };
}

function marketContest(nodes: number, jobs: number, peers: boolean): Contest {
  const fewer = jobs / jobsShare;
  const { command, missing } = compileC('market.c');
  const cheap = compileC('market.c', ['-DCHEAP_DRAWS']);
  const table = writeZiggurat();
  const referenceOf = (count: number) => (other: number) => [...command, ...[nodes, count, other].map(String), table];
  const hasRecord = createRecordCheck();
  const liesThere = createSampleCheck(referenceOf(jobs));
  const fewerLieThere = createSampleCheck(referenceOf(fewer));
  const peer = (name: string, found: Peer, args: readonly (string | number)[]): Candidate => ({
    name,
    command: [...found.command, ...args.map(String)],
    missing: found.missing,
  });
  return {
    title: `market, ${nodes} nodes, ${jobs} jobs`,
    unit: 'event',
    base,
    shows: ['sojourn', 'challenged', 'detected', 'undetected', 'busy', 'income', 'megabytes'],
    candidates: [
      marketInC(base, nodes, jobs),
      ourMarket('posp-sim', nodes, jobs),
      ...(peers
        ? [
            peer('C, cheaper draws', cheap, [nodes, jobs, seed, table]),
            peer('simjs', findNpm('market_simjs.mjs', 'simjs'), [nodes, fewer]),
            peer('SimPy', findSimPy('market_simpy.py'), [nodes, fewer, seed]),
          ]
        : []),
    ],
    check: (measurement, { name }) => {
      if (name === base || name === 'posp-sim') hasRecord(measurement);
      else if (!missing) (name === 'C, cheaper draws' ? liesThere : fewerLieThere)(measurement);
    },
  };
}

/** What the sockets add: the same market with less plugged in. */
function sockets(): Contest {
  const jobs = 2_000_000;
  return {
    title: `price of the sockets, 1000 nodes, ${jobs} jobs`,
    unit: 'event',
    base: 'whole market',
    candidates: [
      { name: 'whole market', command: ours('socket', ['whole', jobs]) },
      { name: 'nothing recorded', command: ours('socket', ['unrecorded', jobs]) },
      { name: 'learning nodes', command: ours('socket', ['learning', jobs]) },
      { name: 'nodes that look at all they see', command: ours('socket', ['looking', jobs]) },
      { name: 'posp that never challenges', command: ours('socket', ['unchallenged', jobs]) },
      { name: 'bare mechanism that never challenges', command: ours('socket', ['bare', jobs]) },
      { name: 'the same, every job waiting for a second', command: ours('socket', ['waiting', jobs]) },
    ],
    check: ({ settled }, { name }) => {
      const expected = name === 'nothing recorded' ? 0 : jobs;
      if (settled !== expected) throw new Error(`${name}: ${settled} jobs were counted, not ${expected}`);
    },
  };
}

function queues(peers: boolean): Contest {
  const simpy = findSimPy('mm1_simpy.py');
  const jobs = 1_000_000;
  return {
    title: `M/M/1 at load 0.7, ${jobs} jobs`,
    unit: 'event',
    base: 'posp-sim',
    candidates: [
      { name: 'posp-sim', command: ours('market', ['mm1.yaml', 'coalition/both/honest', 2, jobs, 42]) },
      ...(peers ? [{ name: 'SimPy', command: [...simpy.command, '50000', '42'], missing: simpy.missing }] : []),
    ],
    check: ({ sojourn }, { name }) => {
      // 1 / (mu - lambda); correlated, so that 50 000 jobs know it to 0.2 and a million to 0.05 (4 standard errors).
      const tolerance = name === 'SimPy' ? 0.4 : 0.1;
      if (!(Math.abs(Number(sojourn) - 1 / 0.3) < tolerance)) throw new Error(`${name}: mean sojourn ${sojourn} s`);
    },
  };
}
