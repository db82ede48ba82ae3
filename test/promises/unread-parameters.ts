/**
 * Which parameters change nothing under a mechanism, found by turning every one of them: what follows goes
 * into `src/scenario/rules/unread-parameters.ts`, by which files are checked.
 *
 * A parameter is read where turning it changes the exact record of some arm or a simulated run, at one
 * of several settings that between them use everything a market has.
 */
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { exactFocalRecord, exactIncome, exactRecord } from '../../src/analysis/round/exact.ts';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import { profiles } from '../../src/findings/profile.ts';
import type { Settings } from '../../src/market/settings.ts';
import { listArms } from '../../src/plan/arms.ts';
import { writePath } from '../../src/scenario/numbers/paths.ts';
import { resolveSettings } from '../../src/scenario/resolve.ts';
import type { Scenario } from '../../src/scenario/schema/scenario.ts';
import { readSections } from '../../src/scenario/schema/sections.ts';

/** Parameters without which a mechanism is not complete, and variants that use the optional ones. */
export const variants: Record<string, readonly string[]> = {
  posp: [
    'challengeProbability: 0.3, slashAmount: 4, bountyShare: 0.2, plantedErrorRate: 0.1, recheckCount: 2, arbitration: { majority: 3 }',
    'challengeProbability: 0.3, slashFraction: 0.2, validatorCount: 2, arbitration: referee, arbitrationCost: 0.3',
    'challengeProbability: 0.6, slashAmount: 4, evidence: { kind: k-of-last, k: 2, of: 4 }',
    'challengeProbability: 0.3, slashAmount: 4, sampling: { kind: reputation, newcomers: 0.8, cleanJobs: 3 }',
    'challengeProbability: "= mechanism.sampling.floor", slashAmount: 4, sampling: { kind: reputation, floor: 0.3, newcomers: 0.8, cleanJobs: 3 }',
  ],
  'always-verify': [
    'slashAmount: 4, bountyShare: 0.2, plantedErrorRate: 0.1, recheckCount: 2, arbitration: { majority: 3 }',
    'slashFraction: 0.2, validatorCount: 2, arbitration: referee, arbitrationCost: 0.3',
    'slashAmount: 4, evidence: { kind: k-of-last, k: 2, of: 4 }',
  ],
  'no-verification': [''],
  'attention-challenge': [
    'slashAmount: 4, bounty: 0.5, missedLoss: 0.2, attentionRate: 0.1, attentionSlash: 2, validatorCount: 2',
  ],
  'boss-with-fine': ['challengeProbability: 0.3, slashAmount: 4'],
  'forced-errors': [
    'slashAmount: 4, bounty: 0.5, missedLoss: 0.2, forcedErrorRate: 0.1, jackpot: 3, validatorCount: 2',
  ],
  inspection: ['slashAmount: 4, bounty: 0.5, missedLoss: 0.2'],
  'majority-vote': ['majority: 2, slashAmount: 3'],
  'spot-check': ['spotCheckRate: 0.1, jobsPerWorker: 5, slashAmount: 4'],
  'two-clouds': ['deposit: 4, arbitrationCost: 0.3, collusionStake: 0.2, bribe: 0.1'],
};

/** What else a setting may have: a market, players, a coalition. */
export const surroundings = [
  { detector: '{ falseAlarm: 0.1, miss: 0.2 }', more: '', players: '' },
  { detector: '{ kind: exact-match, tokenMismatch: 0.05, tokens: 6, miss: 0.2 }', more: '', players: '' },
  { detector: '{ falseAlarm: 0.1, miss: 0.2 }', more: ', jobsInFlight: 2', players: '' },
  { detector: '{ falseAlarm: 0.1, miss: 0.2 }', more: ', minimumStake: 17', players: ', exit: ejected' },
  { detector: '{ falseAlarm: 0.1, miss: 0.2 }', more: '', players: ', exit: banned, reentryCost: 1, discount: 0.9' },
];

const probes = [0.6, 0, 2, 1, 12, 5, 19, 0.25, 3];

/**
 * Every parameter under a mechanism, by whether turning it changes anything; in the order of the schema. Those that can
 * be nothing but what they are here are left out.
 */
export function turnEverything(kind: string, among = surroundings): Map<string, boolean> {
  const found = new Map<string, boolean>();
  for (const variant of variants[kind] ?? ['']) {
    for (const around of among) {
      const text = writeSetting(kind, variant, around);
      const base = read(text);
      if (!base) continue;
      const whole = JSON.stringify(fingerprint(base.settings));
      for (const { path, values } of base.parameters) {
        if (found.get(path)) continue;
        const turned = values.flatMap((value) => read(text, [path, value]) ?? []);
        const others = turned.filter(({ settings }) => !isDeepStrictEqual(settings, base.settings));
        if (others.length === 0) continue;
        found.set(
          path,
          others.some(({ settings }) => JSON.stringify(fingerprint(settings)) !== whole),
        );
      }
    }
  }
  return found;
}

