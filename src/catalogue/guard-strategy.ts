/** Strategies of a user's own: a move, or moves and a play that chooses one of them and nothing else. */
import { CHOICES_MAX } from '../market/cast.ts';
import type { NodePlay } from '../market/node-play.ts';
import type { Strategy } from '../market/strategy.ts';
import { guardMembers } from './guard.ts';
import { PlugError } from './plug-error.ts';

/** A strategy whose failures name it, and whose play chooses among the moves that there are. */
export function guardStrategy(strategy: Strategy, name: string): Strategy {
  const { move, moves, play } = guardMembers(strategy, name);
  if ((move !== undefined) === (play !== undefined) || (moves !== undefined) !== (play !== undefined)) {
    throw new PlugError(`${name}: a strategy has a move, or moves and a play that chooses among them, and never both`);
  }
  if (!moves || !play) return { ...strategy, move: move! };
  const listed: typeof moves = (params, role) => {
    const choices = moves(params, role);
    if (choices.length > 0 && choices.length <= CHOICES_MAX && choices.every(({ probability }) => probability === 1)) {
      return choices;
    }
    throw new PlugError(
      `${name}: its moves are ${choices.length}; there are 1 to ${CHOICES_MAX}, each of probability 1, for whoever chooses makes it`,
    );
  };
  return {
    ...strategy,
    moves: listed,
    play: (params, kit) => checkChoices(play(params, kit), listed(params, kit.role).length, name),
  };
}

function checkChoices(play: NodePlay, count: number, name: string): NodePlay {
  const guarded = guardMembers(play, name);
  return {
    ...guarded,
    chooses: (node, sight, luck) => {
      const choice = guarded.chooses(node, sight, luck);
      if (Number.isInteger(choice) && choice >= 0 && choice < count) return choice;
      throw new PlugError(`${name}: its chooses gives ${choice}, which is the place of no move; there are ${count}`);
    },
  };
}
