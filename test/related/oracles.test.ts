/** Answers of the theory that belong to no round: each from enumeration, beside the formula it is known by. */
import { describe, expect, test } from 'vitest';
import { either, expectation, type Tree } from '../../src/game/tree.ts';
import { createStream } from '../../src/kernel/stream.ts';
import { answers, solveFile } from './solve-file.ts';

function expectRelative(value: number, exact: number, tolerance = 1e-9): void {
  expect(Math.abs(value / exact - 1), `${value} against ${exact}`).toBeLessThan(tolerance);
}

describe('T31: credibility of a result after k spot checks, f = 0.2 (Sarmenta 2001)', () => {
  const share = 0.2;
  const withBlacklist = (k: number) => 1 - share / (1 - share) / (k * Math.E);
  const withoutBlacklist = (k: number) => 1 - share / k;

  test('is 1 - f before any check', async () => {
    const set = { 'mechanism.spotCheckRate': 0, 'players.asserter.cheat-sometimes.probability': 1 };
    expectRelative(1 - answers.acceptedErrors(await solveFile('scenarios/related/spot-check.yaml', set))!, 1 - share);
  });

  test('is 0.995401507 after 20 checks with a blacklist, which no sabotage rate undercuts', async () => {
    expect(withBlacklist(20).toFixed(9)).toBe('0.995401507');
    let worst = 0;
    for (const rate of [0.01, 0.03, 1 / 21, 0.07, 0.2, 1]) {
      const set = {
        'mechanism.spotCheckRate': 1,
        'mechanism.jobsPerWorker': 20,
        'players.asserter.cheat-sometimes.probability': rate,
      };
      const solved = await solveFile('scenarios/related/spot-check.yaml', set);
      worst = Math.max(worst, answers.acceptedErrors(solved)!);
    }
    expect(1 - worst).toBeGreaterThan(withBlacklist(20));
    // The bound is not idle: the worst rate comes within a quarter of it.
    expect(worst).toBeGreaterThan(0.75 * (1 - withBlacklist(20)));
  });

  test('is 0.99 after 20 checks without one: liars who come back lie with at most f / k', () => {
    expectRelative(withoutBlacklist(20), 0.99);
    const lies = Array.from({ length: 1001 }, (_, i) => share * (i / 1000) * (1 - i / 1000) ** 20);
    expect(Math.max(...lies)).toBeLessThan(1 - withoutBlacklist(20));
  });
});

describe('T33: restaking, after a shock psi to a network with buffer gamma (Durvasula, Roughgarden 2024)', () => {
  const bound = (gamma: number, psi: number) => (1 + 1 / gamma) * psi;

  test('a buffer of 10 % and a shock of 0.1 % lose less than 1.1 %', () => expectRelative(bound(0.1, 0.001), 0.011));

  test('no cascade in 300 small networks loses the bound, and some lose more than the shock', () => {
    let cascades = 0;
    for (let seed = 0; seed < 300; seed++) {
      const stream = createStream('restaking', seed, 'network');
      const stakes = Array.from({ length: 5 }, () => 1 + Math.floor(20 * stream.next()));
      const services = Array.from({ length: 3 }, () => ({
        members: 1 + Math.floor(31 * stream.next()),
        prize: 1 + 20 * stream.next(),
      }));
      const network = { stakes, services, needed: 1 / 3 };
      const slack = Math.min(...listAttacks(network, 31).map(({ cost, prize }) => cost / prize));
      // Prizes are scaled until the cheapest attack leaves just the buffer.
      const gamma = 0.25;
      const safe = { ...network, services: services.map((s) => ({ ...s, prize: (s.prize * slack) / (1 + gamma) })) };
      for (let shocked = 1; shocked < 31; shocked++) {
        const loss = worstLoss(safe, 31 & ~shocked) + sum(stakes, shocked);
        const total = sum(stakes, 31);
        expect(loss / total).toBeLessThan(bound(gamma, sum(stakes, shocked) / total) * (1 + 1e-12));
        if (loss > sum(stakes, shocked)) cascades++;
      }
    }
    expect(cascades).toBeGreaterThan(100);
  });
});

