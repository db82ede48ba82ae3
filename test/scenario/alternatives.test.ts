/** Axes of labels: whole mechanisms, words, distributions. */
import { describe, expect, it } from 'vitest';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { formatProblem } from '../../src/scenario/problems/problems.ts';
import type { Overrides } from '../../src/scenario/read/override.ts';
import { digestScenario } from '../../src/scenario/schema/digest.ts';
import { writeScenario } from '../../src/scenario/write.ts';
import { changed } from './texts.ts';

/** Three mechanisms, of which two have a challenge probability and one has validators without it. */
const three = `title: A test
market: { nodeCount: 200, computeCost: 1, reward: 1.2, stake: 1000 }
players:
  asserter: [honest, skip-work]
sweep:
  mechanism:
    - { kind: posp, challengeProbability: 0.01, slashAmount: 150 }
    - { name: cheap, kind: posp, challengeProbability: 0.002, slashAmount: 150 }
    - { kind: always-verify, slashAmount: 20 USD }
    - no-verification
`;

function load(text: string, overrides: Overrides = {}) {
  const loaded = planScenario('a.yaml', text, overrides);
  if ('problems' in loaded) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  return loaded;
}

function problemsOf(text: string, overrides: Overrides = {}): string[] {
  const loaded = planScenario('a.yaml', text, overrides);
  return 'problems' in loaded ? loaded.problems.map(formatProblem) : [];
}

const places = (text: string, overrides: Overrides = {}) => load(text, overrides).points.map(({ at }) => at);

