/** The registry of claims by kind; apart from the others, which worker threads need without them. */
import type { Claim } from '../claims/define.ts';
import * as registry from '../claims/index.ts';

/** Every claim by kind. */
export const claims: ReadonlyMap<string, Claim> = new Map(Object.values(registry).map((claim) => [claim.kind, claim]));

/**
 * The claim of a kind.
 *
 * @throws RangeError where there is none
 */
export function claimOf({ kind }: { kind: string }): Claim {
  const claim = claims.get(kind);
  if (!claim) throw new RangeError(`unknown claim ${kind}`);
  return claim;
}
