import { staysAway } from './cast.ts';
import type { JobValues } from './money/job-values.ts';
import { UNITS_PER_CREDIT } from './money/ledger.ts';
import type { MarketState } from './state.ts';

/** Tells the witness of a job of a focal node; nothing of a banned node's jobs that were still on their way. */
export type TellWitness = (slot: number, own: number, isCaught: boolean) => void;

/** How the witness of a market is told. */
export function createTellWitness(market: MarketState, { countJob }: JobValues): TellWitness {
  const { jobs, fleet } = market;

  return (slot, own, isCaught) => {
    const { settings, witness, cast } = market;
    const node = jobs.asserter[slot]!;
    if (!witness || !fleet.isGrouped(node)) return;
    const { kind, reentryCost } = settings.players.exit;
    if (kind === 'banned' && !fleet.isPresent(node)) return;
    const comesBack = kind === 'banned' && isCaught && !staysAway(cast, true);
    const entry = comesBack ? (reentryCost ?? 0) * UNITS_PER_CREDIT : 0;
    witness.settles(node, jobs.number[slot]!, countJob(slot, own) - entry);
  };
}
