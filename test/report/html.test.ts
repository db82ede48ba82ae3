import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Findings } from '../../src/findings/findings.ts';
import { type DrawnChart, drawCharts } from '../../src/report/draw.ts';
import { chooseEvidence } from '../../src/report/html/evidence.ts';
import { embedJson, html } from '../../src/report/html/markup.ts';
import { renderReport } from '../../src/report/html.ts';
import { listRates, listTimeRates, titleRate } from '../../src/words/label.ts';
import { fixtures } from './fixtures/findings.ts';

const context = {
  command: 'npx posp run scenarios/posp/challenge-rate.yaml',
  versions: { 'posp-sim': '0.1.0' },
  description: {
    stress: [{ item: '3.4 Assumptions', answer: 'Arbitration is <perfect>.' }],
    odd: [{ item: '2 Entities', answer: 'Nodes.' }],
    parameters: [
      {
        path: 'mechanism.slashAmount',
        meaning: 'Stake taken.',
        value: '150',
        unit: 'credits',
        origin: 'scenario' as const,
      },
    ],
    sources: [{ about: 'this study', source: 'a <book>' }],
  },
};

const report = async (findings: Findings) =>
  renderReport(findings, await drawCharts({ findings: findings, exhibits: null }), context);
const reports: Record<string, string> = {};
let drawn: DrawnChart[];

beforeAll(async () => {
  for (const name of ['sweep', 'grid', 'single', 'infeasible', 'hostile', 'mechanisms', 'withoutSimulation'])
    reports[name] = await report(fixtures[name]!);
  drawn = await drawCharts({ findings: fixtures.sweep, exhibits: null });
}, 120_000);

/** The page as a browser sees it before scripts run: no script or style contents. */
const withoutScripts = (page: string) =>
  page.replace(/<script[^>]*>[\s\S]*?<\/script>/g, '').replace(/<style>[\s\S]*?<\/style>/, '');

