/**
 * Every parser of what others wrote, fed with what nobody would write. The law: never 70, never 1 without a verdict, never
 * over the limits.
 */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStream } from '../../src/kernel/stream.ts';
import { loadScenario } from '../../src/plan/load-scenario.ts';
import { compileExpression, UnreadableError } from '../../src/scenario/numbers/expression.ts';
import { type ParameterUnit, readQuantity } from '../../src/scenario/numbers/quantity.ts';
import { ClauseError, parseWhere } from '../../src/scenario/sweep/where.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { readResults } from '../../src/study/read-results.ts';
import { posp } from '../cli/fake-io.ts';
import { tinyScenario } from '../cli/tiny-scenario.ts';
import { example, least } from '../scenario/texts.ts';
import { pick, soup, spoil, spoilBytes, spoilDocument } from './mutate.ts';

/** Longest that one input may take this thread [s]; what is refused takes a fraction of it. */
const secondsMax = 2;

/** Runs a piece of work within the limit and says with what input it was not. */
async function within<T>(input: string, work: () => T | Promise<T>): Promise<T> {
  const start = process.cpuUsage();
  try {
    return await work();
  } catch (error) {
    throw new Error(`${JSON.stringify(input)} ends in ${String((error as Error).stack)}`);
  } finally {
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6, `seconds for ${JSON.stringify(input.slice(0, 2000))}`).toBeLessThan(secondsMax);
  }
}

const shipped = ['posp/llama-70b-h100.yaml', 'players/ban.yaml'].map((path) =>
  readFileSync(join(import.meta.dirname, '..', '..', 'scenarios', path), 'utf8'),
);
const texts = [least, example, tinyScenario, ...shipped];

describe('scenarios', () => {
  test('a spoilt file is read, or has problems', async () => {
    const stream = createStream('fuzz', 0, 'files');
    let refused = 0;
    for (let i = 0; i < 3000; i++) {
      const text = spoil(texts[i % texts.length]!, stream);
      const loaded = await within(text, () => loadScenario({ file: 'a.yaml', text }));
      if (!('problems' in loaded)) continue;
      refused++;
      for (const { message, line } of loaded.problems) expect(message.length + line).toBeGreaterThan(0);
    }
    // Otherwise the texts are not spoilt enough, or too much.
    expect(refused).toBeGreaterThan(1500);
    expect(refused).toBeLessThan(3000);
  });

  test('flags are read, or have problems', async () => {
    const stream = createStream('fuzz', 0, 'flags');
    const paths = [
      'market.stake',
      'players.asserter',
      'sweep',
      'mechanism',
      'claims.0.where',
      'seed',
      'run.jobs',
      'x',
      '',
    ];
    for (let i = 0; i < 1500; i++) {
      const path = stream.next() < 0.8 ? paths[pick(stream, paths.length)]! : soup(stream, 4);
      const set = [[path, soup(stream, 8)]] as const;
      await within(JSON.stringify(set), () => loadScenario({ file: 'a.yaml', text: example }, { set }));
    }
  });

  test('expressions, quantities and clauses are read, or refused in their own words', async () => {
    const stream = createStream('fuzz', 0, 'formulas');
    const formulas = ['20 * market.reward', 'max(1, market.stake ^ 2) / (3 + exp(-x.y))', 'a.b > 2 ? 1 : -(0.5)'];
    const clauses = ['market.stake >= 10 and not (mechanism.draw == "independent" or a.b != 2)'];
    const quantities = ['2.49 USD/hour * 0.225 s', '5 %', '40/s', '-0.5 credits'];
    const units: ParameterUnit[] = ['credits', '1', 'count', 's', '1/s'];
    const say = (list: readonly string[]) =>
      stream.next() < 0.5 ? soup(stream, 20) : spoil(list[pick(stream, list.length)]!, stream);
    for (let i = 0; i < 12_000; i++) {
      const [formula, clause, quantity] = [say(formulas), say(clauses), say(quantities)];
      await within(formula, () => {
        try {
          expect(typeof compileExpression(formula).evaluate(() => 1.5)).toBe('number');
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableError);
        }
      });
      await within(clause, () => {
        try {
          parseWhere(clause);
        } catch (error) {
          expect(error).toBeInstanceOf(ClauseError);
        }
      });
      await within(quantity, () => {
        try {
          expect(typeof readQuantity(quantity, units[i % units.length]!).value).toBe('number');
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableError);
        }
      });
    }
  });

  test('the command refuses with 2, and never ends with 1 where nothing is judged', async () => {
    const place = mkdtempSync(join(tmpdir(), 'posp-fuzz-'));
    try {
      const stream = createStream('fuzz', 0, 'command');
      const file = join(place, 'a.yaml');
      for (let i = 0; i < 300; i++) {
        const bytes = i % 3 === 0 ? spoilBytes(Buffer.from(texts[i % texts.length]!), stream) : undefined;
        writeFileSync(file, bytes ?? spoil(texts[i % texts.length]!, stream));
        const argv = ['check', file, ...(i % 2 === 0 ? ['--set', `market.stake=${soup(stream, 6)}`] : []), '--json'];
        const { code, stdout, stderr } = await posp(argv);
        expect([0, 2], `${argv.join(' ')}\n${readFileSync(file, 'latin1')}\n${stderr}`).toContain(code);
        expect(() => JSON.parse(stdout) as unknown).not.toThrow();
      }
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  });
});

