/** The report as a browser presents it: by the rules of axe, and as it answers to mouse, finger and keys; runs where a Chromium is installed, and always in CI. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeReport } from '../../src/cli/draw.ts';
import { loadStudies } from '../../src/cli/load.ts';
import { fixtures } from '../report/fixtures/findings.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const isBlind = executablePath === undefined && !process.env.CI;
const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

describe.skipIf(isBlind)('the report in a browser', () => {
  let browser: Browser;
  let place: string;
  let problems: string[];

  beforeAll(async () => {
    const loaded = await loadStudies(['scenarios/posp/challenge-rate.yaml'], {});
    if ('problems' in loaded) throw new Error('the scenario is not in order');
    place = mkdtempSync(join(tmpdir(), 'posp-report-'));
    for (const name of ['sweep', 'grid'] as const) {
      const shown = { findings: fixtures[name], exhibits: null };
      const page = await composeReport(shown, { command: 'npx posp run a.yaml', study: loaded.studies[0] });
      writeFileSync(join(place, `${name}.html`), page);
      // The content policy lets no other script in, axe neither.
      writeFileSync(
        join(place, `${name}-open.html`),
        page.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''),
      );
    }
    browser = await chromium.launch({ executablePath: executablePath!, args: flags, chromiumSandbox: false });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    rmSync(place, { recursive: true, force: true });
  });

  async function look(file: string, options: BrowserContextOptions): Promise<Page> {
    const view = await browser.newPage(options);
    problems = [];
    view.on('pageerror', ({ message }) => problems.push(message));
    view.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    view.on('request', (request) => /^https?:/.test(request.url()) && problems.push(request.url()));
    await view.goto(`file://${join(place, file)}`);
    return view;
  }

  test.each([
    ['sweep', 'light', 1280],
    ['grid', 'light', 800],
    ['sweep', 'dark', 390],
    ['grid', 'dark', 1600],
  ] as const)('no rule of axe is broken while values are read: %s, %s, %d px', async (name, colorScheme, width) => {
    const view = await look(`${name}-open.html`, { colorScheme, viewport: { width, height: 900 } });
    for (const range of await view.locator('figure input[type=range]').all()) await range.press('ArrowRight');
    await view.evaluate(axe.source);
    const broken = (await view.evaluate(
      `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((one) => one.html.slice(0, 120)).join(' | ')))`,
    )) as string[];
    expect(broken).toEqual([]);
    const overflow = (await view.evaluate('document.documentElement.scrollWidth - innerWidth')) as number;
    expect(overflow, 'nothing sticks out sideways').toBeLessThanOrEqual(0);
    expect(problems).toEqual([]);
    await view.close();
  });

  test.each(['light', 'dark'] as const)(
    'what is written in pictures stands out from the page: %s',
    async (colorScheme) => {
      const view = await look('sweep.html', { colorScheme, viewport: { width: 1000, height: 900 } });
      const faint = (await view.evaluate(`(() => {
      const light = (color) => {
        const [r, g, b] = color.match(/[\\d.]+/g).map((part) => {
          const share = part / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const paper = light(getComputedStyle(document.body).backgroundColor);
      return [...document.querySelectorAll('svg text')].flatMap((text) => {
        const { fill, stroke, opacity, display } = getComputedStyle(text);
        // A rim of paper around letters is stroked, and the letters stand on it once more.
        if (stroke !== 'none') return [];
        if (text.textContent === '' || fill === 'none' || display === 'none' || opacity === '0') return [];
        const ink = light(fill);
        const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
        return contrast < 4.5 ? [text.textContent + ' ' + fill] : [];
      });
    })()`)) as string[];
      expect(faint).toEqual([]);
      await view.close();
    },
  );

  test('mouse, keys and a finger read the same values, in words and with their interval', async () => {
    const view = await look('sweep.html', { viewport: { width: 1000, height: 900 } });
    const figure = view.locator('#chart-advantage');
    const reading = figure.getByRole('status');
    const [words, x, y, width, height] = JSON.parse((await figure.locator('script').textContent())!).wide[4];
    expect(words).toMatch(/over skip-work; challenge probability p \S+: \S+ credits per job, interval from \S+ to \S+/);
    const picture = figure.locator('svg.wide');
    await picture.scrollIntoViewIfNeeded();
    const box = (await picture.boundingBox())!;
    const scale = box.width / Number((await picture.getAttribute('viewBox'))!.split(' ')[2]);
    await view.mouse.move(box.x + scale * (x + width / 2), box.y + scale * (y + height / 2));
    expect(await reading.textContent()).toBe(words);
    expect(await figure.locator('.ring').count()).toBe(1);
    await view.mouse.move(5, 5);
    expect(await figure.locator('.ring').count()).toBe(0);
    const range = figure.locator('input[type=range]');
    await range.focus();
    for (let step = Number(await range.inputValue()); step > 1; step--) await view.keyboard.press('ArrowLeft');
    for (let step = 0; step < 4; step++) await view.keyboard.press('ArrowRight');
    expect(await reading.textContent()).toBe(words);
    expect(await range.getAttribute('aria-valuetext')).toBe(words);
    await view.keyboard.press('Escape');
    expect(await reading.isVisible()).toBe(false);
    await view.close();

    const phone = await look('sweep.html', { viewport: { width: 390, height: 800 }, hasTouch: true });
    const small = phone.locator('#chart-advantage');
    const [said, left, top, wide, high] = JSON.parse((await small.locator('script').textContent())!).narrow[4];
    const drawn = small.locator('svg.narrow');
    await drawn.scrollIntoViewIfNeeded();
    const frame = (await drawn.boundingBox())!;
    const by = frame.width / Number((await drawn.getAttribute('viewBox'))!.split(' ')[2]);
    expect(by, 'letters stay nearly as large as they were drawn').toBeGreaterThan(0.9);
    await phone.touchscreen.tap(frame.x + by * (left + wide / 2), frame.y + by * (top + high / 2));
    expect(await small.getByRole('status').textContent()).toBe(said);
    expect(problems).toEqual([]);
    await phone.close();
  });

  test('a picture is saved as SVG and PNG with its title, its values as CSV', async () => {
    const view = await look('grid.html', { viewport: { width: 1000, height: 900 } });
    const figure = view.locator('figure').first();
    const save = async (name: string) => {
      const download = view.waitForEvent('download');
      await figure.getByRole('button', { name: `Save as ${name}` }).click();
      return readFileSync((await (await download).path())!);
    };
    const svg = (await save('SVG')).toString();
    const title = (await figure.locator('h3 span').textContent())!;
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).toContain(`<title>${title.replace(/ (\S{1,3})$/, '\u00a0$1')}</title>`);
    const png = await save('PNG');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16), 'two dots to a pixel').toBe(1800);
    const [head, ...rows] = (await save('CSV')).toString().trim().split('\r\n');
    expect(head).toBe(
      'Challenge probability p [share of jobs],Coalition r [share of nodes],over,Advantage [credits per job]',
    );
    expect(rows).toHaveLength(fixtures.grid.designPoints.length);
    expect(problems).toEqual([]);
    await view.close();
  });

  test('tables fold, filter and sort; on paper every row and column is there', async () => {
    const view = await look('sweep.html', { viewport: { width: 1000, height: 900 } });
    const table = view.locator('#advantages table');
    const rows = table.locator('tbody tr:visible');
    const all = fixtures.sweep.designPoints.flatMap(({ advantages }) => advantages).length;
    const tools = view.locator('#advantages').locator('xpath=preceding-sibling::div[1]');
    expect(await rows.count()).toBe(12);
    await tools.getByRole('button', { name: 'Show all rows' }).click();
    expect(await rows.count()).toBe(all);
    await tools.getByRole('searchbox').fill('Cheaper-model 0.00765');
    expect(await rows.count()).toBe(1);
    await tools.getByRole('searchbox').fill('');
    const exact = async () => (await table.locator('tbody tr td:nth-child(5)').allTextContents()).map(Number);
    await table.getByRole('button', { name: 'Exact' }).click();
    expect(await exact()).toEqual((await exact()).toSorted((a, b) => a - b));
    await table.getByRole('button', { name: 'Exact' }).click();
    expect(await exact()).toEqual((await exact()).toSorted((a, b) => b - a));
    expect(await table.locator('th[aria-sort=descending]').textContent()).toBe('Exact');
    await tools.getByRole('button', { name: 'Show fewer rows' }).click();
    expect(await rows.count()).toBe(12);
    // A4 between its margins.
    await view.setViewportSize({ width: 680, height: 960 });
    await view.emulateMedia({ media: 'print' });
    expect(await rows.count()).toBe(all);
    const cut = await view.evaluate(
      `[...document.querySelectorAll('table, svg.wide')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.textContent.slice(0, 60))`,
    );
    expect(cut).toEqual([]);
    expect(await view.locator('button:not(.sort):visible, input:visible, nav:visible').count()).toBe(0);
    // Room for a head and a row is asked for at the end of a sheet, and takes none.
    const [room, taken] = (await view.evaluate(
      `[...document.querySelectorAll('.rows')].map((rows) => [parseFloat(getComputedStyle(rows, '::before').height), rows.firstElementChild.getBoundingClientRect().top - rows.getBoundingClientRect().top]).reduce(([low, high], [height, gap]) => [Math.min(low, height), Math.max(high, gap)])`,
    )) as [number, number];
    expect(room).toBeGreaterThan(60);
    expect(taken).toBeLessThan(1);
    // A button would be missing in the heads that are repeated on the next sheet.
    expect(await view.evaluate(`getComputedStyle(document.querySelector('th .sort')).display`)).toBe('contents');
    await view.close();
  });

  test('the first press of Tab offers a way to the answer, and a link leads to a picture', async () => {
    const view = await look('sweep.html#chart-rates', { viewport: { width: 1000, height: 900 } });
    expect(Math.abs((await view.locator('#chart-rates').boundingBox())!.y)).toBeLessThan(60);
    await view.goto(`file://${join(place, 'grid.html')}`);
    await view.keyboard.press('Tab');
    expect(await view.evaluate('document.activeElement.textContent')).toBe('Skip to the answer');
    await view.keyboard.press('Enter');
    expect(await view.evaluate('document.activeElement.id')).toBe('answer');
    await view.close();
  });
});
