/** The figure that a claim is about: a rate there is, or what players earn. */
import type { Claim } from '../../claims/define.ts';
import { figureParams } from '../../claims/figure.ts';
import { type PathProblem, type Steps, say, unknownName } from '../problems/problems.ts';
import type { ClaimSpec } from '../schema/scenario.ts';

/** A figure must be one of those that the kind knows; an advantage is somebody's, over a deviation. */
export function checkFigure({ figures, roleByDefault }: Partial<Claim>, claim: ClaimSpec, steps: Steps): PathProblem[] {
  const { of } = claim;
  if (!figures || typeof of !== 'string') return [];
  if (!figures.includes(of)) return [unknownName('unknown-rate', 'rate', [...steps, 'of'], of, figures)];
  return [
    ...(of === 'advantage' ? checkAdvantage(claim, steps, roleByDefault) : []),
    ...listIdleWords(claim, of, steps),
    ...checkPer(claim, of, steps),
  ];
}

function checkAdvantage({ role, over }: ClaimSpec, steps: Steps, roleByDefault: string | undefined): PathProblem[] {
  if (over !== undefined && (role ?? roleByDefault) !== undefined) return [];
  const [said, expected] = roleByDefault
    ? ['over which deviation, with over', 'over']
    : ['whose and over which deviation, with role and over', 'role and over'];
  const message = `claim ${steps[1]} is about an advantage; say ${said}`;
  return [say('incomplete-claim', steps, null, expected, message)];
}

/** What a claim says of players, where its figure is the market's: a rate is nobody's, and over nothing. */
function listIdleWords({ over, role, strategy, against }: ClaimSpec, of: string, steps: Steps): PathProblem[] {
  const isOfPlayers = of === 'advantage' || of === 'income';
  const idle = {
    over: of !== 'advantage' && over !== undefined,
    strategy: of !== 'income' && strategy !== undefined,
    role: !isOfPlayers && role !== undefined,
    against: !isOfPlayers && against !== undefined && against !== againstDefault,
  };
  return Object.entries(idle).flatMap(([key, isIdle]) => {
    if (!isIdle) return [];
    const message = `claim ${steps[1]} is about ${of}, of which ${key} says nothing; leave it out`;
    return [say('rule', [...steps, key], { over, role, strategy, against }[key], 'nothing', message)];
  });
}

const againstDefault = figureParams.against.def.defaultValue;

/** Rates that are per job, so that a node has so many of them in a time. */
const perJob = [
  'advantage',
  'income',
  'challenged',
  'detected',
  'undetectedFraud',
  'falseSlash',
  'verificationOverhead',
];

function checkPer({ per }: ClaimSpec, of: string, steps: Steps): PathProblem[] {
  if (typeof per !== 'string' || per === 'job' || perJob.includes(of)) return [];
  const message = `claim ${steps[1]} counts ${of} by the ${per}, which does not come with jobs; leave out per`;
  return [say('rule', [...steps, 'per'], per, 'job', message)];
}
