/** A figure that is claimed to stay within limits: a rate, an advantage or an income, by the job or by a time. */
import type { DesignPointFindings, Rate, Role } from '../findings/findings.ts';
import { type Profile, sayAgainst } from '../findings/profile.ts';
import type { Evidence, Interval, Per } from './define.ts';
import { armOfFigure, findAdvantage } from './figure.ts';

/** What is claimed to stay within limits. */
export interface Figure {
  of: string;
  role: Role;
  over?: string | undefined;
  strategy: string;
  against: Profile;
  per: Per;
}

type GivenFigure = Pick<Figure, 'of' | 'over' | 'per'> & {
  [Name in 'role' | 'strategy' | 'against']?: Figure[Name] | undefined;
};

/** Fills in what is mostly meant. */
export function complete({
  role = 'asserter',
  strategy = 'honest',
  against = 'coalition',
  ...rest
}: GivenFigure): Figure {
  return { ...rest, role, strategy, against };
}

/** A figure by its interval that holds together with others; nothing where it is not known. */
export function findFigure(
  figure: Figure,
  point: DesignPointFindings,
  evidence: Evidence,
): ((comparisons: number) => Interval) | undefined {
  const count = evidence.jobsPer(point, figure.per);
  const read = findPerJob(figure, point, evidence);
  if (count === null || !read) return undefined;
  return count === 1 ? read : (comparisons) => multiply(read(comparisons), count);
}

function multiply({ low, middle, high, forecast }: Interval, count: number): Interval {
  return {
    low: count * low,
    middle: count * middle,
    high: count * high,
    ...(forecast && {
      forecast: {
        halfWidthAfter: (times) => count * forecast.halfWidthAfter(times),
        standardError: count * forecast.standardError,
        exact: forecast.exact === null ? null : count * forecast.exact,
        resolution: count * forecast.resolution,
        floor: count * forecast.floor,
      },
    }),
  };
}

function findPerJob(
  figure: Figure,
  point: DesignPointFindings,
  evidence: Evidence,
): ((comparisons: number) => Interval) | undefined {
  if (figure.of === 'advantage') {
    const advantage = findAdvantage(figure, point);
    const isKnown = advantage && (evidence.by === 'exact' ? advantage.exact : advantage.mean) !== null;
    return isKnown ? (comparisons) => evidence.intervalOf(advantage, comparisons) : undefined;
  }
  const rate = figure.of === 'income' ? findIncome(figure, point) : point.rates[figure.of];
  const isKnown = rate && (evidence.by === 'exact' ? rate.exact : rate.value) !== null;
  return isKnown ? (comparisons) => evidence.rateIntervalOf(rate, comparisons) : undefined;
}

/** The exact value per job, to be named where runs say nothing; `null` where none is known. */
export function findExact(figure: Figure, point: DesignPointFindings): number | null {
  if (figure.per !== 'job') return null;
  if (figure.of === 'advantage') return findAdvantage(figure, point)?.exact ?? null;
  return (figure.of === 'income' ? findIncome(figure, point) : point.rates[figure.of])?.exact ?? null;
}

/** What a strategy earns, as the rate of credits per job that it is. */
function findIncome({ role, strategy, against }: Figure, { payoffs }: DesignPointFindings): Rate | undefined {
  const paid = payoffs.filter((payoff) => payoff.role === role && payoff.strategy === strategy);
  const found = paid.find((payoff) => payoff.against === against) ?? paid.find((p) => p.against === 'coalition');
  return found && { value: found.mean, halfWidth: found.halfWidth, exact: found.exact, per: 'job', count: 1 };
}

/** The arm that shows a figure. */
export function armOf(figure: Figure, point: DesignPointFindings): string | undefined {
  if (figure.of === 'income') {
    return figure.strategy === 'honest' ? undefined : `${figure.against}/${figure.role}/${figure.strategy}`;
  }
  return armOfFigure(figure, point);
}

/** What it is called in a sentence, and against whom where that is not plain. */
export function sayFigure({ of, role, over, strategy, against, per }: Figure, study: Evidence['findings']): string {
  const others = sayAgainst(study, against);
  const name =
    of === 'advantage'
      ? `the advantage over ${role} ${over}${others}`
      : of === 'income'
        ? `the income of ${role} ${strategy}${others}`
        : of;
  return per === 'job' ? name : `${name} per ${per === 'career' ? 'career' : `node-${per}`}`;
}
