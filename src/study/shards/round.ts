/** `plan.json`: the runs that a study's next look needs, as plain data that others may take to other machines. */
import { join } from 'node:path';
import { z } from 'zod';
import { resultsVersion } from '../../engine/identity.ts';
import type { Fields } from '../../findings/schema.ts';
import { armName } from '../../market/settings.ts';
import type { DesignPoint } from '../../plan/plan.ts';
import { parseJson } from '../../scenario/read/read-json.ts';
import { readRegularFile, UnfitFileError } from '../../scenario/read/regular-file.ts';
import { canonicalJson, digestScenario } from '../../scenario/schema/digest.ts';
import type { Scenario } from '../../scenario/schema/scenario.ts';
import { StoreError } from '../../store/store-error.ts';
import { type Concluded, listAskedProfiles } from '../conclude.ts';
import { KeyedArms } from '../passes.ts';
import type { WantedRuns } from './wanted.ts';

/** Consecutive replications of an arm. */
interface RoundArm {
  designPoint: number;
  /** The swept parameters there. */
  at: Record<string, string | number>;
  arm: string;
  /** The arm's key: what all its runs have in common, digested. */
  key: string;
  first: number;
  count: number;
}

/** What a look needs. */
export interface Round {
  schema: 1;
  /** Digest of the study, as in its manifest. */
  digest: string;
  versions: { 'posp-sim': string; results: number };
  /** From 0. */
  look: number;
  /** In plan order; nothing where the study is finished. */
  arms: RoundArm[];
}

const fields: Fields<Round> = {
  schema: z.literal(1),
  digest: z.string().max(200),
  versions: z.looseObject({ 'posp-sim': z.string().max(200), results: z.int() }),
  look: z.int().min(0).max(1e6),
  arms: z
    .array(
      z.strictObject({
        designPoint: z.int().min(0).max(1e9),
        at: z.record(z.string().max(200), z.union([z.string().max(1000), z.number()])),
        arm: z.string().max(1000),
        key: z.string().regex(/^[0-9a-f]{24}$/, 'it must be 24 hexadecimal digits'),
        first: z.int().min(0).max(1e9),
        count: z.int().min(1).max(1e9),
      }),
    )
    .max(5_000_000),
};
const roundSchema: z.ZodType<Round> = z.strictObject(fields);

/** Largest plan that is read [bytes]: five million arms do not fit, and no look needs them. */
const roundBytesMax = 256_000_000;

/** What a study needs that is finished. */
export function emptyRound({ digest }: Pick<Round, 'digest'>, version: string): Round {
  return { schema: 1, digest, versions: { 'posp-sim': version, results: resultsVersion }, look: 0, arms: [] };
}

/** What these runs are as plain data. */
export function describeRound(scenario: Scenario, look: number, wanted: readonly WantedRuns[], version: string): Round {
  return {
    ...emptyRound({ digest: digestScenario(scenario) }, version),
    look,
    arms: wanted.map(({ point, arm, key, first, count }) => {
      return { designPoint: point.id, at: point.at, arm: armName(arm), key, first, count };
    }),
  };
}

/**
 * Reads the runs that somebody's plan asks for. A plan says nothing that the scenario does not: every arm has to have the
 * key that its design point gives it.
 *
 * @throws StoreError `unfit` when it is no plan, or one of another study or another engine
 */
export function readRound(
  path: string,
  study: Pick<Concluded, 'scenario' | 'points' | 'resolve'>,
  version: string,
): { look: number; wanted: WantedRuns[] } {
  const round = read(path);
  const here = describeRound(study.scenario, round.look, [], version);
  const refuse = (field: string, there: unknown, value: unknown) => {
    const wayOut = 'make the plan again with posp plan --next, from a folder of this study and this program';
    return new StoreError(
      'unfit',
      `${path}: ${field} is ${canonicalJson(there)}, not ${canonicalJson(value)}; ${wayOut}`,
    );
  };
  if (round.versions.results !== resultsVersion)
    throw refuse('versions.results', round.versions.results, resultsVersion);
  if (round.versions['posp-sim'] !== version) throw refuse('versions.posp-sim', round.versions['posp-sim'], version);
  if (round.digest !== here.digest) throw refuse('digest', round.digest, here.digest);
  const settle = createSettler(study);
  const most = study.scenario.replications.max;
  const met = new Map<string, number>();
  const wanted = round.arms.map(({ designPoint, at, arm: name, key, first, count }, index): WantedRuns => {
    const point = settle(designPoint, at);
    if (!point) throw refuse(`arms.${index}.at`, at, 'a design point of the scenario');
    const arm = point.arms.find((one) => armName(one.arm) === name);
    if (!arm)
      throw refuse(
        `arms.${index}.arm`,
        name,
        point.arms.map((one) => armName(one.arm)),
      );
    if (arm.key !== key) throw refuse(`arms.${index}.key`, key, arm.key);
    if (first + count > most) throw refuse(`arms.${index}: first + count`, first + count, `at most ${most}`);
    const from = met.get(key) ?? 0;
    if (first < from)
      throw refuse(`arms.${index}.first`, first, `at least ${from}, as runs before it stand there already`);
    met.set(key, first + count);
    return { point: point.point, arm: arm.arm, key, first, count };
  });
  return { look: round.look, wanted };
}

function read(path: string): Round {
  try {
    return parseJson(readRegularFile(path, roundBytesMax), roundSchema);
  } catch (error) {
    if (!(error instanceof UnfitFileError) && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const reason = error instanceof UnfitFileError ? error.message : 'there is no such file';
    throw new StoreError('unfit', `${join(path)} is no plan: ${reason}`, { cause: error });
  }
}

/** Finds design points by their numbers, and those that a search has added by their values. */
export function createSettler({ scenario, points, resolve }: Pick<Concluded, 'scenario' | 'points' | 'resolve'>) {
  const arms = new KeyedArms(listAskedProfiles(scenario), String(scenario.seed));
  const swept = new Set(scenario.sweep.map(({ path }) => path));
  const added = new Map<number, DesignPoint>();
  const find = (id: number, at: DesignPoint['at']): DesignPoint | undefined => {
    const known = points[id] ?? added.get(id);
    if (known) return canonicalJson(known.at) === canonicalJson(at) ? known : undefined;
    // Only what is swept has other values elsewhere.
    const settings = Object.keys(at).every((path) => swept.has(path)) ? resolve(at) : undefined;
    if (!settings) return undefined;
    added.set(id, { id, at, settings });
    return added.get(id);
  };
  return (id: number, at: DesignPoint['at']) => {
    const point = find(id, at);
    return point && { point, arms: arms.of(point) };
  };
}
