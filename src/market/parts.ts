/**
 * The parts of a market that act, each made for one market and closed over it.
 *
 * What a function closes over and nobody assigns anew is a constant to the compiler: so a column of the market is one
 * instruction away, where a market handed in as an argument is asked for the column, its place and its length each time.
 * The compiler does so for what was made once: one market to a process, or all but the first take 15 % longer.
 */
import { createChallengeJob } from './evidence/challenges.ts';
import { createRevealReport } from './evidence/reports.ts';
import { lendKit, lendNodes, lendQueues, lendUpNodes } from './lend.ts';
import type { MarketKit } from './mechanism.ts';
import { createAsserterSide } from './money/asserter-side.ts';
import { type Audit, createAudit } from './money/audit.ts';
import { createBookTally } from './money/book-tally.ts';
import { createJobValues } from './money/job-values.ts';
import { createPayments, type Payments } from './money/payments.ts';
import { createSettleValidators } from './money/settle-validators.ts';
import { createTakeStake } from './money/take-stake.ts';
import type { NodeKit } from './node-play.ts';
import { createChoices } from './nodes/choices.ts';
import { createExits } from './nodes/exits.ts';
import { createSettleJob } from './settlement.ts';
import type { MarketState } from './state.ts';
import { createTellIncome } from './tell-income.ts';
import { createAdmission } from './work/admission.ts';
import { type ChooserOf, createChoosers } from './work/choosers.ts';
import { type CutBatch, createCutBatch } from './work/cut-batch.ts';
import { createRounds } from './work/rounds.ts';
import { createTimeline } from './work/timeline.ts';
import { createWaits } from './work/waits.ts';

/** What the market itself calls. */
export interface Parts {
  /** Plays a run of so many jobs, in time or one after the other. */
  playInTime: (jobs: number) => void;
  playRounds: (jobs: number) => void;
  cutBatch: CutBatch;
  audit: Audit;
  kit: MarketKit;
  /** The same for mechanisms that need time. */
  timedKit: MarketKit;
  /** Nobody waits for anything yet. */
  beginWaits: () => void;
  /** What it lends nodes that choose by their past, for the run at hand. */
  lendNodes: () => NodeKit;
  chooserOf: ChooserOf;
  payments: Payments;
  /** The same where nodes may be down. */
  upChooserOf: ChooserOf;
}

/** Makes the parts of a market, whose columns and tables are there already. */
export function assembleParts(market: MarketState): Parts {
  const exits = createExits(market);
  const choices = createChoices(market);
  const takeStake = createTakeStake(market);
  const jobValues = createJobValues(market);
  const asserterSide = createAsserterSide(market);
  const bookTally = createBookTally(market, asserterSide);
  const settleValidators = createSettleValidators(market, takeStake, jobValues, exits, choices);
  const tellIncome = createTellIncome(market, jobValues);
  const settleJob = createSettleJob(market, {
    asserterSide,
    settleValidators,
    takeStake,
    jobValues,
    exits,
    bookTally,
    tellIncome,
    choices,
  });
  const admission = createAdmission(market);
  const audit = createAudit(market, bookTally);
  const cutBatch = createCutBatch(market, bookTally);
  const revealReport = createRevealReport(market);
  const waits = createWaits(market);
  const timeline = createTimeline(market, { admission, revealReport, cutBatch, audit, waits, choices });
  const challengeJob = createChallengeJob(market, timeline, revealReport, choices);
  const kit = lendKit(market, challengeJob, waits, settleJob);
  return {
    playInTime: timeline.playInTime,
    playRounds: createRounds(market, admission, cutBatch),
    cutBatch,
    audit,
    kit,
    timedKit: waits.lendTime(kit),
    beginWaits: waits.begin,
    lendNodes: () => lendNodes(market, waits, exits),
    chooserOf: createChoosers(lendQueues(market)),
    payments: createPayments(market, waits),
    upChooserOf: createChoosers(lendUpNodes(market)),
  };
}
