/** The engine in a browser, byte for byte as it runs here; where a Chromium is installed, and always in CI. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { asked, bundleEngine, simulateHere } from '../engine/in-browser.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const isBlind = executablePath === undefined && !process.env.CI;
const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

test.skipIf(isBlind)(
  'runs in Chromium are the same in every byte, and have the same keys',
  async () => {
    const browser = await chromium.launch({ executablePath: executablePath!, args: flags, chromiumSandbox: false });
    try {
      const page = await browser.newPage();
      await page.addScriptTag({ content: await bundleEngine() });
      for (const [name, run] of asked) {
        const answer = await page.evaluate(`engine.simulate(${JSON.stringify(JSON.stringify(run))})`);
        expect(JSON.parse(answer as string), name).toEqual(simulateHere(run));
      }
    } finally {
      await browser.close();
    }
  },
  120_000,
);
