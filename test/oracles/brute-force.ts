/**
 * Proof of sampling by brute force: every validator is a named node, every sequence of draws, reports and votes is
 * walked. Written from the rules in words and sharing no code with the round, so that the two can convict each other.
 */
import type { RecordColumn } from '../../src/market/record.ts';
import type { Arm, Settings } from '../../src/market/settings.ts';

/** Parameters of the mechanism with every default written out. */
export interface Rules {
  challengeProbability: number;
  validatorCount: number;
  draw: 'independent' | 'without-replacement';
  validatorReward: number;
  slashAmount?: number | undefined;
  slashFraction?: number | undefined;
  bountyShare: number;
  mismatchReward: 'per-slot' | 'split-among-honest';
  rewardAt?: 'verdict' | 'assertion' | undefined;
  arbitration: 'perfect' | 'referee' | { majority: number };
  arbitrationCost: number;
  reveal: 'open' | 'commit-reveal';
  plantedErrorRate: number;
  recheckCount: number;
  accounting: string;
}

/** Columns that are expected values of a job. */
export type Expectation = Partial<Record<RecordColumn, number>>;

interface Asserting {
  probability: number;
  lies: boolean;
  cost: number;
  miss: number;
}

interface Report {
  probability: number;
  /** The submitted output is the true one. */
  truth: boolean;
  /** It compares equal to what was shown. */
  equal: boolean;
}

/** Hears of every way a job can end: how likely it is, and what it books. */
export type Hear = (probability: number, job: Expectation) => void;

