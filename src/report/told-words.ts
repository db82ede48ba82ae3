import type { ToldRun } from '../analysis/exhibits/exhibits.ts';
import { describeSetting, nameStrategy } from '../words/label.ts';

/** Which run was told, so that it can be replayed: design point, arm and replication; empty where nobody knows. */
export function sayRun({ designPoint, at, arm, strategy, replication }: Partial<ToldRun>): string {
  if (designPoint === undefined || arm === undefined || strategy === undefined) return '';
  const setting = describeSetting(at ?? {});
  const where = setting === '' ? '' : ` at ${setting}`;
  return ` One run${where}: focal nodes play ${nameStrategy(strategy)} (design point ${designPoint}, arm ${arm}, replication ${replication}).`;
}
