/** The report's tables: every number of the pictures, for those who read rather than look. */

import type { AxisValues } from '../../findings/axis-values.ts';
import type { Advantage, Findings, JudgedClaim, ThresholdFindings } from '../../findings/findings.ts';
import { hasSeveralProfiles } from '../../findings/profile.ts';
import { isTakingPartOpen, sayHonesty, sayTakesPart } from '../../words/judgement-words.ts';
import {
  describeLabels,
  describeNumbers,
  describeProfile,
  explainSymbols,
  listRates,
  listTimeRates,
  nameParameter,
  nameStrategy,
  titleRate,
} from '../../words/label.ts';
import { chooseMoney } from '../../words/money.ts';
import { formatConfidence, formatCount, formatEstimate } from '../../words/number.ts';
import { explainEstimates, sayExactAmount, sayPlain, saySharp, sayTakenOut } from '../../words/plain-words.ts';
import { columnsOf, sayExact, sayPlainThreshold, saySimulated } from '../../words/threshold-words.ts';
import { holdTogether } from '../text-width.ts';
import { html, type Markup, nothing, trusted } from './markup.ts';

const mostRows = 400;
/** Where a study of one setting is: its words stay together. */
const asStated = 'as\u00a0stated';
const marks = { true: '✓', false: '✗', undecided: '?' } as const;

/** A verdict as a mark and a word. */
function verdictMark(verdict: JudgedClaim['verdict']): Markup {
  return html`<span class="verdict ${verdict}"><span aria-hidden="true">${marks[verdict]}</span> ${verdict}</span>`;
}

/** What was claimed, what came of it, and why. */
export function claimsTable(claims: JudgedClaim[]): Markup {
  if (claims.length === 0) return html`<p class="quiet">The scenario makes no claims.</p>`;
  return table({
    id: 'claims-table',
    caption: 'Each claim with its verdict and the numbers that decided',
    columns: [{ title: 'Verdict' }, { title: 'Claim' }, { title: 'Because' }],
    rows: claims.map((claim) => [verdictMark(claim.verdict), claim.claim, claim.because]),
  });
}

/** Where honesty starts to pay: exact, beside simulated where there were runs. */
export function thresholdsTable(findings: Findings): Markup {
  const { thresholds } = findings;
  if (thresholds.length === 0) return nothing;
  const { hasSettings, hasOthers, isSimulated, whose } = columnsOf(findings);
  return table({
    id: 'thresholds',
    caption: [
      isSimulated
        ? `Where honesty pays${whose}: exact, and thresholds simulated sharp and plain; intervals at ${formatConfidence(findings.confidence)} confidence`
        : `Where honesty pays${whose}, exactly`,
      explainSymbols(
        thresholds.flatMap(({ at }) => Object.keys(at)),
        findings.money,
      ),
    ]
      .filter((part) => part !== '')
      .join('. '),
    columns: [
      { title: 'Parameter' },
      ...(hasSettings ? [{ title: 'At' }] : []),
      { title: 'Role' },
      { title: 'Over' },
      ...(hasOthers ? [{ title: 'Against' }] : []),
      { title: 'Exact', number: true },
      ...(isSimulated ? ['Sharp', 'Plain'].map((title) => ({ title, number: true })) : []),
    ],
    rows: thresholds.map((threshold) => [
      nameParameter(threshold.of),
      ...(hasSettings ? [saySetting(threshold.at)] : []),
      threshold.role,
      nameStrategy(threshold.over),
      ...(hasOthers ? [describeProfile(findings, threshold.against)] : []),
      sayExact(threshold),
      ...(isSimulated ? [saySimulated(threshold), sayPlainThreshold(threshold)] : []),
    ]),
    trivial: {
      rows: thresholds.map((threshold) => isThresholdTrivial(threshold, findings)),
      are: 'without a threshold',
    },
  });
}

