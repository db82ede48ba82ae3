import type { Uniforms } from '../../kernel/stream.ts';
import type { Flow } from './flow.ts';

/**
 * The work before a node at any moment of the steady state, of Poisson arrivals: a geometric number of services, each
 * found in progress (Pollaczek and Khinchine). The sum is what an arriving job finds, because such arrivals see time
 * averages.
 *
 * @param load  of the node, below 1
 * @param pace  time the node takes for a second of work
 * @returns seconds until the node would be idle
 * @source Asmussen (2003), Applied probability and queues, theorem VIII.5.7; Wolff (1982), PASTA
 */
export function drawWork(flow: Flow, load: number, pace: number, uniforms: Uniforms): number {
  const { service, verification, jobsPerSecond, nodes, checksPerNode } = flow;
  const ofJobs = (jobsPerSecond / nodes) * service.mean;
  const share = ofJobs / (ofJobs + checksPerNode * verification.mean);
  let work = 0;
  while (uniforms.next() < load) {
    const law = share >= 1 || uniforms.next() < share ? service : verification;
    work += uniforms.next() * law.sampleLengthBiased!(uniforms);
  }
  return work * pace;
}