/** Validators by stake; services by who secures them (a set of bits) and what an attack on them is worth. */
interface Network {
  stakes: number[];
  services: { members: number; prize: number }[];
  /** Share of a service's stake that can attack it. */
  needed: number;
}

/** Every set of present validators with every set of services they can attack together. */
function listAttacks({ stakes, services, needed }: Network, present: number) {
  const attacks: { attackers: number; cost: number; prize: number }[] = [];
  for (let attackers = 1; attackers < 1 << stakes.length; attackers++) {
    if ((attackers & ~present) !== 0) continue;
    let prize = 0;
    for (const service of services) {
      const stake = sum(stakes, service.members & present);
      const reaches = sum(stakes, service.members & attackers) >= needed * stake;
      if (stake > 0 && reaches) prize += service.prize;
    }
    if (prize > 0) attacks.push({ attackers, cost: sum(stakes, attackers), prize });
  }
  return attacks;
}

/** Most stake lost when profitable attacks, on services not yet attacked, follow each other. */
function worstLoss(network: Network, present: number): number {
  let worst = 0;
  for (const { attackers, cost, prize } of listAttacks(network, present)) {
    if (prize <= cost) continue;
    const left = network.services.filter(
      ({ members }) =>
        sum(network.stakes, members & attackers) < network.needed * sum(network.stakes, members & present),
    );
    worst = Math.max(worst, cost + worstLoss({ ...network, services: left }, present & ~attackers));
  }
  return worst;
}

function sum(stakes: readonly number[], set: number): number {
  return stakes.reduce((total, stake, i) => ((set >> i) & 1 ? total + stake : total), 0);
}

describe('T36: the slash that makes verification and capital cheapest together', () => {
  const capitalCost = 2e-4;
  const best = Math.sqrt(1 / capitalCost) - 1.2;
  const costAt = async (slash: number) => {
    const set = { 'mechanism.slashAmount': slash, 'mechanism.reveal': 'commit-reveal', 'mechanism.bountyShare': 0 };
    const solved = await solveFile('scenarios/related/copyable-output.yaml', set);
    const rate = answers.threshold(solved, 'mechanism.challengeProbability', 'asserter', 'coalition')!;
    return { rate, cost: rate + capitalCost * slash };
  };

  test('is sqrt(n C Delta / kappa) - R, with p* and the cost from the solver', async () => {
    expect(best.toFixed(8)).toBe('69.51067812');
    const { rate, cost } = await costAt(best);
    expectRelative(rate, Math.sqrt(capitalCost));
    expectRelative(cost, 2 * Math.sqrt(capitalCost) - capitalCost * 1.2);
  });

  test('no slash on either side is cheaper', async () => {
    const { cost } = await costAt(best);
    for (const factor of [0.5, 0.9, 0.99, 1.01, 1.1, 2])
      expect((await costAt(best * factor)).cost).toBeGreaterThan(cost);
  });
});

describe('T40: audits chosen by the hash of an id that the caller picks', () => {
  const rate = 0.1;
  // Columns: ids tried, jobs audited. Sixty ids in a row that would be audited are as good as never.
  const tryId = (tried: number, picks: boolean): Tree<never, never> =>
    either(
      rate,
      () => (picks && tried < 60 ? tryId(tried + 1, picks) : end(tried, 1)),
      () => end(tried, 0),
    );
  const end = (tried: number, audited: number): Tree<never, never> => ({
    kind: 'outcome',
    add: (columns, weight) => {
      columns[0] += weight * tried;
      columns[1] += weight * audited;
    },
  });
  const expected = (picks: boolean) => expectation(tryId(1, picks), () => [], 2);

  test('cost a cheat 1 / 0.9 ids and then nothing is audited', () => {
    const [tried, audited] = expected(true);
    expectRelative(tried, 1 / 0.9);
    expect(audited).toBeLessThan(1e-50);
  });

  test('are as good as random for whoever does not pick', () => expect([...expected(false)]).toEqual([1, rate]));
});
