import type { ShownPoint, Solution, ToldRun } from '../../analysis/exhibits.ts';
import { defineChart, legendAbove, panels, panelTitle, panelWidth, rowsOf, type VegaLite } from '../chart.ts';
import { describeSetting, nameStrategy } from '../label.ts';
import { formatNumber } from '../number.ts';
import { extentOf, type SignedScale, signedScale, tickFormat } from '../scale.ts';
import { colors, palette } from '../theme.ts';

type Profit = NonNullable<ShownPoint['profits']>[number];
type After = Profit['after'][number];

const mostStrategies = 2;
const [purple, green] = [palette[3]!, palette[2]!];
const shares = ['ahead of honest play', 'in profit'] as const;

/** What becomes of cheats: quantiles of what they earn per job after so many jobs, and how many of them come out ahead. */
export const attackerProfit = defineChart<Solution>({
  kind: 'attacker-profit',
  title: 'What becomes of nodes that cheat',
  needs: 'a deviation of asserters whose jobs can be taken apart exactly: a round of at most 20 000 outcomes',
  applies: ({ designPoints }) => designPoints.some(({ profits }) => (profits?.length ?? 0) > 0),
  draw: ({ designPoints, told }, width) => {
    const point = designPoints.find(({ profits }) => (profits?.length ?? 0) > 0)!;
    const profits = point.profits!.slice(0, mostStrategies);
    const columns = width < 700 ? 1 : 2;
    const setting = describeSetting(point.at);
    const seen = told && told.designPoint === point.id ? told : null;
    const signed = signedScale(
      profits.flatMap((profit) => listAmounts(profit, seen?.strategy === profit.strategy ? seen : null)),
    );
    return {
      title: `What becomes of nodes that cheat${setting === '' ? '' : ` at ${setting}`}`,
      caption: [
        profits.map(sayProfit).join(' '),
        'Bands: 5 to 95 % and 25 to 75 % of cheating nodes, line: the median, exactly; dashed: what an honest node expects.',
        seen && seen.course.standings.length > 0
          ? `Dots: the ${seen.course.nodes.focal} nodes of one simulated run that play ${nameStrategy(seen.strategy)}.`
          : '',
        point.profits!.length > profits.length
          ? `Shown are ${profits.length} of ${point.profits!.length} deviations.`
          : '',
      ]
        .filter((part) => part !== '')
        .join(' '),
      body: {
        ...panels(
          profits.flatMap((profit) => {
            const own = seen?.strategy === profit.strategy ? seen : null;
            const page = { width, columns, name: nameStrategy(profit.strategy) };
            return [drawIncome(profit, own, signed, page), drawShares(profit, own, page)];
          }),
          columns,
        ),
        resolve: { scale: { color: 'independent' } },
      },
    };
  },
});

interface Page {
  width: number;
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
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    scale: signed.scale,
    axis: {
      title: `Income per job [credits]${signed.symlog ? ', log either side of 0' : ''}`,
      tickCount: 6,
      ...signed.axis,
    },
  });
  const data = rowsOf(rows);
  const band = (low: string, high: string, opacity: number): VegaLite => ({
    data,
    mark: { type: 'area', color: colors.cheating, opacity },
    encoding: { x, y: y(low), y2: { field: high } },
  });
  return {
    title: panelTitle(`Income per job, ${page.name}`, width),
    width,
    height: Math.round(Math.max(190, Math.min(340, 0.62 * width))),
    layer: [
      band('q0', 'q4', 0.18),
      band('q1', 'q3', 0.3),
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

function drawShares(profit: Profit, told: ToldRun | null, page: Page): VegaLite {
  const width = panelWidth(page.width, page.columns, 72);
  const x = across(profit, width);
  const rows = profit.after.flatMap(({ jobs, ahead, inProfit }) => [
    { jobs, which: shares[0], share: ahead },
    { jobs, which: shares[1], share: inProfit },
  ]);
  const dots = told ? countShares(told, profit) : [];
  const y = {
    field: 'share',
    type: 'quantitative',
    scale: { domain: [0, 1] },
    axis: { title: 'Share of cheating nodes', format: tickFormat, tickCount: 5 },
  };
  const color = {
    field: 'which',
    type: 'nominal',
    scale: { domain: [...shares], range: [purple, green] },
    legend: { ...legendAbove([...shares], page.width), symbolStrokeWidth: 2, symbolSize: 70 },
  };
  const tooltip = ['which', 'jobs', 'share'].map((field) => ({ field }));
  return {
    title: panelTitle(`Who comes out ahead, ${page.name}`, width),
    width,
    height: Math.round(Math.max(190, Math.min(340, 0.62 * width))),
    layer: [
      // Where nobody is in profit without being ahead the two coincide: the wider one still shows.
      ...shares.map((which, i) => ({
        data: rowsOf(rows.filter((row) => row.which === which)),
        mark: { type: 'line', strokeWidth: i === 0 ? 5 : 1.8 },
        encoding: { x, y, color, tooltip },
      })),
      ...(dots.length === 0
        ? []
        : [
            {
              data: rowsOf(dots),
              mark: { type: 'point', filled: true, size: 40, opacity: 1, stroke: colors.paper, strokeWidth: 0.8 },
              encoding: { x, y, color, tooltip },
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

function sayProfit({ strategy, after, honest }: Profit): string {
  const last: After = after.at(-1)!;
  const [, , median] = last.quantiles;
  const percent = (share: number) => `${formatNumber(100 * share)} %`;
  const all = extentOf(last.quantiles);
  return `After ${last.jobs} jobs ${percent(last.ahead)} of the nodes that play ${nameStrategy(strategy)} are ahead of honest play and ${percent(last.inProfit)} in profit; the median earned ${formatNumber(median! / last.jobs)} credits per job (5 to 95 %: ${formatNumber(all[0] / last.jobs)} to ${formatNumber(all[1] / last.jobs)}), an honest node ${formatNumber(honest)}.`;
}
