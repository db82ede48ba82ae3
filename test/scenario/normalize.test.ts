import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { marketParams } from '../../src/market/params.ts';
import { posp } from '../../src/mechanisms/index.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import type { Overrides } from '../../src/scenario/read/override.ts';
import { canonicalJson, digestScenario } from '../../src/scenario/schema/digest.ts';
import type { Scenario } from '../../src/scenario/schema/scenario.ts';
import { writeScenario } from '../../src/scenario/write.ts';
import { changed, example, least } from './texts.ts';

function scenarioOf(text: string, overrides: Overrides = {}): Scenario {
  const loaded = planScenario('a.yaml', text, overrides);
  if ('problems' in loaded) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  return loaded.scenario;
}

const withoutPlaces = (scenario: Scenario) => ({
  ...scenario,
  claims: scenario.claims.map((claim) => ({ ...claim, line: 0, column: 0 })),
});

describe('a scenario in full form', () => {
  it('has every default written out', () => {
    const scenario = scenarioOf(least);
    const [mechanism, market] = [posp.params, marketParams].map((params: z.ZodObject) =>
      Object.keys(params.shape).filter((key) => !(params.shape[key] instanceof z.ZodOptional)),
    );
    expect(Object.keys(scenario.mechanism)).toEqual(expect.arrayContaining(['kind', ...mechanism]));
    expect(Object.keys(scenario.market)).toEqual(expect.arrayContaining(market));
    expect(scenario).toMatchObject({
      title: 'A test',
      seed: 1,
      mechanism: {
        kind: 'posp',
        challengeProbability: 0.01,
        validatorCount: 1,
        draw: 'without-replacement',
        validatorReward: '= market.reward * mechanism.validatorCount',
        slashAmount: 150,
        bountyShare: 0,
        mismatchReward: 'per-slot',
        arbitration: 'perfect',
        arbitrationCost: 0,
        reveal: 'commit-reveal',
        plantedErrorRate: 0,
        recheckCount: 1,
        accounting: 'gross',
      },
      market: {
        nodeCount: 200,
        jobsPerSecond: '= 0.5 * market.nodeCount',
        demand: { kind: 'poisson' },
        dispatch: { kind: 'uniform' },
        computeCost: 1,
        verificationCost: '= market.computeCost',
        reward: 1.2,
        stake: 1000,
        minimumStake: 0,
        outsideGain: 0,
        guessProbability: 0,
        detector: { falseAlarm: 0, miss: 0 },
        serviceSeconds: { kind: 'deterministic', value: 1 },
        speed: { kind: 'deterministic', value: 1 },
      },
      players: {
        asserter: [
          { kind: 'honest', name: 'honest' },
          { kind: 'skip-work', name: 'skip-work' },
        ],
        validator: [{ kind: 'honest', name: 'honest' }],
        against: ['coalition'],
        exit: 'none',
        reentryCost: null,
      },
      coalition: { fraction: 0, backing: 'unanimous' },
      sweep: [],
      replications: { min: 16, max: 1024, halfWidth: null },
      run: {
        jobs: 'auto',
        warmUpJobs: 'auto',
        sampling: 'auto',
        commonRandomNumbers: true,
        controlVariates: true,
      },
      confidence: 0.95,
      claims: [],
    });
  });

  it('keeps expressions with the strategy they belong to when honest is put first', () => {
    const text = changed(least, '[honest, skip-work]', '[{ kind: cheaper-model, cost: "= 0.4 * market.computeCost" }]');
    expect(scenarioOf(text).players.asserter).toEqual([
      { kind: 'honest', name: 'honest' },
      { kind: 'cheaper-model', name: 'cheaper-model', cost: '= 0.4 * market.computeCost' },
    ]);
  });

  it('reads units into plain numbers', () => {
    const text = `${changed(changed(least, '1000', '1 kUSD'), '0.01', '1 %')}confidence: 99 %\nrun: { jobs: "= 10 * market.nodeCount" }\n`;
    const { market, mechanism, confidence, run } = scenarioOf(text);
    expect([market.stake, mechanism.challengeProbability, confidence, run.jobs]).toEqual([1000, 0.01, 0.99, 2000]);
  });

  it('reads a number as a constant distribution and quantities in its unit', () => {
    const text = changed(
      least,
      'stake',
      'serviceSeconds: 250 ms\n  speed: 2\n  verificationSeconds: { kind: exponential, mean: 2 minutes }\n  stake',
    );
    expect(scenarioOf(text).market).toMatchObject({
      serviceSeconds: { kind: 'deterministic', value: 0.25 },
      speed: { kind: 'deterministic', value: 2 },
      verificationSeconds: { kind: 'exponential', mean: 120 },
    });
  });

  it('takes a half-width as a share of the cost of a job, and a count as exactly that', () => {
    const costly = changed(least, 'computeCost: 1', 'computeCost: 4');
    expect(scenarioOf(`${costly}replications: { halfWidth: 5 % }\n`).replications).toEqual({
      min: 16,
      max: 1024,
      halfWidth: 0.2,
    });
    expect(scenarioOf(`${costly}replications: 32\n`).replications).toEqual({ min: 32, max: 32, halfWidth: null });
  });

  it('commits the coalition where its accounting says so', () => {
    expect(scenarioOf(changed(least, 'slashAmount', 'accounting: committed\n  slashAmount')).coalition.backing).toBe(
      'committed',
    );
  });

  it('reads the numbers of a threshold in the unit of its parameter', () => {
    expect(scenarioOf(changed(example, '[0.006, 0.009]', '[0.6 %, 0.9 %]')).claims[1].between).toEqual([0.006, 0.009]);
  });

  it('knows where its claims stand', () => {
    expect(scenarioOf(example).claims.map(({ line, column }) => [line, column])).toEqual([
      [26, 5],
      [27, 5],
    ]);
  });

  it('warns that there is nothing to copy under commit-reveal', () => {
    const text = `${least}  validator: [honest, copy]\n`;
    const closed = planScenario('a.yaml', text);
    const open = planScenario('a.yaml', changed(text, 'slashAmount', 'reveal: open\n  slashAmount'));
    expect('warnings' in closed && closed.warnings.map(({ code, line, column }) => [code, line, column])).toEqual([
      ['copy-under-commit-reveal', 13, 23],
    ]);
    expect('warnings' in open && open.warnings).toEqual([]);
  });

  it('lists collude without a coalition: there it behaves as honest', () => {
    expect(scenarioOf(`${least}  validator: [honest, collude]\n`).players.validator).toHaveLength(2);
  });
});

