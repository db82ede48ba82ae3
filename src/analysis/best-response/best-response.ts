/**
 * The best that one node can do, everybody else honest, whatever it remembers.
 *
 * The market answers one node among many by next to nothing, so what it faces stays as it is, and its choices are a Markov
 * decision process. Where jobs stand for themselves that has one state, `at work`: whatever a plan does next hangs on
 * nothing that it did before. A ban ends a career or begins it anew, in the same state. So the best plan does the same at
 * every job, and is the best of what can be done at one.
 */
import type { ActionSet, BestResponse, KnownBestResponse, PlanStep } from '../../findings/best-response.ts';
import type { Role } from '../../findings/findings.ts';
import { type Bounds, boundMean } from '../../game/decision-bounds.ts';
import { buildProcess, type DecisionProcess } from '../../game/decision-process.ts';
import type { Settings } from '../../market/settings.ts';
import { exitOf } from '../../market/traits.ts';
import { armOf } from '../../plan/arms.ts';
import { exactIncome, listSolvable } from '../round/exact.ts';
import { explainSilence } from '../round/round-law.ts';
import { declareActions } from './actions.ts';

/** Working no more, which earns nothing. */
const stop = 'stop';

/** Of an income, as advantages have it [1]. */
const ROUNDING = 1e-13;

interface Question {
  role: Role;
  actions: ActionSet;
}

/** The best response of one node in a role; where the chain of its choices is not known, why. */
export function findBestResponse(given: Settings, { role, actions }: Question): BestResponse {
  const alone = { ...given, coalition: { ...given.coalition, size: 0, fraction: 0 } };
  const settings = declareActions(alone, role, actions);
  const unsolved = settings.players[role].length - listSolvable(settings, role).length;
  if (unsolved > 0)
    return { role, unknown: 'some of the declared strategies go by a past, and what they do at one job is not told' };
  const { bans } = exitOf(settings);
  const discount = settings.players.discount ?? 1;
  if (bans && discount === 1) {
    return { role, unknown: 'bans end careers, which have no worth where players.discount is 1' };
  }
  const incomes = settings.players[role].map(({ name }) => ({
    name,
    income: exactIncome(settings, role, armOf(settings, role, name, 'all-honest')),
  }));
  const known = incomes.flatMap(({ name, income }) => (income === null ? [] : [{ name, income }]));
  if (known.length < incomes.length) {
    return {
      role,
      unknown: explainSilence(settings, ['all-honest']) ?? 'the round does not say what every action earns',
    };
  }
  const process = buildProcess(
    'at work',
    (state) => [...known, { name: stop, income: 0 }].map((one) => ({ ...one, outcomes: [{ state, weight: 1 }] })),
    (state) => state,
  );
  return describe(role, process, boundMean(process), {
    honest: known.find(({ name }) => name === 'honest')!.income,
    horizon: bans ? 1 / (1 - discount) : null,
  });
}

/** What bounds on a process say. @param honest  what honesty earns [credits per job] */
function describe(
  role: Role,
  process: DecisionProcess<string>,
  { low, high, plan }: Bounds,
  { honest, horizon }: { honest: number; horizon: number | null },
): KnownBestResponse {
  const names = [...new Set(process.names)];
  // What rounding leaves of two equal incomes is nothing, and has no sign.
  const gainOf = (best: number) => (Math.abs(best - honest) <= ROUNDING * Math.abs(honest) ? 0 : best - honest);
  return {
    role,
    gain: { low: gainOf(low), high: gainOf(high) },
    policy: [...plan].map((action): PlanStep => ({ when: 'always', action: process.names[action] })),
    actions: names,
    states: process.states.length,
    horizon,
  };
}
