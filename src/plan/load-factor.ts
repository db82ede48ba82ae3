import { needsOf } from '../catalogue/needs.ts';
import { hazardsOf, jobsPerSecondOf, trafficOf } from '../catalogue/traffic.ts';
import { lawOf } from '../market/law-of.ts';
import type { Settings } from '../market/settings.ts';
import { exitOf } from '../market/traits.ts';
import { pickQueues } from './alike-queues.ts';
import type { DesignPoint } from './plan.ts';

/**
 * Work that arrives per second over the work all nodes can do, when everyone is honest [1]; from 1 on queues grow
 * without end. Nodes of different speed are taken at their mean; what validators add is what the mechanism says it asks.
 *
 * λ (E[service] + checks per job E[verification]) / (N E[speed]), the traffic intensity of a network of queues
 * (Jackson 1957).
 */
export function computeLoadFactor(settings: Settings): number {
  const { market } = settings;
  const service = lawOf(market.serviceSeconds, settings).mean;
  const verification = lawOf(market.verificationSeconds ?? market.serviceSeconds, settings).mean;
  const speed = lawOf(market.speed, settings).mean;
  const { checksPerJob } = needsOf(settings) ?? { checksPerJob: 0 };
  return (
    (jobsPerSecondOf(settings) * (service + checksPerJob * verification)) /
    (market.nodeCount * speed * capacityOf(settings))
  );
}

/** Share of the work that nodes could do which hazards leave them [1]. */
function capacityOf(settings: Settings): number {
  return hazardsOf(settings).reduce((share, { hazard, params }) => share * (hazard.capacity?.(params) ?? 1), 1);
}

/**
 * Share of time that nodes are computing when everyone is honest, in the long run: the load factor. Known where it is
 * below 1, all nodes are equally fast and asked alike, and the mechanism says what it asks of the market; `undefined` elsewhere.
 */
export function computeUtilisation(settings: Settings): number | undefined {
  const { market } = settings;
  const isKnown =
    settings.kindOfJobs === undefined &&
    settings.groupOfNodes === undefined &&
    needsOf(settings) !== undefined &&
    lawOf(market.speed, settings).variance === 0 &&
    trafficOf(settings).dispatch.traits?.favours === undefined &&
    hazardsOf(settings).length === 0 &&
    // Who leaves takes capacity along; false alarms make honest nodes leave.
    (exitOf(settings).traits.changesFleet === undefined || market.detector.falseAlarm === 0);
  const load = computeLoadFactor(settings);
  return isKnown && load < 1 ? load : undefined;
}

/** The design point with the heaviest load and that load, if it is more than the nodes can serve. */
export function findOverload(points: readonly DesignPoint[]): { point: DesignPoint; load: number } | undefined {
  let worst: { point: DesignPoint; load: number } | undefined;
  for (const point of pickQueues(points)) {
    // What one kind of job takes, or one group of nodes, is not what all of them take.
    if (point.settings.kindOfJobs !== undefined || point.settings.groupOfNodes !== undefined) continue;
    const load = computeLoadFactor(point.settings);
    if (load >= 1 && load > (worst?.load ?? 0)) worst = { point, load };
  }
  return worst;
}
