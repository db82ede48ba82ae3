import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Findings } from '../../src/findings/findings.ts';
import { drawCharts } from '../../src/report/draw.ts';
import { embedJson, html } from '../../src/report/html/markup.ts';
import { renderReport } from '../../src/report/html.ts';
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

beforeAll(async () => {
  for (const [name, findings] of Object.entries(fixtures)) reports[name] = await report(findings);
}, 60_000);

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
      'mechanism.slashAmount',
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

  it('stays below two megabytes', () => {
    expect(Math.max(...Object.values(reports).map((page) => Buffer.byteLength(page)))).toBeLessThan(2_000_000);
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
    expect(sources).toHaveLength(2);
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
    expect(reports.sweep.match(/<tr>/g)!.length).toBeGreaterThanOrEqual(13 * 4 + 2 + 13);
    expect(reports.sweep).toContain('0.007399 [0.007311, 0.007487]');
    expect(reports.infeasible).toContain('<td class="number">nowhere</td>');
  });

  it('can be walked by headings and landmarks, and every table says what it is and what its columns are', () => {
    for (const page of Object.values(reports)) {
      const text = withoutScripts(page);
      expect(text).toMatch(/<html lang="en">/);
      const levels = [...text.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
      expect(levels.filter((level) => level === 1)).toEqual([1]);
      for (const [i, level] of levels.slice(1).entries()) expect(level - levels[i]!).toBeLessThanOrEqual(1);
      for (const landmark of ['<header>', '<main>']) expect(text.split(landmark)).toHaveLength(2);
      const tables = text.match(/<table>[\s\S]*?<\/table>/g) ?? [];
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
