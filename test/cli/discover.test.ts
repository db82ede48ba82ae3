import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listsOf } from '../../src/cli/catalogue.ts';
import { posp } from './fake-io.ts';
import { makePlace, tinyScenario, writeScenario } from './tiny-scenario.ts';

const names = [...new Set(Object.values(listsOf()).flatMap((entries) => entries.map(({ kind }) => kind)))];

test('list shows every entry of every registry, as text and as JSON', async () => {
  const text = (await posp(['list'])).stdout;
  const json = JSON.parse((await posp(['list', '--json'])).stdout) as Record<string, { kind: string }[]>;
  for (const [list, entries] of Object.entries(listsOf())) {
    expect(json[list]!.map(({ kind }) => kind)).toEqual(entries.map(({ kind }) => kind));
    for (const { kind } of entries) expect(text).toMatch(new RegExp(`^  ${kind} `, 'm'));
  }
  const some = (await posp(['list', 'strategies'])).stdout;
  expect(some).toMatch(/skip-work/);
  expect(some).not.toMatch(/posp/);
});

test.each(names)('explain %s says what it is and what each parameter means', async (name) => {
  const { code, stdout, stderr } = await posp(['explain', name]);
  expect([code, stderr]).toEqual([0, '']);
  const entries = JSON.parse((await posp(['explain', name, '--json'])).stdout) as {
    title: string;
    parameters: { name: string; description: string; default: string; values: string }[];
  }[];
  for (const { title, parameters } of entries) {
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(title);
    for (const parameter of parameters) {
      expect(stdout).toContain(`  ${parameter.name}  `);
      expect(parameter.description, parameter.name).not.toBe('');
      expect(parameter.values, parameter.name).not.toMatch(/\b(undefined|any)\b/);
    }
  }
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThan(200);
});

test('explain gives unit, range and default, and suggests the name that was meant', async () => {
  const { stdout } = await posp(['explain', 'posp']);
  expect(stdout).toMatch(/challengeProbability {2}number in \[0, 1\]; required/);
  expect(stdout).toMatch(
    /validatorReward {2}number >= 0 credits; default = market\.reward \* mechanism\.validatorCount/,
  );
  expect(await posp(['explain', 'pospp'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/did you mean "posp"\?/),
  });
});

test('explain knows parameters by what tables and the theory call them', async () => {
  for (const name of ['p', 'challenge probability', 'mechanism.challengeProbability'])
    expect((await posp(['explain', name])).stdout).toContain('Chance that a finished job is challenged (p).');
  expect((await posp(['explain', 'planted errors'])).stdout).toMatch(/plantedErrorRate {2}number in \[0, 1\]/);
});

test('every section of a scenario and every parameter in one is explained, by its path or by its last word', async () => {
  const schema = JSON.parse((await posp(['schema'])).stdout) as { properties: Record<string, unknown> };
  const names = Object.keys(schema.properties).filter((name) => name !== '$schema');
  expect(listsOf().sections.map(({ kind }) => kind)).toEqual(names);
  const explain = async (name: string) => (await posp(['explain', name])).stdout;
  expect(await explain('players')).toMatch(/^ {2}utility\.crra {2}number in \[-1000, 1000\]; required$/m);
  expect(await explain('coalition')).toMatch(/^ {2}fraction {2}number in \[0, 1\); default none$/m);
  expect(await explain('confidence')).toMatch(/^ {2}confidence {2}number in \(0\.5, 1\); default 0\.95$/m);
  const detector = await explain('detector');
  expect(detector).toMatch(/^market\.detector {2}\(parameter\)$/m);
  expect(detector).toMatch(/^ {2}detector\.falseAlarm {2}number in \[0, 1\]; default 0$/m);
  expect(await explain('market.detector')).toBe(detector);
  expect(await explain('mechanism.challengeProbability')).toMatch(
    /\(parameter of boss-with-fine\)[\s\S]*\(parameter of posp\)/,
  );
  expect(await posp(['explain', 'falseAlrm'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/did you mean "falseAlarm"\?/),
  });
});

