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

/** Advantages of a study, simulated or solved, and the share of nodes that collude where it is one. */
interface Compared {
  designPoints: readonly { advantages: readonly { against: Profile }[] }[];
  coalition?: number;
}

/**
 * Against whom an amount is, to follow it in a sentence: ` against a coalition of 40 %`, with its blank before it. Empty
 * where a study knows one profile alone, which nobody can take for another.
 *
 * @param against  the profile, or all that the sentence is about
 */
export function sayAgainst(study: Compared, against: Profile | readonly Profile[]): string {
  if (!hasSeveralProfiles(study)) return '';
  return ` ${[against]
    .flat()
    .map((profile) => sayProfile(meantBy(study, profile), study.coalition))
    .join(' and ')}`;
}

/** Whether advantages of a study are against more than one profile of the others. */
export function hasSeveralProfiles({ designPoints }: Pick<Compared, 'designPoints'>): boolean {
  const [first] = designPoints.find(({ advantages }) => advantages.length > 0)?.advantages ?? [];
  return designPoints.some(({ advantages }) => advantages.some(({ against }) => against !== first?.against));
}

/**
 * The profile as people are told of it: where nobody colludes, everyone else in profile `coalition` is honest. Where some
 * do, `all-honest` is measured beside it.
 */
export function meantBy({ coalition, designPoints }: Compared, profile: Profile): Profile {
  if (profile !== 'coalition' || coalition !== undefined) return profile;
  const isThere = designPoints.some(({ advantages }) => advantages.some(({ against }) => against === 'all-honest'));
  return isThere ? 'coalition' : 'all-honest';
}

function sayProfile(profile: Profile, share: number | undefined): string {
  if (profile === 'all-honest') return 'while all others are honest';
  if (profile === 'all-deviating') return 'while all others collude';
  return share === undefined
    ? 'against the coalition'
    : `against a coalition of ${Number((100 * share).toPrecision(3))} %`;
}
