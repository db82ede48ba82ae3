/** Faults to be put into the sources of the engine: as texts of them, with the figure that shows each best. */

// Most is seen where most is challenged.
export const p = 0.05;
const r = 0.1;

/** Sums of the columns over the runs of an arm at p. */
export type Totals = Record<string, number>;

/** A figure of the record, and its standard error if nothing but chance moved it. */
interface Figure {
  /** The arm that shows it. */
  arm: string;
  value: (totals: Totals) => number;
  standardError: (totals: Totals) => number;
}

/** Of so many that count as `per`, each counts as `of` by itself. */
const share = (of: string, per: string, chance: number, arm = 'asserter/skip-work'): Figure => ({
  arm,
  value: (totals) => totals[of]! - chance * totals[per]!,
  standardError: (totals) => Math.sqrt(totals[per]! * chance * (1 - chance)),
});
/** What follows from what was drawn: nothing but the rounding of the ledger is left once that is taken out. */
const relation = (value: Figure['value'], arm = 'asserter/skip-work'): Figure => ({
  arm,
  value,
  standardError: () => 0,
});
const slashesOfDetected = relation(({ slashed, detectedJobs }) => slashed! - 150 * detectedJobs!);

/** A fault, and what is expected of it. */
export interface Fault {
  says: string;
  changes: { file: string; from: string; to: string }[];
  shows: Figure;
  /** Where the gap is looked for: what the complaint must name. */
  names?: RegExp;
  /** Why it cannot be seen in so many jobs. */
  unseen?: string;
  set?: string[];
}

const change = (file: string, from: string, to: string) => ({ file, from, to });
const challengeAt = (share: number) =>
  change('market/evidence/challenge-sampler.ts', 'uniform < probability;', `uniform < ${share} * probability;`);
const challengeCheatsAt = (share: number) =>
  change(
    'market/lend.ts',
    'sampler.isChallenged(probability,',
    `sampler.isChallenged((jobs.assertedFalse[slot] === 1 ? ${share} : 1) * probability,`,
  );
const drawMembersAt = (share: number) =>
  change(
    'market/open-run.ts',
    'state.colludingDraw = cast.memberShare;',
    `state.colludingDraw = cast.memberShare && ${share} * cast.memberShare;`,
  );
const forgetSecond = change(
  'market/evidence/challenges.ts',
  'jobs.drawn[slot] = count;',
  'jobs.drawn[slot] = count; if (count > 1) validatorNodes[1] = validatorNodes[0]!;',
);

const fewCheats = 'a tenth of the jobs cheats, and a twentieth of those is challenged: too few for so small a gap';
/** Every fault that is tried. */
export const faults: readonly Fault[] = [
  {
    says: 'challenges at 0.9 p',
    changes: [challengeAt(0.9)],
    shows: share('challengedJobs', 'jobs', p),
    names: /challengedJobs among/,
  },
  {
    says: 'challenges at 0.5 p',
    changes: [challengeAt(0.5)],
    shows: share('challengedJobs', 'jobs', p),
    names: /challengedJobs among/,
  },
  {
    says: 'challenges cheats alone at 0.9 p',
    changes: [challengeCheatsAt(0.9)],
    shows: share('focalChallengedJobs', 'focalJobs', p),
    unseen: fewCheats,
  },
  {
    says: 'challenges cheats alone at 0.3 p',
    changes: [challengeCheatsAt(0.3)],
    shows: share('focalChallengedJobs', 'focalJobs', p),
    names: /focalChallengedJobs among/,
  },
  {
    says: 'draws members at 0.9 r',
    changes: [drawMembersAt(0.9)],
    shows: share('focalValidations', 'challengedJobs', r),
    unseen: 'a tenth of the validators drawn are members: too few for so small a gap',
  },
  {
    says: 'draws members at 0.5 r',
    changes: [drawMembersAt(0.5)],
    shows: share('focalValidations', 'challengedJobs', r),
    names: /focalValidations among/,
  },
  {
    says: 'leaves every eighth slot unchallenged',
    // Played one by one all jobs have one slot: only arms played in time show it.
    changes: [
      change(
        'market/lend.ts',
        'sampler.isChallenged(probability,',
        'slot % 8 !== 7 && sampler.isChallenged(probability,',
      ),
    ],
    shows: share('challengedJobs', 'jobs', p, 'both/honest'),
    names: /challengedJobs among/,
  },
  {
    says: 'takes a slash that is 1 % small',
    changes: [change('market/money/take-stake.ts', 'slash(node, most)', 'slash(node, Math.floor(0.99 * most))')],
    shows: slashesOfDetected,
    names: /slashed beyond/,
  },
  {
    says: 'pays a reward that is 0.1 % small',
    changes: [change('market/open-run.ts', 'toUnits(market.reward)', 'toUnits(0.999 * market.reward)')],
    // R_A - C of every honest job.
    shows: relation(({ asserterIncome, focalJobs }) => asserterIncome! - 0.2 * focalJobs!, 'both/honest'),
    names: /asserterIncome beyond/,
  },
  {
    says: 'forgets what verifying costs validators',
    changes: [change('market/money/settle-validators.ts', 'taken[seat] - cost;', 'taken[seat];')],
    // R_V - C of every honest validation.
    shows: relation(
      ({ validatorIncome, focalValidations }) => validatorIncome! - 0.2 * focalValidations!,
      'both/honest',
    ),
    names: /validatorIncome beyond/,
  },
  {
    says: 'loses one slash in a hundred',
    changes: [
      change(
        'market/money/take-stake.ts',
        'export function createTakeStake',
        'let slashes = 0;\nexport function createTakeStake',
      ),
      change(
        'market/money/take-stake.ts',
        'taken = collateral.slash(node, most)',
        'taken = ++slashes % 100 === 0 ? 0 : collateral.slash(node, most)',
      ),
    ],
    shows: slashesOfDetected,
    names: /slashed beyond/,
  },
  {
    says: 'overlooks two false results in a hundred',
    changes: [
      change(
        'market/evidence/reports.ts',
        'if (market.isTold) tellReport',
        "if (reportKinds[jobs.report[item]!] === 'flags' && jobs.number[slot]! % 50 === 0) jobs.report[item] = 0;\n    if (market.isTold) tellReport",
      ),
    ],
    // The round leaves no way in which a validator from outside overlooks anything here: one is too many.
    shows: relation(
      ({ detectedJobs, focalChallengedJobs, focalColludingJobs }) =>
        detectedJobs! - (focalChallengedJobs! - focalColludingJobs!),
    ),
    names: /arbitrations beyond/,
  },
  {
    says: 'never draws the second validator, where there is one',
    changes: [forgetSecond],
    shows: share('focalColludingJobs', 'focalChallengedJobs', r),
    unseen: 'there is no second validator: the engine is the same',
  },
  {
    says: 'never draws the second validator, where there are two',
    changes: [forgetSecond],
    set: ['mechanism.validatorCount=2'],
    // All drawn are members with chance r instead of r^2.
    shows: share('focalColludingJobs', 'focalChallengedJobs', r * r),
    names: /focalColludingJobs among/,
  },
];
