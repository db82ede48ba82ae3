import { chooseResponse, type Move, type Response } from '../strategy.ts';

/** Responses by code, as work items keep them; 0 is what honest validators do, and the first two compute the job. */
export const responses: readonly Response[] = ['recompute', 'vouch', 'guess', 'copy', 'report-false'];

/** Highest code of a response that computes the job, and therefore takes time and costs C_V. */
export const COMPUTES_MAX = 1;

/** What a validator can see, by whom it concerns, as so many cases of a move. */
const CASES = 8;

/** What validators do, for everything they can see: {@link chooseResponse} asked once per case and run. */
export class ResponseTable {
  private codes = new Uint8Array(2 * CASES);

  /**
   * @param moves  by which validators play, by number
   * @param committed, assertedVisible  whether members back each other always, and whether validators may read the
   * asserted output before they commit
   */
  reset(moves: readonly Move[], committed: boolean, assertedVisible: boolean): void {
    if (this.codes.length < moves.length * CASES) this.codes = new Uint8Array(moves.length * CASES);
    for (let index = 0; index < moves.length * CASES; index++) {
      const response = chooseResponse(moves[index >> 3], {
        role: 'validator',
        member: (index & 4) > 0,
        memberLies: (index & 2) > 0,
        allColluding: (index & 1) > 0,
        committed,
        assertedVisible,
      });
      this.codes[index] = responses.indexOf(response);
    }
  }

  /** Code of the response that a move comes to; the other arguments are what the node observes. */
  codeOf(move: number, member: boolean, memberLies: boolean, allColluding: boolean): number {
    return this.codes[move * CASES + (member ? 4 : 0) + (memberLies ? 2 : 0) + (allColluding ? 1 : 0)];
  }
}
