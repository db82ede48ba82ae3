import { z } from 'zod';
import { defineMechanism } from './define.ts';
import { challengeParams, type PospParams, rememberParams } from './posp/params.ts';
import { pospPieces } from './posp/pieces.ts';
import { createPospPlay, draws } from './posp/play.ts';
import { pospRound } from './posp/round.ts';
import { pospSums } from './posp/sums.ts';

const params = z.strictObject({ accounting: challengeParams.accounting });

function never(given: object): PospParams {
  const { accounting } = params.parse(given);
  return {
    ...z.strictObject(challengeParams).parse({ validatorReward: 0, slashAmount: 0 }),
    accounting,
    challengeProbability: 0,
  };
}

/** Nobody checks: the limit of sampling at p = 0, and the baseline that every verification is compared with. */
export const noVerification = defineMechanism({
  kind: 'no-verification',
  title: 'No verification',
  source: 'the limit p = 0 of proof of sampling',
  summary: 'Every asserted result is accepted and paid; nothing is ever checked or slashed.',
  params,
  flights: true,
  countedBy: 'accounting',
  needs: () => ({ validatorsMax: 0, checksPerJob: 0 }),
  draws,
  create: (kit) => createPospPlay(kit, never),
  round: (settings, cast) => pospRound(settings, cast, read(settings.mechanism)),
  sums: (settings, cast, asked) => pospSums(settings, cast, read(settings.mechanism), asked),
  piecesAlong: (settings, role, path) => pospPieces(settings, role, path, read(settings.mechanism)),
});

const read = rememberParams(never, params.shape);
