/**
 * What everyone but the player in question does.
 *
 * - `all-honest`: every other node is honest, members of the coalition included.
 * - `coalition`: the M nodes of the coalition back a false result of a member; everyone else is honest.
 * - `all-deviating`: the coalition has grown to the whole market: every node backs a false result of any other.
 */
export const profiles = ['coalition', 'all-honest', 'all-deviating'] as const;

/** One of {@link profiles}. */
export type Profile = (typeof profiles)[number];
