/** The package as somebody has it who installed it: what its README shows works from there, and what it links to came along. */
import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'posp-package-'));
const installed = join(folder, 'node_modules', 'posp-sim');

/** Packs what is built, and lays it among the packages it asks for, without a registry. */
beforeAll(async () => {
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder]);
  const [packed] = readdirSync(folder);
  mkdirSync(installed, { recursive: true });
  await run('tar', ['-xzf', join(folder, packed!), '-C', installed, '--strip-components', '1']);
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
    const place = join(folder, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(resolve('node_modules', name), place);
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a page says has to be done first, done as it says it. */
async function prepareAs(file: string): Promise<void> {
  rmSync(join(folder, 'scenarios'), { recursive: true, force: true });
  const [, command] = /`(cp -r [^`]+)`/.exec(readFileSync(file, 'utf8'))!;
  await run('sh', ['-c', command!], { cwd: folder });
}

function fenceOf(file: string): string {
  const [, code] = /^```ts\n([\s\S]*?)^```$/m.exec(readFileSync(file, 'utf8'))!;
  return code!;
}

test('the library example of the README prints what it says', { timeout: 300_000 }, async () => {
  await prepareAs(join(installed, 'README.md'));
  const code = fenceOf(join(installed, 'README.md'));
  writeFileSync(join(folder, 'example.js'), code.replaceAll(/ as \[string, string\]\[\]/g, ''));
  const { stdout } = await run('node', ['example.js'], { cwd: folder });
  const shown = [...code.matchAll(/\/\/ => (.*)$/gm)].map(([, value]) => value);
  expect(stdout.trim().split('\n')).toEqual(shown);
});

test('the vitest example of docs/ci passes as printed', { timeout: 600_000 }, async () => {
  await prepareAs(join(installed, 'docs/ci/README.md'));
  writeFileSync(join(folder, 'example.test.ts'), fenceOf(join(installed, 'docs/ci/README.md')));
  const vitest = resolve('node_modules/vitest/vitest.mjs');
  const { stdout } = await run('node', [vitest, 'run', '--root', folder, '--reporter', 'json'], { cwd: folder });
  expect(JSON.parse(stdout)).toMatchObject({ success: true, numPassedTests: 1 });
});

test('the command runs, and every link of README and docs leads to something that came along', async () => {
  const { stdout } = await run('node', [join(installed, 'bin/posp.js'), 'list', 'mechanisms'], { cwd: folder });
  expect(stdout).toContain('posp');
  const pages = readdirSync(installed, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /^[^/]*\.md$|^docs\/.*\.md$/.test(path),
  );
  expect(pages).toContain('docs/model.md');
  const dead = pages.flatMap((page) => {
    const links = [...readFileSync(join(installed, page), 'utf8').matchAll(/\]\(([^)\s#]+)[^)]*\)/g)];
    return links
      .map(([, link]) => link!)
      .filter((link) => !/^https?:/.test(link) && !existsSync(join(installed, dirname(page), link)))
      .map((link) => `${page}: ${link}`);
  });
  expect(dead).toEqual([]);
});
