import type { DesignPointFindings, Findings, Role, StrategyPayoff } from '../../findings/findings.ts';
import { knownOf } from '../../findings/judgement.ts';
import { agrees, numberAt } from '../../findings/place.ts';
import { profiles } from '../../findings/profile.ts';
import { listBindingThresholds } from '../answer/headline.ts';
import { defineChart, legendAbove, panels, panelTitle, panelWidth, rowsOf, type VegaLite } from '../chart.ts';
import { capitalize, describeProfile, describeSetting, nameStrategy } from '../label.ts';
import { formatConfidence, formatEstimate, formatNumber } from '../number.ts';
import { signedScale } from '../scale.ts';
import { listAxes } from '../sweep.ts';
import { measureText } from '../text-width.ts';
import { colors, fontSizes, palette } from '../theme.ts';

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
    const labels = known.map((payoff) => measureText(nameStrategy(payoff.strategy), fontSizes.label));
    const labelWidth = Math.max(...labels);
    return {
      title: `What each strategy earns${setting === '' ? '' : ` at ${setting}`}`,
      caption: [sayPayoffs(known), why, howToRead(known, findings.confidence)].filter((part) => part !== '').join(' '),
      body: panels(
        roles.map((role) =>
          drawRole(
            known.filter((payoff) => payoff.role === role),
            role,
            against,
            { width, columns, labelWidth, titled: roles.length > 1 },
          ),
        ),
        columns,
      ),
    };
  },
});

/** The design point nearest to where honesty starts to pay, otherwise the first that has payoffs. */
function choosePoint(findings: Findings): { point: DesignPointFindings; why: string } {
  const points = findings.designPoints.filter((point) =>
    point.payoffs.some((payoff) => knownOf(payoff).value !== null),
  );
  if (points.length === 1) return { point: points[0], why: '' };
  const [axis] = listAxes(findings);
  const binding = listBindingThresholds(findings, 'asserter').find((entry) => entry.of === axis?.path);
  if (binding === undefined) return { point: points[0], why: `The first of ${points.length} settings.` };
  const { value: place } = binding;
  const distance = ({ at }: DesignPointFindings) =>
    axis.log ? Math.abs(Math.log(numberAt(at, axis.path) / place)) : Math.abs(numberAt(at, axis.path) - place);
  const candidates = points.filter((point) => point.at[axis.path] !== undefined && agrees(binding.at, point.at));
  if (candidates.length === 0) return { point: points[0], why: `The first of ${points.length} settings.` };
  const point = candidates.reduce((nearest, next) => (distance(next) < distance(nearest) ? next : nearest));
  return { point, why: `Of ${points.length} settings, the one nearest to the threshold ${formatNumber(place, 4)}.` };
}

function drawRole(
  rows: StrategyPayoff[],
  role: Role,
  against: readonly string[],
  page: { width: number; columns: number; labelWidth: number; titled: boolean },
): VegaLite {
  const strategies = [...new Set(rows.map((row) => nameStrategy(row.strategy)))];
  const width = panelWidth(page.width, page.columns, page.labelWidth + 44);
  const data = rows.map((row) => ({
    strategy: nameStrategy(row.strategy),
    against: describeProfile(row.against),
    mean: row.mean,
    exact: row.exact,
    low: row.mean === null ? null : row.mean - (row.halfWidth ?? 0),
    high: row.mean === null ? null : row.mean + (row.halfWidth ?? 0),
  }));
  const { scale, axis, symlog } = signedScale(
    data.flatMap((row) => [row.low, row.high, row.exact].filter((value) => value !== null)),
  );
  const names = against.map((profile) => describeProfile(profile as StrategyPayoff['against']));
  const x = (field: string) => ({
    field,
    type: 'quantitative',
    scale,
    axis: {
      ...axis,
      title: `Payoff [credits per job]${symlog ? ', log scale' : ''}`,
      grid: true,
      ...(symlog ? {} : { tickCount: Math.round(width / 80) }),
      labelOverlap: true,
    },
  });
  const y = {
    field: 'strategy',
    type: 'nominal',
    sort: strategies,
    axis: { title: null, labelLimit: 300, labelPadding: 8, grid: false, domain: false, ticks: false },
  };
  const yOffset = { field: 'against', sort: names, scale: { paddingOuter: 0.3 } };
  const series = {
    field: 'against',
    type: 'nominal',
    scale: { domain: names, range: names.map((_, i) => palette[i]) },
    legend: legendAbove(names, page.columns * width + 60),
  };
  const shapes = {
    ...series,
    scale: { domain: names, range: ['circle', 'square', 'triangle-up'].slice(0, names.length) },
  };
  return {
    ...(page.titled ? { title: panelTitle(capitalize(role), width) } : {}),
    width,
    height: { step: 15, for: 'offset' },
    data: rowsOf(data),
    layer: [
      { data: rowsOf([{}]), mark: { type: 'rule' }, encoding: { x: { datum: 0, type: 'quantitative' } } },
      {
        transform: [{ filter: 'isValid(datum.mean)' }],
        mark: { type: 'rule', strokeWidth: 1.6 },
        encoding: { x: x('low'), x2: { field: 'high' }, y, yOffset, color: series },
      },
      {
        transform: [{ filter: 'isValid(datum.mean)' }],
        mark: { type: 'point', filled: true, size: 46, opacity: 1 },
        encoding: {
          x: x('mean'),
          y,
          yOffset,
          color: series,
          shape: shapes,
          tooltip: ['strategy', 'against', 'mean', 'exact'].map((field) => ({ field })),
        },
      },
      {
        transform: [{ filter: 'isValid(datum.exact)' }],
        mark: { type: 'tick', color: colors.ink, thickness: 1.6, size: 13 },
        encoding: { x: x('exact'), y, yOffset },
      },
    ],
  };
}

function sayPayoffs(known: StrategyPayoff[]): string {
  const [{ role, against }] = known;
  const group = known.filter((payoff) => payoff.role === role && payoff.against === against);
  const say = (payoff: StrategyPayoff) => {
    const { value, halfWidth } = knownOf(payoff);
    return `${nameStrategy(payoff.strategy)} ${formatEstimate(value, halfWidth)}`;
  };
  const more = group.length > 4 ? ', …' : '';
  return `As ${role} ${describeProfile(against)}: ${group.slice(0, 4).map(say).join(', ')}${more} credits per job.`;
}

function howToRead(known: StrategyPayoff[], confidence: number): string {
  const parts: string[] = [];
  if (known.some((payoff) => payoff.mean !== null))
    parts.push(`dots with intervals: simulated, ${formatConfidence(confidence)} confidence`);
  if (known.some((payoff) => payoff.exact !== null)) parts.push('upright ticks: exact');
  return `${capitalize(parts.join('; '))}.`;
}
