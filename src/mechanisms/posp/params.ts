import { z } from 'zod';
import { evidenceParam } from '../../market/evidence.ts';
import type { Mechanism, MechanismNeeds } from '../../market/mechanism.ts';
import { samplingParam } from '../../market/sampling.ts';
import type { PlugSpec } from '../../market/settings.ts';

const share = (description: string, label: object = {}) =>
  z
    .number()
    .min(0)
    .max(1)
    .meta({ description, unit: '1', ...label });
const chance = (description: string, label: object = {}) => share(description, { isChance: true, ...label });
const credits = (description: string, label: object = {}) =>
  z
    .number()
    .min(0)
    .meta({ description, unit: 'credits', ...label });

/** Parameters of a challenge once it has been made: shared by every mechanism that recomputes jobs. */
export const challengeParams = {
  validatorCount: z.int().min(1).max(255).default(1).meta({
    description: 'Validators drawn per challenge (n).',
    symbol: 'n',
    name: 'validators per challenge',
    unit: 'count',
    axisUnit: 'count',
  }),
  draw: z
    .enum(['without-replacement', 'independent'])
    .default('without-replacement')
    .describe(
      'How validators are drawn: from the other nodes without replacement, or each colluding with probability r.',
    ),
  validatorReward: credits('Reward of a whole challenge, shared by its validators (R_V).', {
    symbol: 'R_V',
    name: 'reward of a challenge',
    relative: '= market.reward * mechanism.validatorCount',
  }),
  slashAmount: credits('Stake taken from a liar (S), at most what is there.', {
    symbol: 'S',
    name: 'slash',
  }).optional(),
  slashFraction: share('Share of the stake held that is taken from a liar, instead of a fixed amount.', {
    name: 'slash',
    axisUnit: 'share of the stake',
  }).optional(),
  bountyShare: share('Share of all slashes of a challenge paid to its honest validators (beta); the rest is burned.', {
    symbol: 'beta',
    name: 'bounty',
    axisUnit: 'share of the slash',
  }).default(0),
  mismatchReward: z
    .enum(['per-slot', 'split-among-honest'])
    .default('per-slot')
    .describe('What an honest validator gets after a mismatch: its slot R_V/n, or an equal part of the whole R_V.'),
  rewardAt: z
    .enum(['verdict', 'assertion'])
    .optional()
    .describe(
      'When the asserter is paid: once its job is settled, so that a refuted one forfeits the reward, as when left out; or at once, and only the stake answers.',
    ),
  arbitration: z
    .union([
      z.enum(['perfect', 'referee']),
      z.strictObject({
        majority: z
          .int()
          .min(1)
          .max(999)
          .refine((size) => size % 2 === 1, 'an odd number, so that a vote cannot be tied')
          .meta({
            description: 'Nodes that vote on a mismatch (m), each colluding with probability r.',
            unit: 'count',
          }),
      }),
    ])
    .default('perfect')
    .describe(
      'Who resolves a mismatch: a comparison repeated perfectly, an outside referee that recomputes, or a vote.',
    ),
  arbitrationCost: credits('Cost of one recomputation by the referee.')
    .default(0)
    .meta({ readWith: { 'mechanism.arbitration': ['referee'] } }),
  reveal: z
    .enum(['commit-reveal', 'open'])
    .default('commit-reveal')
    .describe('Whether a validator may read the asserted output before it commits its own.'),
  plantedErrorRate: chance('Chance that validators are shown an output falsified on purpose (phi).', {
    symbol: 'phi',
    name: 'planted errors',
    axisUnit: 'share of challenges',
  }).default(0),
  evidence: evidenceParam,
  recheckCount: z
    .int()
    .min(1)
    .max(1000)
    .default(1)
    .meta({ description: 'Independent comparisons that must all flag before a slash (j).', unit: 'count' }),
  accounting: z
    .enum(['alone', 'netted', 'gross', 'committed'])
    .default('gross')
    .describe('Which coalition income counts when honesty is weighed against cheating.'),
};

