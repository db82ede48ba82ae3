import { z } from 'zod';
import { defineMechanism } from './define.ts';
import { checkChallenge } from './posp/check.ts';
import { challengeFacts, challengeNeeds, challengeParams, type PospParams, rememberParams } from './posp/params.ts';
import { pospPieces } from './posp/pieces.ts';
import { createPospPlay, draws } from './posp/play.ts';
import { pospRound } from './posp/round.ts';
import { pospSums } from './posp/sums.ts';

const params = z.strictObject(challengeParams);

function certain(given: object): PospParams {
  return { ...params.parse(given), challengeProbability: 1 };
}

/** Every job is recomputed: the limit of sampling at p = 1, safe and as dear as the work itself. */
export const alwaysVerify = defineMechanism({
  kind: 'always-verify',
  title: 'Always verify',
  source: 'replicated computation; the limit p = 1 of proof of sampling',
  summary: 'Every finished job is recomputed by n validators, with the same comparison, arbitration and slashes.',
  params,
  check: checkChallenge,
  ...challengeFacts,
  levers: { slashAmount: 'slashAmount', slashFraction: 'slashFraction' },
  needs: ({ mechanism }) => challengeNeeds(mechanism, Number(mechanism.validatorCount ?? 1), 1),
  draws,
  create: (kit) => createPospPlay(kit, certain),
  round: (settings, cast) => pospRound(settings, cast, read(settings.mechanism)),
  sums: (settings, cast, asked) => pospSums(settings, cast, read(settings.mechanism), asked),
  piecesAlong: (settings, role, path) => pospPieces(settings, role, path, read(settings.mechanism)),
});

const read = rememberParams(certain, params.shape);
