/**
 * Cheats that are said by what is served in the place of what: `substitution: { from, to }` stands for what such an answer
 * costs at each kind of job, by the same law that prices the honest one.
 */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { costRatio, models } from '../../fleet/index.ts';
import { isRecord, nameOf } from '../numbers/leaves.ts';
import {
  type PathProblem,
  type Steps,
  say,
  show,
  suggestName,
  unknownKey,
  unknownName,
  wrongValue,
} from '../problems/problems.ts';
import { strategyPath } from './brought.ts';
import { tryQuantity } from './kinds-by-law.ts';

/** A kind of job as a file lists it, and where. */
interface Listed {
  job: Record<string, unknown>;
  steps: Steps;
}

/** What is served in the place of what, with what it costs of that where no law says so. */
interface Substitute {
  from: string;
  to?: string;
  costShare?: number;
  steps: Steps;
}

/** Writes what substitutes cost into the kinds of jobs of a file's data; what cannot be priced is a problem. */
export function priceSubstitutes(data: Record<string, unknown>): PathProblem[] {
  const { players, market } = data;
  const asserter = isRecord(players) ? players.asserter : undefined;
  if (!Array.isArray(asserter)) return [];
  const jobs = listJobs(market);
  const problems: PathProblem[] = [];
  for (const [i, strategy] of asserter.entries()) {
    if (!isRecord(strategy) || strategy.substitution === undefined) continue;
    const steps = ['players', 'asserter', i, 'substitution'];
    const before = problems.length;
    const substitutes = readSubstitutes(strategy.substitution, steps, problems);
    const areKnown = problems.length === before;
    const written = strategy.substitution;
    delete strategy.substitution;
    const name = String(nameOf(strategy));
    const path = `players.asserter.${name}.cost`;
    if (strategy.cost !== undefined) {
      problems.push(
        say('rule', steps, written, 'either of the two', `${name} says its cost, too; leave one of them out`),
      );
    }
    if (jobs.length === 0) {
      const message = `${name} is priced by what jobs serve: list them in market.jobs with model, hardware and tokens (one kind is enough), or write cost in the place of substitution`;
      problems.push(say('rule', steps, written, 'kinds of jobs', message));
    }
    for (const { job } of jobs) {
      if (job[path] !== undefined) continue;
      const ratio = areKnown ? ratioAt(job, substitutes, { name, path, steps }, problems) : undefined;
      // Its own problem is told; what is missing after it follows.
      job[path] = ratio === undefined ? 0 : `= ${ratio} * market.computeCost`;
    }
  }
  return problems;
}

/** What kinds of jobs say of strategies: of such as are listed, and such chances as are ones. */
export function checkStrategiesOfKinds(data: Record<string, unknown>, { strategies }: Catalogue): PathProblem[] {
  const { players, market } = data;
  return listJobs(market).flatMap(({ job, steps }) =>
    Object.keys(job).flatMap((key) => {
      if (!strategyPath.test(key)) return [];
      const written = job[key];
      const [, role, name, parameter] = key.split('.');
      const listed: unknown = isRecord(players) ? players[role] : undefined;
      const items: unknown[] = Array.isArray(listed) ? listed : [];
      const names = items.map((item) => String(nameOf(item)));
      const played = items[names.indexOf(name)];
      const known = Object.keys(strategies.get(String(isRecord(played) ? played.kind : played))?.params.shape ?? {});
      const wrong = checkValue(written, [...steps, key], parameter === 'miss');
      // What is wrong is told here, and would be told of the strategy again.
      if (played === undefined || !known.includes(parameter) || wrong.length > 0) delete job[key];
      if (played === undefined) {
        const message = `${key} is of a strategy that nobody plays${suggestName(name, names)}`;
        return [
          { ...say('unknown-strategy', [...steps, key], name, `one of ${names.join(', ')}`, message), atKey: true },
        ];
      }
      if (!known.includes(parameter)) {
        const message = `${name} has no ${show(parameter)}${suggestName(parameter, known)}`;
        return [
          { ...say('unknown-key', [...steps, key], parameter, `one of ${known.join(', ')}`, message), atKey: true },
        ];
      }
      return wrong;
    }),
  );
}