describe('a list of mechanisms', () => {
  it('is one design point each, under its label, with the settings of that mechanism', () => {
    const { points, scenario } = load(three);
    expect(points.map(({ id, at }) => [id, at.mechanism])).toEqual([
      [0, 'posp'],
      [1, 'cheap'],
      [2, 'always-verify'],
      [3, 'no-verification'],
    ]);
    expect(points.map(({ settings }) => settings.mechanism.kind)).toEqual([
      'posp',
      'posp',
      'always-verify',
      'no-verification',
    ]);
    expect(points[1]!.settings.mechanism).toMatchObject({ challengeProbability: 0.002, validatorReward: 1.2 });
    expect(points[1]!.settings.mechanism).not.toHaveProperty('name');
    expect(points[2]!.settings.mechanism.slashAmount).toBe(20);
    expect(scenario.mechanism.challengeProbability).toBe(0.01);
  });

  it('resolves each mechanism as a file of its own would', () => {
    const { points } = load(three);
    const alone = changed(three, three.slice(three.indexOf('sweep:')), '');
    const second = load(`${alone}mechanism: { kind: posp, challengeProbability: 0.002, slashAmount: 150 }\n`);
    expect(points[1]!.settings).toEqual(second.points[0]!.settings);
  });

  it('goes with other axes where their parameter exists, and is there once where it does not', () => {
    const both = `${three}  mechanism.challengeProbability: [0.01, 0.1]\n  market.stake: [500, 1000]\n`;
    const of = (label: string) => places(both).filter(({ mechanism }) => mechanism === label);
    expect(of('posp')).toHaveLength(4);
    expect(of('posp')[1]).toEqual({ mechanism: 'posp', 'mechanism.challengeProbability': 0.01, 'market.stake': 1000 });
    expect(of('no-verification')).toEqual([
      { mechanism: 'no-verification', 'market.stake': 500 },
      { mechanism: 'no-verification', 'market.stake': 1000 },
    ]);
    expect(problemsOf(`${three}  mechanism.spotCheckRate: [0.1]\n`)).toEqual([
      'a.yaml:11:3  nothing reads "mechanism.spotCheckRate", so it cannot be swept',
    ]);
  });

  it('evaluates expressions under each mechanism', () => {
    const text = changed(three, 'reward: 1.2', 'reward: 1.2, outsideGain: "= mechanism.slashAmount / 10"');
    const without = changed(text, '    - no-verification\n', '');
    expect(load(without).points.map(({ settings }) => settings.market.outsideGain)).toEqual([15, 15, 2]);
    expect(problemsOf(text)).toEqual([
      'a.yaml:2:69  market.outsideGain cannot be read from "= mechanism.slashAmount / 10": "mechanism.slashAmount" is not a parameter (at mechanism = no-verification)',
    ]);
  });

  it('may stand beside a mechanism, with a warning when that one never runs', () => {
    const own = (mechanism: string) => load(`${three}mechanism: ${mechanism}\n`);
    const listed = own('{ kind: posp, challengeProbability: 0.01, slashAmount: 150 }');
    expect(listed.warnings.map(({ code }) => code)).not.toContain('idle-mechanism');
    expect(digestScenario(listed.scenario)).toBe(digestScenario(load(three).scenario));
    const idle = own('{ kind: posp, challengeProbability: 0.3, slashAmount: 150 }');
    expect(idle.warnings.map(({ code, line }) => [code, line])).toContainEqual(['idle-mechanism', 11]);
    expect(idle.points).toEqual(load(three).points);
    const said = (mechanism: string) => own(mechanism).warnings.find(({ code }) => code === 'idle-mechanism')?.message;
    expect(said('{ kind: posp, challengeProbability: 0.3, slashAmount: 150 }')).toMatch(
      /^mechanism \(posp with these parameters\) is not among those of sweep\.mechanism/,
    );
    expect(said('{ kind: majority-vote, majority: 2 }')).toMatch(/^mechanism \(majority-vote\) is not among/);
  });

  it('is written out and read back as the same study', () => {
    const text = `${three}  mechanism.accounting: [gross, committed]\n  market.stake: [500, 1000]\n`;
    const { scenario, points } = load(text);
    const again = load(writeScenario(scenario));
    expect(again.scenario).toEqual(scenario);
    expect(again.points).toEqual(points);
    expect(digestScenario(again.scenario)).toBe(digestScenario(scenario));
    expect(writeScenario(again.scenario)).toBe(writeScenario(scenario));
  });

  it('keeps what belongs to one mechanism from the others', () => {
    const { points } = load(changed(three, 'slashAmount: 150 }', 'slashAmount: 150, accounting: committed }'));
    expect(points.map(({ settings }) => settings.coalition.backing)).toEqual([
      'committed',
      'unanimous',
      'unanimous',
      'unanimous',
    ]);
  });
});

