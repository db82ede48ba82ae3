/**
 * What keyed draws are for. A draw belongs to (seed, replication, job, purpose), so nothing that happens to other jobs,
 * or to this one before, can move it. Purposes 2k and 2k + 1 share a block of the generator.
 */

/** The pair of purposes 0 and 1: which node gets the job, and whether it is challenged. */
export const ARRIVAL_PAIR = 0;
/** How long computing it takes at speed 1; drawn at the start of service, together with the next. */
export const SERVICE = 2;
/** Whether the asserter makes its move at this job. */
export const DECIDE = 3;
/** The pair of the two. */
export const SERVICE_PAIR = SERVICE >> 1;
/** Speed of a node; keyed by node instead of job. */
export const SPEED = 4;
/** Which nodes validate. */
export const VALIDATORS = 6;
/** What a mechanism draws for by its own numbers: so many of them, one purpose each, from here on. */
export const OF_MECHANISM = 16;
export const OF_MECHANISM_COUNT = 240;
/** How long validator k takes, k = 1, 2, …: one purpose each, from here on. */
export const VERIFY = 256;
/** What validator k reports: one purpose each, from here on. */
export const REPORT = 1024;
/** Whether validator k makes its move: one purpose each, from here on. */
export const RESPOND = 2048;
/** Who is given the jobs of a node that went down; keyed by node and occurrence. */
export const REDISPATCH = 4096;
/** What hazards draw for, one purpose for each of them, from here on; keyed by node and occurrence. */
export const HAZARDS = 4352;
