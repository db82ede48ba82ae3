/**
 * Estimates with nothing taken out: what the runs say by themselves, common draws and the sampling of challenges kept.
 *
 * A sharp estimate rests on what the round knows of nature's draws; with all of them taken out it repeats the exact
 * value to the last digits and is no evidence of its own. The plain one is.
 */
import type { Role } from '../../findings/findings.ts';
import type { Settings } from '../../market/settings.ts';
import { type ArmEvidence, estimateAdvantage, type PairedEstimate } from './estimate.ts';

/** The advantage of one arm over another as the runs alone tell it; the sharp estimate itself where it took nothing out. */
export function estimatePlainly(
  own: ArmEvidence,
  other: ArmEvidence,
  role: Role,
  settings: Settings,
  sharp: PairedEstimate,
): PairedEstimate {
  if (isPlain(sharp)) return sharp;
  return estimateAdvantage(own, other, role, { ...settings, run: { ...settings.run, controlVariates: false } });
}

/** Whether nothing was taken out of an estimate. */
export function isPlain({ reduction }: PairedEstimate): boolean {
  return reduction.controlVariates === 1;
}
