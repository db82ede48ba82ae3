/** The report as a browser presents it, by the rules of axe; runs where a Chromium is installed, and always in CI. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { composeReport } from '../../src/cli/draw.ts';
import { loadStudies } from '../../src/cli/load.ts';
import { fixtures } from '../report/fixtures/findings.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const isBlind = executablePath === undefined && !process.env.CI;
const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

test.skipIf(isBlind)('no rule of axe is broken, light and wide or dark and narrow', async () => {
  const loaded = await loadStudies(['scenarios/posp/challenge-rate.yaml'], {});
  if ('problems' in loaded) throw new Error('the scenario is not in order');
  const shown = { findings: fixtures.sweep, exhibits: null };
  const page = await composeReport(shown, { command: 'npx posp run a.yaml', study: loaded.studies[0] });
  const place = mkdtempSync(join(tmpdir(), 'posp-report-'));
  const file = join(place, 'report.html');
  // The content policy lets no other script in, axe neither.
  writeFileSync(file, page.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''));
  const browser = await chromium.launch({ executablePath: executablePath!, args: flags, chromiumSandbox: false });
  try {
    for (const [colorScheme, width] of [
      ['light', 1280],
      ['dark', 500],
    ] as const) {
      const view = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
      await view.goto(`file://${file}`);
      await view.evaluate(axe.source);
      const broken = (await view.evaluate(
        `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((one) => one.html.slice(0, 120)).join(' | ')))`,
      )) as string[];
      expect(broken, `${colorScheme}, ${width} px`).toEqual([]);
      const overflow = (await view.evaluate('document.documentElement.scrollWidth - innerWidth')) as number;
      expect(overflow, `${colorScheme}, ${width} px: nothing sticks out sideways`).toBeLessThanOrEqual(0);
      await view.close();
    }
  } finally {
    await browser.close();
    rmSync(place, { recursive: true, force: true });
  }
});
