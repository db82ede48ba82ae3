import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { buildJsonSchema, type JsonSchema } from '../../src/scenario/json-schema/json-schema.ts';
import { changed, example, least } from './texts.ts';

const schema = buildJsonSchema();
const accepts = new Ajv({ strict: false }).compile(schema);

const cycle = changed(
  changed(least, 'reward: 1.2', 'reward: "= 2 * market.computeCost"'),
  'computeCost: 1\n',
  'computeCost: "= market.reward / 2"\n',
);

function claimOf(rest: string): string {
  return `sweep: { market.stake: [500, 900] }\nclaims: [{ kind: threshold, of: market.stake, role: asserter, ${rest} }]\n`;
}

describe('the JSON Schema', () => {
  it('is draft 7 and has no leftovers of our own', () => {
    expect(schema.$schema).toBe('http://json-schema.org/draft-07/schema#');
    expect(JSON.stringify(schema)).not.toMatch(/"(unit|shorthand)":|"relative":"/);
  });

  it('accepts what loads', () => {
    const texts = [
      least,
      example,
      changed(least, '1000', '10 USD'),
      changed(least, '1000', '"= 20 * market.reward"'),
      changed(least, 'stake', 'serviceSeconds: 250 ms\n  stake'),
      changed(least, 'stake', 'serviceSeconds: { kind: uniform, low: 1, high: 2 s }\n  stake'),
      `${least}  reentryCost: null\nreplications: 16\nclaims: [equilibrium]\n`,
      `${least}coalition: { size: 7 }\nrun: { seconds: 40 }\n`,
      `${least}sweep: { market.serviceSeconds.mean: [1, 2], players.asserter.skip-work.cost: [0.1, 0.2] }\n`,
      `${least}claims: [{ kind: dominant, role: asserter, where: 'mechanism == "a = b" or not r >= 5 %' }]\n`,
      `${least}replications: { halfWidth: 5 % }\nrun: { warmUpJobs: 100 }\nseed: text\n`,
    ];
    for (const text of texts) expect([accepts(parse(text)), accepts.errors]).toEqual([true, null]);
  });

  it('refuses what an editor should underline', () => {
    const texts = [
      '{}',
      changed(least, 'kind: posp', 'kind: pospp'),
      changed(least, 'challengeProbability', 'challangeProbability'),
      changed(least, '0.01', '1.7'),
      changed(least, '1000', '-5'),
      changed(least, '1000', 'much'),
      changed(least, '200', '200.5'),
      changed(least, 'skip-work', 'skip-wrok'),
      changed(least, '  reward: 1.2\n', ''),
      changed(least, 'reward: 1.2', 'reward: "1,5"'),
      changed(least, 'reward: 1.2', 'reward: "012"'),
      `${least}coalition: { fraction: 0.2, size: 7 }\n`,
      `${least}run: { jobs: 900, seconds: 40 }\n`,
      `${least}sweep: { market.steak: [1, 2] }\n`,
      `${least}sweep: { stake: [1, 2] }\n`,
      `${least}sweep: { market.stake: 700 }\n`,
      `${least}sweep: { market.stake: [700, 800, 700] }\n`,
      `${least}sweep: { market.stake: { from: 0, to: 9, steps: 3, scale: log } }\n`,
      `${least}claims: [{ kind: bound, of: detected }]\n`,
      `${least}claims: [{ kind: bound, of: detekted, atMost: 0.4 }]\n`,
      `${least}claims: [{ kind: dominant, role: asserter, where: market.stake = 3 }]\n`,
      `${least}claims: [{ kind: dominant, role: asserter, where: market.stake => 3 }]\n`,
      `${least}claims: [threshold]\n`,
      `${least}colour: red\n`,
    ];
    for (const text of texts) expect([text, accepts(parse(text))]).toEqual([text, false]);
  });

  /** What relates two values, follows a name to its meaning or reads a text needs more than the shape of a file. */
  it.each([
    ['a unit that there is not', changed(least, '1000', '10 EUR'), /unknown unit "EUR"/],
    [
      'a name in a condition',
      `${least}claims: [{ kind: dominant, role: asserter, where: market.steak > 3 }]\n`,
      /stake/,
    ],
    ['ends in reverse', `${least}${claimOf('between: [9, 5]')}`, /the lower end comes first: \[5, 9\]/],
    ['a range that goes down', `${least}sweep: { market.stake: { from: 9, to: 5, steps: 3 } }\n`, /a range goes up/],
    ['bounds that cross', `${least}replications: { min: 9, max: 4 }\n`, /more than max/],
    ['values that follow each other', cycle, /depends on itself/],
    ['more validators than nodes', changed(least, 'slash', 'validatorCount: 200\n  slash'), /at most the 199 other/],
    ['a claim about nobody', `${least}claims: [{ kind: dominant, role: validator }]\n`, /nothing to compare/],
  ])('leaves to check %s', (_, text, said) => {
    expect([accepts(parse(text)), accepts.errors]).toEqual([true, null]);
    const loaded = planScenario('a.yaml', text);
    expect('problems' in loaded && loaded.problems[0]!.message).toMatch(said);
  });

  it('requires what has no default, and tells the default that follows other parameters', () => {
    const market = (schema.properties as Record<string, JsonSchema>).market;
    expect(market.anyOf).toEqual([
      { required: ['nodeCount', 'computeCost', 'reward', 'stake'] },
      { required: ['jobs', 'nodeCount', 'stake'] },
      { required: ['fleet'] },
    ]);
    expect(market.properties?.verificationCost.description).toContain('Default: = market.computeCost.');
    expect(market.properties?.stake.description).toContain('[credits]');
  });

  it('accepts every scenario that comes with the package', () => {
    const files = readdirSync('scenarios', { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.yaml'),
    );
    for (const file of files) {
      expect([file, accepts(parse(readFileSync(join('scenarios', file), 'utf8')))]).toEqual([file, true]);
    }
  });
});
