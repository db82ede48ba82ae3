/** Where the round of one job is the market's, and what is made of it where it is not. */
import { describe, expect, it, test } from 'vitest';
import { exactAdvantage, exactFocalRecord, exactIncome, exactRecord } from '../../src/analysis/round/exact.ts';
import { listOutcomes } from '../../src/analysis/round/lottery.ts';
import { explainSilence, lawOf } from '../../src/analysis/round/round-law.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import { asserterArm, buildSettings, honestArm, type Overrides, validatorArm } from '../fixtures/settings.ts';

const cheats = asserterArm('skip-work');
const shorter: Overrides = { market: { dispatch: 'shorter-of-two' } };
const ejected: Overrides = { exit: { kind: 'ejected' } };
const banned: Overrides = { exit: { kind: 'banned', reentryCost: null } };
const back: Overrides = { exit: { kind: 'banned', reentryCost: 5 } };
const rare: Overrides = { mechanism: { challengeProbability: 0.02 } };
const pair: Overrides = { mechanism: { validatorCount: 2 } };
const drawnByShare: Overrides = { mechanism: { draw: 'independent' } };
const guesses = validatorArm('guess');
const members: Overrides = { coalition: { size: 4, fraction: 0.2 } };
const noisy = { detector: { falseAlarm: 0.1, miss: 0 } };

describe('the round speaks', () => {
  test.each<[string, Overrides, typeof cheats, string]>([
    ['for every job where slashed nodes top up', {}, cheats, 'every job'],
    ['for every job where nodes are taken for equally long', { ...shorter, ...members }, honestArm, 'every job'],
    ['for focal jobs where cheats are quicker', { ...shorter, ...members }, cheats, 'focal jobs'],
    [
      'for focal jobs where members check the more of all jobs and have the longer queues',
      { ...shorter, ...members, ...drawnByShare },
      honestArm,
      'focal jobs',
    ],
    [
      'for no job where quick cheats fill batches',
      { market: { ...shorter.market, jobsInFlight: 3 } },
      cheats,
      'no job',
    ],
    ['for every job where nobody is ever slashed', ejected, honestArm, 'every job'],
    ['for no job where stakes run down', ejected, cheats, 'no job'],
    ['for every job where banned nodes come back', { ...back, ...rare, ...members }, cheats, 'every job'],
    ['for focal jobs where coming back does not pay', back, cheats, 'focal jobs'],
    ['for no job where members do not come back', { ...back, ...members }, cheats, 'no job'],
    [
      'for focal jobs where members are honest',
      { ...banned, ...members },
      { ...cheats, against: 'all-honest' },
      'focal jobs',
    ],
    [
      'for no job where members are drawn by a share that does not shrink with them',
      { ...banned, ...members, ...drawnByShare },
      { ...cheats, against: 'all-honest' },
      'no job',
    ],
    [
      'for no check where fewer members make as many of them',
      { ...banned, ...members, ...drawnByShare },
      guesses,
      'no job',
    ],
    ['for focal checks where only checkers are banned', banned, guesses, 'focal validations'],
    ['for focal checks of members who are drawn as all are', { ...banned, ...members }, guesses, 'focal validations'],
    ['for no job where those who check beside them are banned', { ...banned, ...pair, ...members }, guesses, 'no job'],
    [
      'for no check where guesses find out asserters who are banned too',
      { ...banned, market: { guessProbability: 0.5 } },
      validatorArm('guess', 'all-deviating'),
      'no job',
    ],
    [
      'for no check where wrong guesses call arbiters who find out asserters',
      { ...banned, market: { guessProbability: 0 } },
      validatorArm('guess', 'all-deviating'),
      'no job',
    ],
    ['for no job where a ban falls on jobs on their way', { ...back, market: noisy }, honestArm, 'no job'],
    ['for focal jobs where only they are banned', banned, cheats, 'focal jobs'],
    ['for no job where bans thin out a coalition', { ...banned, ...members }, cheats, 'no job'],
    ['for no job where honest outsiders are banned too', { ...banned, market: noisy }, cheats, 'no job'],
    [
      'for no job where too few would be left to validate',
      { ...banned, mechanism: { validatorCount: 18 } },
      cheats,
      'no job',
    ],
  ])('%s', (_, overrides, arm, expected) => {
    expect(lawOf(buildSettings(overrides), arm).holdsFor).toBe(expected);
  });
});

describe('where it speaks for focal jobs alone', () => {
  it('knows what such a job brings its asserter, as in any other market', () => {
    const [uniform, quick] = [buildSettings(members), buildSettings({ ...shorter, ...members })];
    expect(exactRecord(quick, cheats)).toBeNull();
    expect(exactFocalRecord(quick, cheats)).toEqual(exactFocalRecord(uniform, cheats));
    const advantage = exactAdvantage(quick, 'asserter', 'honest', 'skip-work', 'coalition');
    expect(advantage).toBeCloseTo(exactAdvantage(uniform, 'asserter', 'honest', 'skip-work', 'coalition')!, 12);
  });

  it('does not know what members earn by validating for others', () => {
    const netted = { mechanism: { accounting: 'netted' }, ...members };
    expect(exactIncome(buildSettings(netted), 'asserter', cheats)).not.toBeNull();
    expect(exactIncome(buildSettings({ ...shorter, ...netted }), 'asserter', cheats)).toBeNull();
    expect(exactIncome(buildSettings({ ...shorter, ...members }), 'validator', cheats)).toBeNull();
  });

  it('lists the outcomes of such jobs as a law of their own', () => {
    const outcomes = listOutcomes(buildSettings({ ...shorter, ...members }), cheats)!;
    expect(outcomes.every(({ record }) => record[at.focalJobs] === 1)).toBe(true);
    expect(outcomes.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12);
  });
});

it('says nothing, and why, where jobs depend on the slashes before them', () => {
  const settings = buildSettings(ejected);
  expect(exactAdvantage(settings, 'asserter', 'honest', 'skip-work', 'coalition')).toBeNull();
  expect(listOutcomes(settings, cheats)).toBeNull();
  expect(explainSilence(settings, ['coalition'])).toMatch(/stakes run down/);
  expect(explainSilence(buildSettings(), ['coalition'])).toBeUndefined();
});