describe('report', () => {
  it('answers before it shows pictures', () => {
    const page = reports.sweep;
    const order = [
      '<h1>',
      'class="question"',
      'once challenge probability p exceeds 0.00736',
      'id="evidence"',
      '<figure id="chart-advantage"',
      'id="claims"',
      'the smallest advantage is 0.358',
      'id="numbers"',
      'id="pictures"',
      'Arbitration is &lt;perfect&gt;.',
      'mechanism.<wbr>slashAmount',
      'a &lt;book&gt;',
      'id="reproduce"',
    ];
    const places = order.map((part) => page.indexOf(part));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('asks for nothing outside itself', () => {
    for (const page of Object.values(reports)) {
      expect(page).toContain("default-src 'none'");
      expect(page).not.toMatch(
        /<(?:script|link|img|iframe|object|embed|source|use)\b[^>]*\s(?:src|href|data|xlink:href)=/i,
      );
      expect(withoutScripts(page)).not.toMatch(/https?:\/\//);
      expect(page.replace(/<script>[\s\S]*?<\/script>/g, '')).not.toMatch(/@import|url\((?!#)/);
    }
  });

  it('stays below a megabyte', () => {
    expect(Math.max(...Object.values(reports).map((page) => Buffer.byteLength(page)))).toBeLessThan(1_000_000);
  });

  it('takes nothing for markup that came out of a file', () => {
    const found = JSON.parse('{ "markup": "<script>alert(1)</script>" }');
    expect(html`<p>${found}</p>`.markup).toBe(
      '<p>{&quot;markup&quot;:&quot;&lt;script&gt;alert(1)&lt;/script&gt;&quot;}</p>',
    );
    expect(html`<p>${[html`<b>bold</b>`, '<i>']}</p>`.markup).toBe('<p><b>bold</b>&lt;i&gt;</p>');
  });

  it('lets nothing a stranger wrote become markup', () => {
    const page = reports.hostile;
    expect(page).toContain('&lt;/script&gt;&lt;script&gt;alert(1)');
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('<img');
    expect(page).not.toContain('\u001b');
    const scripts = (text: string) => text.match(/<script\b/g)?.length;
    expect(scripts(page)).toBe(scripts(reports.sweep));
  });

  it('allows its own scripts by hash and no other', () => {
    const page = reports.sweep;
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)![1];
    const sources = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((match) => match[1]);
    expect(sources).toHaveLength(1);
    expect(policy).not.toContain('unsafe-eval');
    for (const source of sources) expect(policy).toContain(createHash('sha256').update(source).digest('base64'));
    expect(/script-src ([^;]*)/.exec(policy)![1]).not.toContain('unsafe-inline');
  });

  it('gives every id once, also inside the pictures', () => {
    for (const page of Object.values(reports)) {
      const ids = [...withoutScripts(page).matchAll(/\sid="([^"]*)"/g)].map((match) => match[1]);
      expect(ids).toEqual([...new Set(ids)]);
      for (const [, id] of withoutScripts(page).matchAll(/url\(#([^)]*)\)/g)) expect(ids).toContain(id);
    }
  });

  it('gives the numbers as text: every design point, every threshold', () => {
    expect(reports.sweep.match(/<tr role="row"/g)!.length).toBeGreaterThanOrEqual(13 * 4 + 2 + 13);
    expect(reports.sweep).toContain('0.007399 [0.007311, 0.007487]');
    expect(reports.infeasible).toContain('<td role="cell" class="number">nowhere</td>');
  });

  it('can be walked by headings and landmarks, and every table says what it is and what its columns are', () => {
    for (const page of Object.values(reports)) {
      const text = withoutScripts(page);
      expect(text).toMatch(/<html lang="en">/);
      const levels = [...text.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
      expect(levels.filter((level) => level === 1)).toEqual([1]);
      for (const [i, level] of levels.slice(1).entries()) expect(level - levels[i]!).toBeLessThanOrEqual(1);
      for (const landmark of ['<header>', '<main id="answer"']) expect(text.split(landmark)).toHaveLength(2);
      const tables = text.match(/<table\b[\s\S]*?<\/table>/g) ?? [];
      expect(tables.length).toBeGreaterThanOrEqual(4);
      for (const table of tables) {
        expect(table).toMatch(/<caption>[^<]{10}/);
        expect(table).toContain('<th scope="col"');
      }
      const ids = new Set([...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id));
      for (const [figure] of text.matchAll(/<figure[\s\S]*?<\/figure>/g)) {
        const [, title, caption] = /role="img" aria-labelledby="([^"]*)" aria-describedby="([^"]*)"/.exec(figure)!;
        expect(ids.has(title!) && ids.has(caption!)).toBe(true);
      }
    }
  });

  it('begins with a way past the contents, and contents that lead to every part and picture', () => {
    for (const page of Object.values(reports)) {
      const text = withoutScripts(page);
      const [, nav] = /<nav aria-label="Contents">([\s\S]*?)<\/nav>/.exec(text)!;
      expect(text.indexOf('class="skip" href="#answer"')).toBeLessThan(text.indexOf('<nav'));
      const ids = new Set([...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id));
      const linked = [...nav!.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
      for (const id of linked) expect(ids, `the place ${id}`).toContain(id);
      const parts = [...text.matchAll(/<h2 id="([^"]*)"/g), ...text.matchAll(/<figure id="([^"]*)"/g)];
      expect(linked.toSorted()).toEqual(parts.map(([, id]) => id).toSorted());
      for (const [, id] of parts) expect(text).toContain(`class="anchor" href="#${id}"`);
    }
  });

  it('holds every value of a picture in words and as a table, for wide screens and narrow ones', () => {
    const figures = [...reports.sweep.matchAll(/<figure id="chart-([^"]*)">[\s\S]*?<\/figure>/g)];
    expect(figures.length).toBeGreaterThan(3);
    for (const [figure, kind] of figures) {
      const [, json] = /<script type="application\/json">([\s\S]*?)<\/script>/.exec(figure)!;
      const data = JSON.parse(json!);
      expect(data.kind).toBe(kind);
      expect(data.wide.length).toBeGreaterThan(2);
      expect(data.narrow).toHaveLength(data.wide.length);
      expect(data.csv.trim().split('\r\n')).toHaveLength(1 + data.wide.length);
      expect(figure.match(/<svg class="(?:wide|narrow)" role="img"/g)).toHaveLength(2);
    }
    const [, advantage] = /<figure id="chart-advantage">[\s\S]*?json">([\s\S]*?)<\/script>/.exec(reports.sweep)!;
    const words = JSON.parse(advantage!).wide.map(([text]: [string]) => text);
    expect(words).toContain(
      'Asserter; over skip-work; challenge probability p 0.002: -0.725 credits per job, interval from -0.737 to -0.713; exactly -0.7281; plain -0.714 ± 0.059',
    );
  });

  it('writes a number and its interval apart, each in one piece', () => {
    const cells = [...reports.sweep!.matchAll(/<td role="cell" class="number">(.*?)<\/td>/g)].map(([, cell]) =>
      cell!.replace(/<\/?span>/g, ''),
    );
    expect(cells).toContain('-0.725 ±\u00a00.012');
    expect(cells.filter((cell) => /\S[±[]/.test(cell))).toEqual([]);
  });

  it('shows the picture first that shows what the first sentence says', () => {
    const firstOf = (page: string) => /<figure id="chart-([^"]*)"/.exec(page)![1];
    expect([firstOf(reports.sweep), firstOf(reports.grid), firstOf(reports.single)]).toEqual([
      'advantage',
      'dominance-map',
      'payoffs',
    ]);
    const claim = {
      kind: 'bound',
      claim: 'bound: verificationOverhead is at most 0.1',
      verdict: 'true',
      because: '',
    } as const;
    const about = chooseEvidence({ ...fixtures.sweep, claims: [claim] }, drawn);
    expect(about.map(({ chart }) => chart.kind)).toEqual(['advantage', 'rates']);
  });

  it('gives no table more columns of numbers than a printed page has room for, and leaves none out', () => {
    const tables = withoutScripts(reports.sweep).match(/<table\b[\s\S]*?<\/table>/g)!;
    const titles = tables.flatMap((table) =>
      [...table.matchAll(/columnheader"[^>]*>([^<]*)</g)].map(([, title]) => title),
    );
    for (const table of tables) expect(table.match(/role="columnheader" class="number"/g)?.length ?? 0).toBeLessThan(8);
    const [first] = fixtures.sweep.designPoints;
    for (const name of [...listRates(first!), ...listTimeRates(first!)])
      expect(titles).toContain(titleRate(name, first!.rates[name]!.per));
  });

  it('names a mechanism by itself, and lets words break where a space is', () => {
    const page = withoutScripts(reports.mechanisms!);
    expect(page).toMatch(/<t[hd][^>]*>always-verify</);
    expect(page).not.toMatch(/mechanism\u00a0=/);
  });

  it('marks the rows a reader can do without, and says what they have in common', () => {
    const [, table] = /<div class="rows numbers" id="advantages"([\s\S]*?)<\/table>/.exec(reports.sweep)!;
    const isTie = (one: { exact: number | null; mean: number | null }) => one.exact === 0 && one.mean === 0;
    const ties = fixtures.sweep.designPoints.flatMap(({ advantages }) => advantages.filter(isTie));
    expect(table).toContain('data-trivial="where both earn the same"');
    expect(table!.match(/<tr role="row" data-trivial>/g)?.length ?? 0).toBe(ties.length);
  });

  it('tells of exact values alone as exact: no columns and no intervals of runs that nobody made', () => {
    const page = withoutScripts(reports.withoutSimulation!);
    const [, advantages] = /<div class="rows numbers" id="advantages"([\s\S]*?)<\/table>/.exec(page)!;
    expect(advantages).toContain('by enumeration; nothing was simulated');
    expect(page).not.toMatch(/>(Sharp|Plain|Taken out)</);
    expect(page).toMatch(/<caption>Rates: exact<\/caption>/);
    expect(page).not.toMatch(/[Dd]ots[^.]*: simulated/);
    expect(withoutScripts(reports.sweep!)).toMatch(/<caption>Rates: simulated ± half-width<\/caption>/);
  });

  it('says how to see it again', () => {
    for (const part of [context.command, '20240501', 'sha256:4c1d8a0f', 'Arbitration is &lt;perfect&gt;.'])
      expect(reports.sweep).toContain(part);
  });

  it('warns when the study is not complete', () => {
    expect(reports.infeasible).toContain('The study is not complete');
    expect(reports.infeasible).toContain('id="warnings"');
    expect(reports.sweep).not.toContain('id="warnings"');
  });

  it('is the same bytes every time', async () => {
    expect(await report(fixtures.grid)).toBe(reports.grid);
  });
});

describe('markup', () => {
  it('escapes what is put in, unless it is markup', () => {
    expect(html`<p title="${`"'`}">${'<b>&'}${html`<i>${1}</i>`}</p>`.markup).toBe(
      '<p title="&quot;&#39;">&lt;b&gt;&amp;<i>1</i></p>',
    );
  });

  it('embeds JSON that cannot close its element and still reads back', () => {
    const value = { text: '</script><!--\u2028' };
    const { markup } = embedJson(value);
    expect(markup).not.toMatch(/[<\u2028]/);
    expect(JSON.parse(markup)).toEqual(value);
  });
});