function checkValue(written: unknown, steps: Steps, isChance: boolean): PathProblem[] {
  if (typeof written === 'string' && written.trim().startsWith('=')) return [];
  const value = typeof written === 'string' ? tryQuantity(written, isChance ? '1' : 'credits') : written;
  if (typeof value === 'number' && value >= 0 && value <= (isChance ? 1 : Number.MAX_VALUE)) return [];
  const rule = isChance
    ? 'a probability lies in [0, 1], as 0.2 or 20 %'
    : 'expected a number from 0 on, or an amount of money';
  return [wrongValue('out-of-range', steps, written, rule)];
}

/** Kinds of jobs as far as they can be read. */
export function listJobs(market: unknown): Listed[] {
  const jobs = isRecord(market) && Array.isArray(market.jobs) ? market.jobs : [];
  return jobs.flatMap((job: unknown, i) => (isRecord(job) ? [{ job, steps: ['market', 'jobs', i] }] : []));
}

function readSubstitutes(written: unknown, steps: Steps, problems: PathProblem[]): Substitute[] {
  const items: [unknown, Steps][] = Array.isArray(written)
    ? written.map((item: unknown, i) => [item, [...steps, i]])
    : [[written, steps]];
  return items.flatMap(([item, place]) => {
    if (!isRecord(item)) {
      const rule = 'it says what is served in the place of what: { from: MODEL, to: MODEL }, or a list of those';
      problems.push(wrongValue('wrong-type', place, item, rule));
      return [];
    }
    const before = problems.length;
    for (const key of Object.keys(item)) {
      if (!known.includes(key)) problems.push(unknownKey(place, key, known));
    }
    const { from, to, costShare } = item;
    for (const [key, model] of Object.entries({ from, to })) {
      if (key === 'to' && model === undefined && costShare !== undefined) continue;
      const names = models.map(({ kind }) => kind);
      if (!names.includes(String(model)))
        problems.push(unknownName('unknown-model', 'model', [...place, key], model, names));
    }
    const isShare = typeof costShare === 'number' && costShare >= 0 && costShare <= 1;
    if (costShare !== undefined && (!isShare || to !== undefined)) {
      const rule = 'a share of what the promised model costs, from 0 to 1, in the place of `to`';
      problems.push(wrongValue('rule', [...place, 'costShare'], costShare, rule));
    }
    if (problems.length > before) return [];
    return [{ ...(item as unknown as Substitute), steps: place }];
  });
}

const known = ['from', 'to', 'costShare'];

/** What a substitute costs of what is promised at a kind of job. */
function ratioAt(
  job: Record<string, unknown>,
  substitutes: readonly Substitute[],
  cheat: { name: string; path: string; steps: Steps },
  problems: PathProblem[],
): number | undefined {
  const { name, path, steps } = cheat;
  const fitting = substitutes.find(({ from }) => from === job.model);
  const wayOut = `or write ${path} into that kind`;
  if (!fitting) {
    const serves = job.model === undefined ? 'says no model' : `serves ${show(job.model)}`;
    const message = `kind ${show(job.name)} of market.jobs ${serves}, and ${name} says nothing to serve in its place; add { from: ${typeof job.model === 'string' ? job.model : 'MODEL'}, to: MODEL } to a list, ${wayOut}`;
    problems.push(say('rule', steps, job.model, 'a substitute for the model of each kind', message));
    return undefined;
  }
  if (fitting.costShare !== undefined) return fitting.costShare;
  const [from, to] = [fitting.from, fitting.to].map((model) => models.find(({ kind }) => kind === model)!);
  const tokens = isRecord(job.tokens) ? { in: Number(job.tokens.in), out: Number(job.tokens.out) } : undefined;
  const ratio = tokens && costRatio(from, to, String(job.hardware), tokens);
  if (ratio !== undefined && Number.isFinite(ratio)) return ratio;
  if (job.hardware === undefined || !tokens) {
    const message = `kind ${show(job.name)} of market.jobs says no hardware or no tokens, by which ${name} would be priced; add them, ${wayOut}`;
    problems.push(say('rule', fitting.steps, fitting.to, 'hardware and tokens of the kind', message));
  } else if (ratio === undefined) {
    const on = to.laws.map(({ hardware }) => hardware).join(', ');
    const message = `nothing is known of what ${show(fitting.to)} takes on ${show(job.hardware)} (it is on ${on}); write costShare, its share of the cost, in the place of \`to\`, ${wayOut}`;
    problems.push(
      say('unknown-hardware', fitting.steps, fitting.to, `a model that is known on ${show(job.hardware)}`, message),
    );
  }
  return undefined;
}
