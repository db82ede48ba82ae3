import type { Distribution, DistributionDefinition } from '../kernel/distributions/define.ts';
import { guardMembers } from './guard.ts';
import { PlugError } from './plug-error.ts';

/** A distribution with moments that are numbers, whose values are numbers that it says it has. */
export function guardDistribution(definition: DistributionDefinition, name: string): DistributionDefinition {
  const guarded = guardMembers(definition, name);
  return { ...guarded, create: (params) => checkValues(guarded.create(params), name) };
}

function checkValues(law: Distribution, name: string): Distribution {
  const { mean, variance, least } = law;
  const isSound = Number.isFinite(mean) && variance >= 0 && variance < Infinity && least <= mean && least > -Infinity;
  if (!isSound) {
    const said = `mean ${mean}, variance ${variance} and least value ${least}`;
    throw new PlugError(`${name}: its create gives ${said}; they are numbers, of which no value is below the least`);
  }
  const guarded = guardMembers(law, name);
  const check = (member: string, value: number) => {
    if (value >= least && value < Infinity) return value;
    throw new PlugError(`${name}: its ${member} gives ${value}; values are numbers from ${least} on`);
  };
  const { sampleLengthBiased } = guarded;
  return {
    ...guarded,
    sample: (uniforms) => check('sample', guarded.sample(uniforms)),
    ...(sampleLengthBiased && {
      sampleLengthBiased: (uniforms) => check('sampleLengthBiased', sampleLengthBiased(uniforms)),
    }),
  };
}
