/** Howard's policy iteration, with linear equations solved by elimination: another way to the same values. */
import type { DecisionProcess } from '../../src/game/decision-process.ts';

/** What the best plan is worth at the start; only for processes whose weights stay below 1. */
export function iteratePolicies(process: DecisionProcess): number {
  const { states, actionsFrom, start } = process;
  let plan = states.map((_, at) => actionsFrom[at]);
  for (let round = 0; round < 1000; round++) {
    const values = evaluate(process, plan);
    const next = plan.map((kept, at) => {
      let [best, worth] = [kept, worthOf(process, values, kept)];
      for (let action = actionsFrom[at]; action < actionsFrom[at + 1]; action++) {
        const other = worthOf(process, values, action);
        if (other > worth + 1e-10) [best, worth] = [action, other];
      }
      return best;
    });
    if (next.every((action, at) => action === plan[at])) return values[start];
    plan = next;
  }
  throw new Error('policies do not come to rest');
}

function worthOf(process: DecisionProcess, values: readonly number[], action: number): number {
  let worth = process.incomes[action];
  for (let i = process.outcomesFrom[action]; i < process.outcomesFrom[action + 1]; i++) {
    worth += process.weights[i] * values[process.nextStates[i]];
  }
  return worth;
}

function evaluate(process: DecisionProcess, plan: readonly number[]): number[] {
  const rows = plan.map((action, at) => {
    const row = Array.from({ length: plan.length + 1 }, () => 0);
    row[at] = 1;
    row[plan.length] = process.incomes[action];
    for (let i = process.outcomesFrom[action]; i < process.outcomesFrom[action + 1]; i++) {
      row[process.nextStates[i]] -= process.weights[i];
    }
    return row;
  });
  for (let column = 0; column < plan.length; column++) {
    let pivot = column;
    for (let i = column + 1; i < rows.length; i++)
      if (Math.abs(rows[i][column]) > Math.abs(rows[pivot][column])) pivot = i;
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    for (let i = 0; i < rows.length; i++) {
      const share = i === column ? 0 : rows[i][column] / rows[column][column];
      if (share !== 0) for (let j = column; j <= plan.length; j++) rows[i][j] -= share * rows[column][j];
    }
  }
  return rows.map((row, i) => row[plan.length] / row[i]);
}
