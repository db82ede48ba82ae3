/** What deciding an open claim would take, or why no number of replications would do. */
import { type DesignPointFindings, timeRates } from '../findings/findings.ts';
import { normalCdf } from '../stats/interval.ts';
import type { Forecast, Interval } from './define.ts';

/** Times the runs there were that nobody will wait for [1]. */
const HOPELESS = 1e6;
/** Nobody asks for fewer more than this [1]. */
const LEAST = 1.25;
/** Halvings of the range between them, on a logarithmic scale: to a tenth of a per cent [count]. */
const STEPS = 14;

/** What deciding would take. */
export interface Effort {
  /** To end a sentence with: what it takes, or why nothing would do; empty where nobody can say. */
  clause: string;
  /** The jobs it names [count]. */
  jobsToTell?: number;
}

/**
 * What deciding would take, or why nothing would.
 *
 * Where the exact value is known, the estimate will come to lie there; elsewhere it may still move as far as its noise
 * reaches, and the number of replications is that at which it is as likely as not to lie clear of the limits.
 *
 * @param limits  what the interval must come clear of: zero for an advantage, its bounds for a rate
 */
export function estimateEffort(interval: Interval, limits: readonly number[], runs: RunsBehind): Effort {
  const { enough, why } = forecastEffort(interval, limits, runs);
  if (enough === undefined) return { clause: why };
  const { replications, jobs, isOfTime } = runs;
  const jobsToTell = toTwoDigits((enough / replications) * jobs);
  const most = isOfTime ? '; a quarter of replications.max are made at most' : '';
  const what = isOfTime ? 'runs that measure time' : 'replications';
  return {
    clause: `; about ${amount(enough)} ${what} (${amount(jobsToTell)} jobs) there would tell${most}`,
    jobsToTell,
  };
}

/** One of several comparisons that a claim waits for. */
export interface OpenComparison {
  interval: Interval;
  point: DesignPointFindings;
}

/**
 * What deciding a claim would take that waits for several comparisons with zero, and which of them takes longest: the
 * claim is open for as long as one of them is.
 */
export function forecastClaim<Open extends OpenComparison>(open: readonly Open[]): { slowest: Open; effort: Effort } {
  const ease = ({ interval: { low, middle, high } }: Open) => Math.abs(middle) / (high - low);
  const hardest = [...open].sort((a, b) => ease(a) - ease(b)).slice(0, FORECAST_MAX);
  const forecasts = hardest.map((one) => ({ one, ...forecastEffort(one.interval, [0], one.point) }));
  const hopeless = forecasts.find(({ enough }) => enough === undefined);
  const [first] = forecasts as [(typeof forecasts)[number], ...typeof forecasts];
  const last = forecasts.reduce((most, next) => ((next.enough ?? 0) > (most.enough ?? 0) ? next : most), first);
  const { one: slowest, enough, why } = hopeless ?? last;
  if (enough === undefined) return { slowest, effort: { clause: why } };
  if (open.length === 1) return { slowest, effort: estimateEffort(slowest.interval, [0], slowest.point) };
  const needed = new Map<DesignPointFindings, number>();
  for (const { one, enough: own } of forecasts) needed.set(one.point, Math.max(own!, needed.get(one.point) ?? 0));
  const jobs = [...needed].reduce((sum, [point, own]) => sum + (own / point.replications) * point.jobs, 0);
  const jobsToTell = toTwoDigits(jobs);
  const where = needed.size === 1 ? 'there' : `at ${needed.size} design points`;
  const about = open.length > hardest.length ? 'at least' : 'about';
  const clause = `; ${about} ${amount(enough)} replications (${amount(jobsToTell)} jobs) ${where} would tell of all ${open.length} comparisons that are open`;
  return { slowest, effort: { clause, jobsToTell } };
}

/** Comparisons that are forecast, those nearest to a tie [count]. */
const FORECAST_MAX = 64;

/** Replications that are as likely as not to be enough, or why nothing is said of them: a clause, empty where nobody can say. */
function forecastEffort(
  { middle, forecast }: Interval,
  limits: readonly number[],
  { replications }: RunsBehind,
): { enough?: number; why: string } {
  const finite = limits.filter(Number.isFinite);
  if (!forecast || finite.length === 0 || !Number.isFinite(middle) || replications === 0) return { why: '' };
  const { exact } = forecast;
  const distance = Math.min(...finite.map((limit) => Math.abs((exact ?? middle) - limit)));
  if (exact !== null && distance <= forecast.resolution) {
    return { why: '; the exact value is no further from it than rounding, and no number of replications would tell' };
  }
  const tells = (times: number) => chanceToTell(middle, forecast, finite, times) >= 1 / 2;
  if (!tells(HOPELESS)) return { why: sayWhyNot(forecast, distance) };
  const enough = Math.max(replications + 1, Math.round((tells(LEAST) ? LEAST : findFirst(tells)) * replications));
  return { enough, why: '' };
}

function amount(value: number): string {
  return toTwoDigits(value).toLocaleString('en-US');
}

function toTwoDigits(value: number): number {
  return Number(value.toPrecision(2));
}

/** What an interval rests on. */
export interface RunsBehind extends Pick<DesignPointFindings, 'replications' | 'jobs'> {
  /** They measure time alone. */
  isOfTime?: boolean;
}

/** How many runs the interval of a figure rests on, and their jobs: those of the arms, or those that measure time. */
export function runsBehind(figure: string, point: DesignPointFindings): RunsBehind {
  const { time } = point;
  if (!isOfTime(figure) || !time) return point;
  return { replications: time.runs, jobs: time.runs * (time.jobsPerRun ?? 0), isOfTime: true };
}

/** Whether a figure is a rate of time. */
export function isOfTime(figure: string): boolean {
  return (timeRates as readonly string[]).includes(figure);
}

/** Chance that an interval lies clear of every limit after so many times the replications. */
function chanceToTell(middle: number, forecast: Forecast, limits: readonly number[], times: number): number {
  const reach = forecast.halfWidthAfter(times);
  if (!Number.isFinite(reach)) return 0;
  const { exact } = forecast;
  if (exact !== null) return limits.every((limit) => Math.abs(exact - limit) > reach) ? 1 : 0;
  // What was seen is a part of what will have been seen then.
  const deviation = forecast.standardError * Math.sqrt(1 - 1 / times);
  const below = (value: number) => (deviation > 0 ? normalCdf((value - middle) / deviation) : Number(value > middle));
  const ends = [Number.NEGATIVE_INFINITY, ...[...limits].sort((a, b) => a - b), Number.POSITIVE_INFINITY];
  return ends.slice(1).reduce((sum, end, i) => sum + Math.max(0, below(end - reach) - below(ends[i] + reach)), 0);
}

/** The least number of times at which something holds that holds from there on. */
function findFirst(holds: (times: number) => boolean): number {
  let [low, high] = [LEAST, HOPELESS];
  for (let step = 0; step < STEPS; step++) {
    const middle = Math.sqrt(low * high);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function sayWhyNot({ halfWidthAfter, floor }: Forecast, distance: number): string {
  if (!Number.isFinite(halfWidthAfter(HOPELESS))) {
    return '; what was never seen may cost or bring any amount, and no number of replications rules it out';
  }
  if (floor >= distance) {
    return '; money is counted in 1e-9 credits, and what rounding leaves open no number of replications would tell: write amounts in a smaller unit';
  }
  return '; so near a tie that more replications would hardly tell';
}
