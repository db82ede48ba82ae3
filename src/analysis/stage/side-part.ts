/**
 * Parts of the exact page beside thresholds, advantages and equilibria: one that cannot be worked out is left out by
 * name and with its reason, and the rest of the page stands.
 */

/** A part that could not be worked out. */
export interface FailedPart {
  part: string;
  reason: string;
}

/** What keeps the parts of one page from taking each other down. */
export interface SideParts {
  failed: FailedPart[];
  /** Works out a part; `null` and a note of it where that throws. */
  attempt: <Part>(name: string, work: () => Part) => Part | null;
  /** Notes that a part is left out. */
  leaveOut: (part: string, reason: string) => void;
}

/** The parts of a page none of which has failed yet. */
export function createSideParts(): SideParts {
  const failed: FailedPart[] = [];
  const leaveOut = (part: string, reason: string) => {
    // What is asked several times fails once.
    if (!failed.some((known) => known.part === part && known.reason === reason)) failed.push({ part, reason });
  };
  const attempt: SideParts['attempt'] = (part, work) => {
    try {
      return work();
    } catch (error) {
      leaveOut(part, error instanceof Error ? error.message : String(error));
      return null;
    }
  };
  return { failed, attempt, leaveOut };
}