describe('YAML and JSON', () => {
  it('say the same', () => {
    const json = JSON.stringify(parse(example));
    expect(withoutPlaces(scenarioOf(json))).toEqual(withoutPlaces(scenarioOf(example)));
  });
});

describe('the written scenario', () => {
  const texts = {
    least,
    example,
    expressions: changed(
      changed(least, '1000', '"= max(20 * market.reward, 3)"'),
      '[honest, skip-work]',
      '[{ kind: cheaper-model, name: small, cost: "= market.computeCost / 3" }]',
    ),
    size: `${least}sweep: { coalition.size: [0, 20], market.serviceSeconds: [1, 2] }\n`,
    text: `${changed(least, 'A test', '"a: #\\n\\"b\\" *c"')}question: |\n  Two\n  lines\nseed: "007"\n`,
  };
  it.each(Object.entries(texts))('%s loads again to the same scenario and digest', (_, text) => {
    const first = scenarioOf(text);
    const again = scenarioOf(writeScenario(first));
    expect(withoutPlaces(again)).toEqual(withoutPlaces(first));
    expect(digestScenario(again)).toBe(digestScenario(first));
    expect(writeScenario(again)).toBe(writeScenario(first));
  });

  it('in dollars loads again to the same numbers, and to dollars', () => {
    const amounts = changed(least, '1000', '"1000.2345678901 USD"');
    const loaded = planScenario('written.yaml', amounts);
    if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
    const text = writeScenario(loaded.scenario, loaded);
    const again = planScenario('again.yaml', text);
    if ('problems' in again) throw new Error(JSON.stringify(again.problems));
    expect([loaded.money, again.money, again.warnings]).toEqual(['USD', 'USD', []]);
    expect(withoutPlaces(again.scenario)).toEqual(withoutPlaces(loaded.scenario));
    expect(writeScenario(again.scenario, again)).toBe(text);
  });

  it('names its schema when told where that is', () => {
    expect(writeScenario(scenarioOf(least), { schemaUrl: 'schema.json' }).split('\n')[0]).toBe(
      '# yaml-language-server: $schema=schema.json',
    );
  });
});

