import { defineMechanism } from '../define.ts';
import { checkChallenge } from './check.ts';
import { formulas } from './formulas.ts';
import { challengeFacts, challengeNeeds, pospParams, rememberParams } from './params.ts';
import { pospPieces } from './pieces.ts';
import { createPospPlay, draws } from './play.ts';
import { pospRound } from './round.ts';
import { pospSums } from './sums.ts';

/** Proof of sampling: a finished job is challenged with fixed probability and recomputed by sampled validators. */
export const posp = defineMechanism({
  kind: 'posp',
  title: 'Proof of sampling',
  source: 'Zhang, Wang, Tan, Liu, Moallemi, Popa (2024), arXiv 2405.00295',
  summary:
    'A random node asserts a result and commits to it. With probability p it is challenged afterwards: n other nodes, ' +
    'drawn at random, recompute the job and commit to theirs. If all agree, everyone is paid; a mismatch goes to ' +
    'arbitration, which takes the stake of whoever submitted a false result.',
  params: pospParams,
  check: checkChallenge,
  ...challengeFacts,
  levers: { rate: 'challengeProbability', slashAmount: 'slashAmount', slashFraction: 'slashFraction' },
  coin: 'challengeProbability',
  needs: ({ mechanism }) => {
    const rate = Number(mechanism.challengeProbability);
    return challengeNeeds(mechanism, Number(mechanism.validatorCount ?? 1), rate);
  },
  draws,
  create: (kit) => createPospPlay(kit, (params) => pospParams.parse(params)),
  round: (settings, cast) => pospRound(settings, cast, read(settings.mechanism)),
  sums: (settings, cast, asked) => pospSums(settings, cast, read(settings.mechanism), asked),
  piecesAlong: (settings, role, path) => pospPieces(settings, role, path, read(settings.mechanism)),
  formulas,
});

const read = rememberParams((given) => pospParams.parse(given), pospParams.shape);
