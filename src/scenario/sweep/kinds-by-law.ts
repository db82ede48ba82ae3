/** Kinds of jobs that are said by what is served: costs, times and price follow from model, hardware and tokens. */
import { models, secondsToCheck, secondsToServe, type Tokens } from '../../fleet/index.ts';
import { isRecord } from '../numbers/leaves.ts';
import { readQuantity } from '../numbers/quantity.ts';
import {
  missing,
  type PathProblem,
  type Steps,
  say,
  show,
  suggestName,
  unknownName,
  wrongValue,
} from '../problems/problems.ts';

/** What a kind may say in the place of costs and prices. */
export const byLaw = ['model', 'hardware', 'costPerHour', 'tokens', 'pricePerMillionTokens', 'check'];

/** Costs and price of a kind that is said by its model and its tokens. */
export function priceByLaw(
  said: Record<string, unknown>,
  steps: Steps,
  problems: PathProblem[],
): Record<string, unknown> {
  const given = byLaw.filter((key) => said[key] !== undefined);
  if (given.length === 0) return {};
  const found = problems.length;
  const tokens = readTokens(said.tokens, [...steps, 'tokens'], problems);
  const law = findLaw(said, steps, problems);
  const price = said.pricePerMillionTokens;
  for (const key of ['costPerHour', 'pricePerMillionTokens']) checkAmount(said[key], [...steps, key], problems);
  if (said.check !== undefined && said.check !== 'prefill' && said.check !== 'recompute') {
    const rule = 'a check is `prefill`, which reads prompt and answer at once, or `recompute`';
    problems.push(wrongValue('not-one-of', [...steps, 'check'], said.check, rule));
  }
  for (const key of ['model', 'hardware', 'costPerHour', 'tokens']) {
    if (said[key] === undefined) problems.push(missing([...steps, key], neededBy[key]));
  }
  if (problems.length > found || !tokens || !law) return {};
  const [serve, check] = [secondsToServe(law, tokens), secondsToCheck(law, tokens)];
  const isPrefill = said.check === 'prefill';
  const hour = said.costPerHour;
  return {
    computeCost: times(hour, serve / 3600),
    ...(isPrefill && { verificationCost: times(hour, check / 3600) }),
    serviceSeconds: serve / law.gpus,
    ...(isPrefill && { verificationSeconds: check / law.gpus }),
    ...(price !== undefined && { reward: times(price, (tokens.in + tokens.out) / 1e6) }),
  };
}

const neededBy: Readonly<Record<string, string>> = {
  model: 'what is served, such as llama-3.3-70b-fp8 (posp list models)',
  hardware: 'what it is served on, such as h100-sxm (posp list hardware)',
  costPerHour: 'what an hour of one GPU costs, such as 2 USD',
  tokens: 'tokens of a request, as { in: 1155, out: 211 }',
};

/** So many times an amount, as it would be written: a number, a number in its currency, or an expression. */
function times(amount: unknown, factor: number): unknown {
  if (typeof amount === 'number') return amount * factor;
  const text = String(amount).trim();
  if (text.startsWith('=')) return `= (${text.slice(1).trim()}) * ${factor}`;
  const { value, currency } = readQuantity(withoutHour(text), 'credits');
  return currency === undefined ? value * factor : `${value * factor} ${currency}`;
}

/** What an hour costs may be written as a rate. */
function withoutHour(text: string): string {
  return text.replace(/ *\/ *(hour|h)$/, '');
}

function checkAmount(written: unknown, steps: Steps, problems: PathProblem[]): void {
  if (written === undefined || (typeof written === 'string' && written.trim().startsWith('='))) return;
  const value = typeof written === 'string' ? tryQuantity(withoutHour(written.trim()), 'credits') : written;
  if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) return;
  problems.push(wrongValue('wrong-type', steps, written, 'expected an amount of money, such as 2 USD'));
}

function readTokens(written: unknown, steps: Steps, problems: PathProblem[]): Tokens | undefined {
  if (written === undefined) return undefined;
  const { in: into, out, ...others } = isRecord(written) ? written : ({} as Record<string, unknown>);
  const isCount = (value: unknown) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 1e7;
  if (isCount(into) && isCount(out) && Object.keys(others).length === 0 && Number(into) + Number(out) > 0)
    return { in: Number(into), out: Number(out) };
  const rule =
    'tokens of a request are two whole numbers, { in: 1155, out: 211 }, up to 10 000 000 each; jobs of other lengths are another kind';
  problems.push(wrongValue('rule', steps, written, rule));
  return undefined;
}

function findLaw({ model: name, hardware }: Record<string, unknown>, steps: Steps, problems: PathProblem[]) {
  if (name === undefined || hardware === undefined) return undefined;
  const model = models.find(({ kind }) => kind === name);
  if (!model) {
    const known = models.map(({ kind }) => kind);
    problems.push(unknownName('unknown-model', 'model', [...steps, 'model'], name, known));
    return undefined;
  }
  const law = model.laws.find((one) => one.hardware === hardware);
  if (!law) {
    const known = model.laws.map((one) => one.hardware);
    const message = `nothing is known of what ${show(name)} takes on ${show(hardware)}${suggestName(hardware, known)}; or write computeCost yourself`;
    problems.push(say('unknown-hardware', [...steps, 'hardware'], hardware, `one of ${known.join(', ')}`, message));
  }
  return law;
}

/** Reads an amount or a share; nothing where it is none. */
export function tryQuantity(text: string, unit: '1' | 'credits'): number | undefined {
  try {
    return readQuantity(text, unit).value;
  } catch {
    return undefined;
  }
}
