/** A worker of the product that knows a claim window, too. */
import { builtIn, withCatalogue } from '../../src/catalogue/catalogue.ts';
import { runInTurns, runThrough, type Turns } from '../../src/engine/assignment.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import type { Assignment, AssignmentResult } from '../../src/plan/plan.ts';
import { claimWindow } from '../fixtures/claim-window.ts';

const mechanisms = new Map([...builtIn.mechanisms, [claimWindow.kind, claimWindow]]);

export function takeTurns(parcel: readonly Assignment[]): Turns {
  return runInTurns(parcel, (settings, ...run) =>
    simulateRun(withCatalogue(settings, { ...builtIn, mechanisms }), ...run),
  );
}

export default function runThere(parcel: readonly Assignment[]): AssignmentResult[] {
  return runThrough(takeTurns(parcel));
}