/**
 * Whether turning a parameter of proof of sampling changes anything, by exact records, where certain players are listed.
 * Between them the settings reveal outputs early and late.
 */
export function movesUnder(players: string, path: string): boolean {
  return ['open', 'commit-reveal'].some((reveal) => {
    const text = writeSetting('posp', `${variants.posp![1]}, reveal: ${reveal}`, surroundings[0]!, players);
    const base = read(text)!;
    const values = base.parameters.find((parameter) => parameter.path === path)!.values;
    const others = values.flatMap((value) => read(text, [path, value]) ?? []);
    const whole = JSON.stringify(exactRecords(base.settings));
    return others.some(({ settings }) => JSON.stringify(exactRecords(settings)) !== whole);
  });
}

/** Where it ships. */
export const unreadParametersFile = 'src/scenario/rules/unread-parameters.ts';

/** What a file must state, whether or not anything reads it. */
const stated = ['market.nodeCount', 'market.computeCost', 'market.reward', 'market.stake'];

/** The file that ships: what moves nothing in the market of each mechanism. */
export function writeUnreadParameters(): string {
  const rows = [...builtIn.mechanisms.keys()].map(
    (kind) =>
      `  ['${kind}', [${listIdle(kind)
        .map((path) => `'${path}'`)
        .join(', ')}]],`,
  );
  return `/**
 * Parameters that change nothing under a mechanism, whatever the others are. Found by turning every one
 * of them, and written by \`npm run refresh\`.
 */
// biome-ignore format: one line per mechanism
export const unreadParameters: ReadonlyMap<string, readonly string[]> = new Map([
${rows.join('\n')}
]);
`;
}

/** What moves nothing under a mechanism. What players are like is looked at by another route (unread-moves.ts). */
export function listIdle(kind: string): string[] {
  return [...turnEverything(kind)].flatMap(([path, moves]) =>
    !moves && !path.startsWith('players.') && !stated.includes(path) ? [path] : [],
  );
}

function writeSetting(
  kind: string,
  variant: string,
  { detector, more, players }: (typeof surroundings)[number],
  listed = 'asserter: [honest, skip-work], validator: [honest, guess, copy]',
): string {
  return `
mechanism: { kind: ${kind}, ${variant} }
market: { nodeCount: 8, jobsPerSecond: 2, computeCost: 1, verificationCost: 0.8, reward: 1.3, stake: 20, outsideGain: 0.4, guessProbability: 0.3, serviceSeconds: 1, verificationSeconds: 0.5, speed: 1.5, detector: ${detector}${more} }
players: { ${listed}${players} }
coalition: { size: 4 }
`;
}

/** A setting read without asking what is idle in it, with one parameter turned; nothing where rules forbid it. */
function read(text: string, set?: readonly [path: string, value: string | number]) {
  const written = parse(text) as Record<string, unknown>;
  if (set) writePath(written, set[0].split('.'), set[1]);
  const { full, leaves, problems } = readSections(written, () => false, builtIn);
  if (!full || problems.length > 0) return undefined;
  const scenario = { ...full, sweep: [], run: { jobs: 150, warmUpJobs: 'auto', batches: 1 } } as unknown as Scenario;
  const { settings, problems: broken } = resolveSettings(scenario);
  if (!settings || broken.length > 0) return undefined;
  const parameters = [
    ...leaves.numbers.map(({ path }) => ({
      path: path.replace(/\.value$/, ''),
      values: probes as (string | number)[],
    })),
    ...leaves.choices
      .filter(({ path }) => !/\.kind$|^mechanism$/.test(path))
      .map(({ path, words }) => ({ path, values: words as (string | number)[] })),
  ];
  return { settings, parameters };
}

function fingerprint(settings: Settings): unknown[] {
  const arms = listArms(settings, profiles);
  const hasMarket = builtIn.mechanisms.get(settings.mechanism.kind)?.create !== undefined;
  return [
    ...exactRecords(settings),
    ...(hasMarket ? arms.map((arm) => [...simulateRun(settings, arm, 'turned', 0)]) : []),
  ];
}

function exactRecords(settings: Settings): unknown[] {
  const arms = listArms(settings, profiles);
  return [
    ...arms.flatMap((arm) => (['asserter', 'validator'] as const).map((role) => exactIncome(settings, role, arm))),
    ...arms.map((arm) => [...(exactRecord(settings, arm) ?? exactFocalRecord(settings, arm) ?? [])]),
  ];
}
