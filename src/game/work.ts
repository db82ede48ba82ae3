/**
 * How much a search may do, counted so that it ends at the same place on every machine.
 *
 * A unit is about a third of a microsecond: a payoff that is added up. Whoever knows beforehand what it will cost spends it
 * before it begins; whoever does not spends as it goes.
 */

/** Thrown by a search that may not go on. */
export class OutOfWork extends Error {
  constructor() {
    super('the search has done all it may');
    this.name = 'OutOfWork';
  }
}

/** Work that is left to one search, whatever it tries one after the other. */
export class Work {
  #left: number;

  /** @param units  at least 0; infinite where a search shall come to its end whatever it takes */
  constructor(units: number) {
    this.#left = units;
  }

  /** @throws OutOfWork when less is left; then nothing is, and no other search begins */
  spend(units: number): void {
    this.#left -= units;
    if (this.#left >= 0) return;
    this.#left = 0;
    throw new OutOfWork();
  }
}

/** What a search finds; `undefined` where it would take more work than it may do. */
export function searchWithin<Found>(search: () => Found): Found | undefined {
  try {
    return search();
  } catch (error) {
    if (error instanceof OutOfWork) return undefined;
    throw error;
  }
}
