import { z } from 'zod';
import { defineMechanism } from './define.ts';
import { checkChallenge } from './posp/check.ts';
import { challengeParams, type PospParams } from './posp/params.ts';
import { pospPieces } from './posp/pieces.ts';
import { createPospPlay } from './posp/play.ts';
import { pospRound } from './posp/round.ts';

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
  batches: true,
  needs: ({ mechanism: { kind: _, ...given } }) => {
    const { validatorCount } = certain(given);
    return { validatorsMax: validatorCount, checksPerJob: validatorCount };
  },
  create: (kit) => createPospPlay(kit, certain),
  round: (settings, cast) => {
    const { kind: _, ...given } = settings.mechanism;
    return pospRound(settings, cast, certain(given));
  },
  piecesAlong: (settings, role, path) => {
    const { kind: _, ...given } = settings.mechanism;
    return pospPieces(settings, role, path, certain(given));
  },
});