/** Nothing is at stake along the parameter: the deviation earns the same everywhere, or honesty pays from the first value on. */
function isThresholdTrivial({ exact, simulated, role, over, against }: ThresholdFindings, findings: Findings): boolean {
  if (simulated !== null && simulated.value !== null) return false;
  if (exact?.feasible && (exact.value === null || exact.value === exact.domain?.low)) return true;
  const advantages = findings.designPoints.flatMap((point) =>
    point.advantages.filter((one) => one.role === role && one.over === over && one.against === against),
  );
  return advantages.length > 0 && advantages.every(isTie);
}

/** Honesty and the deviation earn the same to the last bit, in every run. */
function isTie({ exact, mean, halfWidth }: Advantage): boolean {
  return exact === 0 && (mean ?? 0) === 0 && !((halfWidth ?? 0) > 0);
}

/** What honesty earns over each deviation at each design point; columns of runs where there were any. */
export function advantagesTable(findings: Findings): Markup {
  const { designPoints } = findings;
  if (designPoints.every(({ advantages }) => advantages.length === 0)) return nothing;
  const money = chooseMoney(
    findings,
    designPoints.flatMap(({ advantages }) => advantages.flatMap(({ exact, mean }) => [exact, mean])),
  );
  const hasParticipation = (['asserter', 'validator'] as const).some((role) => isTakingPartOpen(designPoints, role));
  const symbols = explainSymbols(
    designPoints.flatMap(({ at }) => Object.keys(at)),
    findings.money,
  );
  const entries = designPoints.flatMap((point) => point.advantages.map((advantage) => ({ point, advantage })));
  const isSimulated = entries.some(({ advantage }) => advantage.mean !== null);
  const hasOthers = hasSeveralProfiles(findings);
  const howToRead = isSimulated
    ? `± half-width at ${formatConfidence(findings.confidence)} confidence; ${explainEstimates(entries.map(({ advantage }) => advantage))}`
    : 'by enumeration; nothing was simulated';
  const rows = entries.map(({ point, advantage }) => [
    saySetting(point.at) || asStated,
    advantage.role,
    nameStrategy(advantage.over),
    ...(hasOthers ? [describeProfile(findings, advantage.against)] : []),
    sayExactAmount(advantage, money),
    ...(isSimulated ? [saySharp(advantage, money), sayPlain(advantage, money), sayTakenOut(advantage)] : []),
    sayHonesty(point, advantage.role),
    ...(hasParticipation ? [sayTakesPart(point, advantage.role)] : []),
  ]);
  return table({
    id: 'advantages',
    caption: `What honesty earns over each deviation [${money.unit}], ${howToRead}${symbols === '' ? '' : `. ${symbols}`}`,
    columns: [
      { title: 'At' },
      { title: 'Role' },
      { title: 'Over' },
      ...(hasOthers ? [{ title: 'Against' }] : []),
      { title: 'Exact', number: true },
      ...(isSimulated ? ['Sharp', 'Plain', 'Taken out'].map((title) => ({ title, number: true })) : []),
      { title: 'Honesty of the role' },
      ...(hasParticipation ? [{ title: 'Makes money' }] : []),
    ],
    rows,
    trivial: { rows: entries.map(({ advantage }) => isTie(advantage)), are: 'where both earn the same' },
  });
}

/** Challenges, detections, false slashes and overhead at each design point; and latency and load, in tables that fit a printed page. */
export function ratesTables(findings: Findings): Markup[] {
  if (findings.designPoints.length === 0) return [];
  const [first] = findings.designPoints;
  const [rates, times] = [listRates(first), listTimeRates(first)];
  return [...cut(rates), ...cut(times)].map((names, i) => ratesTable(findings, names, i));
}

/** Columns of numbers that a page of paper has room for. */
const mostRates = 6;

function cut(names: readonly string[]): string[][] {
  const parts = Math.ceil(names.length / mostRates);
  const size = Math.ceil(names.length / Math.max(1, parts));
  return Array.from({ length: parts }, (_, i) => names.slice(i * size, (i + 1) * size));
}

