import { colludingShareOf } from './cast.ts';
import type { DispatchKit } from './dispatch.ts';
import type { ChallengeJob } from './evidence/challenges.ts';
import type { MarketKit } from './mechanism.ts';
import type { NodeKit } from './node-play.ts';
import type { Exits } from './nodes/exits.ts';
import { OF_MECHANISM } from './purposes.ts';
import type { SettleJob } from './settlement.ts';
import type { MarketState } from './state.ts';
import type { Waits } from './work/waits.ts';

/** What a market lends its mechanisms: made once, so that calls through it stay with one target. */
export function lendKit(market: MarketState, challenge: ChallengeJob, { refuse }: Waits, settle: SettleJob): MarketKit {
  const { jobs, draws, sampler } = market;
  const counts = new Int32Array(4);
  return {
    draw: (slot, purpose) => draws.uniform(jobs.number[slot], OF_MECHANISM + purpose),
    isChallenged: (slot, given) => {
      const probability = market.samplingPlay?.rateOf(jobs.asserter[slot]) ?? given;
      return sampler.isChallenged(probability, jobs.challengeDraw[slot]);
    },
    assertedFalse: (slot) => jobs.assertedFalse[slot] === 1,
    assertedByMember: (slot) => market.isBackedBy(slot, jobs.asserter[slot]),
    planted: (slot) => jobs.planted[slot] === 1,
    miss: (slot) => market.assertions[market.assertionOf(slot)].miss ?? market.settings.market.detector.miss,
    colludingShare: () => colludingShareOf(market.settings, market.cast),
    challenge,
    reports: (slot) => {
      counts.fill(0);
      const first = jobs.itemOf(slot, 1);
      const end = first + jobs.drawn[slot];
      for (let item = first; item < end; item++) counts[jobs.report[item]]++;
      return counts;
    },
    after: refuse,
    weighs: () => market.evidence !== undefined,
    weigh: (slot, failed) => market.evidence!.weigh(jobs.asserter[slot], failed),
    settle,
  };
}

/** What it lends the nodes that choose by their past. */
export function lendNodes({ cast, settings }: MarketState, { wake }: Waits, exits: Exits): NodeKit {
  const { role, spec, traits } = cast.played!;
  const leave = (node: number): void => {
    if (traits.changesFleet === undefined) {
      throw new RangeError(`strategy ${spec.kind} lets a node leave; its traits have to say so, as changesFleet`);
    }
    exits.leave(node);
  };
  return { role, nodeCount: settings.market.nodeCount, after: wake, leave };
}

/** What it lends whoever hands out jobs: those of the lot at hand, and the nodes with their queues. */
export function lendQueues({ fleet, queues, lots }: MarketState): DispatchKit {
  return {
    uniforms: lots.dispatch,
    present: () => fleet.present,
    isThere: (node) => node < fleet.nodeCount && fleet.isPresent(node),
    nodeAt: (place) => fleet.nodeAt(place),
    queueOf: (node) => queues.lengthOf(node),
  };
}

/** The same where nodes may be down: those that jobs do not avoid. */
export function lendUpNodes(market: MarketState): DispatchKit {
  const { fleet, downtime } = market;
  return {
    ...lendQueues(market),
    present: () => downtime.present(fleet),
    nodeAt: (place) => downtime.nodeAt(place, fleet),
  };
}