describe('axes of words', () => {
  const base = `title: A test
mechanism: { kind: posp, challengeProbability: 0.01, slashAmount: 150 }
market: { nodeCount: 200, computeCost: 1, reward: 1.2, stake: 1000 }
players:
  asserter: [honest, skip-work]
sweep:
`;

  it('vary words, whether the mechanism has them, the market or the players', () => {
    const copied = base.replace('sweep:', '  validator: [honest, copy]\nsweep:');
    const { points } = load(
      `${copied}  mechanism.reveal: [commit-reveal, open]\n  market.dispatch: [uniform, shorter-of-two]\n`,
    );
    expect(points.map(({ settings }) => [settings.mechanism.reveal, settings.market.dispatch.kind])).toEqual([
      ['commit-reveal', 'uniform'],
      ['commit-reveal', 'shorter-of-two'],
      ['open', 'uniform'],
      ['open', 'shorter-of-two'],
    ]);
    const backing = load(`${base}  coalition.backing: [unanimous, committed]\ncoalition: { fraction: 0.1 }\n`);
    expect(backing.points.map(({ settings }) => settings.coalition.backing)).toEqual(['unanimous', 'committed']);
  });

  it('vary groups of settings by a plain label or a name', () => {
    const text = `${base}  mechanism.arbitration: [perfect, { majority: 3 }, { name: crowd, majority: "= 2 + 3" }]\n`;
    const { points } = load(text);
    expect(points.map(({ at }) => at['mechanism.arbitration'])).toEqual(['perfect', 'majority 3', 'crowd']);
    expect(points.map(({ settings }) => settings.mechanism.arbitration)).toEqual([
      'perfect',
      { majority: 3 },
      { majority: 5 },
    ]);
    const utility = load(`${base}  players.utility: [risk-neutral, { cara: 0.01 }]\n`);
    expect(utility.points.map(({ settings }) => settings.players.utility)).toEqual(['risk-neutral', { cara: 0.01 }]);
    const service = load(
      `${base}  market.serviceSeconds: [{ kind: exponential, mean: 500 ms }, { name: fixed, kind: deterministic, value: 1 }]\n`,
    );
    expect(
      service.points.map(({ at, settings }) => [at['market.serviceSeconds'], settings.market.serviceSeconds]),
    ).toEqual([
      ['exponential', { kind: 'exponential', mean: 0.5 }],
      ['fixed', { kind: 'deterministic', value: 1 }],
    ]);
    for (const { scenario } of [load(text), utility, service]) {
      expect(load(writeScenario(scenario)).scenario).toEqual(scenario);
    }
  });

  it('come before numbers, and a number that only one of them has is swept there', () => {
    const text = `${base}  market.stake: [500, 1000]\n  mechanism.arbitration: [perfect, { majority: 3 }]\n  mechanism.arbitration.majority: [3, 5]\n`;
    expect(places(text)).toEqual([
      { 'mechanism.arbitration': 'perfect', 'market.stake': 500 },
      { 'mechanism.arbitration': 'perfect', 'market.stake': 1000 },
      { 'mechanism.arbitration': 'majority 3', 'market.stake': 500, 'mechanism.arbitration.majority': 3 },
      { 'mechanism.arbitration': 'majority 3', 'market.stake': 500, 'mechanism.arbitration.majority': 5 },
      { 'mechanism.arbitration': 'majority 3', 'market.stake': 1000, 'mechanism.arbitration.majority': 3 },
      { 'mechanism.arbitration': 'majority 3', 'market.stake': 1000, 'mechanism.arbitration.majority': 5 },
    ]);
  });

  it('leave lists of plain numbers numbers', () => {
    expect(places(`${base}  market.serviceSeconds: [1, 250 ms]\n`)).toEqual([
      { 'market.serviceSeconds.value': 1 },
      { 'market.serviceSeconds.value': 0.25 },
    ]);
  });

  it.each([
    [
      'a word there is not',
      '  mechanism.reveal: [commit-reveal, opne]',
      '7:37',
      'mechanism.reveal is "opne"; did you mean "open"? known: commit-reveal, open',
    ],
    [
      'a broken group',
      '  mechanism.arbitration: [perfect, { majority: 4 }]',
      '7:48',
      'mechanism.arbitration.majority is 4; an odd number, so that a vote cannot be tied',
    ],
    [
      'a group without a name',
      '  mechanism.arbitration: [perfect, { majority: "= 3" }]',
      '7:36',
      'sweep.mechanism.arbitration has a value without a name; give it one: { name: …, … }',
    ],
    [
      'a range of words',
      '  mechanism.reveal: { from: 0, to: 1, steps: 2 }',
      '7:3',
      'mechanism.reveal is not a number; sweep it through a list of what it may be: commit-reveal, open',
    ],
    [
      'the kind alone',
      '  mechanism.kind: [posp, always-verify]',
      '7:3',
      'mechanism.kind cannot be swept by itself, because each kind has parameters of its own; list whole ones under sweep: mechanism',
    ],
    [
      'a mechanism that is no list',
      '  mechanism: posp',
      '7:14',
      'sweep.mechanism is "posp"; it lists whole mechanisms: `- { kind: posp, … }`, one for each to compare',
    ],
    [
      'a backing that the accounting forbids',
      '  coalition.backing: [unanimous, committed]\n  mechanism.accounting: [committed]',
      '7:23',
      'coalition.backing is "unanimous"; mechanism.accounting: committed means committed backing; leave it out (at coalition.backing = unanimous, mechanism.accounting = committed)',
    ],
  ])('%s is a problem with its place', (_, line, place, message) => {
    expect(problemsOf(`${base}${line}\n`)).toContainEqual(`a.yaml:${place}  ${message}`);
  });
});