/** Schema of `mechanism` for proof of sampling. */
export const pospParams = z.strictObject({
  challengeProbability: chance('Chance that a finished job is challenged (p).', {
    symbol: 'p',
    name: 'challenge probability',
    axisUnit: 'share of jobs',
    otherwise: 'sampling.floor',
  }),
  sampling: samplingParam,
  ...challengeParams,
});

/** Parameters of proof of sampling, resolved. */
export type PospParams = z.output<typeof pospParams>;

/**
 * Reads parameters off a mechanism's settings, once for each: a map asks for every arm of a point, and parsing them anew
 * each time would take as long as the round. Where only numbers have moved since the last time, only those are read.
 *
 * @param fields  the fields that `parse` reads, one by one: no rule joins two of them
 */
export function rememberParams(
  parse: (given: object) => PospParams,
  fields: Readonly<Record<string, z.ZodType>>,
): (mechanism: PlugSpec) => PospParams {
  // The arms of a point ask in turn, and so do the two sides of its coin.
  const recent: { mechanism: PlugSpec; params: PospParams }[] = [];
  return (mechanism) => {
    const known = recent.find((one) => one.mechanism === mechanism);
    if (known) return known.params;
    const last = recent[0];
    const moved = last && listMoved(mechanism, last.mechanism);
    const params =
      last && moved ? { ...last.params, ...readNumbers(mechanism, moved, fields) } : parse(plugOf(mechanism));
    recent.unshift({ mechanism, params });
    if (recent.length > RECENT) recent.pop();
    return params;
  };
}

const RECENT = 4;

function plugOf({ kind: _, ...given }: PlugSpec): object {
  return given;
}

/** Names of the parameters that differ, where they are numbers in both; `undefined` where anything else differs. */
function listMoved(mechanism: PlugSpec, other: PlugSpec): string[] | undefined {
  const names = Object.keys(mechanism);
  if (names.length !== Object.keys(other).length) return undefined;
  const moved = names.filter((name) => mechanism[name] !== other[name]);
  const isNumber = (name: string) => typeof mechanism[name] === 'number' && typeof other[name] === 'number';
  return moved.every(isNumber) ? moved : undefined;
}

function readNumbers(
  mechanism: PlugSpec,
  names: readonly string[],
  fields: Readonly<Record<string, z.ZodType>>,
): Partial<PospParams> {
  return Object.fromEntries(names.map((name) => [name, fields[name].parse(mechanism[name])]));
}

/**
 * What challenges ask of a market, by parameters that are not parsed and fields written out: this is asked several times at
 * every design point, where parsing or copying would take longest.
 *
 * @param validators  drawn per challenge [count]
 * @param rate  chance that a job is challenged [1]
 */
export function challengeNeeds(given: PlugSpec, validators: number, rate: number): MechanismNeeds {
  return {
    validatorsMax: validators,
    checksPerJob: rate * validators,
    challengeRate: rate,
    rechecks: Number(given.recheckCount ?? 1),
    draw: given.draw === 'independent' ? 'independent' : 'without-replacement',
    reveal: given.reveal === 'open' ? 'open' : 'commit-reveal',
    arbiters: (given.arbitration as { majority?: number } | undefined)?.majority ?? 0,
  };
}

/** What a mechanism that challenges says of its challenges, whatever it is that makes them. */
export const challengeFacts = {
  flights: true,
  vouchersCompare: true,
  drawApart: (mechanism) => (mechanism.draw === 'independent' ? mechanism : { ...mechanism, draw: 'independent' }),
  extremes: ({ mechanism, market }) => {
    const { slashAmount, slashFraction, validatorCount, validatorReward, bountyShare } = mechanism;
    return {
      slash: slashAmount === undefined ? Number(slashFraction ?? 1) * market.stake : Number(slashAmount),
      nodes: 1 + Number(validatorCount ?? 1),
      reward: Number(validatorReward ?? 0),
      bountyShare: Number(bountyShare ?? 0),
    };
  },
  countedBy: 'accounting',
} as const satisfies Partial<Mechanism>;
