/**
 * Facts about what plugs and settings do to the independence of jobs. Whoever must know whether jobs can be played one by
 * one, whether a round speaks for all of them, or which controls are right asks these, and no kind by its name.
 */
import type { Settings } from './settings.ts';

/** What is done to jobs, each fact with its reason in words; what is left out is not done. */
export interface Traits {
  /** What a job comes to hangs on when things happen. */
  needsTime?: string;
  /** Who gets a job hangs on queues. */
  readsQueues?: string;
  /** Some nodes get more jobs than others, whatever waits at them. */
  favours?: string;
  /** Slashed nodes leave, so that later jobs meet others. */
  changesFleet?: string;
  /** What a node does, or what is held against it, hangs on its own jobs before. */
  remembers?: string;
  /** What a job came to counts for the node's next one, before which it is settled: jobs are played one after the other. */
  settlesInTurn?: string;
  /** Jobs share what befalls one of them. */
  couplesJobs?: string;
}

/** What becomes of a slashed node, as facts. */
export interface ExitRule {
  traits: Traits;
  /** It posts at once what was taken. */
  refills: boolean;
  /** It is gone once its stake has run down: how many jobs a node has left hangs on the slashes before. */
  runsDown: boolean;
  /** It is gone at its first refusal: what it earns is a career, valued by discounting. */
  bans: boolean;
  /** What coming back costs [credits]: `null` where nobody who left comes back, or the price is the file's to say. */
  wayBack: number | null;
}

/** The rules of exit, by kind. */
export const exitRules: Readonly<Record<Settings['players']['exit']['kind'], ExitRule>> = {
  none: { traits: {}, refills: true, runsDown: false, bans: false, wayBack: null },
  ejected: {
    traits: { needsTime: 'nodes may leave', changesFleet: 'nodes leave when their stake has run down' },
    refills: false,
    runsDown: true,
    bans: false,
    wayBack: null,
  },
  banned: {
    traits: { changesFleet: 'slashed nodes are banned' },
    refills: false,
    runsDown: false,
    bans: true,
    wayBack: null,
  },
};

/** What becomes of slashed nodes, and what coming back costs [credits]: `null` where nobody who left comes back. */
export function exitOf({ players: { exit } }: Pick<Settings, 'players'>): ExitRule {
  const rule = exitRules[exit.kind];
  return rule.bans ? { ...rule, wayBack: exit.reentryCost } : rule;
}
