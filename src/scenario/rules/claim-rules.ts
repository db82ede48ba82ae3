/**
 * Rules about claims that their own schemas cannot say: names, paths and `where` clauses must mean something here.
 */

import { figureParams } from '../../claims/figure.ts';
import { rateRanges } from '../../claims/ranges.ts';
import type { Condition, Operand } from '../../findings/condition.ts';
import type { Role } from '../../findings/findings.ts';
import type { StrategySpec } from '../../market/settings.ts';
import { compileExpression, UnreadableError } from '../numbers/expression.ts';
import type { Leaves } from '../numbers/leaves.ts';
import { type ReadQuantity, readQuantity } from '../numbers/quantity.ts';
import { type PathProblem, type Steps, say, show, suggestName, unknownName, unreadable } from '../problems/problems.ts';
import { suggest } from '../problems/suggest.ts';
import { pathOfSymbol } from '../schema/parameter-labels.ts';
import type { Axis, ClaimSpec } from '../schema/scenario.ts';
import { unknownLabel } from '../sweep/alternative-labels.ts';
import { isExpression, isLinked } from '../sweep/links.ts';
import type { FindParameter } from '../sweep/sweep.ts';
import { ClauseError, clauseLengthMax, comparisonsOf, parseWhere } from '../sweep/where.ts';
import { checkLimits } from './claim-limits.ts';
import { checkStageGame } from './stage-claims.ts';

/** What a claim may refer to. */
export interface ClaimContext {
  players: Record<Role, StrategySpec[]> | undefined;
  /** What becomes of slashed nodes, as far as the file says it for every design point. */
  exit: string | undefined;
  axes: readonly Axis[];
  /** Paths written under `sweep`, also those of axes with problems of their own. */
  sweptPaths: readonly string[];
  find: FindParameter;
  leaves: Leaves;
  /** Whether a path may be unknown because of another problem already reported. */
  isSilent: (path: string) => boolean;
  /** What amounts with a unit are in; absent where none has one. */
  currency: ReadQuantity['currency'];
}

/** Checks one claim and parses its `where`; paths come back in canonical form. */
export function readClaim(
  written: ClaimSpec,
  i: number,
  context: ClaimContext,
): { claim: ClaimSpec; problems: PathProblem[] } {
  const steps: Steps = ['claims', i];
  const claim = { ...written };
  const problems = [...checkNames(claim, steps, context)];
  if (claim.kind === 'threshold' && typeof claim.of === 'string') {
    const path = context.find(claim.of)?.path ?? claim.of;
    if (context.axes.some((axis) => axis.path === path && axis.options)) {
      const message = `a threshold lies along a number; ${path} takes labels`;
      problems.push(say('not-numeric', [...steps, 'of'], path, 'the path of a number', message));
    } else if (!context.sweptPaths.some((swept) => (context.find(swept)?.path ?? swept) === path)) {
      problems.push(explainThresholdPath(claim.of, steps, context));
    }
    problems.push(...checkHeld(path, [...steps, 'of'], context));
    claim.of = path;
  }
  const along = typeof claim.of === 'string' ? context.find(claim.of) : undefined;
  problems.push(
    ...checkAlong(claim, steps, context),
    ...checkFigure(claim, steps),
    ...checkLimits(claim, steps, along),
  );
  // A longer one has its problem already.
  if (typeof claim.where === 'string' && claim.where.length <= clauseLengthMax) {
    try {
      const condition = spellOut(parseWhere(claim.where, createLimitReader(context)), context);
      const found = checkCondition(condition, claim.where, [...steps, 'where'], context);
      problems.push(...found);
      if (found.length === 0) claim.condition = canonical(condition, context);
    } catch (error) {
      if (!(error instanceof ClauseError)) throw error;
      const reason = `${error.message}, after ${error.offset} characters`;
      problems.push(unreadable('unreadable-where', [...steps, 'where'], claim.where, reason, whereForm));
    }
  }
  return { claim, problems };
}

