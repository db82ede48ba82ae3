/** The step that claims about advantages share: every margin must be positive, or one of them is a counterexample. */
import type { Advantage, DesignPointFindings } from '../findings/findings.ts';
import type { Profile } from '../findings/profile.ts';
import { type Evidence, type Interval, type Judgement, turnRound } from './define.ts';
import { forecastClaim } from './effort.ts';
import { exactly, sayAmount, sayDeviation, sayInterval, sayReplay, saySetting } from './wording.ts';

/** An advantage and the design point it was found at. */
export interface Margin {
  point: DesignPointFindings;
  advantage: Advantage;
}

/**
 * Judges that every margin is positive (or, with `weak`, not negative).
 *
 * True needs every interval on the right side: no correction, since all must hold (Berger 1982). False needs one on the
 * wrong side, the error shared among all that could have been (Bonferroni).
 */
export function judgeMargins(margins: readonly Margin[], evidence: Evidence, weak: boolean): Judgement {
  const known = margins.map((margin) => ({ ...margin, alone: evidence.intervalOf(margin.advantage, 1) }));
  if (known.length === 0) return { verdict: 'undecided', because: 'no declared deviation was left to compare with' };
  const together = (margin: Margin) => evidence.intervalOf(margin.advantage, margins.length);
  const wrong = known
    .map((margin) => ({ ...margin, interval: together(margin) }))
    .filter(({ interval }) => (weak ? interval.high < 0 : interval.high < 0 || isTie(interval)))
    .sort((a, b) => a.interval.middle - b.interval.middle)[0];
  if (wrong) {
    const { role, over, against } = wrong.advantage;
    return {
      verdict: 'false',
      because: sayCounterexample(wrong, wrong.interval, evidence),
      counterexample: { designPoint: wrong.point.id, role, over, against },
    };
  }

  // An exact tie is one to within rounding, and whoever earns the same gains nothing.
  const ties = ({ exact, mean }: Advantage) => exact === 0 && (evidence.by === 'exact' || mean === null);
  const open = known.filter(({ alone, advantage }) => !(weak ? alone.low >= 0 || ties(advantage) : alone.low > 0));
  const count = `${known.length} comparison${known.length === 1 ? '' : 's'}`;
  if (open.length === 0) {
    const least = known.reduce((a, b) => (b.alone.middle < a.alone.middle ? b : a));
    return {
      verdict: 'true',
      because: `honesty earns ${sayAmount(least.alone, evidence)} more than its best rival, ${sayDeviation(least.advantage, evidence)}, ${saySetting(least.point)}: the least of ${count}`,
    };
  }
  const { slowest, effort } = forecastClaim(open.map((margin) => ({ ...margin, interval: margin.alone })));
  const { advantage, alone, point } = slowest;
  return {
    verdict: 'undecided',
    because: `the advantage over ${sayDeviation(advantage, evidence)} is ${sayAmount(alone, evidence)} ${saySetting(point)} after ${point.replications} replications${effort.clause}`,
    open: [...new Set(open.map((margin) => margin.point.id))],
    jobsToTell: effort.jobsToTell,
  };
}

/** Advantages of a role at every point against profiles; where there is no coalition, `all-honest` is `coalition`. */
export function listMargins(
  evidence: Evidence,
  wanted: { role?: string; over?: string | undefined; against: readonly Profile[] },
): Margin[] {
  return evidence.points.flatMap((point) => {
    const present = new Set(point.advantages.map(({ against }) => against));
    const asked = new Set(wanted.against.map((profile) => (present.has(profile) ? profile : 'coalition')));
    return point.advantages
      .filter(
        ({ role, over, against }) =>
          asked.has(against) &&
          (wanted.role === undefined || role === wanted.role) &&
          (wanted.over === undefined || over === wanted.over),
      )
      .map((advantage) => ({ point, advantage }));
  });
}

function isTie({ low, high }: Interval): boolean {
  return low === 0 && high === 0;
}

function sayCounterexample({ point, advantage }: Margin, interval: Interval, evidence: Evidence): string {
  const place = saySetting(point);
  const replay = sayReplay(point, evidence, `${advantage.against}/${advantage.role}/${advantage.over}`);
  if (isTie(interval))
    return `${sayDeviation(advantage, evidence)} earns exactly as much as honesty ${place}; ${replay}`;
  const exact = advantage.exact === null ? '' : ` (exactly ${sayInterval(exactly(-advantage.exact))})`;
  return `${sayDeviation(advantage, evidence)} earns ${sayAmount(turnRound(interval), evidence)} more than honesty ${place}${exact}; ${replay}`;
}
