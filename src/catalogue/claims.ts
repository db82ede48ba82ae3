/** Claims by kind; apart from the rest of a catalogue, which worker threads need without them. */
import type { Claim } from '../claims/define.ts';
import * as registry from '../claims/index.ts';
import type { Catalogue } from './catalogue.ts';

const known = new WeakMap<Catalogue, ReadonlyMap<string, Claim>>();

/** Every claim that a scenario can make where a catalogue is used: those of the program, and those that it adds. */
export function claimsIn(catalogue: Catalogue): ReadonlyMap<string, Claim> {
  let claims = known.get(catalogue);
  if (!claims) {
    const all = [...Object.values(registry), ...catalogue.addedClaims.values()];
    claims = new Map(all.map((claim: Claim) => [claim.kind, claim]));
    known.set(catalogue, claims);
  }
  return claims;
}

/**
 * The claim of a kind.
 *
 * @throws RangeError where there is none
 */
export function claimOf({ kind }: { kind: string }, catalogue: Catalogue): Claim {
  const claim = claimsIn(catalogue).get(kind);
  if (!claim) throw new RangeError(`unknown claim ${kind}`);
  return claim;
}
