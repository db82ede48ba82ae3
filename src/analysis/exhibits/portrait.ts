import { buildPhasePortrait, type PhasePortrait, type Shares } from '../../game/phase-portrait.ts';
import type { Settings } from '../../market/settings.ts';
import { armOf } from '../../plan/arms.ts';
import { exactIncome, listSolvable } from '../round/exact.ts';
import { populate } from '../stage/dynamics.ts';

/** How a population of asserters moves that holds three of the declared strategies, honest nodes first. */
export interface PopulationPortrait extends PhasePortrait {
  strategies: [string, string, string];
  /** Declared deviations that are not in the picture. */
  leftOut: string[];
}

/**
 * The phase portrait of honesty and two deviations of asserters; `null` with fewer than two, and where the round is silent.
 *
 * As in {@link describeDynamics}, a drawn validator colludes with chance 1 - h where a share h is honest. With more than
 * two deviations those that earn most where everyone else is honest are shown.
 */
export function describePortrait(settings: Settings): PopulationPortrait | null {
  let isKnown = true;
  const income = (name: string, share: number) => {
    const arm = armOf(settings, 'asserter', name, 'coalition');
    const found = exactIncome(populate(settings, 1 - share), 'asserter', arm);
    if (found === null) isKnown = false;
    return found ?? 0;
  };
  const names = listSolvable(settings, 'asserter').flatMap(({ name }) => (name === 'honest' ? [] : [name]));
  if (names.length < 2) return null;
  const ranked = names.length === 2 ? names : names.toSorted((a, b) => income(b, 1) - income(a, 1));
  const [first, second, ...leftOut] = ranked as [string, string, ...string[]];
  const payoffs = (share: number): Shares => [income('honest', share), income(first, share), income(second, share)];
  const portrait = buildPhasePortrait(payoffs);
  return isKnown ? { strategies: ['honest', first, second], leftOut, ...portrait } : null;
}
