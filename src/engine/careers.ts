/** Careers of focal nodes, told job by job: what each came to, and how low it stood at its worst. */
import type { Listener, MarketEvent } from '../market/events.ts';
import { UNITS_PER_CREDIT } from '../market/money/ledger.ts';
import type { CareerSettings } from '../market/settings.ts';

/** Numbers that one career leaves: its income, and the lowest that its income ever stood at [credits]. */
export const numbersPerCareer = 2;

type Earned = Extract<MarketEvent, { kind: 'earned' }>;

/** How many careers a run tells of [count]. */
export function countCareers({ nodes, each }: CareerSettings): number {
  return nodes * each;
}

/** Hears what jobs brought as they are settled and puts them in the order in which their nodes asserted them. */
export class CareerBook implements Listener {
  readonly wants = ['earned'] as const;
  readonly #settings: CareerSettings;
  readonly #told: Earned[][];

  constructor(settings: CareerSettings) {
    this.#settings = settings;
    this.#told = Array.from({ length: settings.nodes }, () => []);
  }

  hear(event: MarketEvent): void {
    if (event.kind === 'earned') this.#told[event.node]?.push(event);
  }

  /**
   * The careers, node by node: income and lowest income of each; NaN where the run ended before the career did.
   *
   * @param hasLeft  whether a node left the market: its career is as long as it got
   */
  list(hasLeft: (node: number) => boolean): Float64Array {
    const { jobs, each, stride } = this.#settings;
    const numbers = new Float64Array(countCareers(this.#settings) * numbersPerCareer).fill(Number.NaN);
    for (const [node, told] of this.#told.entries()) {
      told.sort((a, b) => a.job - b.job);
      const isWhole = hasLeft(node);
      for (let career = 0; career < each; career++) {
        const first = career * stride;
        if (told.length < first + jobs && !(isWhole && career === 0)) break;
        const { income, lowest } = addUp(told.slice(first, first + jobs));
        numbers.set([income, lowest], (node * each + career) * numbersPerCareer);
      }
    }
    return numbers;
  }
}

function addUp(told: readonly Earned[]): { income: number; lowest: number } {
  let [income, lowest] = [0, 0];
  for (const job of told) {
    income += job.income;
    lowest = Math.min(lowest, income);
  }
  return { income: income / UNITS_PER_CREDIT, lowest: lowest / UNITS_PER_CREDIT };
}
