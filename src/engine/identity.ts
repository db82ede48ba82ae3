/** What makes two runs the same run: everything that can change its record, and nothing else. */
import { catalogueOf, mechanismOf } from '../catalogue/catalogue.ts';
import { addsUp } from '../market/outcomes.ts';
import type { Arm, Settings } from '../market/settings.ts';
import { unreadParameters } from '../scenario/rules/unread-parameters.ts';
import { asDigested, digest, rulesOf, Spelled } from '../scenario/schema/digest.ts';
import { planArm } from './arm-plan.ts';
import { seedOf } from './own-seed.ts';

/**
 * Raised whenever the same run would leave another record than before, or be known by another identity; stored runs of
 * older versions run again.
 */
export const resultsVersion = 8;

/** Hexadecimal digits of an arm's key, and of a replication behind it. */
const keyDigits = 24;
const replicationDigits = 8;

/**
 * What all replications of an arm have in common, digested: 24 hexadecimal digits.
 *
 * All of a design point counts, whatever is added to it, less what no record hangs on. So arms in which everyone plays
 * alike share their key and their runs, whatever they are called, and a study of several mechanisms shares its runs with
 * a study of each.
 */
export function armKeyOf(given: Settings, arm: Arm, seed: string): string {
  const { settings, cast, path, sampling } = planArm(given, arm);
  if (recent?.of !== settings) recent = { of: settings, ...spell(settings) };
  const { idle, spelled } = recent;
  const plugins = catalogueOf(settings).plugins.map(({ sha256 }) => sha256);
  const common = digest({
    resultsVersion,
    seed: seedOf(settings, arm, seed),
    settings: spelled,
    path,
    sampling,
    ...(plugins.length > 0 && { plugins }),
    cast: idle.includes('coalition.backing') ? { ...cast, committed: false } : cast,
  });
  return common.slice(0, keyDigits);
}

/**
 * What the runs of an arm are known by wherever they are made: by its key where they leave records, by all there is to say
 * where they follow careers or measure time alone.
 */
export function keyOfRuns(settings: Settings, arm: Arm, seed: string): string {
  const { careers, time } = settings.run;
  if (!careers && !time) return armKeyOf(settings, arm, seed);
  const plugins = catalogueOf(settings).plugins.map(({ sha256 }) => sha256);
  return digest({ resultsVersion, settings, arm, seed, plugins }).slice(0, keyDigits);
}

/** What of a design point its arms have in common, as it is digested: they are asked for one after the other. */
interface SpelledPoint {
  idle: readonly string[];
  spelled: Spelled;
}

let recent: (SpelledPoint & { of: Settings }) | undefined;

function spell(settings: Settings): SpelledPoint {
  const idle = listIdle(settings);
  const asked = { ...settings, mechanism: rulesOf(settings), market: asDigested(settings.market) };
  return { idle, spelled: new Spelled(leaveOut(asked, idle, '')) };
}

/** What is said by the cast, the seed and the way of sampling, or asks for nothing but exact values and estimates. */
const saidElsewhere = [
  'players.asserter',
  'players.validator',
  'players.against',
  'run.commonRandomNumbers',
  'run.sampling',
  'run.controlVariates',
  'movesCoin',
  'kindOfJobs',
  'groupOfNodes',
];
/** What values jobs: it is applied to records afterwards, unless each job is valued by itself. */
const valuing = ['coalition.accounting', 'players.utility', 'players.discount'];

/** Paths of a design point that no record hangs on. */
function listIdle(settings: Settings): readonly string[] {
  const { kind } = settings.mechanism;
  // What it says is resolved, and is part of the coalition.
  const counted = mechanismOf(settings).countedBy;
  return [
    ...saidElsewhere,
    ...(counted === undefined ? [] : [`mechanism.${counted}`]),
    ...(addsUp(settings) ? valuing : []),
    ...(unreadParameters.get(kind) ?? []),
  ];
}

/** A section without some paths; itself where there are none in it. */
function leaveOut(section: object, paths: readonly string[], from: string): object {
  const inside = paths.filter((path) => path.startsWith(from));
  if (inside.length === 0) return section;
  return Object.fromEntries(
    Object.entries(section).flatMap(([name, value]) => {
      const path = `${from}${name}`;
      if (inside.includes(path)) return [];
      if (!inside.some((one) => one.startsWith(`${path}.`))) return [[name, value]];
      const kept = leaveOut(value as object, inside, `${path}.`);
      // How a group of parameters is written says nothing where none of them is read.
      return from !== '' && Object.keys(kept).every((key) => key === 'kind') ? [] : [[name, kept]];
    }),
  );
}

/**
 * Identity of a run: its arm's key, then its replication, 32 hexadecimal digits in all. Where runs are cut into batches,
 * their records are numbered on, a run's batches one after the other.
 */
export function runIdOf(armKey: string, replication: number): string {
  return armKey + replication.toString(16).padStart(replicationDigits, '0');
}

/** Takes an identity apart; `undefined` when it is none. */
export function readRunId(id: string): { arm: string; replication: number } | undefined {
  if (!/^[0-9a-f]{32}$/.test(id)) return undefined;
  return { arm: id.slice(0, keyDigits), replication: Number.parseInt(id.slice(keyDigits), 16) };
}
