import type { ShownPoint, Solution, ToldRun } from '../../analysis/exhibits/exhibits.ts';
import { describeSetting, nameStrategy } from '../../words/label.ts';
import { chooseMoney, type MoneyScale } from '../../words/money.ts';
import { formatMany, formatNumber } from '../../words/number.ts';
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
import { extentOf, type SignedScale, signedScale, tickFormat } from '../scale.ts';
import { colors } from '../theme.ts';

type Profit = NonNullable<ShownPoint['profits']>[number];
type After = Profit['after'][number];

const mostStrategies = 2;
const shares = ['ahead of honest play', 'in profit'] as const;

/** What becomes of cheats: quantiles of what they earn per job after so many jobs, and how many of them come out ahead. */
export const attackerProfit = defineChart<Solution>({
  kind: 'attacker-profit',
  from: 'solution',
  title: 'What becomes of nodes that cheat',
  needs: 'a deviation of asserters whose jobs can be taken apart exactly: a round of at most 20 000 outcomes',
  applies: ({ designPoints }) => designPoints.some(({ profits }) => (profits?.length ?? 0) > 0),
  draw: ({ designPoints, told, money: currency }, width) => {
    const point = designPoints.find(({ profits }) => (profits?.length ?? 0) > 0)!;
    const laws = point.profits!.slice(0, mostStrategies);
    const columns = width < 520 ? 1 : 2;
    const setting = describeSetting(point.at);
    const run = told && told.designPoint === point.id ? told : null;
    const money = chooseMoney(
      { ...(currency && { money: currency }) },
      laws.flatMap(({ after, honest }) => [honest, ...after.map(({ jobs, quantiles }) => quantiles[2] / jobs)]),
    );
    const profits = laws.map((law) => inMoney(law, money));
    const seen = run && toldInMoney(run, money);
    const signed = signedScale(
      profits.flatMap((profit) => listAmounts(profit, seen?.strategy === profit.strategy ? seen : null)),
    );
    return {
      title: `What becomes of nodes that cheat${setting === '' ? '' : ` at ${setting}`}`,
      caption: [
        profits.map((profit) => sayProfit(profit, money)).join(' '),
        'Bands: 5 to 95 % and 25 to 75 % of cheating nodes, line: the median, exactly; dashed: what an honest node expects; thin line: nothing earned, below it a loss.',
        seen && seen.course.standings.length > 0
          ? `Dots: ${formatMany(seen.course.nodes.focal, 'node')} of one simulated run, playing ${nameStrategy(seen.strategy)}.`
          : '',
        point.profits!.length > profits.length
          ? `Shown are ${profits.length} of ${point.profits!.length} deviations.`
          : '',
      ]
        .filter((part) => part !== '')
        .join(' '),
      body: panels(
        profits.flatMap((profit) => {
          const own = seen?.strategy === profit.strategy ? seen : null;
          const page = { width, columns, money, name: nameStrategy(profit.strategy) };
          return [drawIncome(profit, own, signed, page), drawShares(profit, own, page)];
        }),
        columns,
        'own',
      ),
    };
  },
});

interface Page {
  width: number;
  money: MoneyScale;
  columns: number;
  name: string;
}

function across({ after }: Profit, width: number): VegaLite {
  const jobs = after.map((one) => one.jobs);
  const every = Math.max(1, Math.ceil(jobs.length / (width / 46)));
  return {
    field: 'jobs',
    type: 'quantitative',
    scale: { type: 'log', base: 2, domain: [1, jobs.at(-1)!], nice: false },
    axis: {
      title: 'Jobs of the node so far [count]',
      values: jobs.filter((_, i) => i % every === 0),
      format: 'd',
      grid: false,
      labelOverlap: true,
    },
  };
}

function drawIncome(profit: Profit, told: ToldRun | null, signed: SignedScale, page: Page): VegaLite {
  const width = panelWidth(page.width, page.columns, 72);
  const x = across(profit, width);
  const rows = profit.after.map(({ jobs, quantiles, mean }) => ({
    jobs,
    ...Object.fromEntries(quantiles.map((value, i) => [`q${i}`, value / jobs])),
    mean: mean / jobs,
  }));
  const last = profit.after.at(-1)!.jobs;
  const dots = listDots(profit, told);
  const incomes = {
    type: 'quantitative',
    scale: signed.scale,
    axis: {
      title: `Income [${page.money.unit}]${signed.symlog ? ', log scale' : ''}`,
      tickCount: 6,
      ...signed.axis,
    },
  };
  const y = (field: string) => ({ field, ...incomes });
  const data = rowsOf(rows);
  const band = (low: string, high: string, opacity: number): VegaLite => ({
    data,
    mark: { type: 'area', color: colors.cheating, opacity },
    encoding: { x, y: y(low), y2: { field: high } },
  });
  return {
    title: panelTitle(`Income per job, ${page.name}`, width),
    width,
    height: heightOf(width),
    layer: [
      band('q0', 'q4', 0.18),
      band('q1', 'q3', 0.3),
      { data: rowsOf([{}]), mark: { type: 'rule' }, encoding: { y: { datum: 0, ...incomes } } },
      {
        data,
        mark: { type: 'line', color: colors.cheating, strokeWidth: 2, point: { size: 26, color: colors.cheating } },
        encoding: {
          x,
          y: y('q2'),
          tooltip: ['jobs', 'q0', 'q1', 'q2', 'q3', 'q4', 'mean'].map((field) => ({ field })),
        },
      },
      {
        data: rowsOf([1, last].map((jobs) => ({ jobs, honest: profit.honest }))),
        mark: { type: 'line', color: colors.honest, strokeDash: [6, 4], strokeWidth: 1.8 },
        encoding: { x, y: y('honest') },
      },
      ...(dots.length === 0
        ? []
        : [
            {
              data: rowsOf(dots),
              mark: { type: 'point', filled: true, size: 16, opacity: 0.55, color: colors.ink },
              encoding: { x, y: y('income'), tooltip: ['node', 'jobs', 'income'].map((field) => ({ field })) },
            },
          ]),
    ],
  };
}

