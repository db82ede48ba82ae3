/**
 * Detection as data: `market.detector: { kind: table, rows }` says for each cheat at each kind of job how often one comparison
 * misses it, and how often honest answers are rejected there. The rates are written into the kinds, where they stand.
 */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { detections } from '../../fleet/index.ts';
import { isRecord, nameOf } from '../numbers/leaves.ts';
import { type PathProblem, type Steps, say, show, unknownKey, unknownName, wrongValue } from '../problems/problems.ts';
import { tryQuantity } from './kinds-by-law.ts';
import { listJobs } from './substitutes.ts';

interface Row {
  cheat: string;
  /** All kinds of jobs where left out. */
  job?: string;
  /** Hardware of who answers and of who checks; any where left out. */
  hardware?: readonly [string, string];
  /** Tokens of the answer, both ends included; any where left out [count]. */
  tokens?: readonly [number, number];
  miss: number;
  falseAlarm?: number;
  steps: Steps;
}

const rowKeys = ['cheat', 'job', 'hardware', 'tokens', 'miss', 'falseAlarm', 'published'];
const tableKeys = ['kind', 'rows', 'miss', 'falseAlarm'];
const place: Steps = ['market', 'detector'];

/** Writes the rates of a table into the kinds of jobs of a file's data, and leaves a plain detector. */
export function readDetectionTable(data: Record<string, unknown>, { strategies }: Catalogue): PathProblem[] {
  const { market, players } = data;
  if (!isRecord(market) || !isRecord(market.detector) || market.detector.kind !== 'table') return [];
  const { rows: written, miss, falseAlarm = 0 } = market.detector;
  const problems = Object.keys(market.detector).flatMap((key) =>
    tableKeys.includes(key) ? [] : [unknownKey(place, key, tableKeys)],
  );
  market.detector = { falseAlarm, miss: miss ?? 0 };
  const jobs = listJobs(market);
  if (jobs.length === 0) {
    const message = 'a table of detections speaks of kinds of jobs: list them in market.jobs (one kind is enough)';
    problems.push(say('rule', place, 'table', 'kinds of jobs', message));
    return problems;
  }
  const listed = isRecord(players) && Array.isArray(players.asserter) ? players.asserter : [];
  const cheats = listed.flatMap((item: unknown) => {
    const [name, kind] = [nameOf(item), isRecord(item) ? item.kind : item];
    return name === undefined || name === 'honest' ? [] : [{ name, kind: String(kind), item }];
  });
  const names = { cheats: cheats.map(({ name }) => name), jobs: jobs.map(({ job }) => String(job.name)) };
  const rows = readRows(written, names, problems);
  problems.push(...findOverlaps(rows));
  // What a table leaves open after a problem follows from it.
  if (problems.length > 0) return problems;
  for (const { job, steps } of jobs) {
    const alarms = new Set<number>();
    for (const { name, kind, item } of cheats) {
      const path = `players.asserter.${name}.miss`;
      const row = rows.find((one) => one.cheat === name && fits(one, job));
      if (row?.falseAlarm !== undefined) alarms.add(row.falseAlarm);
      const isSaid = job[path] !== undefined || (isRecord(item) && item.miss !== undefined);
      if (row && isSaid) {
        const message = `${name} says its misses, and so does a row of market.detector; leave one of them out`;
        problems.push(say('rule', row.steps, row.miss, 'either of the two', message));
      } else if (row && 'miss' in (strategies.get(kind)?.params.shape ?? {})) {
        job[path] = row.miss;
      } else if (row) {
        const message = `${kind} is missed as often as the detector misses anything; to give ${name} a rate of its own write { kind: cheaper-model, name: ${name}, cost: 0 }`;
        problems.push(say('rule', [...row.steps, 'cheat'], name, 'a strategy with misses of its own', message));
      } else if (!isSaid && miss === undefined) {
        const message = `no row of market.detector says how often ${name} is missed at kind ${show(job.name)}${tellPlace(job)}; add one, or say \`miss\` of the table for whatever has no row`;
        problems.push(say('rule', [...place, 'rows'], name, 'a row for each cheat at each kind of job', message));
      }
    }
    if (alarms.size > 1) {
      const message = `rows of market.detector disagree about false alarms at kind ${show(job.name)}: ${[...alarms].join(', ')}; honest answers are rejected alike whatever the cheat`;
      problems.push(say('rule', [...place, 'rows'], [...alarms], 'one rate of false alarms', message));
    }
    if (alarms.size === 1 && job.detector === undefined) job.detector = { falseAlarm: [...alarms][0], miss: miss ?? 0 };
    else if (alarms.size > 0 && job.detector !== undefined) {
      const message = `kind ${show(job.name)} says its detector, and a row of market.detector its false alarms; leave one of them out`;
      problems.push(say('rule', [...steps, 'detector'], job.detector, 'either of the two', message));
    }
  }
  return problems;
}

function tellPlace({ hardware, tokens }: Record<string, unknown>): string {
  const out = isRecord(tokens) ? `${String(tokens.out)} tokens out` : undefined;
  const told = [typeof hardware === 'string' ? `on ${hardware}` : undefined, out].filter((one) => one !== undefined);
  return told.length > 0 ? ` (${told.join(', ')})` : '';
}

/** Whether a row speaks of a kind of job. Who checks has the hardware of who answers. */
function fits({ job: name, hardware, tokens }: Row, job: Record<string, unknown>): boolean {
  if (name !== undefined && name !== job.name) return false;
  if (hardware && !hardware.every((one) => one === job.hardware)) return false;
  const out = isRecord(job.tokens) ? Number(job.tokens.out) : Number.NaN;
  return !tokens || (out >= tokens[0] && out <= tokens[1]);
}

