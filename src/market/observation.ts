/**
 * What a node may know when it acts, and nothing more.
 *
 * An asserter acts before it can know whether it will be challenged or by whom; a validator never learns the true
 * result without computing it. A coalition shares what its members know: that a member asserted falsely, and how many
 * of its own were drawn. The law "a choice does not depend on what may not be seen" is tested over every strategy.
 */

/** What an asserter sees: nothing about the challenge to come. */
export interface AsserterObservation {
  role: 'asserter';
}

/** What a validator sees when it is drawn. */
export interface ValidatorObservation {
  role: 'validator';
  /** The asserter belongs to my coalition and told me that its result is false. */
  memberLies: boolean;
  /** The asserter belongs to my coalition. */
  member: boolean;
  /** Every validator of this challenge is in on it. */
  allColluding: boolean;
  /** My coalition backs its members even when an outsider was drawn too. */
  committed: boolean;
  /** I can read the asserted output before I commit mine. */
  assertedVisible: boolean;
}

/** Either of the two. */
export type Observation = AsserterObservation | ValidatorObservation;
