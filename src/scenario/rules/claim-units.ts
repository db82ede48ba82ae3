/** What the numbers of a claim are in: the unit of the parameter, or of the figure, that the claim is about. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { claimsIn } from '../../catalogue/claims.ts';
import { isMoneyFigure } from '../../claims/ranges.ts';
import { isRecord, type NumberLeaf } from '../numbers/leaves.ts';
import type { ParameterUnit } from '../numbers/quantity.ts';
import type { FindParameter } from '../sweep/sweep.ts';

/** Gives the numbers of claims their units; a ranking of labels has none. */
export function useClaimUnits(
  numbers: readonly NumberLeaf[],
  data: Record<string, unknown>,
  context: { find: FindParameter; isWord: (path: unknown) => boolean; catalogue: Catalogue },
): NumberLeaf[] {
  return numbers.flatMap((leaf) => {
    const [section, i, key] = leaf.steps;
    const claim = section === 'claims' && Array.isArray(data.claims) ? (data.claims[Number(i)] as unknown) : undefined;
    if (!isRecord(claim)) return [leaf];
    if (key === 'order' && context.isWord(claim.along)) return [];
    const unit = unitOf(key, claim, context);
    return [unit ? { ...leaf, unit } : leaf];
  });
}

/** The unit of a number of a claim by its key; nothing where the key has one of its own, or the claim is about nothing known. */
function unitOf(
  key: string | number | undefined,
  claim: Record<string, unknown>,
  { find, catalogue }: { find: FindParameter; catalogue: Catalogue },
): ParameterUnit | undefined {
  if (key === 'order') return typeof claim.along === 'string' ? find(claim.along)?.unit : undefined;
  if (key === 'between') return typeof claim.of === 'string' ? find(claim.of)?.unit : undefined;
  return key === 'atLeast' || key === 'atMost' ? unitOfFigure(claim, catalogue) : undefined;
}

function unitOfFigure(
  { kind, of, per = 'job' }: Record<string, unknown>,
  catalogue: Catalogue,
): ParameterUnit | undefined {
  if (isMoneyFigure(of)) return 'credits';
  const unit = claimsIn(catalogue).get(String(kind))?.ranges?.get(String(of))?.unit;
  // Shares of a job add up to a number of jobs in a time, of which there is no percentage.
  return unit === '1' && per !== 'job' ? 'plain' : unit;
}
