/** Focal nodes that go by their past: asked for their move when a job begins, told what became of it when it is settled. */
import { areAllied } from '../cast.ts';
import type { Ending } from '../money/asserter-side.ts';
import { UNITS_PER_CREDIT } from '../money/ledger.ts';
import type { Sight } from '../node-play.ts';
import { DECIDE } from '../purposes.ts';
import type { MarketState } from '../state.ts';

/** How focal nodes of a market choose; see {@link createChoices}. */
export type Choices = ReturnType<typeof createChoices>;

/** How focal nodes of a market choose by their past. */
export function createChoices(market: MarketState) {
  const { jobs, fleet, draws, ledger, queues, pasts } = market;
  /** Whose affairs are seen, and how much of its work is the job in question [count]. */
  let own = 0;
  let asked = 0;
  // Worked out when it is read, so that a choice costs what it looks at, and no object.
  const sight: Sight = Object.freeze({
    get now() {
      return market.now;
    },
    get age() {
      return market.now - pasts.cameAt[own];
    },
    get stake() {
      return ledger.stakeOf(own) / UNITS_PER_CREDIT;
    },
    get member() {
      const crowd = market.crowdOf(own);
      return areAllied(market.cast, crowd, crowd);
    },
    get queue() {
      return queues.lengthOf(own) - asked;
    },
    get pending() {
      return pasts.pending[own];
    },
    get cleanJobs() {
      return pasts.cleanJobs[own];
    },
  });
  const told = { choice: 0, income: 0, refuted: false, slashed: false };

  /** The asserter of the job chooses, when it begins it. */
  function chooseAssertion(slot: number): void {
    const node = jobs.asserter[slot];
    if (!fleet.isFocal(node)) return;
    asked = 1;
    const move = choose(jobs.itemOf(slot, 0), node, draws.uniform(jobs.number[slot], DECIDE));
    jobs.assertedFalse[slot] = market.assertions[move].output === 'wrong' ? 1 : 0;
  }

  /** A validator chooses, when it is drawn. */
  function chooseResponse(item: number, node: number, luck: number): void {
    if (!fleet.isFocal(node)) return;
    asked = 0;
    choose(item, node, luck);
  }

  /** What a node has chosen comes to nothing: another begins the job anew. */
  function takeBack(item: number, node: number): void {
    if (!fleet.isFocal(node)) return;
    pasts.pending[node]--;
    jobs.move[item] = 0;
  }

  function choose(item: number, node: number, luck: number): number {
    own = node;
    const move = market.cast.crowds.length + market.nodePlay.chooses(node, sight, luck);
    pasts.pending[node]++;
    jobs.move[item] = move;
    return move;
  }

  /** The asserter of a job that is settled is told, with what it brought [units]. */
  function tellAsserter(slot: number, { settlement, slashed }: Ending, income: number): void {
    tell(jobs.itemOf(slot, 0), jobs.asserter[slot], income, settlement.refuted, slashed > 0);
  }

  /** A validator of a job that is settled is told, with what it brought [units]. */
  function tellValidator(item: number, income: number, refuted: boolean, slashed: boolean): void {
    tell(item, jobs.node[item], income, refuted, slashed);
  }

  function tell(item: number, node: number, income: number, refuted: boolean, slashed: boolean): void {
    pasts.settle(node, !refuted && !slashed);
    told.choice = jobs.move[item] - market.cast.crowds.length;
    told.income = income / UNITS_PER_CREDIT;
    told.refuted = refuted;
    told.slashed = slashed;
    market.nodePlay.settled?.(node, told);
  }

  return { chooseAssertion, chooseResponse, takeBack, tellAsserter, tellValidator };
}