/** Expected record of one job. */
export function enumerate(settings: Settings, rules: Rules, arm: Arm, hear?: Hear): Expectation {
  const { market, coalition, players } = settings;
  const { nodeCount: nodes, detector } = market;
  const everyone = arm.against === 'all-deviating';
  // Where nobody acts together a node deviates alone, which shows where a challenge draws several validators.
  const together = everyone || (arm.against === 'coalition' && coalition.size > 0);
  const isAlone = arm.role === 'validator' && !together && rules.validatorCount > 1;
  const focalCount = isAlone ? 1 : coalition.size || Math.max(1, Math.floor(nodes / 10));
  const isFocal = (node: number) => node < focalCount;
  // The members are the first nodes, and whoever deviates alone is one of them: it knows the others.
  const isMember = (node: number) => node < coalition.size;
  const inCoalition = (node: number) => everyone || isMember(node);
  const committed = coalition.backing === 'committed' || rules.accounting === 'committed';
  const totals: Expectation = {};

  for (let asserter = 0; asserter < nodes; asserter++) {
    for (const asserting of listAssertions(asserter)) {
      const weight = asserting.probability / nodes;
      if (weight === 0) continue;
      const p = rules.challengeProbability;
      close(weight * (1 - p), asserter, asserting);
      const planted = asserting.lies ? 0 : rules.plantedErrorRate;
      challenge(weight * p * planted, asserter, asserting, true);
      challenge(weight * p * (1 - planted), asserter, asserting, false);
    }
  }
  return totals;

  function listAssertions(node: number): Asserting[] {
    const playsDeviation = everyone && (!isFocal(node) || arm.role === 'validator');
    const first = players.asserter.find(({ name }) => name !== 'honest')!.name;
    const kind = isFocal(node) && arm.role === 'asserter' ? arm.strategy : playsDeviation ? first : 'honest';
    const spec = players.asserter.find(({ name }) => name === kind) as {
      cost?: number;
      probability?: number;
      miss?: number;
    };
    const honest = { lies: false, cost: market.computeCost, miss: detector.miss };
    const lie = { lies: true, cost: spec.cost ?? 0, miss: spec.miss ?? detector.miss };
    if (kind === 'honest') return [{ probability: 1, ...honest }];
    const share = spec.probability ?? 1;
    return [
      { probability: share, ...lie },
      { probability: 1 - share, ...honest },
    ];
  }

  function validatorKind(node: number): string {
    if (isFocal(node) && arm.role === 'validator') return arm.strategy;
    const colludes = everyone || (arm.against === 'coalition' && coalition.size > 0 && isFocal(node));
    return colludes ? 'collude' : 'honest';
  }

  function challenge(weight: number, asserter: number, asserting: Asserting, planted: boolean): void {
    const drawNext = (drawn: number[], chance: number): void => {
      if (chance === 0) return;
      if (drawn.length === rules.validatorCount) {
        reportNext(drawn, [], [], chance);
        return;
      }
      const free = Array.from({ length: nodes }, (_, node) => node).filter(
        (node) => node !== asserter && !drawn.includes(node),
      );
      if (rules.draw === 'independent' && coalition.size > 0) {
        const members = free.filter(isMember);
        const rest = free.filter((node) => !isMember(node));
        for (const node of members) drawNext([...drawn, node], (chance * coalition.fraction) / members.length);
        for (const node of rest) drawNext([...drawn, node], (chance * (1 - coalition.fraction)) / rest.length);
      } else {
        for (const node of free) drawNext([...drawn, node], chance / free.length);
      }
    };
    const reportNext = (drawn: number[], reports: Report[], computed: boolean[], chance: number): void => {
      if (chance === 0) return;
      if (reports.length === drawn.length) {
        arbitrate(chance, asserter, asserting, planted, drawn, reports, computed);
        return;
      }
      const node = drawn[reports.length];
      const { computes, possible } = listReports(node, drawn, asserter, asserting, planted);
      for (const report of possible) {
        reportNext(drawn, [...reports, report], [...computed, computes], chance * report.probability);
      }
    };
    drawNext([], weight);
  }

  function listReports(node: number, drawn: number[], asserter: number, asserting: Asserting, planted: boolean) {
    const shownFalse = asserting.lies || planted;
    const miss = planted ? detector.miss : asserting.miss;
    const differs = (shownFalse ? 1 - miss : detector.falseAlarm) ** rules.recheckCount;
    const truth = (share: number): Report[] => [
      { probability: share * (1 - differs), truth: true, equal: true },
      { probability: share * differs, truth: true, equal: false },
    ];
    const madeUp = (probability: number, equal: boolean): Report => ({ probability, truth: false, equal });
    const kind = validatorKind(node);
    // The agreed false output equals a member's lie, but not an error that the mechanism planted.
    if (kind === 'contradict') return { computes: false, possible: [madeUp(1, asserting.lies)] };
    if (kind === 'collude' && inCoalition(node) && inCoalition(asserter)) {
      const allIn = drawn.every(
        (other) => inCoalition(other) && ['collude', 'contradict'].includes(validatorKind(other)),
      );
      if (asserting.lies && (committed || allIn)) return { computes: false, possible: [madeUp(1, true)] };
      // Towards a member that told the truth no false alarm is raised.
      if (!shownFalse) return { computes: true, possible: [{ probability: 1, truth: true, equal: true }] };
    }
    if (kind === 'copy' && rules.reveal === 'open') {
      return { computes: false, possible: [{ probability: 1, truth: !shownFalse, equal: true }] };
    }
    if (kind === 'copy' || kind === 'guess') {
      const g = market.guessProbability;
      return { computes: false, possible: [...truth(g), madeUp(1 - g, false)] };
    }
    return { computes: true, possible: truth(1) };
  }

  function arbitrate(
    chance: number,
    asserter: number,
    asserting: Asserting,
    planted: boolean,
    drawn: number[],
    reports: Report[],
    computed: boolean[],
  ): void {
    const end = (weight: number, refuted: boolean, falseVerdict: boolean, arbitrated: boolean, cost: number) => {
      if (weight > 0) {
        close(weight, asserter, asserting, {
          planted,
          drawn,
          reports,
          computed,
          refuted,
          falseVerdict,
          arbitrated,
          cost,
        });
      }
    };
    if (planted || reports.every(({ equal }) => equal)) {
      end(chance, false, false, false, 0);
      return;
    }
    const { arbitration } = rules;
    if (arbitration === 'referee') {
      end(chance, asserting.lies, false, true, rules.arbitrationCost);
      return;
    }
    const panel = arbitration === 'perfect' ? 1 : arbitration.majority;
    const cost = panel * market.verificationCost;
    let outvoted = 0;
    if (arbitration !== 'perfect' && asserting.lies && inCoalition(asserter)) {
      // Where all are honest, arbiters are.
      const share = everyone ? 1 : together ? coalition.fraction : 0;
      for (let votes = 0; votes < 2 ** panel; votes++) {
        const corrupt = votes.toString(2).replaceAll('0', '').length;
        if (2 * corrupt > panel) outvoted += share ** corrupt * (1 - share) ** (panel - corrupt);
      }
    }
    const flagged = reports.some(({ truth, equal }) => truth && !equal);
    const differs = (asserting.lies ? 1 - asserting.miss : detector.falseAlarm) ** rules.recheckCount;
    const upheld = flagged ? 1 : differs;
    end(chance * outvoted, false, true, true, cost);
    end(chance * (1 - outvoted) * upheld, true, false, true, cost);
    end(chance * (1 - outvoted) * (1 - upheld), false, false, true, cost);
  }

  function close(
    weight: number,
    asserter: number,
    asserting: Asserting,
    challenge?: {
      planted: boolean;
      drawn: number[];
      reports: Report[];
      computed: boolean[];
      refuted: boolean;
      falseVerdict: boolean;
      arbitrated: boolean;
      cost: number;
    },
  ): void {
    const job: Expectation = {};
    const add = (column: RecordColumn, amount: number) => {
      job[column] = (job[column] ?? 0) + amount;
    };
    const end = () => {
      for (const column of Object.keys(job) as RecordColumn[]) {
        totals[column] = (totals[column] ?? 0) + weight * job[column]!;
      }
      hear?.(weight, job);
    };
    const refuted = challenge?.refuted === true;
    const slash = Math.min(rules.slashAmount ?? (rules.slashFraction ?? 0) * market.stake, market.stake);
    const focal = isFocal(asserter);
    const paid = refuted && rules.rewardAt !== 'assertion' ? 0 : market.reward;
    const lost = refuted ? slash : 0;
    add('jobs', 1);
    if (focal) add('focalJobs', 1);
    if (asserting.lies) add('cheatedJobs', 1);
    if (asserting.lies) add(refuted ? 'detectedJobs' : 'undetectedJobs', 1);
    if (!asserting.lies && refuted) add('falseSlashedJobs', 1);
    const gain = asserting.lies && !refuted ? market.outsideGain : 0;
    add(focal ? 'asserterIncome' : 'outsiderIncome', paid - lost - asserting.cost + gain);
    add('clientPaid', paid);
    if (focal && lost > 0) add('focalSlashes', 1);
    if (!challenge) {
      end();
      return;
    }
    const { drawn, reports, computed, falseVerdict, arbitrated, planted } = challenge;
    add('challengedJobs', 1);
    if (focal) add('focalChallengedJobs', 1);
    if (focal && drawn.every(isFocal)) add('focalColludingJobs', 1);
    if (arbitrated) add('arbitrations', 1);
    if (falseVerdict) add('falseVerdicts', 1);
    const slot = rules.validatorReward / rules.validatorCount;
    const mismatch = reports.some(({ equal }) => !equal);
    const splits = rules.mismatchReward === 'split-among-honest' && mismatch && !planted;
    // A false verdict turns the tables: those who reported a difference are the ones who lose.
    const wins = ({ truth, equal }: Report) => (falseVerdict ? equal : truth || (equal && !refuted && !planted));
    const share = splits ? rules.validatorReward / reports.filter(wins).length : slot;
    const ends = reports.map((report) =>
      wins(report) ? { pay: share, slash: 0, wins: true } : { pay: 0, slash, wins: false },
    );
    const slashed = lost + ends.reduce((sum, { slash: taken }) => sum + taken, 0);
    const winners = ends.filter(({ wins }) => wins).length;
    const bounty = winners > 0 ? (rules.bountyShare * slashed) / winners : 0;
    drawn.forEach((node, k) => {
      if (isFocal(node)) add('focalValidations', 1);
      const { pay, slash: taken, wins } = ends[k];
      const cost = computed[k] ? market.verificationCost : 0;
      add(isFocal(node) ? 'validatorIncome' : 'outsiderIncome', pay - taken + (wins ? bounty : 0) - cost);
      add('clientPaid', pay);
      add('verificationCost', cost);
      if (isFocal(node) && taken > 0) add('focalSlashes', 1);
      const backs = !reports[k].truth && reports[k].equal;
      if (isFocal(node) && backs && refuted && focal) add('backingSlash', taken);
    });
    add('verificationCost', challenge.cost);
    add('slashed', slashed);
    add('burned', slashed - bounty * winners);
    const unanimous = reports.every(({ truth, equal }) => !truth && equal);
    if (focal && asserting.lies && unanimous) for (const { pay } of ends) add('unanimousReward', pay);
    end();
  }
}
