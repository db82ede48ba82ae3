/** What a study of several mechanisms looks like: a row, a curve or a panel for each label. */
import { describe, expect, it, test } from 'vitest';
import { tabulatePoints } from '../../src/findings/point-table.ts';
import * as charts from '../../src/report/charts/index.ts';
import { renderCsv } from '../../src/report/csv.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderSvg } from '../../src/report/render.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import {
  currencyOf,
  describeLabels,
  describeSetting,
  explainSymbols,
  nameParameter,
  titleParameter,
} from '../../src/words/label.ts';
import { mechanismCurves, mechanisms } from './fixtures/findings.ts';

type Row = Record<string, unknown>;

/** Every row of every data set in a specification. */
function rowsIn(spec: unknown): Row[] {
  if (typeof spec !== 'object' || spec === null) return [];
  const { data, ...rest } = spec as { data?: { values?: Row[] } };
  return [...(data?.values ?? []), ...Object.values(rest).flatMap(rowsIn)];
}

const labels = ['posp', 'often', 'always-verify', 'no-verification', 'spot-check'];

describe('labels in words', () => {
  it('say whose parameter of a strategy it is', () => {
    expect(nameParameter('players.asserter.cheap-one.successProbability')).toBe('success probability of cheap-one');
  });

  it('say of what arrives that it does so per second', () => {
    expect(nameParameter('market.jobsPerSecond')).toBe('jobs per second');
    expect(titleParameter('market.jobsPerSecond')).toBe('Jobs per second');
  });

  it('name a mechanism by itself and other alternatives with their parameter', () => {
    const at = { mechanism: 'cheap', 'mechanism.reveal': 'open', 'mechanism.challengeProbability': 0.01 };
    expect(describeLabels(at)).toBe('cheap, reveal = open');
    expect(describeSetting(at)).toBe('cheap, reveal = open, p = 0.01');
    expect(describeLabels({ 'market.stake': 5 })).toBe('');
  });
});

describe('symbols under a table', () => {
  it('are explained in the money of their file', () => {
    const paths = ['market.stake', 'market.reward', 'market.stake', 'mechanism.challengeProbability'];
    const inMoney = (money: string) =>
      `stake [${money}], R_A: reward [${money} per job], p: challenge probability [share of jobs]`;
    expect(explainSymbols(paths, 'USD')).toContain(inMoney('USD'));
    expect(explainSymbols(paths, undefined)).toContain(inMoney('credits'));
  });
});

describe('charts of mechanisms without a number between them', () => {
  it('show a row for each, exact alone where nothing was simulated', () => {
    const rows = rowsIn(charts.advantage.build(mechanisms).spec).filter(({ series }) => series === 'over skip-work');
    expect([...new Set(rows.map(({ label }) => label))]).toEqual(labels);
    const last = rows.find(({ label }) => label === 'spot-check')!;
    expect(last.value).toBeNull();
    expect(last.exact).toBeTypeOf('number');
    const { spec, caption } = charts.rates.build(mechanisms);
    expect([...new Set(rowsIn(spec).flatMap(({ label }) => label ?? []))]).toEqual(labels);
    expect(caption).toContain('Verification overhead: from 0 under no-verification to');
    expect(caption).toContain('under always-verify.');
  });

  it('compare security with cost, a point for each, named', async () => {
    const { spec, caption, title } = charts.securityCost.build(mechanisms);
    expect(title).toBe('What security costs under each mechanism');
    const rows = rowsIn(spec).filter(({ series }) => series !== undefined);
    expect(new Set(rows.map(({ series }) => series))).toEqual(new Set(labels));
    expect(caption).toContain('Exact.');
    // The cheapest at which honesty pays: p = 0.0074, just past the threshold.
    expect(caption).toMatch(/^The cheapest settings at which honesty pays are posp: checking costs/);
    const svg = await renderSvg(spec);
    for (const label of labels) expect(svg, label).toContain(`>${label}<`);
  });
});

describe('charts of mechanisms along a number', () => {
  it('are a panel or a curve for each, and say who is left out', () => {
    const { caption, spec } = charts.advantage.build(mechanismCurves);
    expect(caption).toContain('Not shown, having no challenge probability p: no-verification.');
    expect(JSON.stringify(spec)).toContain('posp, reveal = open');
    const rates = rowsIn(charts.rates.build(mechanismCurves).spec);
    expect(new Set(rates.map(({ series }) => series)).size).toBe(4);
    const cost = rowsIn(charts.securityCost.build(mechanismCurves).spec).filter(({ line }) => line !== undefined);
    expect(new Set(cost.map(({ line }) => line)).size).toBe(5);
    expect(cost.filter(({ series }) => series === 'no-verification')).toHaveLength(1);
  });
});

describe('tables', () => {
  it('have a column of labels, in the terminal one line for each alternative', () => {
    const page = renderTerminal(mechanismCurves, { columns: 80, color: false });
    const table = page.slice(page.indexOf('Design points'));
    expect(table).toMatch(/\nmechanism +reveal +p /);
    for (const name of ['posp', 'no-verific']) expect(table).toContain(name);
    expect(table).toContain('16 more design points');
    expect(page.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  it('are numbers and words in CSV, empty where a parameter is not there', () => {
    const [head, ...rows] = renderCsv(tabulatePoints(mechanismCurves)).split('\r\n');
    expect(head).toMatch(/^id,mechanism,mechanism\.reveal,mechanism\.challengeProbability,/);
    expect(rows[0]).toMatch(/^0,posp,open,0\.002,/);
    expect(rows[20]).toMatch(/^20,no-verification,,,/);
  });

  it('name the place of a threshold in Markdown', () => {
    expect(renderMarkdown(mechanismCurves)).toContain('posp, reveal = commit-reveal');
  });
});

test('amounts of parameters are told in the money of their file, and nothing else is', () => {
  expect(currencyOf('mechanism.slashAmount', 'USD')).toBe('USD');
  expect(currencyOf('players.asserter.cheaper-model.cost')).toBe('credits');
  expect(currencyOf('mechanism.challengeProbability', 'USD')).toBe('');
  expect(titleParameter('players.asserter.cheaper-model.cost', 'USD')).toBe('Cost of cheaper-model [USD per job]');
});
