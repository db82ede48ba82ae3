/**
 * Variants of a scenario: what is left when every axis of labels has chosen one of its alternatives. A variant varies in
 * numbers only.
 */
import { catalogueOf } from '../../catalogue/catalogue.ts';
import { type AxisValue, type AxisValues, broughtPaths } from '../../findings/axis-values.ts';
import { findLeaves } from '../numbers/leaves.ts';
import { writePath } from '../numbers/paths.ts';
import { type Axis, type Scenario, sectionsOf } from '../schema/scenario.ts';
import { schemasOf } from '../schema/schema.ts';
import { plantListed } from './brought.ts';

/** Most combinations of labels in a study: each is worked out by itself. */
export const variantsMax = 1000;

/** A scenario with its labels chosen. */
export interface Variant {
  /** The labels by path. */
  at: AxisValues;
  scenario: Scenario;
  /** Paths of the numbers there are. */
  numbers: ReadonlySet<string>;
}

interface DescribedVariant extends Variant {
  /** Paths at which one of several alternatives stands. */
  choices: ReadonlySet<string>;
}

/**
 * Every combination of labels, in file order with the last axis fastest. An axis that an alternative has no use for is
 * left out there, so that nothing is there twice: `mechanism.reveal` under a mechanism that reveals nothing.
 *
 * @returns at most one more than {@link variantsMax}
 */
export function listVariants(scenario: Scenario): Variant[] {
  let variants: DescribedVariant[] = [describe({}, scenario)];
  for (const axis of scenario.sweep.filter(({ options }) => options)) {
    const next: DescribedVariant[] = [];
    for (const variant of variants) {
      if (!broughtPaths.includes(axis.path) && !variant.choices.has(axis.path)) next.push(variant);
      else {
        for (const label of axis.values) {
          if (next.length > variantsMax) return next;
          next.push(describe({ ...variant.at, [axis.path]: label }, choose(variant.scenario, axis, label)));
        }
      }
    }
    variants = next;
  }
  return variants;
}

/** The scenario in which the labels of a place are chosen; the scenario itself where there are none. */
export function variantAt(scenario: Scenario, at: Readonly<AxisValues>): Scenario {
  return scenario.sweep.reduce(
    (variant, axis) => (axis.options && Object.hasOwn(at, axis.path) ? choose(variant, axis, at[axis.path]) : variant),
    scenario,
  );
}

function choose(scenario: Scenario, axis: Axis, label: AxisValue): Scenario {
  const option = axis.options?.[axis.values.indexOf(label)];
  if (option === undefined) throw new RangeError(`${axis.path} is never ${label}`);
  const sections = structuredClone(sectionsOf(scenario));
  if (broughtPaths.includes(axis.path)) plantListed(axis.path, sections, option);
  else writePath(sections, axis.path.split('.'), structuredClone(option));
  return { ...scenario, ...sections };
}

function describe(at: AxisValues, scenario: Scenario): DescribedVariant {
  const sections = { ...structuredClone(sectionsOf(scenario)) };
  const { numbers, choices } = findLeaves(schemasOf(catalogueOf(scenario)).sections, sections);
  return {
    at,
    scenario,
    numbers: new Set(numbers.map(({ path }) => path)),
    choices: new Set(choices.map(({ path }) => path)),
  };
}
