/**
 * The market: jobs arrive, nodes serve them first come first served, the mechanism challenges and settles.
 *
 * Whatever
 * belongs to a job is drawn by key (replication, job, purpose), so two arms of one replication see the same arrivals,
 * assignments, challenges and validators, however their strategies differ.
 *
 * It comes in three layers: what is shared and does nothing (`state.ts`), parts that act on it (`parts.ts`: `work/` for
 * time and order, `evidence/` for challenges and reports, `money/` for who gets what, `nodes/` for who is there), and the
 * run, which is opened, played and closed here.
 */

import type { Mechanism, MechanismNeeds, MechanismPlay } from './mechanism.ts';
import { UNITS_PER_CREDIT } from './money/ledger.ts';
import { lendStakes } from './money/take-stake.ts';
import { type MarketRun, openRun } from './open-run.ts';
import { assembleParts } from './parts.ts';
import { OF_MECHANISM_COUNT } from './purposes.ts';
import { columnIndex as at, moneyColumns } from './record.ts';
import type { Settings } from './settings.ts';
import { MarketState, VALIDATORS_MAX } from './state.ts';

/** The market of one worker. */
export class Market extends MarketState {
  private readonly plays = new Map<Mechanism, MechanismPlay>();
  private readonly parts = assembleParts(this);

  /**
   * Simulates one run to the settlement of its last job.
   *
   * @returns the record, one value per column; money in credits. Valid until the next run.
   * @throws Error when a law is broken: money appeared or vanished, or a job was lost
   */
  run(mechanism: Mechanism, run: MarketRun): Float64Array {
    const { payment, collateral } = run.money;
    openRun(this, run, needsOf(mechanism, run.settings), needsTime(mechanism) || needsTime(payment));
    this.collateral = collateral.create(run.settings.collateral ?? {}, lendStakes(this));
    this.parts.payments.begin(payment, run.settings.payment ?? {});
    this.play = this.playOf(mechanism);
    const { chooserOf, upChooserOf } = this.parts;
    this.choose = (this.hasHazards ? upChooserOf : chooserOf)(run.traffic.dispatch, run.settings.market.dispatch);
    const amounts = { reward: this.rewardUnits, unitsPerCredit: UNITS_PER_CREDIT, stake: this.stakeUnits };
    this.parts.beginWaits();
    this.play.reset(run.settings, amounts);
    if (run.nodePlay) this.nodePlay = run.nodePlay(this.parts.lendNodes());
    if (this.timeless) this.parts.playRounds(run.settings.run.jobs);
    else this.parts.playInTime(run.settings.run.jobs);
    return this.close();
  }

  /** Brings the record and the ledger up to date and counts all money. @throws Error when money appeared or vanished */
  audit(): void {
    this.parts.audit();
  }

  private playOf(mechanism: Mechanism): MechanismPlay {
    const known = this.plays.get(mechanism);
    if (known) return known;
    if (!mechanism.create) throw new RangeError(`mechanism ${mechanism.kind} describes a game but no market`);
    checkDraws(mechanism);
    const play = mechanism.create(needsTime(mechanism) ? this.parts.timedKit : this.parts.kit);
    checkElapses(mechanism, play);
    this.plays.set(mechanism, play);
    return play;
  }

  private close(): Float64Array {
    const { columns, settings } = this;
    const settled = this.arrived - columns[at.unservedJobs];
    if (this.jobs.inFlight !== 0 || this.arrived !== settings.run.jobs) {
      const { kind } = settings.mechanism;
      const left = `${this.jobs.inFlight} of ${settled} jobs were never settled by t = ${this.now.toFixed(2)} s`;
      throw new Error(`${left}, when nothing was left to wait for; mechanism ${kind} settles every job once`);
    }
    this.payments?.end();
    this.parts.audit();
    columns[at.nodeSeconds] = this.fleet.nodeSeconds(0, this.payments ? this.lastJobAt[0] : this.now);
    if (this.runBatches.records.length > 0) this.parts.cutBatch();
    for (const column of moneyColumns) columns[column] /= UNITS_PER_CREDIT;
    return columns;
  }
}

function needsTime({ traits }: Pick<Mechanism, 'traits'>): boolean {
  return traits?.needsTime !== undefined;
}

/** Who asks for time is told when it has elapsed. @throws RangeError where nobody is */
function checkElapses(mechanism: Mechanism, play: MechanismPlay): void {
  if (!needsTime(mechanism) || play.onElapsed) return;
  throw new RangeError(`mechanism ${mechanism.kind} needs time, and has no onElapsed to be told when it has elapsed`);
}

/** Every draw of a mechanism has a key of its own, and none that is the market's. @throws RangeError where one has not */
function checkDraws({ kind, draws = {} }: Mechanism): void {
  const numbers = Object.values(draws);
  const isOwn = numbers.every((number) => Number.isInteger(number) && number >= 0 && number < OF_MECHANISM_COUNT);
  if (isOwn && new Set(numbers).size === numbers.length) return;
  const given = JSON.stringify(draws);
  throw new RangeError(
    `mechanism ${kind} draws by ${given}; each takes a whole number from 0 to ${OF_MECHANISM_COUNT - 1}`,
  );
}

/** What a mechanism asks of the market, by its own word. @throws RangeError where no market has so many seats */
function needsOf(mechanism: Mechanism, settings: Settings): MechanismNeeds {
  const needs = mechanism.needs?.(settings) ?? { validatorsMax: 1, checksPerJob: 0 };
  if (needs.validatorsMax >= 0 && needs.validatorsMax <= VALIDATORS_MAX) return needs;
  throw new RangeError(
    `mechanism ${mechanism.kind} announces ${needs.validatorsMax} validators; a job has at most ${VALIDATORS_MAX}`,
  );
}