describe('results folders', () => {
  let place: string;
  let good: string;
  let folder: string;
  let scenario: string;

  beforeAll(async () => {
    place = mkdtempSync(join(tmpdir(), 'posp-fuzz-'));
    [good, folder, scenario] = [join(place, 'good'), join(place, 'spoilt'), join(place, 'tiny.yaml')];
    writeFileSync(scenario, tinyScenario.replace('jobs: 2000', 'jobs: 300'));
    const { code, stderr } = await posp(['run', scenario, '--out', good, '--workers', '1', '--quiet']);
    expect(code, stderr).toBeLessThan(4);
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  /** A copy of the folder with one file replaced, and vouched for by its manifest: what a schema has to catch. */
  const replace = (name: string, bytes: Buffer | string) => {
    rmSync(folder, { recursive: true, force: true });
    cpSync(good, folder, { recursive: true });
    writeFileSync(join(folder, name), bytes);
    if (name === 'manifest.json') return;
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
      files: Record<string, { sha256: string; bytes: number; findings?: string }>;
    };
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    Object.assign(manifest.files[name]!, { sha256, bytes: Buffer.byteLength(bytes) });
    if (name === 'findings.json')
      for (const file of Object.values(manifest.files)) if (file.findings) file.findings = sha256;
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  };
  const read = (name: string) => readFileSync(join(good, name));

  test.each(['findings.json', 'exhibits.json', 'manifest.json'])('a spoilt %s is read, or refused', async (name) => {
    const stream = createStream('fuzz', 0, name);
    const document = JSON.parse(read(name).toString()) as unknown;
    for (let i = 0; i < 300; i++) {
      const text = i % 3 === 0 ? spoil(read(name).toString(), stream) : JSON.stringify(spoilDocument(document, stream));
      replace(name, text);
      await within(text.slice(0, 3000), () => {
        try {
          readResults(folder);
        } catch (error) {
          expect(error).toBeInstanceOf(StoreError);
        }
      });
    }
  });

  test('reports, charts and verifications of spoilt folders end with 0 or 2; with 1 where a folder differs', async () => {
    const stream = createStream('fuzz', 0, 'folders');
    for (let i = 0; i < 24; i++) {
      const name = ['findings.json', 'exhibits.json', 'scenario.yaml', 'runs.parquet'][i % 4]!;
      const bytes = read(name);
      if (name.endsWith('.json')) {
        replace(name, JSON.stringify(spoilDocument(JSON.parse(bytes.toString()) as unknown, stream)));
      } else replace(name, name === 'scenario.yaml' ? spoil(bytes.toString(), stream) : spoilBytes(bytes, stream));
      const report = await posp(['report', folder, '--quiet']);
      expect([0, 2], `${i} ${name}: ${report.stderr}`).toContain(report.code);
      const verified = await posp(['verify', folder, '--runs', '2', '--workers', '1']);
      expect([0, 1, 2], `${i} ${name}: ${verified.stderr}`).toContain(verified.code);
      if (verified.code === 1) expect(verified.stdout).not.toBe('');
    }
  });

  test('spoilt runs are run again, or refused', async () => {
    const stream = createStream('fuzz', 0, 'runs');
    for (let i = 0; i < 25; i++) {
      replace('runs.parquet', spoilBytes(read('runs.parquet'), stream));
      const { code, stderr } = await posp(['test', scenario, '--out', folder, '--workers', '1', '--quiet']);
      expect([0, 2], `${i}: ${stderr}`).toContain(code);
      expect(readdirSync(folder)).toContain('runs.parquet');
    }
  });

  test('a spoilt baseline is compared with, or a problem of the file', async () => {
    const stream = createStream('fuzz', 0, 'baselines');
    const document = JSON.parse(read('findings.json').toString()) as unknown;
    const text = `${tinyScenario}  - { kind: no-regression, baseline: base.json }\n`;
    for (let i = 0; i < 150; i++) {
      writeFileSync(join(place, 'base.json'), JSON.stringify(spoilDocument(document, stream)));
      await within(`baseline ${i}`, () => loadScenario({ file: join(place, 'a.yaml'), text }));
    }
  });
});
