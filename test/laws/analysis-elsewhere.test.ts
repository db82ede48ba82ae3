/** What a design point's analysis comes to hangs on the plain data it is asked with, whoever answers. */
import { expect, test } from 'vitest';
import { answerRequest } from '../../src/analysis/analyse.ts';
import { ExactArms } from '../../src/analysis/round/exact-arm.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import type { Profile } from '../../src/findings/profile.ts';
import type { Mechanism } from '../../src/market/mechanism.ts';
import { recordColumnNames } from '../../src/market/record.ts';
import { armName, type Settings } from '../../src/market/settings.ts';
import * as registry from '../../src/mechanisms/index.ts';
import { listArms } from '../../src/plan/arms.ts';
import { drawSettings } from './drawn-settings.ts';

const mechanisms = Object.values<Mechanism>(registry).filter(({ create, round }) => create && round);
const REPLICATIONS = 4;
const against: Profile[] = ['coalition', 'all-honest'];

function recordArms(settings: Settings) {
  return listArms(settings, against).map((arm) => {
    const width = recordColumnNames.length;
    const rows = new Float64Array(REPLICATIONS * width);
    for (let replication = 0; replication < REPLICATIONS; replication++) {
      rows.set(simulateRun(settings, arm, 'elsewhere', replication), replication * width);
    }
    return { arm: armName(arm), rows };
  });
}

test.each(mechanisms.map((mechanism) => [mechanism.kind, mechanism] as const))(
  'of %s: a copy of the question has the same answer, and a copy of the answer is one',
  (_, mechanism) => {
    const looks = { min: REPLICATIONS, max: 4 * REPLICATIONS, confidence: 0.95 };
    const asked = { looks, against, followed: ['detected', 'challenged'] };
    for (const [id, settings] of drawSettings(mechanism, 2, 5, 200).entries()) {
      const request = { point: { id, at: { x: id }, settings }, records: recordArms(settings), asked };
      const answer = answerRequest(request, new ExactArms());
      expect(answerRequest(structuredClone(request), new ExactArms())).toEqual(answer);
      expect(structuredClone(answer)).toEqual(answer);
    }
  },
);
