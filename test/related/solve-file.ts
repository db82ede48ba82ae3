/** A scenario file solved with some parameters overridden, and how the cases read their number off the solution. */

import { exactRecord } from '../../src/analysis/round/exact.ts';
import type { SolvedPoint } from '../../src/analysis/solve/result.ts';
import { solveScenario } from '../../src/analysis/solve/solve.ts';
import type { AxisValues } from '../../src/findings/axis-values.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import type { Settings } from '../../src/market/settings.ts';
import { loadScenario } from '../../src/plan/load-scenario.ts';
import { createResolver } from '../../src/scenario/resolve.ts';

/** The first design point of a file: what the solver says, and the settings it was asked about. */
export interface SolvedFile {
  point: SolvedPoint;
  settings: Settings;
}

/** Parameters to override, by path, as on the command line. */
export type Overrides = Record<string, string | number | boolean>;

const solved = new Map<string, Promise<SolvedFile>>();

/** Loads and solves a file once for the same question; throws when the file has problems. */
export function solveFile(file: string, set: Overrides = {}, of?: string): Promise<SolvedFile> {
  const key = JSON.stringify([file, set, of]);
  const known = solved.get(key) ?? solveOnce(file, set, of);
  solved.set(key, known);
  return known;
}

async function solveOnce(file: string, set: Overrides, of: string | undefined): Promise<SolvedFile> {
  const overrides = Object.entries(set).map(([path, value]) => [path, String(value)] as const);
  const loaded = await loadScenario({ file }, { set: overrides });
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems, null, 1));
  const { scenario, points } = loaded;
  const resolver = createResolver(scenario);
  const resolve = (moved: AxisValues) => resolver(moved).settings;
  const { designPoints } = solveScenario({ scenario, points: points.slice(0, 1), resolve }, { of });
  return { point: designPoints[0], settings: points[0].settings };
}

/** Chance of a strategy in the only equilibrium there is. */
function share({ point }: SolvedFile, role: 'asserter' | 'validator', dishonest: boolean): number {
  const [equilibrium, ...others] = point.games[0].equilibria;
  if (!equilibrium || others.length > 0) throw new Error(`${others.length + 1} equilibria, one expected`);
  return Object.entries(equilibrium.profile[role] ?? {}).reduce(
    (sum, [name, probability]) => ((name !== 'honest') === dishonest ? sum + probability : sum),
    0,
  );
}

/** Reads one number off a solution; `about` says which where there are several. */
export type Answer = (solved: SolvedFile, ...about: string[]) => number | null | undefined;

/** Numbers of a solution by what the cases call them. */
export const answers = {
  cheats: (solved: SolvedFile) => share(solved, 'asserter', true),
  checks: (solved: SolvedFile) => share(solved, 'validator', false),
  undetected: ({ point }: SolvedFile) => point.games[0].equilibria[0].undetectedPerJob,
  acceptedErrors: ({ point }: SolvedFile) => point.rates.undetectedPerJob,
  coalitionPayoff: ({ point }: SolvedFile) => point.payoffs.coalition,
  validatorPayoff: ({ point }: SolvedFile) => point.games[0].payoffs[1][0][0],
  clientPaidBeyondReward: ({ settings }: SolvedFile) => {
    const record = exactRecord(settings, { role: 'both', strategy: 'honest', against: 'coalition' })!;
    return record[at.clientPaid] / record[at.jobs] - settings.market.reward;
  },
  // With p = 1, one validator and no coalition, a false alarm costs an honest asserter R_A + S.
  honestMatch: ({ point, settings }: SolvedFile) =>
    1 - point.participation!.falseSlashLoss / (settings.market.reward + Number(settings.mechanism.slashAmount)),
  advantage: ({ point }: SolvedFile, role: string, against: string) =>
    point.advantages.find((one) => one.role === role && one.against === against)?.exact,
  threshold: ({ point }: SolvedFile, of: string, role: string, against: string) =>
    point.thresholds.find((one) => one.of === of && one.role === role && one.against === against)?.value,
} satisfies Record<string, Answer>;