/** Reads numbers of a clause in the unit of the parameter beside them. */
function createLimitReader(context: ClaimContext): (text: string, path: string | undefined) => number {
  return (text, written) => {
    const path = written === undefined ? undefined : pathOf(written, context);
    const isNumber = path !== undefined && kindOf({ path }, context) === 'number';
    // What no number can be compared with is a problem of its own.
    if (!isNumber) return Number.parseFloat(text);
    const { value, currency } = readQuantity(text, context.find(path)!.unit);
    if (currency && context.currency && currency !== context.currency)
      throw new UnreadableError(`it is in ${currency}, other amounts are in ${context.currency}; use one of them`);
    return value;
  };
}

/** The axis of a ranking or a trend must be swept through the values it speaks of. */
function checkAlong(claim: ClaimSpec, steps: Steps, context: ClaimContext): PathProblem[] {
  if (typeof claim.along !== 'string') return [];
  const path = context.find(claim.along)?.path ?? claim.along;
  const axis = context.axes.find((candidate) => candidate.path === path);
  if (axis?.options) return checkLabels(claim, axis, steps);
  const isWritten = context.sweptPaths.some((swept) => (context.find(swept)?.path ?? swept) === path);
  if (!isWritten) return [explainAlong(claim.along, steps, context)];
  claim.along = path;
  const followers = checkHeld(path, [...steps, 'along'], context);
  if (!axis || followers.length > 0) return followers;
  if (axis.values.length < 2) return [nothingAlong(path, steps)];
  const order = Array.isArray(claim.order) ? (claim.order as number[]) : [];
  return order.flatMap((value, i) => {
    const isTried = axis.values.some((tried) => Math.abs(Number(tried) - value) <= 1e-12 * Math.abs(value));
    const isRepeated = order.indexOf(value) < i;
    if (isTried && !isRepeated) return [];
    const message = isRepeated
      ? `claim ${steps[1]} ranks ${value} twice`
      : `claim ${steps[1]} ranks ${value}, which ${path} never is; values: ${axis.values.join(', ')}`;
    return [say('unknown-value', [...steps, 'order', i], value, 'a swept value', message)];
  });
}

/** Labels have no order of their own: they can be ranked, each once, but nothing rises or falls along them. */
function checkLabels(claim: ClaimSpec, { path, values }: Axis, steps: Steps): PathProblem[] {
  const known = values.map(String);
  if (claim.kind !== 'ranking') {
    const message = `claim ${steps[1]} is about a trend along ${path}, which takes labels: ${known.join(', ')}; rank them with kind: ranking`;
    return [say('not-numeric', [...steps, 'along'], path, 'the path of a number', message)];
  }
  if (known.length < 2) return [nothingAlong(path, steps)];
  const order = Array.isArray(claim.order) ? (claim.order as unknown[]) : [];
  return order.flatMap((label, i) => {
    const place = [...steps, 'order', i];
    if (!known.includes(String(label))) {
      const subject = `claim ${steps[1]} ranks a value that ${path} never is:`;
      return [unknownLabel(place, subject, label, known)];
    }
    if (order.indexOf(label) === i) return [];
    return [say('unknown-value', place, label, 'different values', `claim ${steps[1]} ranks ${show(label)} twice`)];
  });
}

/** Along one parameter the others are held; a swept one that follows it cannot be. */
function checkHeld(path: string, place: Steps, { axes, find }: ClaimContext): PathProblem[] {
  const reads = (text: string) => compileExpression(text.replace(/^\s*=/, '').trim()).references;
  return axes.filter(isLinked).flatMap((axis) => {
    const text = axis.values.find(
      (value) => isExpression(value) && reads(value).some((name) => find(name)?.path === path),
    );
    if (axis.path === path || text === undefined) return [];
    const message = `claim ${place[1]} goes along ${path} with the other swept parameters held, and ${axis.path} follows it; write ${JSON.stringify(text)} at ${axis.path} itself instead of under sweep`;
    return [say('linked-axis', place, path, 'a parameter that no swept one follows', message)];
  });
}

function nothingAlong(path: string, steps: Steps): PathProblem {
  const message = `claim ${steps[1]} compares along ${path}, which takes one value only`;
  return say('nothing-to-compare', [...steps, 'along'], path, 'at least two values', message);
}

const rateNames = [...rateRanges.keys()];

/** What a kind of claim may be about. */
export function listFigures(kind: string): string[] {
  return kind === 'bound' ? ['advantage', 'income', ...rateNames] : ['advantage', ...rateNames];
}

