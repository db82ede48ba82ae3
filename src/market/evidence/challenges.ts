/** Challenges: which validators are drawn, and what each of them will do. */

import { areAllied } from '../cast.ts';
import type { Choices } from '../nodes/choices.ts';
import { RESPOND, VALIDATORS } from '../purposes.ts';
import type { MarketState } from '../state.ts';
import type { Timeline } from '../work/timeline.ts';
import type { RevealReport } from './reports.ts';

/** Draws validators for a job and gives them the work; see `MarketKit.challenge`. */
export type ChallengeJob = (slot: number, count: number, planted: boolean) => number;

/** How jobs of a market are challenged. */
export function createChallengeJob(
  market: MarketState,
  { enqueue }: Timeline,
  revealReport: RevealReport,
  { chooseResponse }: Choices,
): ChallengeJob {
  const { jobs, fleet, draws, validatorNodes, responseTable } = market;

  // Everyone's response is settled before the first of them starts: colluders have talked.
  function challengeJob(slot: number, count: number, planted: boolean): number {
    if (!(count >= 1 && count <= market.announced)) refuse(count);
    const { cast } = market;
    const number = jobs.number[slot];
    if (jobs.drawn[slot] > 0) refuseAgain(number);
    const uniforms = draws.at(number, VALIDATORS);
    const asserter = jobs.asserter[slot];
    if (!fleet.drawOthers(asserter, count, market.colludingDraw, uniforms, validatorNodes, 0)) return 0;
    jobs.planted[slot] = planted ? 1 : 0;
    jobs.drawn[slot] = count;
    jobs.pending[slot] = count;
    const first = jobs.itemOf(slot, 1);
    if (market.choosesResponse) {
      for (let k = 0; k < count; k++) chooseResponse(first + k, validatorNodes[k], draws.uniform(number, RESPOND + k));
    }
    const { validations } = market;
    let colluders = 0;
    for (let k = 0; k < count; k++) {
      const node = validatorNodes[k];
      const { backs } = validations[market.validationOf(first + k, node)];
      if (backs !== 'none' && areAllied(cast, market.crowdOf(node), market.crowdOf(node))) colluders++;
    }
    if (market.isTold) tellChallenge(number, count, planted);

    const assertedFalse = jobs.assertedFalse[slot] === 1;
    for (let k = 0; k < count; k++) {
      const node = validatorNodes[k];
      const move = market.validationOf(first + k, node);
      const member = market.isBackedBy(slot, node);
      const { probability } = validations[move];
      const moves = probability >= 1 || draws.uniform(number, RESPOND + k) < probability;
      jobs.response[first + k] = moves
        ? responseTable.codeOf(move, member, member && assertedFalse, colluders === count)
        : 0;
      jobs.node[first + k] = node;
    }
    for (let k = 0; k < count; k++) {
      if (market.timeless) revealReport(first + k);
      else enqueue(jobs.node[first + k], first + k);
    }
    return count;
  }

  // Seats are laid out for as many as were announced: one more would sit on another job's.
  function refuse(count: number): never {
    const { kind } = market.settings.mechanism;
    throw new RangeError(
      `mechanism ${kind} asks for ${count} validators of a job; it announced at most ${market.announced}, in validatorsMax of its needs`,
    );
  }

  // What the first validators did would be lost; and who asks again after each answer never comes to an end.
  function refuseAgain(number: number): never {
    throw new RangeError(
      `mechanism ${market.settings.mechanism.kind} challenges job ${number} twice; a job is challenged once`,
    );
  }

  function tellChallenge(number: number, count: number, planted: boolean): void {
    const validators = Array.from(validatorNodes.subarray(0, count));
    market.tell({ kind: 'challenged', time: market.now, job: number, validators, isPlanted: planted });
  }

  return challengeJob;
}
