/** The swept parameter that a claim goes along: a threshold lies there, or figures are compared there. */
import { compileExpression } from '../numbers/expression.ts';
import { type PathProblem, type Steps, say, show } from '../problems/problems.ts';
import { suggest } from '../problems/suggest.ts';
import type { Axis, ClaimSpec } from '../schema/scenario.ts';
import { unknownLabel } from '../sweep/alternative-labels.ts';
import { isExpression, isLinked } from '../sweep/links.ts';
import type { ClaimContext } from './claim-context.ts';

/** A threshold needs numbers to lie between; `of` becomes the path that is meant. */
export function checkLocated(claim: ClaimSpec, steps: Steps, context: ClaimContext): PathProblem[] {
  if (typeof claim.of !== 'string') return [];
  const problems: PathProblem[] = [];
  const path = context.find(claim.of)?.path ?? claim.of;
  if (context.axes.some((axis) => axis.path === path && axis.options)) {
    const message = `a threshold lies along a number; ${path} takes labels`;
    problems.push(say('not-numeric', [...steps, 'of'], path, 'the path of a number', message));
  } else if (!isWritten(path, context)) {
    problems.push(explainThresholdPath(claim.of, steps, context));
  }
  problems.push(...checkHeld(path, [...steps, 'of'], context));
  claim.of = path;
  return problems;
}

function isWritten(path: string, { sweptPaths, find }: ClaimContext): boolean {
  return sweptPaths.some((swept) => (find(swept)?.path ?? swept) === path);
}

/** The axis of a ranking or a trend must be swept through the values it speaks of. */
export function checkAlong(claim: ClaimSpec, steps: Steps, context: ClaimContext): PathProblem[] {
  if (typeof claim.along !== 'string') return [];
  const path = context.find(claim.along)?.path ?? claim.along;
  const axis = context.axes.find((candidate) => candidate.path === path);
  if (axis?.options) return checkLabels(claim, axis, steps);
  if (!isWritten(path, context)) return [explainAlong(claim.along, steps, context)];
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
  if (claim.order === undefined) {
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