/** A figure must be a rate there is, or an advantage of a role over a deviation. */
function checkFigure(claim: ClaimSpec, steps: Steps): PathProblem[] {
  const { kind, of, role, over } = claim;
  if (!['bound', 'monotone', 'ranking'].includes(kind) || typeof of !== 'string') return [];
  if (of === 'advantage' && kind !== 'bound') {
    if (role !== undefined && over !== undefined) return [];
    const message = `claim ${steps[1]} compares an advantage; say whose and over which deviation, with role and over`;
    return [say('incomplete-claim', steps, null, 'role and over', message)];
  }
  const known = listFigures(kind);
  if (!known.includes(of)) return [unknownName('unknown-rate', 'rate', [...steps, 'of'], of, known)];
  return [...listIdleWords(claim, of, steps), ...(kind === 'bound' ? checkBound(claim, of, steps) : [])];
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

function checkBound({ over, per }: ClaimSpec, of: string, steps: Steps): PathProblem[] {
  const problems: PathProblem[] = [];
  if (of === 'advantage' && over === undefined) {
    const message = `claim ${steps[1]} is about an advantage; say over which deviation, with over`;
    problems.push(say('incomplete-claim', steps, null, 'over', message));
  }
  if (typeof per === 'string' && per !== 'job' && !perJob.includes(of)) {
    const message = `claim ${steps[1]} counts ${of} by the ${per}, which does not come with jobs; leave out per`;
    problems.push(say('rule', [...steps, 'per'], per, 'job', message));
  }
  return problems;
}

const whereForm = 'comparisons of parameter paths joined by and, or, not';

function checkNames(claim: ClaimSpec, steps: Steps, { players, exit }: ClaimContext): PathProblem[] {
  if (!players) return [];
  const gameless = checkStageGame(claim, steps, { exit, listed: [...players.asserter, ...players.validator] });
  if (gameless.length > 0) return gameless;
  if (claim.kind === 'quantile' && typeof claim.strategy === 'string') {
    const names = players.asserter.map(({ name }) => name);
    if (names.includes(claim.strategy)) return [];
    return [unknownName('unknown-strategy', 'strategy of the asserter', [...steps, 'strategy'], claim.strategy, names)];
  }
  if (claim.kind === 'unique-equilibrium' && players.asserter.length + players.validator.length === 2) {
    return [nothingToCompare(steps, 'asserter or the validator')];
  }
  if (claim.kind === 'equilibrium' && players.asserter.length + players.validator.length === 2) {
    return [nothingToCompare(steps, 'asserter or the validator')];
  }
  // The asserter's, where a claim may leave it out.
  const isBound = claim.kind === 'bound' && (claim.of === 'advantage' || claim.of === 'income');
  const role = (claim.role ?? (isBound ? 'asserter' : undefined)) as Role | undefined;
  if (role !== 'asserter' && role !== 'validator') return [];
  const names = players[role].map(({ name }) => name);
  const problems: PathProblem[] = [];
  for (const key of ['strategy', 'over']) {
    const name = claim[key];
    if (typeof name === 'string' && !names.includes(name)) {
      problems.push(unknownName('unknown-strategy', `strategy of the ${role}`, [...steps, key], name, names));
    }
  }
  if (claim.over !== undefined && claim.over === claim.strategy) {
    const message = `claim ${steps[1]} compares ${show(claim.over)} with itself; name a deviation`;
    problems.push(say('same-strategy', [...steps, 'over'], claim.over, 'another strategy', message));
  } else if (names.length < 2 && 'strategy' in claim) {
    problems.push(nothingToCompare(steps, role));
  }
  return problems;
}

function nothingToCompare(steps: Steps, role: string): PathProblem {
  const message = `claim ${steps[1]} has nothing to compare: no deviation of the ${role} is listed under players`;
  return say('no-deviation', steps, null, 'at least one deviation', message);
}

function explainThresholdPath(path: string, steps: Steps, { sweptPaths }: ClaimContext): PathProblem {
  const swept = sweptPaths.length > 0 ? `swept: ${sweptPaths.join(', ')}` : 'nothing is swept';
  const meant = suggest(path, sweptPaths);
  const message = `a threshold of ${show(path)} needs that path under sweep${meant ? `; did you mean ${show(meant)}?` : ''}; ${swept}`;
  return say('not-swept', [...steps, 'of'], path, 'a swept path', message);
}

function explainAlong(path: string, steps: Steps, { sweptPaths }: ClaimContext): PathProblem {
  const swept = sweptPaths.length > 0 ? `swept: ${sweptPaths.join(', ')}` : 'nothing is swept';
  const message = `a comparison along ${show(path)} needs that path under sweep; ${swept}`;
  return say('not-swept', [...steps, 'along'], path, 'a swept path', message);
}

function checkCondition(condition: Condition, text: string, steps: Steps, context: ClaimContext): PathProblem[] {
  const problems: PathProblem[] = [];
  const refuse = (code: string, reason: string) => problems.push(unreadable(code, steps, text, reason, whereForm));
  for (const { left, right, operator } of comparisonsOf(condition)) {
    const kinds = [left, right].map((operand) => kindOf(operand, context));
    for (const [k, operand] of [left, right].entries()) {
      if (!('path' in operand) || kinds[k] !== undefined || context.isSilent(operand.path)) continue;
      const known = [...context.leaves.numbers, ...context.leaves.words].map(({ path }) => path);
      const meant = suggest(operand.path, known);
      const hint = meant ? `did you mean "${meant}"?` : 'a word to compare with goes in quotes';
      refuse('unknown-path', `"${operand.path}" is not a parameter; ${hint}`);
    }
    if (problems.length > 0 || kinds.includes(undefined)) continue;
    if (!('path' in left) && !('path' in right))
      refuse('unreadable-where', 'a comparison needs a parameter on one side');
    else if (kinds[0] !== kinds[1]) refuse('unreadable-where', 'it compares a number with a word');
    else if (kinds[0] === 'word' && operator !== '==' && operator !== '!=') {
      refuse('unreadable-where', 'words are only equal or different; use == or !=');
    } else checkWord(left, right, context, refuse);
  }
  return problems;
}

function checkWord(
  left: Operand,
  right: Operand,
  { leaves }: ClaimContext,
  refuse: (code: string, reason: string) => void,
): void {
  const [path, literal] = 'path' in left ? [left.path, right] : [(right as { path: string }).path, left];
  if ('path' in literal || typeof literal.value !== 'string') return;
  const words = leaves.words.filter((leaf) => leaf.path === path).flatMap((leaf) => leaf.words);
  if (words.includes(literal.value)) return;
  refuse(
    'unreadable-where',
    `${path} is never ${show(literal.value)}${suggestName(literal.value, [...new Set(words)])}`,
  );
}

function kindOf(operand: Operand, { find, leaves }: ClaimContext): 'number' | 'word' | undefined {
  if (!('path' in operand)) return typeof operand.value === 'number' ? 'number' : 'word';
  // Labels come first: a distribution that is swept goes by its label, not by the value it may have.
  if (leaves.words.some(({ path }) => path === operand.path)) return 'word';
  return find(operand.path) ? 'number' : undefined;
}

/** Symbols that tables print stand for their parameters. */
function spellOut(condition: Condition, context: ClaimContext): Condition {
  if (condition.kind === 'not') return { kind: 'not', of: spellOut(condition.of, context) };
  if (condition.kind !== 'compare') {
    return { ...condition, left: spellOut(condition.left, context), right: spellOut(condition.right, context) };
  }
  const operand = (side: Operand): Operand => ('path' in side ? { path: pathOf(side.path, context) } : side);
  return { ...condition, left: operand(condition.left), right: operand(condition.right) };
}

/** The parameter meant by a symbol; what is a path by itself is meant as one. */
function pathOf(written: string, context: ClaimContext): string {
  if (kindOf({ path: written }, context) !== undefined) return written;
  const path = pathOfSymbol(written);
  return path !== undefined && context.find(path) ? path : written;
}

function canonical(condition: Condition, context: ClaimContext): Condition {
  if (condition.kind === 'not') return { kind: 'not', of: canonical(condition.of, context) };
  if (condition.kind !== 'compare') {
    return { ...condition, left: canonical(condition.left, context), right: canonical(condition.right, context) };
  }
  const operand = (side: Operand): Operand => {
    if (!('path' in side) || kindOf(side, context) === 'word') return side;
    return { path: context.find(side.path)?.path ?? side.path };
  };
  return { ...condition, left: operand(condition.left), right: operand(condition.right) };
}