test('schema prints a JSON Schema that knows the sections of a scenario', async () => {
  const { code, stdout } = await posp(['schema']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ properties: { mechanism: {}, market: {}, claims: {} } });
});

test('init makes a study that is in order and whose claims are true, and never overwrites', async () => {
  const folder = join(makePlace(), 'new', 'study');
  const { code, stdout } = await posp(['init', folder]);
  const file = join(folder, 'study.yaml');
  expect([code, stdout]).toEqual([0, `${file}\nNext: posp run ${file}\n`]);
  const [, schema] = /^# yaml-language-server: \$schema=(.+)$/m.exec(readFileSync(file, 'utf8'))!;
  expect(JSON.parse(readFileSync(resolve(folder, schema!), 'utf8'))).toMatchObject({ title: 'Scenario of posp-sim' });
  expect((await posp(['check', file])).stdout).toBe(`${file}: ok, 7 design point(s)\n`);
  expect((await posp(['test', file, '--quiet', '--workers', '1', '--out', join(folder, 'out')])).code).toBe(0);
  writeFileSync(file, 'mine');
  expect((await posp(['init', folder])).code).toBe(2);
  expect(readFileSync(file, 'utf8')).toBe('mine');
});

test('init makes a study of every mechanism, in order and without a warning', async () => {
  const place = makePlace();
  const kinds = listsOf().mechanisms.map(({ kind }) => kind);
  expect(kinds).toContain('two-clouds');
  for (const kind of kinds) {
    const folder = join(place, kind);
    expect((await posp(['init', folder, '--mechanism', kind])).code).toBe(0);
    const file = join(folder, 'study.yaml');
    expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`^mechanism:\n  kind: ${kind}$`, 'm'));
    const points = kind === 'posp' ? 7 : 1;
    const wanted = { code: 0, stdout: `${file}: ok, ${points} design point(s)\n`, stderr: '' };
    expect(await posp(['check', file])).toMatchObject(wanted);
  }
});

test('init asks for the mechanism where somebody can answer, and writes nothing when the question is left', async () => {
  const place = makePlace();
  const kindIn = (folder: string) =>
    /^ {2}kind: (.+)$/m.exec(readFileSync(join(place, folder, 'study.yaml'), 'utf8'))?.[1];
  const questions: string[] = [];
  const init = (folder: string, answer: string | undefined, ...flags: string[]) => {
    const ask = async (question: string) => {
      questions.push(question);
      return answer;
    };
    return posp(['init', join(place, folder), ...flags], { ask });
  };
  expect((await init('chosen', ' inspection\n')).code).toBe(0);
  expect((await init('default', '')).code).toBe(0);
  expect([kindIn('chosen'), kindIn('default')]).toEqual(['inspection', 'posp']);
  expect(questions[0]).toMatch(/^ {2}two-clouds +Two clouds under contract$/m);
  expect(questions).toHaveLength(2);
  expect((await init('left', undefined)).code).toBe(130);
  expect(await init('unknown', 'spot-chek')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('there is no mechanism "spot-chek"; did you mean "spot-check"?'),
  });
  expect([existsSync(join(place, 'left')), existsSync(join(place, 'unknown'))]).toEqual([false, false]);
  questions.length = 0;
  expect((await init('told', 'inspection', '--mechanism', 'spot-check')).code).toBe(0);
  expect((await init('json', 'inspection', '--json')).code).toBe(0);
  expect([kindIn('told'), kindIn('json'), questions]).toEqual(['spot-check', 'posp', []]);
});

