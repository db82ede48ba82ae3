/** Market contests: whole runs through a scenario file, against the same rules in C, and queues against SimPy. */
import { type Measurement, measure, ours } from '../harness/child.ts';
import type { Contest } from '../harness/rounds.ts';
import { compileC, findNpm, findSimPy } from '../harness/toolchain.ts';

const outputs = ['sojourn', 'challenged', 'detected', 'undetected', 'busy', 'income'];
const seedsOfReference = 8;
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

function marketContest(nodes: number, jobs: number, peers: boolean): Contest {
  const c = compileC('market.c');
  const simpy = findSimPy('market_simpy.py');
  const simjs = findNpm('market_simjs.mjs', 'simjs');
  const fewer = String(jobs / jobsShare);
  const references = new Map<string, Measurement[]>();
  return {
    title: `market, ${nodes} nodes, ${jobs} jobs`,
    unit: 'event',
    base: 'C 4-ary heap',
    candidates: [
      { name: 'C 4-ary heap', command: [...c.command, String(nodes), String(jobs), '1'], missing: c.missing },
      {
        name: 'posp-sim',
        command: ours('market', ['shorter-of-two.yaml', 'all-honest/asserter/cheat-sometimes', nodes, jobs, 42]),
      },
      ...(peers
        ? [
            { name: 'simjs', command: [...simjs.command, String(nodes), fewer], missing: simjs.missing },
            { name: 'SimPy', command: [...simpy.command, String(nodes), fewer, '42'], missing: simpy.missing },
          ]
        : []),
    ],
    // All draw other numbers, speeds of nodes included: they must lie where runs of C with other seeds lie.
    check: (measurement, { name }) => {
      if (name === 'C 4-ary heap' || c.missing) return;
      const length = name === 'posp-sim' ? String(jobs) : fewer;
      if (!references.has(length)) {
        references.set(
          length,
          Array.from({ length: seedsOfReference }, (_, seed) =>
            measure([...c.command, String(nodes), length, String(seed + 2)]),
          ),
        );
      }
      const reference = references.get(length)!;
      for (const output of outputs) {
        const values = reference.map((run) => Number(run[output]));
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
        // Student's t with 7 degrees of freedom passes 6.1 in one run of 2000.
        const most = 6.1 * Math.sqrt(variance * (1 + 1 / values.length));
        const value = Number(measurement[output]);
        if (Math.abs(value - mean) > most) throw new Error(`${output} is ${value}; C has ${mean} +- ${most}`);
      }
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
      { name: 'posp that never challenges', command: ours('socket', ['unchallenged', jobs]) },
      { name: 'bare mechanism that never challenges', command: ours('socket', ['bare', jobs]) },
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
