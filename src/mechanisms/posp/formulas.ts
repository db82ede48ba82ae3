/**
 * The thresholds of proof of sampling that are known in closed form: for `posp explain`, and to say which of them a
 * solved threshold matches. Nothing is computed from them.
 *
 * Delta = C - c0 is what cheating saves, q the chance that all n validators collude, d = 1 - q.
 */
import { pow } from '../../kernel/mathematics/index.ts';
import type { Formula } from '../../market/mechanism.ts';
import type { Accounting, Settings } from '../../market/settings.ts';
import type { PospParams } from './params.ts';

/** What the formulas are written over. */
interface Economics {
  saving: number;
  reward: number;
  slash: number;
  colluding: number;
  validators: number;
  validatorReward: number;
  verificationCost: number;
  outsideGain: number;
  fraction: number;
  probability: number;
}

const source = 'one line from the branch payoffs; the forms in print are those of arXiv 2405.00295 as quoted';

/** The denominators of the four accountings, per unit of challenge probability. */
const denominators: Record<Accounting, { text: string; value: (economics: Economics) => number }> = {
  alone: { text: '(1 - q)(R_A + S)', value: ({ colluding: q, reward, slash }) => (1 - q) * (reward + slash) },
  netted: {
    text: '(1 - q)(R_A + S) - n C_V q',
    value: ({ colluding: q, reward, slash, validators, verificationCost }) =>
      (1 - q) * (reward + slash) - validators * verificationCost * q,
  },
  gross: {
    text: '(1 - q)(R_A + S) - q R_V',
    value: ({ colluding: q, reward, slash, validatorReward }) => (1 - q) * (reward + slash) - q * validatorReward,
  },
  committed: {
    text: '(1 - q)(R_A + S) - q R_V + S n (r - q)',
    value: ({ colluding: q, reward, slash, validatorReward, validators, fraction }) =>
      (1 - q) * (reward + slash) - q * validatorReward + slash * validators * (fraction - q),
  },
};

