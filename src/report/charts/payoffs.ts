import type { DesignPointFindings, Findings, Role, StrategyPayoff } from '../../findings/findings.ts';
import { focusOf } from '../../findings/focus.ts';
import { knownOf } from '../../findings/judgement.ts';
import { profiles } from '../../findings/profile.ts';
import { capitalize, describeProfile, describeSetting, nameStrategy } from '../../words/label.ts';
import { chooseMoney } from '../../words/money.ts';
import { formatConfidence, formatEstimateBriefly } from '../../words/number.ts';
import {
  defineChart,
  legendAbove,
  panels,
  panelTitle,
  panelWidth,
  rowsOf,
  seriesLook,
  type VegaLite,
} from '../chart.ts';
import { nameRows, type RowNames } from '../row-names.ts';
import { extentOf, signedScale } from '../scale.ts';
import { measureText, wrapText } from '../text-width.ts';
import { colors, fontSizes } from '../theme.ts';

/** What each strategy earns in its role and against each profile, at the design point nearest to the threshold. */
export const payoffs = defineChart({
  kind: 'payoffs',
  title: 'What each strategy earns per job',
  needs: 'a strategy whose payoff is known: a mechanism with a market or a round',
  applies: (findings) =>
    findings.designPoints.some((point) => point.payoffs.some((payoff) => knownOf(payoff).value !== null)),
  draw: (findings, width) => {
    const { point, why } = choosePoint(findings);
    const known = point.payoffs.filter((payoff) => knownOf(payoff).value !== null);
    const roles = (['asserter', 'validator'] as const).filter((role) => known.some((payoff) => payoff.role === role));
    const against = profiles.filter((profile) => known.some((payoff) => payoff.against === profile));
    const columns = roles.length > 1 && width >= 700 ? 2 : 1;
    const setting = describeSetting(point.at);
    const names = nameRows([...new Set(known.map((payoff) => nameStrategy(payoff.strategy)))], width);
    return {
      title: `What each strategy earns${setting === '' ? '' : ` at ${setting}`}`,
      caption: [sayPayoffs(findings, known), why, howToRead(known, findings.confidence)]
        .filter((part) => part !== '')
        .join(' '),
      body: panels(
        roles.map((role) =>
          drawRole(
            known.filter((payoff) => payoff.role === role),
            role,
            against,
            { width, columns, names, titled: roles.length > 1, findings },
          ),
        ),
        columns,
      ),
    };
  },
});

/** The setting that all pictures of a single setting show; where nothing is known there, the first with payoffs. */
function choosePoint({ designPoints }: Findings): { point: DesignPointFindings; why: string } {
  const known = (point: DesignPointFindings) => point.payoffs.some((payoff) => knownOf(payoff).value !== null);
  const focus = focusOf(designPoints);
  if (designPoints.length === 1) return { point: focus, why: '' };
  return known(focus)
    ? { point: focus, why: sayMiddle(designPoints.length) }
    : { point: designPoints.find(known)!, why: `The first of ${designPoints.length} settings with payoffs.` };
}

/** Of two there is no middle one: the later is taken. */
function sayMiddle(count: number): string {
  return count === 2 ? 'The second of 2 settings.' : `The middle one of ${count} settings.`;
}

interface Page {
  width: number;
  columns: number;
  names: RowNames;
  titled: boolean;
  findings: Findings;
}