describe('what can be wrong with a list of mechanisms', () => {
  const entry = '- { kind: always-verify, slashAmount: 20 USD }';
  it.each([
    [
      'an unknown kind',
      '- { kind: allways-verify, slashAmount: 20 }',
      '9:15',
      'unknown mechanism "allways-verify"; did you mean "always-verify"?',
    ],
    [
      'a missing parameter',
      '- { kind: posp, name: other, slashAmount: 20 }',
      '9:7',
      'mechanism.challengeProbability is missing: Chance that a finished job is challenged (p)',
    ],
    [
      'a probability above one',
      '- { kind: posp, name: other, challengeProbability: 1.7, slashAmount: 20 }',
      '9:56',
      'mechanism.challengeProbability is 1.7; a probability lies in [0, 1]',
    ],
    [
      'an unknown parameter',
      '- { kind: always-verify, slashAmount: 20, validators: 3 }',
      '9:47',
      'unknown key "validators" in mechanism',
    ],
    [
      'a broken rule',
      '- { kind: always-verify }',
      '9:7',
      'mechanism.slashAmount is left out; expected exactly one of slashAmount and slashFraction',
    ],
    [
      'equal labels',
      '- { kind: posp, challengeProbability: 0.5, slashAmount: 20 }',
      '9:7',
      'two values of mechanism are called "posp"; give one of them a name',
    ],
    [
      'equal names',
      '- { name: cheap, kind: always-verify, slashAmount: 20 }',
      '9:7',
      'two values of mechanism are called "cheap"; give one of them another name',
    ],
    [
      'a hostile label',
      '- { name: "<script>", kind: always-verify, slashAmount: 20 }',
      '9:15',
      'sweep.mechanism.2.name is "<script>"; a name starts with a letter and has letters, digits, - and _',
    ],
    [
      'a label that reaches a prototype',
      '- { name: __proto__, kind: always-verify, slashAmount: 20 }',
      '9:15',
      'sweep.mechanism.2.name is "__proto__"; a name starts with a letter',
    ],
    [
      'a number for a mechanism',
      '- 7',
      '9:7',
      'sweep.mechanism.2 is 7; a mechanism is its kind, or a group of settings that starts with it',
    ],
  ])('%s', (_, other, place, message) => {
    const found = problemsOf(changed(three, entry, other));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`a.yaml:${place}  ${message}`);
  });

  it('is said where the first of the list stands in for `mechanism`', () => {
    expect(problemsOf(changed(three, 'challengeProbability: 0.01', 'challengeProbability: 1.7'))).toEqual([
      'a.yaml:7:43  mechanism.challengeProbability is 1.7; a probability lies in [0, 1]',
    ]);
    expect(problemsOf(changed(three, 'kind: posp, challengeProbability: 0.01', 'kind: pospp'))[0]).toContain(
      'a.yaml:7:15  unknown mechanism "pospp"; did you mean "posp"?',
    );
  });

  it('is one problem when it is no list, or empty, or too long', () => {
    const list = three.slice(three.indexOf('    - {'));
    const instead = (text: string) => problemsOf(changed(three, `\n${list}`, ` ${text}\n`));
    expect(instead('{ kind: posp }')).toEqual([
      'a.yaml:6:14  sweep.mechanism is a group of settings; it lists whole mechanisms: `- { kind: posp, … }`, one for each to compare',
    ]);
    expect(instead('[]')).toEqual(['a.yaml:6:14  sweep.mechanism is an empty list; it must not be empty']);
    const many = Array.from({ length: 51 }, (_, i) => `{ name: n${i}, kind: no-verification }`);
    expect(instead(`[${many.join(', ')}]`)).toEqual([
      'a.yaml:6:14  sweep.mechanism is a list; it has at most 50 alternatives',
    ]);
  });

  it('is a label that every object has, which charts could not draw', () => {
    const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf'];
    const list = names.map((name) => `    - { name: ${name}, kind: no-verification }\n`).join('');
    const found = problemsOf(changed(three, three.slice(three.indexOf('    - {')), list));
    expect(found).toEqual(
      names.map(
        (name, i) =>
          `a.yaml:${7 + i}:15  sweep.mechanism.${i}.name is "${name}"; that name is taken by every object of the program; choose another`,
      ),
    );
    const strategy = changed(three, 'skip-work]', '{ kind: skip-work, name: constructor }]');
    expect(problemsOf(strategy).join()).toContain('that name is taken by every object of the program');
  });

  it('counts design points over all mechanisms', () => {
    const wide = `  market.stake: { from: 1, to: 1000, steps: 1000 }\n  mechanism.challengeProbability: { from: 0, to: 1, steps: 500 }\n`;
    expect(problemsOf(`${three}${wide}`)).toEqual([
      'a.yaml:5:1  the sweep makes 1002000 design points; at most 100000 are allowed',
    ]);
    const words = '  mechanism.reveal: [open, commit-reveal]\n  mechanism.draw: [independent, without-replacement]\n';
    const labels = Array.from({ length: 50 }, (_, i) => `{ name: f${i}, kind: deterministic, value: ${i + 1} }`);
    const services = `  market.serviceSeconds: [${labels.join(', ')}]\n  market.verificationSeconds: [${labels.join(', ')}]\n`;
    expect(problemsOf(`${three}${words}${services}`)[0]).toContain('alternatives; at most 1000 are allowed');
  });
});