/** The list, most specific last. */
export const formulas: Formula[] = [
  ...(Object.keys(denominators) as Accounting[]).map(
    (accounting): Formula => ({
      of: 'mechanism.challengeProbability',
      text: `p* = Delta / [${denominators[accounting].text}]  (accounting: ${accounting})`,
      source,
      value: (settings, cheatCost) => {
        const economics = readPlain(settings, cheatCost);
        if (!economics || economics.outsideGain > 0 || !counts(settings, accounting)) return undefined;
        return economics.saving / denominators[accounting].value(economics);
      },
    }),
  ),
  {
    of: 'mechanism.challengeProbability',
    text: 'p* = (Delta + U) / [(1 - q)(R_A + S + U)]  (accounting: alone)',
    source: 'the same with an outside gain U',
    value: (settings, cheatCost) => {
      const economics = readPlain(settings, cheatCost);
      if (!economics || economics.outsideGain === 0 || !counts(settings, 'alone')) return undefined;
      const { saving, outsideGain, colluding, reward, slash } = economics;
      return (saving + outsideGain) / ((1 - colluding) * (reward + slash + outsideGain));
    },
  },
  {
    of: 'mechanism.challengeProbability',
    text: 'p* = Delta / [(1 - a^j - b_j)(R_A + S)] with b_j = 1 - (1 - b)^j  (one validator, nobody colludes)',
    source: 'the same with false alarms a and misses b per comparison, j of which must flag',
    value: (settings, cheatCost) => {
      const { falseAlarm, miss } = settings.market.detector;
      const { recheckCount, validatorCount } = settings.mechanism as unknown as PospParams;
      const economics = read(settings, cheatCost);
      if (falseAlarm + miss === 0 || settings.coalition.size > 0 || validatorCount !== 1 || economics.outsideGain > 0) {
        return undefined;
      }
      const caught = pow(1 - miss, recheckCount) - pow(falseAlarm, recheckCount);
      return economics.saving / (caught * (economics.reward + economics.slash));
    },
  },
  {
    of: 'mechanism.slashAmount',
    text: 'S* = Delta / [p (1 - q)] - R_A  (accounting: alone)',
    source,
    value: (settings, cheatCost) => {
      const economics = readPlain(settings, cheatCost);
      if (!economics || economics.outsideGain > 0 || !counts(settings, 'alone')) return undefined;
      return economics.saving / (economics.probability * (1 - economics.colluding)) - economics.reward;
    },
  },
  {
    of: 'mechanism.slashAmount',
    text: 'S* = [Delta / p + q R_V] / (1 - q) - R_A  (accounting: gross)',
    source,
    value: (settings, cheatCost) => {
      const economics = readPlain(settings, cheatCost);
      if (!economics || economics.outsideGain > 0 || !counts(settings, 'gross')) return undefined;
      const { saving, probability, colluding: q, validatorReward, reward } = economics;
      return (saving / probability + q * validatorReward) / (1 - q) - reward;
    },
  },
  {
    of: 'coalition.fraction',
    text: 'r_max = [1 - Delta / (p (R_A + S))]^(1/n)  (accounting: alone, independent draws)',
    source,
    value: (settings, cheatCost) => {
      const economics = readPlain(settings, cheatCost);
      if (!economics || economics.outsideGain > 0 || !isIndependent(settings) || !counts(settings, 'alone')) {
        return undefined;
      }
      const { saving, probability, reward, slash, validators } = economics;
      return pow(1 - saving / (probability * (reward + slash)), 1 / validators);
    },
  },
  {
    of: 'coalition.fraction',
    text: 'r_max = (R_A + S - Delta / p) / (R_A + S + R_V)  (accounting: gross, independent draws, n = 1)',
    source,
    value: (settings, cheatCost) => {
      const economics = readPlain(settings, cheatCost);
      if (!economics || economics.outsideGain > 0 || !isIndependent(settings) || !counts(settings, 'gross')) {
        return undefined;
      }
      const { saving, probability, reward, slash, validators, validatorReward } = economics;
      if (validators !== 1) return undefined;
      return (reward + slash - saving / probability) / (reward + slash + validatorReward);
    },
  },
];

/** The economics of a scenario without noise, or `undefined` where there is noise. */
function readPlain(settings: Settings, cheatCost: number): Economics | undefined {
  const { falseAlarm, miss } = settings.market.detector;
  return falseAlarm === 0 && miss === 0 ? read(settings, cheatCost) : undefined;
}

function read({ mechanism, market, coalition }: Settings, cheatCost: number): Economics {
  const params = mechanism as unknown as PospParams;
  const n = params.validatorCount;
  const slash = params.slashAmount ?? (params.slashFraction ?? 0) * market.stake;
  return {
    saving: market.computeCost - cheatCost,
    reward: market.reward,
    slash: Math.min(slash, market.stake),
    colluding: coalition.size === 0 ? 0 : computeAllCollude(params, market.nodeCount, coalition),
    validators: n,
    validatorReward: params.validatorReward,
    verificationCost: market.verificationCost,
    outsideGain: market.outsideGain,
    fraction: coalition.fraction,
    probability: params.challengeProbability,
  };
}

/** q: r^n for independent draws, otherwise C(M - 1, n) / C(N - 1, n). */
function computeAllCollude(
  { draw, validatorCount: n }: PospParams,
  nodeCount: number,
  { size, fraction }: Settings['coalition'],
): number {
  if (draw === 'independent') return pow(fraction, n);
  let q = 1;
  for (let k = 0; k < n; k++) q *= Math.max(0, size - 1 - k) / (nodeCount - 1 - k);
  return q;
}

/** Without a coalition all accountings are one. */
function counts({ mechanism, coalition }: Settings, accounting: Accounting): boolean {
  return coalition.size === 0 ? accounting === 'alone' : mechanism.accounting === accounting;
}

function isIndependent({ mechanism }: Settings): boolean {
  return mechanism.draw === 'independent';
}
