/**
 * What keyed draws are for. A draw belongs to (seed, replication, job, purpose), so nothing that happens to other jobs,
 * or to this one before, can move it.
 */

/** Which node gets the job. */
export const DISPATCH = 0;
/** How long computing it takes at speed 1. */
export const SERVICE = 1;
/** Whether the asserter makes its move at this job. */
export const DECIDE = 2;
/** Speed of a node; keyed by node instead of job. */
export const SPEED = 3;
/** Which nodes validate. */
export const VALIDATORS = 4;
/** Whether the job is challenged. */
export const CHALLENGE = 16;
/** Purposes of mechanisms. */
export const mechanismPurpose = { plant: 17, arbitration: 18 } as const;
/** How long validator k takes, k = 1, 2, …: one purpose each, from here on. */
export const VERIFY = 256;
/** What validator k reports: one purpose each, from here on. */
export const REPORT = 1024;
/** Whether validator k makes its move: one purpose each, from here on. */
export const RESPOND = 1279;