function findOverlaps(rows: readonly Row[]): PathProblem[] {
  const same = <Value>(a: Value | undefined, b: Value | undefined) =>
    a === undefined || b === undefined || String(a) === String(b);
  return rows.flatMap((row, i) => {
    const other = rows.slice(0, i).find((one) => {
      const meets = !one.tokens || !row.tokens || (one.tokens[0] <= row.tokens[1] && row.tokens[0] <= one.tokens[1]);
      return one.cheat === row.cheat && same(one.job, row.job) && same(one.hardware, row.hardware) && meets;
    });
    if (!other) return [];
    const [first, second] = [other, row].map(({ steps }) => steps.at(-1));
    const message = `rows ${first} and ${second} of market.detector overlap: both speak of ${row.cheat} at the same jobs; give them other jobs, hardware or tokens`;
    return [say('rule', row.steps, row.cheat, 'rows of which one holds', message)];
  });
}

function readRows(
  written: unknown,
  { cheats, jobs }: { cheats: readonly string[]; jobs: readonly string[] },
  problems: PathProblem[],
): Row[] {
  const steps = [...place, 'rows'];
  if (!Array.isArray(written) || written.length === 0) {
    const rule = 'it lists rates: `- { cheat: fp8, job: chat, miss: 77 %, falseAlarm: 0.1 % }`';
    problems.push(wrongValue('wrong-type', steps, written, rule));
    return [];
  }
  return written.flatMap((item: unknown, i) => {
    const at = [...steps, i];
    if (!isRecord(item)) {
      problems.push(wrongValue('wrong-type', at, item, 'a row is a group of settings with a cheat and its misses'));
      return [];
    }
    const before = problems.length;
    for (const key of Object.keys(item)) if (!rowKeys.includes(key)) problems.push(unknownKey(at, key, rowKeys));
    const { cheat, job } = item;
    if (typeof cheat !== 'string' || !cheats.includes(cheat))
      problems.push(unknownName('unknown-strategy', 'cheat', [...at, 'cheat'], cheat, cheats));
    if (job !== undefined && !(typeof job === 'string' && jobs.includes(job)))
      problems.push(unknownName('unknown-job', 'kind of job', [...at, 'job'], job, jobs));
    const tokens = readTokens(item.tokens, [...at, 'tokens'], problems);
    const hardware = readPair(item.hardware, [...at, 'hardware'], problems);
    const rates = readRates(item, at, problems);
    if (problems.length > before || !rates) return [];
    return [
      {
        cheat: cheat as string,
        ...(typeof job === 'string' && { job }),
        ...(tokens && { tokens }),
        ...(hardware && { hardware }),
        ...rates,
        steps: at,
      },
    ];
  });
}

function readRates(
  { miss, falseAlarm, published }: Record<string, unknown>,
  steps: Steps,
  problems: PathProblem[],
): Pick<Row, 'miss' | 'falseAlarm'> | undefined {
  if (published === undefined) {
    const rate = readChance(miss, [...steps, 'miss'], problems);
    const alarm = falseAlarm === undefined ? undefined : readChance(falseAlarm, [...steps, 'falseAlarm'], problems);
    return rate === undefined ? undefined : { miss: rate, ...(alarm !== undefined && { falseAlarm: alarm }) };
  }
  const found = detections.find(({ kind }) => kind === published);
  if (!found) {
    const names = detections.map(({ kind }) => kind);
    problems.push(unknownName('unknown-detection', 'published row', [...steps, 'published'], published, names));
  } else if (miss !== undefined || falseAlarm !== undefined) {
    const rule = 'it stands for misses and false alarms; leave those out';
    problems.push(wrongValue('rule', [...steps, 'published'], published, rule));
  }
  // Rates are published in tenths of a percent.
  return (
    found && {
      miss: Number((1 - found.caught).toFixed(6)),
      ...(found.falseAlarm !== undefined && { falseAlarm: found.falseAlarm }),
    }
  );
}

function readChance(written: unknown, steps: Steps, problems: PathProblem[]): number | undefined {
  const value = typeof written === 'string' ? tryQuantity(written, '1') : written;
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  problems.push(wrongValue('out-of-range', steps, written, 'a probability lies in [0, 1], as 0.2 or 20 %'));
  return undefined;
}

function readTokens(written: unknown, steps: Steps, problems: PathProblem[]): [number, number] | undefined {
  if (written === undefined) return undefined;
  const [least, most, ...others] = Array.isArray(written) ? (written as unknown[]) : [];
  const isCount = (one: unknown): one is number => Number.isInteger(one) && Number(one) >= 0;
  if (isCount(least) && isCount(most) && least <= most && others.length === 0) return [least, most];
  problems.push(
    wrongValue(
      'rule',
      steps,
      written,
      'it is two whole numbers from 0 on, the fewest tokens of the answer and the most: [1, 8]',
    ),
  );
  return undefined;
}

function readPair(written: unknown, steps: Steps, problems: PathProblem[]): [string, string] | undefined {
  if (written === undefined) return undefined;
  const [one, other, ...others] = Array.isArray(written) ? (written as unknown[]) : [];
  if (typeof one === 'string' && typeof other === 'string' && others.length === 0) return [one, other];
  const rule = 'the hardware of who answers and of who checks: [h100-sxm, rtx-4090]';
  problems.push(wrongValue('rule', steps, written, rule));
  return undefined;
}
