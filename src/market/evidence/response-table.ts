import type { Cast } from '../cast.ts';
import { chooseResponse, type Response } from '../strategy.ts';

/** Responses by code, as work items keep them; 0 is what honest validators do, and the first two compute the job. */
export const responses: readonly Response[] = ['recompute', 'vouch', 'guess', 'copy', 'report-false'];

/** Highest code of a response that computes the job, and therefore takes time and costs C_V. */
export const COMPUTES_MAX = 1;

/** What validators do, for everything they can see: {@link chooseResponse} asked once per case and run. */
export class ResponseTable {
  private readonly codes = new Uint8Array(16);

  /** @param assertedVisible  whether validators may read the asserted output before they commit */
  reset(cast: Cast, assertedVisible: boolean): void {
    for (let index = 0; index < this.codes.length; index++) {
      const move = (index & 8 ? cast.group : cast.outsider).validator;
      const response = chooseResponse(move, {
        role: 'validator',
        member: (index & 4) > 0,
        memberLies: (index & 2) > 0,
        allColluding: (index & 1) > 0,
        committed: cast.committed,
        assertedVisible,
      });
      this.codes[index] = responses.indexOf(response);
    }
  }

  /** Code of the response of a node in or outside the focal group; the other arguments are what it observes. */
  codeOf(grouped: boolean, member: boolean, memberLies: boolean, allColluding: boolean): number {
    return this.codes[(grouped ? 8 : 0) + (member ? 4 : 0) + (memberLies ? 2 : 0) + (allColluding ? 1 : 0)];
  }
}
