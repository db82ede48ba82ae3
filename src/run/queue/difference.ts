import { readRunId, runIdOf } from '../../engine/identity.ts';
import { armName } from '../../market/settings.ts';
import { type NamedAssignment, readBytes } from './parcel.ts';
import type { Difference } from './results.ts';

/** Says which run came twice with other numbers. @param asked  what it may have been asked for as */
export function describeDifference({ name, workers, bytes }: Difference, asked: readonly NamedAssignment[]): string {
  const [id, count] = name.split('+');
  const { arm, replication: first } = readRunId(id) ?? { arm: id, replication: 0 };
  const [one, other] = bytes.map((each) => readBytes(each)?.rows ?? new Float64Array());
  const at = one.length === 0 ? -1 : other.findIndex((value, i) => !Object.is(value, one[i]));
  const perRun = Math.max(1, other.length / Number(count));
  const replication = first + Math.max(0, Math.floor(at / perRun));
  const named = asked.find((each) => each.name === name)?.assignment;
  const where = named ? ` (design point ${named.point.id}, arm ${armName(named.arm)}, replication ${replication})` : '';
  const numbers = at < 0 ? '' : `: ${one[at]} from ${workers[0]}, ${other[at]} from ${workers[1]}`;
  const who = at < 0 ? ` from ${workers[0]} and ${workers[1]}` : '';
  return `run ${runIdOf(arm, replication)}${where} came twice with other numbers${who}${numbers}. A run has the same numbers everywhere, so one of the two computes wrong: find out with posp verify --runs all, stop it, and begin anew with --fresh`;
}
