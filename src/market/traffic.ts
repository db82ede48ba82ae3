import type { Demand } from './demand.ts';
import type { Dispatch } from './dispatch.ts';

/** What is plugged in where jobs come into a market: when they do, and who gets them. */
export interface Traffic {
  demand: Demand;
  dispatch: Dispatch;
}
