/** What rules about a claim look at beside the claim. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Role } from '../../findings/findings.ts';
import type { StrategySpec } from '../../market/settings.ts';
import type { Leaves } from '../numbers/leaves.ts';
import type { ReadQuantity } from '../numbers/quantity.ts';
import type { Axis } from '../schema/scenario.ts';
import type { FindParameter } from '../sweep/sweep.ts';

/** What a claim may refer to. */
export interface ClaimContext {
  catalogue: Catalogue;
  players: Record<Role, StrategySpec[]> | undefined;
  /** What becomes of slashed nodes, as far as the file says it for every design point. */
  exit: string | undefined;
  axes: readonly Axis[];
  /** Paths written under `sweep`, also those of axes with problems of their own. */
  sweptPaths: readonly string[];
  find: FindParameter;
  leaves: Leaves;
  /** Whether a path may be unknown because of another problem already reported. */
  isSilent: (path: string) => boolean;
  /** What amounts with a unit are in; absent where none has one. */
  currency: ReadQuantity['currency'];
}
