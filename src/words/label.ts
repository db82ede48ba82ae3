/** What things are called where people read them. */

import { type AxisValues, groupsPath, kindsPath } from '../findings/axis-values.ts';
import { type DesignPointFindings, timeRates } from '../findings/findings.ts';
import { meantBy, type Profile } from '../findings/profile.ts';
import { cleanText } from '../foreign/plain-text.ts';
import { labelOf } from '../scenario/schema/parameter-labels.ts';
import type { Money } from './money.ts';
import { formatNumber } from './number.ts';

export { inWordsOf } from '../scenario/schema/parameter-labels.ts';

/** A parameter in words, with its symbol where it has one: `challenge probability p`. */
export function nameParameter(path: string): string {
  const { symbol } = labelOf(path);
  return symbol === undefined ? wordsOf(path) : `${wordsOf(path)} ${symbol}`;
}

/** The shortest name of a parameter: its symbol, otherwise its name. */
export function abbreviateParameter(path: string): string {
  return labelOf(path).symbol ?? wordsOf(path);
}

/** Title of an axis: name, symbol and unit, `Challenge probability p [share of jobs]`; amounts in the money of their file. */
export function titleParameter(path: string, money?: Money): string {
  const unit = unitOf(path, money);
  const name = nameParameter(path);
  return `${name[0].toUpperCase()}${name.slice(1)}${unit === '' ? '' : ` [${unit}]`}`;
}

/**
 * What symbols in a table mean: `p: challenge probability [share of jobs]`; amounts in the money of their file, empty
 * where every name is written out.
 */
export function explainSymbols(paths: readonly string[], money: Money): string {
  const symbols = [...new Set(paths)].flatMap((path) => {
    const { symbol } = labelOf(path);
    return symbol === undefined ? [] : [`${symbol}: ${wordsOf(path)} [${unitOf(path, money)}]`];
  });
  return symbols.join(', ');
}

/** Parameters and their values in a few words, mechanism, kind of job and group of nodes by their labels alone: `posp, r = 0.1, S = 150`; empty when there are none. */
export function describeSetting({ mechanism, [kindsPath]: kind, [groupsPath]: group, ...others }: AxisValues): string {
  const values = Object.entries(others).map(
    ([path, value]) =>
      `${abbreviateParameter(path)} = ${typeof value === 'number' ? formatNumber(value) : cleanText(value)}`,
  );
  const labels = [mechanism, kind, group].flatMap((label) => (label === undefined ? [] : cleanText(String(label))));
  return [...labels, ...values].join(', ');
}

/** What was chosen at a setting, `posp, reveal = open`. */
export function describeLabels(at: AxisValues): string {
  return describeSetting(Object.fromEntries(Object.entries(at).filter(([, value]) => typeof value === 'string')));
}

/** The numbers at a setting in a few words, `p = 0.01`. */
export function describeNumbers(at: AxisValues): string {
  return describeSetting(Object.fromEntries(Object.entries(at).filter(([, value]) => typeof value === 'number')));
}

/** Short title of an axis in a small panel: symbol and unit, `p [share of jobs]`. */
export function titleParameterShort(path: string, money?: Money): string {
  const unit = unitOf(path, money);
  return `${abbreviateParameter(path)}${unit === '' ? '' : ` [${unit}]`}`;
}

/** A strategy's name as people read it: clean, and without its middle where it would fill the page. */
export function nameStrategy(name: string): string {
  const clean = cleanText(name);
  return clean.length > 32 ? `${clean.slice(0, 15)}…${clean.slice(-16)}` : clean;
}

/** A profile of a study in words. */
export function describeProfile(study: Parameters<typeof meantBy>[0], profile: Profile): string {
  return {
    coalition: 'against the coalition',
    'all-honest': 'everyone else honest',
    'all-deviating': 'everyone colludes',
  }[meantBy(study, profile)];
}

const rateNames: ReadonlyMap<string, string> = new Map([
  ['challenged', 'Challenged'],
  ['detected', 'Detected'],
  ['undetectedFraud', 'Undetected fraud'],
  ['falseSlash', 'False slashes'],
  ['verificationOverhead', 'Verification overhead'],
]);

const timeRateNames: Record<(typeof timeRates)[number], string> = {
  latencySeconds: 'Mean latency',
  latencySecondsP50: 'Median latency',
  latencySecondsP95: '95 % latency',
  latencySecondsP99: '99 % latency',
  utilisation: 'Utilisation',
};

/** Name of a rate in words; names this page does not know are split at their capitals. */
export function nameRate(name: string): string {
  return (
    rateNames.get(name) ?? (isTimeRate(name) ? timeRateNames[name] : undefined) ?? capitalize(splitCamelCase(name))
  );
}

/** A rate with what it is per: `Challenged per job`, `Mean latency [s]`. */
export function titleRate(name: string, per: string): string {
  if (!isTimeRate(name)) return `${nameRate(name)} per ${per}`;
  return `${nameRate(name)} [${name === 'utilisation' ? 'share of time' : 's'}]`;
}

/** Names of a design point's rates of challenges and fraud, the well-known first. */
export function listRates(point: DesignPointFindings): string[] {
  const known = [...rateNames.keys()].filter((name) => point.rates[name] !== undefined);
  const others = Object.keys(point.rates).filter((name) => !rateNames.has(name) && !isTimeRate(name));
  return [...known, ...others];
}

/** Names of a design point's rates of time: latency and load. */
export function listTimeRates(point: DesignPointFindings): string[] {
  return timeRates.filter((name) => point.rates[name]?.value != null);
}

function isTimeRate(name: string): name is (typeof timeRates)[number] {
  return Object.hasOwn(timeRateNames, name);
}

/** The same text with its first letter a capital. */
export function capitalize(text: string): string {
  return text === '' ? '' : `${text[0].toUpperCase()}${text.slice(1)}`;
}

/** A parameter's name; one of a strategy says whose it is. */
function wordsOf(path: string): string {
  const steps = path.split('.');
  const { name = cleanText(splitCamelCase(steps.at(-1)!)) } = labelOf(path);
  return steps[0] === 'players' && steps.length > 3 ? `${name} of ${cleanText(steps[2])}` : name;
}

/** What an amount of a parameter is counted in, in the money of its file; empty of what is no amount. */
export function currencyOf(path: string, money?: Money): string {
  return labelOf(path).unit === 'credits' ? (money ?? 'credits') : '';
}

/** What an axis of the parameter is in, amounts in the money of their file; empty of plain numbers. */
function unitOf(path: string, money: Money): string {
  const { unit = '1', axisUnit = ['1', 'count', 'plain', 'credits'].includes(unit) ? '' : unit } = labelOf(path);
  return [currencyOf(path, money), axisUnit].filter((part) => part !== '').join(' ');
}

function splitCamelCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}
