/** Thresholds along the swept parameters: the exact one beside the simulated one, the other axes held. */

import { numberAt, withoutPath } from '../findings/axis-values.ts';
import type { SimulatedThreshold, ThresholdFindings } from '../findings/findings.ts';
import { square } from '../kernel/mathematics/index.ts';
import type { Settings } from '../market/settings.ts';
import type { AnalysedPoint } from './analyse.ts';
import { domainOf } from './round/domain.ts';
import { exactAdvantage } from './round/exact.ts';
import { type Resolve, rememberSettings } from './round/remember-settings.ts';
import { profileOf, type Question, solveAlong } from './round/solve-along.ts';
import { ExactShape } from './round/straying.ts';
import { type Crossing, type CurvePoint, estimateStraying, findCrossing } from './sample/crossing.ts';
import { computeCovariance, type PairedEstimate } from './sample/estimate.ts';
import type { Looks } from './sample/looks.ts';
import { isPlain } from './sample/plain.ts';
import { partsOf } from './sample/precision.ts';

/** A threshold, and its simulated interval when it must hold together with others. */
export interface AnalysedThreshold {
  findings: ThresholdFindings;
  simulatedAt: (comparisons: number) => SimulatedThreshold | null;
}

/** Every threshold along every swept axis with at least two values. Exact ones are remembered from look to look. */
export class Thresholds {
  private readonly solved = new Map<string, ThresholdFindings['exact']>();
  private readonly shapes = new Map<string, ExactShape>();
  private readonly resolve: Resolve;

  constructor(resolve: Resolve) {
    this.resolve = rememberSettings(resolve);
  }

  /** Thresholds of a study, in the order of its axes, the held values, and the advantages. */
  list(points: readonly AnalysedPoint[], axes: readonly string[], looks: Looks): AnalysedThreshold[] {
    return axes.flatMap((of) =>
      [
        ...groupBy(
          points.filter(({ findings }) => Object.hasOwn(findings.at, of)),
          (point) => JSON.stringify(withoutPath(point.findings.at, of)),
        ).values(),
      ]
        .filter((curve) => curve.length >= 2)
        .flatMap((curve) => this.alongCurve(curve, of, looks)),
    );
  }

  private alongCurve(curve: readonly AnalysedPoint[], of: string, looks: Looks): AnalysedThreshold[] {
    const ascending = [...curve].sort((a, b) => numberAt(a.findings.at, of) - numberAt(b.findings.at, of));
    const first = ascending[0];
    const questions = new Map<string, Question>();
    for (const { findings } of ascending) {
      for (const { role, over, against } of findings.advantages) {
        const question = { of, at: withoutPath(first.findings.at, of), role, over, against };
        questions.set(`${against} ${role} ${over}`, question);
      }
    }
    return [...questions.values()].map((question) => {
      const shape = this.shapeOf(question, first.point.settings);
      const least = domainOf(of, first.point.settings).low;
      const simulatedAt = (comparisons: number) => locate(ascending, question, { shape, least }, looks, comparisons);
      const { role, over, against } = question;
      const exact = this.solve(question, first.point.settings);
      const simulated = simulatedAt(1);
      return {
        findings: { of, at: question.at, role, strategy: 'honest', over, against, exact, simulated },
        simulatedAt,
      };
    });
  }

  private solve(question: Question, settings: Settings): ThresholdFindings['exact'] {
    const key = JSON.stringify(question);
    if (!this.solved.has(key)) this.solved.set(key, solveAlong(question, settings, this.resolve));
    return this.solved.get(key)!;
  }

  private shapeOf(question: Question, settings: Settings): ExactShape {
    const key = JSON.stringify(question);
    let shape = this.shapes.get(key);
    if (!shape) {
      const { of, at, role, over, against } = question;
      const curve = (x: number) => {
        const moved = this.resolve({ ...at, [of]: x });
        return moved ? exactAdvantage(moved, role, 'honest', over, profileOf(moved, against)) : null;
      };
      shape = new ExactShape(curve, domainOf(of, settings).kind === 'integer');
      this.shapes.set(key, shape);
    }
    return shape;
  }
}

/** What is known of a curve beside its points: its shape, and the parameter's smallest value. */
interface Known {
  shape: ExactShape;
  least: number;
}

