/**
 * What keyed draws are for. A draw belongs to (seed, replication, job, purpose), so nothing that happens to other jobs,
 * or to this one before, can move it. Purposes 2k and 2k + 1 share a block of the generator.
 */

/** Which node gets the job; drawn on arrival, together with the next. */
export const DISPATCH = 0;
/** Whether the job is challenged. */
export const CHALLENGE = 1;
/** How long computing it takes at speed 1; drawn at the start of service, together with the next. */
export const SERVICE = 2;
/** Whether the asserter makes its move at this job. */
export const DECIDE = 3;
/** Speed of a node; keyed by node instead of job. */
export const SPEED = 4;
/** Which nodes validate. */
export const VALIDATORS = 6;
/** Purposes of mechanisms. */
export const mechanismPurpose = { plant: 16, arbitration: 17 } as const;
/** How long validator k takes, k = 1, 2, …: one purpose each, from here on. */
export const VERIFY = 256;
/** What validator k reports: one purpose each, from here on. */
export const REPORT = 1024;
/** Whether validator k makes its move: one purpose each, from here on. */
export const RESPOND = 2048;
