/** A law of the market that a plug broke, by what it says or moves and not by failing: whose plug it is, others know. */
export class BrokenLaw extends RangeError {
  readonly sort: string;
  readonly kind: string;
  /** What it does, to follow its name. */
  readonly law: string;

  constructor(sort: string, kind: string, law: string) {
    super(`${sort} ${kind} ${law}`);
    this.sort = sort;
    this.kind = kind;
    this.law = law;
  }
}