function ratesTable({ designPoints }: Findings, names: readonly string[], i: number): Markup {
  const [first] = designPoints;
  const isSimulated = designPoints.some(({ rates }) => names.some((name) => (rates[name]?.value ?? null) !== null));
  const isOfTime = names.some((name) => listTimeRates(first).includes(name));
  return table({
    id: i === 0 ? 'rates' : `rates-${i + 1}`,
    caption: `${isOfTime ? 'Rates of time in the steady state' : 'Rates'}: ${isSimulated ? 'simulated ± half-width' : 'exact'}`,
    columns: [
      { title: 'At' },
      ...names.map((name) => ({ title: titleRate(name, first.rates[name].per), number: true })),
      ...(i === 0 ? [{ title: 'Jobs', number: true }] : []),
    ],
    rows: designPoints.map((point) => [
      saySetting(point.at) || asStated,
      ...names.map((name) => {
        const rate = point.rates[name];
        return rate === undefined
          ? '–'
          : formatEstimate(rate.value ?? rate.exact, rate.value === null ? null : rate.halfWidth);
      }),
      ...(i === 0 ? [formatCount(point.jobs)] : []),
    ]),
  });
}

/** Where a row is: an equals sign stays with its number, and words break at spaces, as narrow pages need. */
function saySetting(at: AxisValues): string {
  return [describeLabels(at), holdTogether(describeNumbers(at))].filter((part) => part !== '').join(', ');
}

interface Column {
  title: string;
  number?: boolean;
}

/** What a table shows. */
interface TableContents {
  /** Its place in the page. */
  id: string;
  caption: string;
  columns: Column[];
  rows: (Markup | string)[][];
  /** Rows a reader can do without, which a script folds, and what they have in common: `at their defaults`. */
  trivial?: { rows: readonly boolean[]; are: string };
}

/** A table with a caption and headed columns, as wide as it needs; rows beyond the most are counted. */
export function table({ id, caption, columns, rows, trivial }: TableContents): Markup {
  const shown = rows.slice(0, mostRows);
  const rest = rows.length - shown.length;
  const isText = columns.every(({ number }) => number !== true);
  const kind = (i: number) => (columns[i].number ? html` class="number"` : nothing);
  const fold = (i: number) => (trivial?.rows[i] ? html` data-trivial` : nothing);
  // Roles are said because narrow screens show a table of texts as blocks, which takes its own roles from it.
  return html`<div class="rows ${isText ? 'texts' : 'numbers'}" id="${id}" tabindex="0" role="group" aria-label="${caption}"${
    trivial ? html` data-trivial="${trivial.are}"` : nothing
  }><table role="table">
${caption === '' ? nothing : html`<caption>${caption}</caption>`}
<thead role="rowgroup"><tr role="row">${columns.map(({ title }, i) => html`<th scope="col" role="columnheader"${kind(i)}>${title}</th>`)}</tr></thead>
<tbody role="rowgroup">
${shown.map((row, r) => html`<tr role="row"${fold(r)}>${row.map((cell, i) => html`<td role="cell"${kind(i)}>${columns[i].number ? holdNumber(cell) : cell}</td>`)}</tr>\n`)}</tbody></table></div>
${rest > 0 ? html`<p class="quiet">${formatCount(rest)} more rows are in points.csv.</p>` : nothing}`;
}

/** A number breaks before its interval alone, where it must. */
function holdNumber(cell: Markup | string): Markup | string {
  if (typeof cell !== 'string' || cell.length > 40) return cell;
  const parts = cell.split(/ (?=[±[])/).map((part) => part.replace(/ /g, '\u00a0'));
  // No browser knows that `1e-6` is one number.
  return html`${parts.map((part, i) => html`${i === 0 ? nothing : trusted(' ')}${part.includes('e-') ? html`<span>${part}</span>` : part}`)}`;
}
