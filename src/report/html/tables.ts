/** The report's tables: every number of the pictures, for those who read rather than look. */
import type { Findings, JudgedClaim } from '../../findings/findings.ts';
import { isTakingPartOpen, sayHonesty, sayTakesPart } from '../judgement-words.ts';
import {
  describeProfile,
  describeSetting,
  explainSymbols,
  listRates,
  listTimeRates,
  nameParameter,
  nameStrategy,
  titleRate,
} from '../label.ts';
import { chooseMoney } from '../money.ts';
import { formatConfidence, formatCount, formatEstimate } from '../number.ts';
import { sayExactAmount, sayPlain, sayPlainThreshold, saySharp, sayTakenOut, sharpAndPlain } from '../plain-words.ts';
import { sayExact, saySimulated } from '../threshold-words.ts';
import { html, type Markup, nothing } from './markup.ts';

const mostRows = 400;
const marks = { true: '✓', false: '✗', undecided: '?' } as const;

/** A verdict as a mark and a word. */
function verdictMark(verdict: JudgedClaim['verdict']): Markup {
  return html`<span class="verdict ${verdict}"><span aria-hidden="true">${marks[verdict]}</span> ${verdict}</span>`;
}

/** What was claimed, what came of it, and why. */
export function claimsTable(claims: JudgedClaim[]): Markup {
  if (claims.length === 0) return html`<p class="quiet">The scenario makes no claims.</p>`;
  return table(
    'Each claim with its verdict and the numbers that decided',
    [{ title: 'Verdict' }, { title: 'Claim' }, { title: 'Because' }],
    claims.map((claim) => [verdictMark(claim.verdict), claim.claim, claim.because]),
  );
}

/** Where honesty starts to pay: exact beside simulated. */
export function thresholdsTable(findings: Findings): Markup {
  if (findings.thresholds.length === 0) return nothing;
  return table(
    [
      `Where honesty pays: exact, and thresholds simulated sharp and plain; intervals at ${formatConfidence(findings.confidence)} confidence`,
      explainSymbols(findings.thresholds.flatMap(({ at }) => Object.keys(at))),
    ]
      .filter((part) => part !== '')
      .join('. '),
    [
      { title: 'Parameter' },
      { title: 'At' },
      { title: 'Role' },
      { title: 'Over' },
      { title: 'Against' },
      { title: 'Exact', number: true },
      { title: 'Sharp', number: true },
      { title: 'Plain', number: true },
    ],
    findings.thresholds.map((threshold) => [
      nameParameter(threshold.of),
      describeSetting(threshold.at),
      threshold.role,
      nameStrategy(threshold.over),
      describeProfile(threshold.against),
      sayExact(threshold),
      saySimulated(threshold),
      sayPlainThreshold(threshold),
    ]),
  );
}

/** What honesty earns over each deviation at each design point. */
export function advantagesTable(findings: Findings): Markup {
  const { designPoints } = findings;
  const money = chooseMoney(
    findings,
    designPoints.flatMap(({ advantages }) => advantages.flatMap(({ exact, mean }) => [exact, mean])),
  );
  const hasParticipation = (['asserter', 'validator'] as const).some((role) => isTakingPartOpen(designPoints, role));
  const symbols = explainSymbols(designPoints.flatMap(({ at }) => Object.keys(at)));
  const rows = designPoints.flatMap((point) =>
    point.advantages.map((advantage) => [
      describeSetting(point.at) || 'as stated',
      advantage.role,
      nameStrategy(advantage.over),
      describeProfile(advantage.against),
      sayExactAmount(advantage, money),
      saySharp(advantage, money),
      sayPlain(advantage, money),
      sayTakenOut(advantage),
      sayHonesty(point, advantage.role),
      ...(hasParticipation ? [sayTakesPart(point, advantage.role)] : []),
    ]),
  );
  return table(
    `What honesty earns over each deviation [${money.unit}], ± half-width at ${formatConfidence(findings.confidence)} confidence; ${sharpAndPlain}${symbols === '' ? '' : `. ${symbols}`}`,
    [
      { title: 'At' },
      { title: 'Role' },
      { title: 'Over' },
      { title: 'Against' },
      { title: 'Exact', number: true },
      { title: 'Sharp', number: true },
      { title: 'Plain', number: true },
      { title: 'Taken out', number: true },
      { title: 'Honesty' },
      ...(hasParticipation ? [{ title: 'Makes money' }] : []),
    ],
    rows,
  );
}

/** Challenges, detections, false slashes, overhead, latency and load at each design point. */
export function ratesTable(findings: Findings): Markup {
  if (findings.designPoints.length === 0) return nothing;
  const [first] = findings.designPoints;
  const names = [...listRates(first), ...listTimeRates(first)];
  return table(
    'Rates: simulated ± half-width',
    [
      { title: 'At' },
      ...names.map((name) => ({ title: titleRate(name, first.rates[name].per), number: true })),
      { title: 'Jobs', number: true },
    ],
    findings.designPoints.map((point) => [
      describeSetting(point.at) || 'as stated',
      ...names.map((name) => {
        const rate = point.rates[name];
        return rate === undefined
          ? '–'
          : formatEstimate(rate.value ?? rate.exact, rate.value === null ? null : rate.halfWidth);
      }),
      formatCount(point.jobs),
    ]),
  );
}

interface Column {
  title: string;
  number?: boolean;
}

/** A table with a caption and headed columns, as wide as it needs; rows beyond the most are counted. */
export function table(caption: string, columns: Column[], rows: (Markup | string)[][]): Markup {
  const shown = rows.slice(0, mostRows);
  const rest = rows.length - shown.length;
  const kind = (i: number) => (columns[i].number ? html` class="number"` : nothing);
  return html`<div class="wide" tabindex="0" role="group" aria-label="${caption}"><table>
${caption === '' ? nothing : html`<caption>${caption}</caption>`}
<thead><tr>${columns.map(({ title }, i) => html`<th scope="col"${kind(i)}>${title}</th>`)}</tr></thead>
<tbody>
${shown.map((row) => html`<tr>${row.map((cell, i) => html`<td${kind(i)}>${cell}</td>`)}</tr>\n`)}</tbody></table></div>
${rest > 0 ? html`<p class="quiet">${formatCount(rest)} more rows are in points.csv.</p>` : nothing}`;
}