describe('claims about labels', () => {
  const claim = (text: string) => `${three}claims: [{ ${text} }]\n`;

  it('choose design points by label or by kind', () => {
    for (const where of [
      'mechanism == "cheap"',
      'mechanism.kind == "posp"',
      'mechanism != "posp" and market.stake > 1',
    ]) {
      expect(problemsOf(claim(`kind: dominant, role: asserter, where: '${where}'`))).toEqual([]);
    }
    expect(
      problemsOf(
        changed(
          claim(`kind: dominant, role: asserter, where: 'mechanism == "posp"'`),
          three,
          `title: t
market: { nodeCount: 200, computeCost: 1, reward: 1.2, stake: 1000 }
players: { asserter: [honest, skip-work] }
mechanism: { kind: posp, challengeProbability: 0.01, slashAmount: 150 }
`,
        ),
      ),
    ).toEqual([]);
  });

  it.each([
    [
      'an unknown label',
      `kind: dominant, role: asserter, where: 'mechanism == "chaep"'`,
      'mechanism is never "chaep"; did you mean "cheap"? known: posp, cheap, always-verify, no-verification',
    ],
    ['a label as a number', 'kind: dominant, role: asserter, where: mechanism > 3', 'it compares a number with a word'],
    [
      'a ranking of an absent mechanism',
      'kind: ranking, of: verificationOverhead, along: mechanism, order: [always-verify, pops]',
      'claim 0 ranks a value that mechanism never is: "pops"; did you mean "posp"? known: posp, cheap, always-verify, no-verification',
    ],
    [
      'a ranking that names one twice',
      'kind: ranking, of: verificationOverhead, along: mechanism, order: [posp, posp]',
      'claim 0 ranks "posp" twice',
    ],
    [
      'a ranking by numbers',
      'kind: ranking, of: verificationOverhead, along: mechanism, order: [1, 2]',
      'claim 0 ranks a value that mechanism never is: 1; known: posp',
    ],
    [
      'a trend along labels',
      'kind: monotone, of: verificationOverhead, along: mechanism, direction: rising',
      'claim 0 is about a trend along mechanism, which takes labels: posp, cheap, always-verify, no-verification; rank them with kind: ranking',
    ],
    [
      'a threshold along labels',
      'kind: threshold, of: mechanism, role: asserter, between: [0, 1]',
      'a threshold lies along a number; mechanism takes labels',
    ],
  ])('%s is a problem', (_, text, message) => {
    expect(problemsOf(claim(text)).join('\n')).toContain(message);
  });

  it('keep quantities in a ranking of numbers', () => {
    const text = `${three}  market.stake: [500 credits, 1000]\nclaims: [{ kind: ranking, of: verificationOverhead, along: market.stake, order: [1 kUSD, 500] }]\n`;
    expect(load(changed(text, '500 credits', '500')).scenario.claims[0]!.order).toEqual([1000, 500]);
  });
});

