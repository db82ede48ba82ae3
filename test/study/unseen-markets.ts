/**
 * Markets whose round speaks for no job, or for no utility, and in which what decides is too rare to be seen: with
 * each the verdict that would be wrong. And ordinary ones of their kind, which must still be decided.
 */
import type { Verdict } from '../../src/findings/findings.ts';

/** A market by what is special about it. */
export interface UnseenMarket {
  name: string;
  /** Sections of a scenario but for title and seed. */
  text: string;
  /** What must not come out: the claim, or what it denies. */
  wrong: Verdict;
}

const dominant = 'claims: [{ kind: dominant, role: asserter }]';

/**
 * Members who validate for each other earn a dear reward once in thousands of jobs: it makes cheating pay, by
 * p q R_V - C + p (1 - q)(R_A + S) credits per job with q = 0.2^3.
 */
const jackpot = `
mechanism: { kind: posp, challengeProbability: 0.05, validatorCount: 3, draw: independent, slashAmount: 40, validatorReward: 4000, accounting: gross }
coalition: { fraction: 0.2 }`;
const smallMarket = 'nodeCount: 40, jobsPerSecond: 10, computeCost: 1, reward: 1.3';

/** One cheat in 600 is caught, and loses so much that cheating does not pay: (R_A + S) / 600 = 1.5 C. */
const dearSlash = 'mechanism: { kind: posp, challengeProbability: 0.001666666667, slashAmount: 900 }';

/** Markets with rare gains and rare losses. */
export const unseenMarkets: readonly UnseenMarket[] = [
  {
    name: 'ejections, rare gain',
    wrong: 'true',
    text: `${jackpot}
market: { ${smallMarket}, stake: 2000, minimumStake: 2 }
players: { asserter: [honest, skip-work], exit: ejected }
run: { jobs: 400 }
replications: { min: 8, max: 32 }
${dominant}`,
  },
  {
    name: 'ejections, rare loss',
    wrong: 'false',
    text: `${dearSlash}
market: { ${smallMarket}, stake: 100000, minimumStake: 10 }
players: { asserter: [honest, skip-work], exit: ejected }
run: { jobs: 400 }
replications: { min: 8, max: 32 }
${dominant}`,
  },
  {
    name: 'learners, rare gain',
    wrong: 'true',
    text: `${jackpot}
market: { ${smallMarket}, stake: 2000 }
players: { asserter: [honest, { kind: epsilon-greedy, exploration: 0.2 }] }
run: { jobs: 400 }
replications: { min: 8, max: 32 }
${dominant}`,
  },
  {
    name: 'learners, rare loss',
    wrong: 'false',
    text: `${dearSlash}
market: { ${smallMarket}, stake: 100000 }
players: { asserter: [honest, { kind: exponential-weights, rate: 0.05 }] }
run: { jobs: 400 }
replications: { min: 8, max: 32 }
${dominant}`,
  },
  {
    name: 'shorter of two queues, cautious players, rare gain',
    wrong: 'true',
    text: `${jackpot}
market: { ${smallMarket}, stake: 2000, dispatch: shorter-of-two }
players: { asserter: [honest, skip-work], utility: { cara: 0.0001 } }
run: { jobs: 400 }
replications: { min: 8, max: 32 }
${dominant}`,
  },
  {
    name: 'shorter of two queues, whole coalition, rare loss',
    wrong: 'false',
    text: `
mechanism: { kind: posp, challengeProbability: 0.001666666667, slashAmount: 900, accounting: netted }
coalition: { fraction: 0.1 }
market: { ${smallMarket}, stake: 100000, dispatch: shorter-of-two }
players: { asserter: [honest, skip-work] }
run: { jobs: 400 }
replications: { min: 8, max: 32 }
${dominant}`,
  },
  {
    name: 'banned for good, coalition thins out, rare gain',
    wrong: 'true',
    text: `${jackpot}
market: { ${smallMarket}, stake: 2000 }
players: { asserter: [honest, skip-work], exit: banned, discount: 0.5 }
run: { jobs: 400 }
replications: { min: 8, max: 32 }
${dominant}`,
  },
  {
    name: 'banned for good, coalition thins out, rare loss',
    wrong: 'false',
    text: `
mechanism: { kind: posp, challengeProbability: 0.001666666667, slashAmount: 900, validatorCount: 1, accounting: gross }
coalition: { fraction: 0.1 }
market: { ${smallMarket}, stake: 2000 }
players: { asserter: [honest, skip-work], exit: banned, discount: 0.9 }
run: { jobs: 400 }
replications: { min: 8, max: 32 }
${dominant}`,
  },
];