test('plan counts design points, arms, runs and jobs without leaving anything behind', async () => {
  const { file, place } = writeScenario(tinyScenario.replace('replications: 4', 'replications: { min: 4, max: 64 }'));
  const { code, stdout } = await posp(['plan', file, '--json', '--workers', '2']);
  expect(code).toBe(0);
  const plan = JSON.parse(stdout);
  // Three arms at each of two points: honest for both roles, skip-work, guess. Jobs of 2000.
  expect(plan).toMatchObject({
    designPoints: 2,
    arms: 6,
    replications: [4, 64],
    runs: [24, 384],
    jobs: [48_000, 768_000],
    // Runs so short are not followed by long ones only to show time.
    jobsPerRun: { records: [2000, 2000], time: null },
  });
  // An arrival and a completion per job, and a verification per challenge: 0.002 and 0.2 of the jobs.
  expect(plan.events).toEqual([48_000 * 2.101, 768_000 * 2.101]);
  // Sixteen times the runs, and the same design points to analyse.
  expect(plan.seconds[1] / plan.seconds[0]).toBeGreaterThan(1);
  expect(plan.seconds[1] / plan.seconds[0]).toBeLessThan(16);
  // More runs take more memory, a million nodes much more; a gigabyte is not near.
  expect(plan.memoryMegabytes[1]).toBeGreaterThan(plan.memoryMegabytes[0]);
  expect(plan.memoryMegabytes[1]).toBeLessThan(500);
  expect((await posp(['plan', file])).stdout).toMatch(/design points 2\n/);
  expect(readdirSync(place)).toEqual(['tiny.yaml']);
});

test('plan knows that a game without a market is solved and never run', async () => {
  const spotCheck = (sweep: string) => `
title: Known jobs among the others
mechanism: { kind: spot-check, spotCheckRate: 0.01, jobsPerWorker: 20, slashAmount: 150 }
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 1000 }
players: { asserter: [honest, skip-work] }
sweep: ${sweep}
`;
  const alone = writeScenario(spotCheck('{ mechanism.spotCheckRate: [0.01, 0.1] }'));
  const { code, stdout, stderr } = await posp(['plan', alone.file, '--json', '--workers', '1']);
  expect([code, stderr]).toEqual([0, '']);
  const none = {
    designPoints: 2,
    arms: 0,
    runs: [0, 0],
    jobs: [0, 0],
    events: [0, 0],
    jobsPerRun: { records: [0, 0], time: null },
  };
  expect(JSON.parse(stdout)).toMatchObject(none);
  // Beside a mechanism with a market only that one's arms count: honest and skip-work.
  const mechanisms =
    '{ mechanism: [{ kind: spot-check, spotCheckRate: 0.01, jobsPerWorker: 20, slashAmount: 150 }, no-verification] }';
  const beside = writeScenario(spotCheck(mechanisms).replace(/^mechanism: .*\n/m, ''));
  const mixed = await posp(['plan', beside.file, '--json', '--workers', '1']);
  expect(JSON.parse(mixed.stdout)).toMatchObject({ designPoints: 2, arms: 2, runs: [32, 2048] });
});

test('solve prints exact thresholds, as text and as JSON', async () => {
  const { file, place } = writeScenario();
  const solved = JSON.parse((await posp(['solve', file, '--json'])).stdout);
  const find = (of: string) =>
    solved.designPoints[0].thresholds.find(
      (one: { of: string; over: string }) => one.of === of && one.over === 'skip-work',
    );
  // Skipping saves C = 1 and forfeits R_A + S = 101.2 when challenged.
  expect(find('mechanism.challengeProbability')).toMatchObject({ feasible: true, value: expect.closeTo(1 / 101.2, 9) });
  const { code, stdout } = await posp(['solve', file, '--of', 'market.stake']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/p +asserter skip-work +above 0\.00988142 \*\n/);
  expect(stdout).toMatch(/W +asserter skip-work/);
  expect(stdout).toContain('p* = Delta / [(1 - q)(R_A + S)] (accounting: alone)');
  const narrowed = await posp([
    'solve',
    file,
    '--of',
    'mechanism.challengeProbability',
    '--between',
    '0.5,1',
    '--json',
  ]);
  const [first] = JSON.parse(narrowed.stdout).designPoints[0].thresholds;
  expect(first).toMatchObject({ of: 'mechanism.challengeProbability', feasible: false, value: null, reason: 'always' });
  expect((await posp(['solve', file, '--of', 'market.stak'])).stderr).toMatch(
    /--of is "market\.stak", which is not a number/,
  );
  expect(existsSync(join(place, 'results'))).toBe(false);
});

