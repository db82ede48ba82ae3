/** Claims about the stage game need one: of players who do not learn, and who are there at every job. */
import { learns } from '../../catalogue/catalogue.ts';
import type { StrategySpec } from '../../market/settings.ts';
import { exitRules } from '../../market/traits.ts';
import { type PathProblem, type Steps, say } from '../problems/problems.ts';
import type { ClaimSpec } from '../schema/scenario.ts';

/** Refuses a claim about the stage game where there is none. */
export function checkStageGame(
  { kind, by }: ClaimSpec,
  steps: Steps,
  { exit, listed }: { exit: string | undefined; listed: readonly StrategySpec[] },
): PathProblem[] {
  if (kind !== 'unique-equilibrium' && !(kind === 'equilibrium' && by === 'exact')) return [];
  const wayOut =
    kind === 'equilibrium'
      ? 'leave out by: exact, and simulation decides it'
      : 'claim an equilibrium, which simulation can decide';
  const refuse = (reason: string, expected: string) => {
    const message = `claim ${steps[1]} is about the stage game, and there is none where ${reason}; ${wayOut}`;
    return [say('no-stage-game', steps, kind, expected, message)];
  };
  const learner = listed.find(learns);
  if (learner) return refuse(`nodes learn from what they earned (${learner.name})`, 'players who do not learn');
  return exit !== undefined && isExit(exit) && exitRules[exit].runsDown
    ? refuse(
        'nodes are ejected once their stake has run down: what they play for changes from job to job',
        `players.exit: ${staying.join(' or ')}`,
      )
    : [];
}

const isExit = (exit: string): exit is keyof typeof exitRules => Object.hasOwn(exitRules, exit);

const staying = Object.entries(exitRules).flatMap(([kind, { runsDown }]) => (runsDown ? [] : kind));
