import type { Demand } from './demand.ts';
import type { Dispatch } from './dispatch.ts';
import type { PluggedHazard } from './hazard.ts';

/** What is plugged in where jobs come into a market: when they do, who gets them, and what befalls nodes. */
export interface Traffic {
  demand: Demand;
  dispatch: Dispatch;
  /** None when left out. */
  hazards?: readonly PluggedHazard[];
}
