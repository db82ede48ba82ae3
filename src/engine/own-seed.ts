import { type Arm, armName, type Settings } from '../market/settings.ts';
import { digest } from '../scenario/schema/digest.ts';

/**
 * The seed of an arm's runs: the study's, so that all arms and design points share their randomness; or, without common
 * random numbers, one of its own.
 */
export function seedOf(
  { mechanism, market, coalition: { accounting: _, ...coalition }, run }: Settings,
  arm: Arm,
  seed: string,
): string {
  if (run.commonRandomNumbers !== false) return seed;
  return digest({ seed, arm: armName(arm), mechanism, market, coalition });
}
