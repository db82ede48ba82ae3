/** Market contests: whole runs through a scenario file, against the same rules in C, and queues against SimPy. */
import { type Measurement, measure, ours } from '../harness/child.ts';
import type { Contest } from '../harness/rounds.ts';
import { compileC, findSimPy } from '../harness/toolchain.ts';

const outputs = ['sojourn', 'challenged', 'detected', 'undetected', 'busy', 'income'];
const seedsOfReference = 8;

/** The market at three sizes, and single-server queues. */
export function marketContests({ peers }: { peers: boolean }): Contest[] {
  return [
    marketContest(100, 2_000_000),
    marketContest(1000, 2_000_000),
    marketContest(100_000, 2_000_000),
    queues(peers),
  ];
}

function marketContest(nodes: number, jobs: number): Contest {
  const c = compileC('market.c');
  let reference: Measurement[] = [];
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
    ],
    // Ours draws other numbers, speeds of nodes included: it must lie where runs of C with other seeds lie.
    check: (measurement, { name }) => {
      if (name !== 'posp-sim' || c.missing) return;
      if (reference.length === 0) {
        reference = Array.from({ length: seedsOfReference }, (_, seed) =>
          measure([...c.command, String(nodes), String(jobs), String(seed + 2)]),
        );
      }
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
