/**
 * Runs with gaps, closed up: the replications that all arms of a design point have, numbered on as if there were no others.
 * Arms are compared replication by replication, so that one that an arm lacks is of no use to the rest.
 */
import type { RunRecords } from '../../store/run-records.ts';
import { type Archive, batchesOf, type PointPlan } from '../passes.ts';

/** An archive without gaps, and what it has at every design point. */
export interface Pairing extends Pick<Archive, 'get'> {
  plan: PointPlan[];
}

/** @param points  the design points with their arms; how many replications they are to have does not matter */
export function createPairing(points: readonly PointPlan[], records: RunRecords): Pairing {
  const kept = new Map<string, { replications: readonly number[]; batches: number }>();
  const plan = groupByRuns(points).flatMap((group) => {
    const batches = batchesOf(group[0].point);
    const keys = [...new Set(group.flatMap(({ arms }) => arms.map(({ key }) => key)))];
    const isKept = (replication: number) =>
      keys.every((key) => {
        for (let batch = 0; batch < batches; batch++) {
          if (records.find(key, replication * batches + batch) < 0) return false;
        }
        return true;
      });
    const end = keys.length > 0 ? Math.floor(records.endOf(keys[0]) / batches) : 0;
    const replications: number[] = [];
    for (let replication = 0; replication < end; replication++) if (isKept(replication)) replications.push(replication);
    for (const key of keys) kept.set(key, { replications, batches });
    return group.map(({ point, arms }) => ({ point, arms, replications: replications.length }));
  });
  return {
    plan: plan.sort((a, b) => a.point.id - b.point.id),
    get: (key, record) => {
      const { replications = [], batches = 1 } = kept.get(key) ?? {};
      const replication = replications[Math.floor(record / batches)];
      return replication === undefined ? undefined : records.get(key, replication * batches + (record % batches));
    },
  };
}

/** Design points in groups: those that share the runs of an arm have to leave out the same of them. */
function groupByRuns(points: readonly PointPlan[]): PointPlan[][] {
  const groupOf = new Map<string, PointPlan[]>();
  const groups = new Set<PointPlan[]>();
  for (const point of points) {
    const group = [point];
    groups.add(group);
    const sharing = new Set(point.arms.flatMap(({ key }) => (groupOf.has(key) ? [groupOf.get(key)!] : [])));
    for (const other of sharing) {
      group.push(...other);
      groups.delete(other);
    }
    for (const { arms } of group) for (const { key } of arms) groupOf.set(key, group);
  }
  return [...groups];
}