describe('the digest', () => {
  const digest = (text: string) => digestScenario(scenarioOf(text));

  it('ignores what does not decide a run: title, source, claims, replications, sweep', () => {
    const asked = changed(changed(example, 'How often', 'At what rate'), 'max: 4096', 'max: 64').replace(
      /sweep:[\s\S]*?replications/,
      'replications',
    );
    expect(digest(asked.replace(/claims:[\s\S]*$/, ''))).toBe(digest(example));
  });

  it('ignores how a thing is said', () => {
    expect(digest(changed(least, '1000', '1 kUSD'))).toBe(digest(least));
    expect(digest(`${least}  validator: [honest]\ncoalition: { fraction: 0 }\n`)).toBe(digest(least));
  });

  it('ignores the order of keys, at every depth', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: undefined })).toBe('{"b":[{"c":2,"d":1}]}');
  });

  it('notices seed, mechanism, market, players and coalition', () => {
    const others = [
      `${least}seed: 2\n`,
      `${least}seed: "1"\n`,
      changed(least, '150', '151'),
      changed(least, '1.2', '1.3'),
      changed(least, ', skip-work', ''),
      `${least}coalition: { fraction: 0.1 }\n`,
    ];
    expect(new Set([least, ...others].map(digest)).size).toBe(7);
    expect(digest(least)).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});

describe('overrides', () => {
  it('replace what the file says before it is checked', () => {
    const scenario = scenarioOf(example, {
      set: [
        ['market.stake', '10 USD'],
        ['players.asserter.cheaper-model.cost', '0.7'],
        ['players.validator', '[honest, guess]'],
        ['market.detector.miss', '5 %'],
        ['sweep.coalition.fraction', '[0, 0.3]'],
      ],
      seed: 'other',
      replications: 8,
    });
    expect(scenario.market).toMatchObject({ stake: 10, detector: { miss: 0.05 } });
    expect(scenario.players.asserter[2].cost).toBe(0.7);
    expect(scenario.players.validator.map(({ name }) => name)).toEqual(['honest', 'guess']);
    expect(scenario.sweep[1]).toMatchObject({ path: 'coalition.fraction', values: [0, 0.3], unit: '1' });
    expect([scenario.seed, scenario.replications.max]).toEqual(['other', 8]);
  });

  it('change one use of an alias and leave the others', () => {
    const text = changed(
      least,
      'stake',
      'serviceSeconds: &s { kind: exponential, mean: 2 }\n  verificationSeconds: *s\n  stake',
    );
    const { market } = scenarioOf(text, { set: [['market.verificationSeconds.mean', '3']] });
    expect(market).toMatchObject({ serviceSeconds: { mean: 2 }, verificationSeconds: { mean: 3 } });
  });

  it('pin a swept parameter', () => {
    expect(scenarioOf(example, { set: [['coalition.fraction', '0.2']] }).sweep.map(({ path }) => path)).toEqual([
      'mechanism.challengeProbability',
    ]);
  });

  it('are named by problems with them', () => {
    const refused: [Overrides, string][] = [
      [
        { set: [['market.stake', '-1']] },
        '--set market.stake: market.stake is -1; it must lie in [0, 9000000] credits',
      ],
      [{ set: [['market.steak', '1']] }, '--set market.steak: unknown key "steak" in market; did you mean "stake"?'],
      [
        { set: [['market.stake', '10 s']] },
        '--set market.stake: market.stake cannot be read from "10 s": that is a time',
      ],
      [{ set: [['__proto__.x', '1']] }, '--set __proto__.x: "__proto__.x" is not the path of a parameter'],
      [{ set: [['title.x', '1']] }, '--set title.x: title.x cannot be read from "1": there is no place for it'],
      [{ set: [['market.stake', '[']] }, '--set market.stake: market.stake cannot be read from "[": it is not a value'],
      [{ replications: 0 }, '--replications: replications is 0; it must lie in [1, 1000000]'],
      [{ seed: 2 ** 60 }, '--seed: seed is 1152921504606847000; digits beyond 2^53 are lost'],
      [{ seed: -1 }, '--seed: seed is -1; a seed is text, or a whole number from 0 to 2^53 - 1'],
    ];
    for (const [overrides, expected] of refused) {
      const loaded = planScenario('a.yaml', least, overrides);
      const told = 'problems' in loaded ? loaded.problems.map(({ file, message }) => `${file}: ${message}`) : [];
      expect(told).toHaveLength(1);
      expect(told[0].startsWith(expected), told[0]).toBe(true);
    }
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});