function locate(
  curve: readonly AnalysedPoint[],
  { of, role, over, against }: Question,
  known: Known,
  looks: Looks,
  comparisons: number,
): SimulatedThreshold | null {
  const found = curve.flatMap(({ findings, advantages }) => {
    const place = findings.advantages.findIndex((a) => a.role === role && a.over === over && a.against === against);
    const advantage = advantages[place];
    if (!advantage?.estimate || !advantage.plainEstimate) return [];
    return [{ x: numberAt(findings.at, of), sharp: advantage.estimate, plain: advantage.plainEstimate }];
  });
  const simulated = { value: null, low: null, high: null, confidence: looks.confidence };
  if (found.length < 2) {
    const isSimulated = curve.some(({ findings }) => findings.replications > 0);
    const unmeasured = curve.length - found.length;
    return isSimulated
      ? {
          ...simulated,
          reason: `nothing was measured at ${unmeasured} of ${curve.length} values`,
          sides: { pays: 0, loses: 0, of: 0 },
        }
      : null;
  }
  const crossingOf = (which: 'sharp' | 'plain') =>
    cross(
      found.map((point) => ({ x: point.x, estimate: point[which] })),
      known,
      looks,
      comparisons,
    );
  const { crossing, sides } = crossingOf('sharp');
  const areSame = found.every(({ sharp }) => isPlain(sharp));
  const { value = null, low = null, high = null } = (areSame ? crossing : crossingOf('plain').crossing) ?? {};
  const plain = { value, low, high };
  const count = (side: 1 | -1) => sides.filter((one) => one === side).length;
  const told = { pays: count(1), loses: count(-1), of: sides.length };
  if (!crossing) return { ...simulated, plain, reason: saySides(told), sides: told };
  const direction = crossing.direction === 'rising' ? 'honest-above' : 'honest-below';
  return { ...simulated, value: crossing.value, low: crossing.low, high: crossing.high, direction, plain };
}

/** On which sides of zero intervals lie: all of it has a word of its own, and what includes zero tells nothing. */
function saySides({ pays, loses, of: all }: NonNullable<SimulatedThreshold['sides']>): string {
  if (pays === all) return 'honesty pays at every value that was tried';
  if (loses === all) return 'honesty loses at every value that was tried';
  if (pays + loses === 0) return 'no value that was tried can tell';
  const counts = [...(pays > 0 ? [`pays at ${pays}`] : []), ...(loses > 0 ? [`loses at ${loses}`] : [])].join(', ');
  return `honesty ${counts} of ${all} values that were tried${pays + loses < all ? '; the rest cannot tell' : ''}`;
}

/** Where estimates along a curve cross zero; and on which side of it each of them is sure to lie. */
function cross(
  found: readonly { x: number; estimate: PairedEstimate }[],
  { shape, least }: Known,
  looks: Looks,
  comparisons: number,
): { crossing: Crossing | undefined; sides: (1 | -1 | 0)[] } {
  // Neighbours that were looked at differently often are compared at the strictest of their looks.
  const tail = Math.min(...found.map(({ estimate }) => looks.tail(estimate.replications, comparisons)));
  const points: CurvePoint[] = found.map(({ x, estimate }) => {
    const { spread, allowance } = partsOf(estimate, tail);
    return { x, mean: estimate.mean, variance: square(spread), allowance };
  });
  const covariance = (i: number) => {
    const [a, b] = [found[i], found[i + 1]];
    const scale = a.estimate.standardError * b.estimate.standardError;
    const correlation = scale > 0 ? computeCovariance(a.estimate, b.estimate) / scale : 0;
    return correlation * Math.sqrt(points[i].variance * points[i + 1].variance);
  };
  // The round knows the curve's shape where there is one; without it the sampled points must tell.
  const sampled = estimateStraying(points);
  const straying = (i: number, x: number) => shape.strayingAt(x, points[i].x, points[i + 1].x) ?? sampled(i, x);
  const crossing = findCrossing(points, covariance, straying, least);
  const sides = points.map(({ mean, variance, allowance }) => {
    return Math.abs(mean) > Math.sqrt(variance) + allowance ? (mean > 0 ? 1 : -1) : 0;
  });
  return { crossing, sides };
}

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}