function drawRole(
  rows: StrategyPayoff[],
  role: Role,
  against: readonly StrategyPayoff['against'][],
  page: Page,
): VegaLite {
  const strategies = [...new Set(rows.map((row) => nameStrategy(row.strategy)))];
  const money = chooseMoney(
    page.findings,
    rows.flatMap(({ mean, exact }) => [mean, exact]),
  );
  const [, most] = extentOf(rows.flatMap(({ mean, exact }) => [Math.abs(mean ?? 0), Math.abs(exact ?? 0)]));
  // What double precision leaves of amounts that cancel is nothing.
  const inMoney = (value: number | null) => value && (Math.abs(value) < 1e-12 * most ? 0 : value * money.factor);
  const data = rows.map(({ strategy, against: profile, mean, halfWidth: given, exact }) => {
    // Rounding to units of the ledger is no amount that anybody earns.
    const halfWidth = given !== null && given < 1e-8 ? 0 : given;
    const known = mean === null ? [exact, null] : [mean, halfWidth];
    return {
      strategy: nameStrategy(strategy),
      against: describeProfile(page.findings, profile),
      mean: inMoney(mean),
      shown: inMoney(mean ?? exact),
      exact: inMoney(exact),
      low: inMoney(mean === null ? null : mean - (halfWidth ?? 0)),
      high: inMoney(mean === null ? null : mean + (halfWidth ?? 0)),
      text: formatEstimateBriefly(inMoney(known[0]), inMoney(known[1])),
    };
  });
  const textWidth = 12 + Math.max(...data.map(({ text }) => measureText(text, fontSizes.mark)));
  const width = panelWidth(page.width, page.columns, page.names.width + 44 + textWidth);
  const { scale, axis, symlog } = signedScale(
    data.flatMap((row) => [row.low, row.high, row.exact].filter((value) => value !== null)),
  );
  const names = against.map((profile) => describeProfile(page.findings, profile));
  const x = (field: string) => ({
    field,
    type: 'quantitative',
    scale,
    axis: {
      ...axis,
      title: wrapText(`Payoff [${money.unit}]${symlog ? ', log scale' : ''}`, Math.max(90, width), fontSizes.label),
      grid: true,
      ...(symlog ? {} : { tickCount: Math.max(3, Math.round(width / 80)) }),
      labelOverlap: true,
    },
  });
  const y = {
    field: 'strategy',
    type: 'nominal',
    sort: strategies,
    axis: page.names.axis,
  };
  const yOffset = { field: 'against', sort: names, scale: { paddingOuter: 0.3 } };
  const { color, shape } = seriesLook(
    'against',
    names,
    names.length > 1 ? legendAbove(names, page.width - page.names.width - 60) : null,
  );
  return {
    ...(page.titled ? { title: panelTitle(capitalize(role), width) } : {}),
    width,
    height: { step: Math.max(16, page.names.height / against.length), for: 'offset' },
    data: rowsOf(data),
    layer: [
      { data: rowsOf([{}]), mark: { type: 'rule' }, encoding: { x: { datum: 0, type: 'quantitative' } } },
      {
        transform: [{ filter: 'isValid(datum.exact)' }],
        mark: { type: 'tick', color: colors.ink, thickness: 1.2, size: 15 },
        encoding: { x: x('exact'), y, yOffset },
      },
      {
        transform: [{ filter: 'isValid(datum.mean)' }],
        mark: { type: 'rule', strokeWidth: 1.6 },
        encoding: { x: x('low'), x2: { field: 'high' }, y, yOffset, color },
      },
      {
        mark: { type: 'point', filled: true, size: 42, opacity: 1 },
        encoding: {
          x: x('shown'),
          y,
          yOffset,
          color,
          shape,
          tooltip: ['strategy', 'against', 'mean', 'exact'].map((field) => ({ field })),
        },
      },
      {
        mark: { type: 'text', align: 'left', dx: 10, fontSize: fontSizes.mark },
        encoding: { x: { value: width }, y, yOffset, text: { field: 'text' } },
      },
    ],
  };
}

function sayPayoffs(findings: Findings, known: StrategyPayoff[]): string {
  // What is asked about is a role that has something to choose.
  const hasChoice = ({ role: own }: StrategyPayoff) =>
    new Set(known.flatMap(({ role: one, strategy }) => (one === own ? [strategy] : []))).size > 1;
  const { role, against } = known.find(hasChoice) ?? known[0];
  const group = known.filter((payoff) => payoff.role === role && payoff.against === against);
  const money = chooseMoney(
    findings,
    group.map((payoff) => knownOf(payoff).value),
  );
  const say = (payoff: StrategyPayoff) => {
    const { value, halfWidth } = knownOf(payoff);
    return `${nameStrategy(payoff.strategy)} ${formatEstimateBriefly(value && value * money.factor, halfWidth && halfWidth * money.factor)}`;
  };
  const more = group.length > 4 ? ', …' : '';
  const isOne = known.every((payoff) => payoff.against === against);
  return `As ${role}${isOne ? '' : ` ${describeProfile(findings, against)}`}: ${group.slice(0, 4).map(say).join(', ')}${more} ${money.unit}.`;
}

function howToRead(known: StrategyPayoff[], confidence: number): string {
  const parts: string[] = [];
  if (known.some((payoff) => payoff.mean !== null))
    parts.push(`dots with intervals: simulated, ${formatConfidence(confidence)} confidence`);
  const isSimulated = parts.length > 0;
  if (known.some((payoff) => payoff.exact !== null))
    parts.push(isSimulated ? 'upright ticks: exact' : 'dots and upright ticks: exact');
  return `${capitalize(parts.join('; '))}.`;
}