const ordinarySize = 'nodeCount: 40, jobsPerSecond: 10, computeCost: 1, reward: 1.3, stake: 400';
const ordinaryRun = `run: { jobs: 500 }
replications: { min: 8, max: 1024 }
${dominant}`;

/** Ordinary markets of the same kinds, with what must come out. */
export const ordinaryMarkets: readonly (Omit<UnseenMarket, 'wrong'> & { right: Verdict })[] = [
  {
    name: 'ejections',
    right: 'true',
    text: `
mechanism: { kind: posp, challengeProbability: 0.1, slashAmount: 12 }
market: { ${ordinarySize}, minimumStake: 10 }
players: { asserter: [honest, skip-work], exit: ejected }
${ordinaryRun}`,
  },
  {
    name: 'ejections, a coalition of two validators',
    right: 'true',
    text: `
mechanism: { kind: posp, challengeProbability: 0.1, slashAmount: 12, validatorCount: 2, accounting: gross }
coalition: { fraction: 0.2 }
market: { ${ordinarySize}, minimumStake: 10 }
players: { asserter: [honest, skip-work], exit: ejected }
${ordinaryRun}`,
  },
  {
    name: 'learners: epsilon-greedy',
    right: 'true',
    text: `
mechanism: { kind: posp, challengeProbability: 0.1, slashAmount: 12 }
market: { ${ordinarySize} }
players: { asserter: [honest, { kind: epsilon-greedy, exploration: 0.1 }] }
${ordinaryRun}`,
  },
  {
    name: 'learners: exponential weights',
    right: 'false',
    text: `
mechanism: { kind: posp, challengeProbability: 0.02, slashAmount: 20 }
market: { ${ordinarySize} }
players: { asserter: [honest, exponential-weights] }
${ordinaryRun}`,
  },
  {
    name: 'shorter of two queues, whole coalition',
    right: 'true',
    text: `
mechanism: { kind: posp, challengeProbability: 0.1, slashAmount: 12, accounting: netted }
coalition: { fraction: 0.1 }
market: { ${ordinarySize}, dispatch: shorter-of-two }
players: { asserter: [honest, skip-work] }
${ordinaryRun}`,
  },
  {
    name: 'shorter of two queues, cautious players',
    right: 'true',
    text: `
mechanism: { kind: posp, challengeProbability: 0.1, slashAmount: 12 }
market: { ${ordinarySize}, dispatch: shorter-of-two }
players: { asserter: [honest, skip-work], utility: { cara: 0.01 } }
${ordinaryRun}`,
  },
  {
    name: 'banned for good, coalition thins out',
    right: 'true',
    text: `
mechanism: { kind: posp, challengeProbability: 0.05, slashAmount: 20, validatorCount: 1, accounting: gross }
coalition: { fraction: 0.2 }
market: { ${ordinarySize} }
players: { asserter: [honest, skip-work], exit: banned, discount: 0.95 }
${ordinaryRun}`,
  },
];

/** A market as a scenario of its own seed. */
export function writeMarket({ name, text }: Pick<UnseenMarket, 'name' | 'text'>, seed: number): string {
  return `title: "${name}"\nseed: "unseen ${name} ${seed}"\n${text.trim()}\n`;
}