test('check says ok or prints warnings without failing', async () => {
  const { file } = writeScenario(tinyScenario.replace('guess]', 'copy]'));
  const { code, stdout, stderr } = await posp(['check', file]);
  expect([code, stdout]).toEqual([0, `${file}: ok, 2 design point(s)\n`]);
  expect(stderr).toMatch(/^warning: .*tiny\.yaml:5:\d+ {2}under commit-reveal there is nothing to copy/);
  expect((await posp(['check', file, '--quiet'])).stderr).toBe('');
  expect(JSON.parse((await posp(['check', file, '--json', '--quiet'])).stdout)).toMatchObject({
    problems: [],
    warnings: [{}],
  });
});

describe('what a stranger hands to init and explain', () => {
  const million = 'a'.repeat(1_000_000);
  test.each([
    ['an escape', 'x\u001b[31my'],
    ['a command to CI after a line', 'x\n::error::y'],
    ['a sign that turns the writing', 'x\u202ey'],
    ['a million characters', million],
    ['a name of 300 bytes', 'é'.repeat(150)],
  ])('%s makes no folder and no page, and is told in a short line', async (_, name) => {
    const place = makePlace();
    for (const args of [
      ['init', join(place, name)],
      ['init', join(place, 'new'), '--mechanism', name],
      ['explain', name],
    ]) {
      const { code, stdout, stderr } = await posp(args);
      expect([args[0], code, stdout]).toEqual([args[0], 2, '']);
      // One line, of a length that can be read, with nothing that cannot.
      expect(stderr).toMatch(/^posp: \P{C}{1,500}\n$/u);
    }
    expect(readdirSync(place)).toEqual([]);
  });

  test('what is in the place of the folder, or of the study, stays as it is', async () => {
    const place = makePlace();
    writeFileSync(join(place, 'file'), 'kept');
    mkdirSync(join(place, 'linked'));
    symlinkSync(join(place, 'nowhere'), join(place, 'linked', 'study.yaml'));
    symlinkSync(join(place, 'nowhere'), join(place, 'dangling'));
    symlinkSync('loop', join(place, 'loop'));
    for (const name of ['file', 'file/below', 'linked', 'dangling', 'dangling/below', 'loop']) {
      expect(await posp(['init', join(place, name)])).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(/choose another (?:one|folder)\n$/),
      });
    }
    expect(readFileSync(join(place, 'file'), 'utf8')).toBe('kept');
    expect(readlinkSync(join(place, 'linked', 'study.yaml'))).toBe(join(place, 'nowhere'));
    expect(existsSync(join(place, 'nowhere'))).toBe(false);
  });

  test.runIf(existsSync('/proc/self'))(
    'where the system lets nobody write, it says so, and nothing is to be continued',
    async () => {
      const { code, stdout, stderr } = await posp(['init', '/proc/study']);
      expect([code, stdout, stderr]).toEqual([
        74,
        '',
        expect.stringMatching(/^posp: cannot write \/proc\/study\/study\.yaml: .*\n$/),
      ]);
    },
  );

  test.each(['__proto__', 'constructor', 'toString'])('%s is the name of nothing', async (name) => {
    expect(await posp(['explain', name])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/nothing is called/),
    });
  });
});

test('words that stand over columns and in legends are explained, with a space as they are printed', async () => {
  const explain = async (name: string) => (await posp(['explain', name])).stdout.replaceAll(/\s+/g, ' ');
  expect(await explain('taken out')).toMatch(/^taken-out Taken out: the share of the variance/);
  for (const word of ['sharp', 'plain', 'undetected', 'challenge', 'queue', 'Delta', 'money', 'learning']) {
    expect(await explain(word)).toMatch(new RegExp(`^${word} .+\\(words\\)`));
  }
});