/** Four panels fit on a screen. */
function heightOf(width: number): number {
  return Math.round(Math.max(180, Math.min(260, 0.55 * width)));
}

/** Where the nodes of the run stood, per job. */
function listDots({ after }: Profit, told: ToldRun | null) {
  const last = after.at(-1)!.jobs;
  return (told?.course.standings ?? []).flatMap(({ node, jobs, income }) =>
    jobs <= last ? [{ node, jobs, income: income / jobs }] : [],
  );
}

/** Everything on the scale of incomes. */
function listAmounts(profit: Profit, told: ToldRun | null): number[] {
  const quantiles = profit.after.flatMap(({ jobs, quantiles }) => quantiles.map((value) => value / jobs));
  return [...quantiles, ...listDots(profit, told).map(({ income }) => income), profit.honest];
}

/** Of fewer nodes a share says nothing. */
const nodesLeast = 5;

function drawShares(profit: Profit, told: ToldRun | null, page: Page): VegaLite {
  const width = panelWidth(page.width, page.columns, 72);
  const x = across(profit, width);
  const rows = profit.after.flatMap(({ jobs, ahead, inProfit }) => [
    { jobs, which: shares[0], share: ahead },
    { jobs, which: shares[1], share: inProfit },
  ]);
  const dots = told && told.course.nodes.focal >= nodesLeast ? countShares(told, profit) : [];
  const y = {
    field: 'share',
    type: 'quantitative',
    scale: { domain: [0, 1] },
    axis: { title: 'Share of cheating nodes', format: tickFormat, tickCount: 5 },
  };
  const look = seriesLook('which', shares, null);
  const legend = { ...legendAbove(shares, width), symbolType: 'stroke', symbolStrokeWidth: 2 };
  const [color, strokeDash] = [look.color, look.strokeDash].map((channel) => ({ ...channel, legend }));
  // Of a field of its own: dots are no lines, and the legend is of lines.
  const shape = { ...look.shape, field: 'share of' };
  const tooltip = ['which', 'jobs', 'share'].map((field) => ({ field }));
  return {
    title: panelTitle(`Who comes out ahead, ${page.name}`, width),
    width,
    height: heightOf(width),
    layer: [
      // Where nobody is in profit without being ahead the two coincide: the wider one still shows.
      ...shares.map((which, i) => ({
        data: rowsOf(rows.filter((row) => row.which === which)),
        mark: { type: 'line', strokeWidth: i === 0 ? 4 : 1.8, point: false },
        encoding: { x, y, color, strokeDash, tooltip },
      })),
      ...(dots.length === 0
        ? []
        : [
            {
              data: rowsOf(dots.map((dot) => ({ ...dot, 'share of': dot.which }))),
              mark: {
                type: 'point',
                filled: true,
                size: 40,
                opacity: 1,
                color: colors.ink,
                stroke: colors.paper,
                strokeWidth: 0.8,
              },
              encoding: { x, y, shape, tooltip },
            },
          ]),
    ],
  };
}

/** Of the nodes of one run, how many are ahead and in profit. */
function countShares({ course }: ToldRun, { after, honest }: Profit) {
  return after.flatMap(({ jobs }) => {
    const nodes = course.standings.filter((standing) => standing.jobs === jobs);
    if (nodes.length === 0) return [];
    const share = (line: number) => nodes.filter(({ income }) => income > line + 1e-9).length / nodes.length;
    return [
      { jobs, which: shares[0], share: share(jobs * honest) },
      { jobs, which: shares[1], share: share(0) },
    ];
  });
}

function sayProfit({ strategy, after, honest }: Profit, { unit }: MoneyScale): string {
  const last: After = after.at(-1)!;
  const [, , median] = last.quantiles;
  const all = extentOf(last.quantiles);
  const said = [median, ...all].map((income) => formatNumber(income / last.jobs));
  return `After ${last.jobs} jobs ${sayShare(last.ahead)} of the nodes that play ${nameStrategy(strategy)} are ahead of honest play and ${sayShare(last.inProfit)} in profit; the median earned ${said[0]} ${unit} (5 to 95 %: ${said[1]} to ${said[2]}), an honest node ${formatNumber(honest)}.`;
}

/** A share in percent; nobody counts further than to a ten-thousandth. */
function sayShare(share: number): string {
  if (share > 0 && share < 1e-4) return 'under 0.01 %';
  return share < 1 && share > 1 - 1e-4 ? 'over 99.99 %' : `${formatNumber(100 * share)} %`;
}

/** The same law with its amounts in another unit. */
function inMoney(profit: Profit, { factor }: MoneyScale): Profit {
  return {
    ...profit,
    honest: profit.honest * factor,
    after: profit.after.map((one) => ({
      ...one,
      mean: one.mean * factor,
      quantiles: one.quantiles.map((value) => value * factor),
    })),
  };
}

function toldInMoney(told: ToldRun, { factor }: MoneyScale): ToldRun {
  const standings = told.course.standings.map((one) => ({ ...one, income: one.income * factor }));
  return { ...told, course: { ...told.course, standings } };
}
