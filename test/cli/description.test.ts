import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeStudy } from '../../src/cli/description.ts';
import { loadStudies } from '../../src/cli/load.ts';
import { writeScenario } from './tiny-scenario.ts';

async function describeFile(file: string) {
  const loaded = await loadStudies([file], {});
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  return describeStudy(loaded.studies[0]!);
}

test('both checklists are answered in full, from the scenario', async () => {
  const { stress, odd } = await describeFile('scenarios/posp/challenge-rate.yaml');
  // STRESS-DES has six sections, ODD seven elements.
  expect([...new Set(stress.map(({ item }) => item[0]))].join('')).toBe('123456');
  expect(odd.map(({ item }) => item[0]).join('')).toBe('1234567');
  for (const { item, answer } of [...stress, ...odd]) {
    expect(answer.length, item).toBeGreaterThan(10);
    expect(answer, item).not.toMatch(/undefined|\[object|NaN|\bnull\b/);
  }
  const said = (start: string) => stress.find(({ item }) => item.startsWith(start))!.answer;
  expect(said('1.1')).toContain('From which challenge probability does honest work pay better');
  expect(said('3.1')).toContain('arXiv 2405.00295');
  expect(said('4.3')).toContain('16 to 256 replications');
  expect(said('5.2')).toContain('20240501');
  // What the engine does, as its files say it.
  for (const [file, name] of [
    ['stream', 'sfc32'],
    ['threefry', 'Threefry4x32-20'],
  ]) {
    expect(said('5.2')).toContain(name);
    expect(readFileSync(`src/kernel/${file}.ts`, 'utf8')).toContain(name);
  }
  expect(said('5.3')).toContain('scheduled first');
});

test('every parameter is listed with value, unit and who set it; expressions with what they come to', async () => {
  const { parameters, sources } = await describeFile(writeScenario().file);
  const find = (path: string) => parameters.find((one) => one.path === path);
  expect(find('mechanism.challengeProbability')).toMatchObject({ origin: 'swept', value: '2 values, 0.002 to 0.2' });
  expect(find('mechanism.slashAmount')).toMatchObject({ origin: 'scenario', value: '100', unit: 'credits' });
  expect(find('mechanism.bountyShare')).toMatchObject({ origin: 'default', value: '0' });
  expect(find('market.jobsPerSecond')).toMatchObject({
    origin: 'default',
    value: '10 (= 0.5 * market.nodeCount)',
    unit: '1/s',
  });
  expect(find('market.serviceSeconds')).toMatchObject({ origin: 'default', value: 'deterministic value 1', unit: 's' });
  expect(parameters.every(({ meaning, value }) => meaning.length > 5 && value.length > 0)).toBe(true);
  expect(sources.map(({ about }) => about)).toContain('Proof of sampling');
});