describe('settings from the command line', () => {
  const swept = `${three}  mechanism.challengeProbability: [0.01, 0.1]\n`;
  const set = (path: string, value: string): Overrides => ({ set: [[path, value]] });

  it('set a parameter in every mechanism that has it', () => {
    const { points } = load(swept, set('mechanism.challengeProbability', '0.5'));
    expect(points.map(({ at, settings }) => [at, settings.mechanism.challengeProbability])).toEqual([
      [{ mechanism: 'posp' }, 0.5],
      [{ mechanism: 'cheap' }, 0.5],
      [{ mechanism: 'always-verify' }, undefined],
      [{ mechanism: 'no-verification' }, undefined],
    ]);
    expect(problemsOf(three, set('mechanism.challengeProbability', '7'))).toEqual([
      '--set mechanism.challengeProbability  mechanism.challengeProbability is 7; a probability lies in [0, 1]',
    ]);
    expect(problemsOf(three, set('mechanism.slashAmont', '7'))).toEqual([
      '--set mechanism.slashAmont  no mechanism of this file has a parameter "slashAmont"',
    ]);
  });

  it('pick one mechanism by its label, and drop what only others have', () => {
    expect(places(swept, set('mechanism', 'cheap'))).toEqual([
      { mechanism: 'cheap', 'mechanism.challengeProbability': 0.01 },
      { mechanism: 'cheap', 'mechanism.challengeProbability': 0.1 },
    ]);
    expect(places(swept, set('mechanism', 'no-verification'))).toEqual([{ mechanism: 'no-verification' }]);
    expect(problemsOf(swept, set('mechanism', 'chaep'))).toEqual([
      '--set mechanism  this file compares no mechanism "chaep"; did you mean "cheap"? known: posp, cheap, always-verify, no-verification',
    ]);
  });

  it('pick a group of settings by its label', () => {
    const text = `title: t
mechanism: { kind: posp, challengeProbability: 0.01, slashAmount: 150 }
market: { nodeCount: 200, computeCost: 1, reward: 1.2, stake: 1000 }
players: { asserter: [honest, skip-work] }
sweep: { mechanism.arbitration: [perfect, { majority: 3 }] }
`;
    expect(places(text, set('mechanism.arbitration', 'majority 3'))).toEqual([
      { 'mechanism.arbitration': 'majority 3' },
    ]);
    expect(load(text, set('mechanism.arbitration', 'referee')).points[0]!.settings.mechanism.arbitration).toBe(
      'referee',
    );
  });

  it('replace the whole list by a mechanism', () => {
    expect(places(swept, set('mechanism', '{ kind: posp, challengeProbability: 0.3, slashAmount: 9 }'))).toEqual([
      { 'mechanism.challengeProbability': 0.01 },
      { 'mechanism.challengeProbability': 0.1 },
    ]);
  });
});
