import { reportKinds } from '../detector.ts';
import { REPORT } from '../purposes.ts';
import type { MarketState } from '../state.ts';
import { responses } from './response-table.ts';

/** A validator is done: its report is drawn, and the last one of a challenge hands the job back to the mechanism. */
export type RevealReport = (item: number) => void;

/** How validators of a market report. */
export function createRevealReport(market: MarketState): RevealReport {
  const { jobs, draws, reportTable } = market;

  function revealReport(item: number): void {
    const slot = jobs.slotOf(item);
    const planted = jobs.planted[slot] === 1;
    const shownFalse = planted || jobs.assertedFalse[slot] === 1;
    const row = reportTable.caseOf(jobs.response[item], shownFalse, planted, market.assertionOf(slot));
    const certain = reportTable.certainKind(row);
    jobs.report[item] =
      certain >= 0 ? certain : reportTable.kindAt(row, draws.uniform(jobs.number[slot], REPORT + jobs.placeOf(item)));
    if (market.isTold) tellReport(item);
    if (--jobs.pending[slot] === 0) market.play.onRevealed(slot);
  }

  function tellReport(item: number): void {
    market.tell({
      kind: 'reported',
      time: market.now,
      job: jobs.number[jobs.slotOf(item)],
      node: jobs.node[item],
      report: reportKinds[jobs.report[item]],
      response: responses[jobs.response[item]],
    });
  }

  return revealReport;
}
