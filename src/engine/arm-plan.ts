/** How an arm is played: worked out here and nowhere else, for whoever runs it, names it, counts it or asks its round. */

import { catalogueOf } from '../catalogue/catalogue.ts';
import { traitsOf } from '../catalogue/traffic.ts';
import type { Cast } from '../market/cast.ts';
import { type Arm, armName, type Settings } from '../market/settings.ts';
import { heldTo, stage } from '../market/stage.ts';
import type { Traits } from '../market/traits.ts';
import { choosePath, type PathChoice } from './path.ts';

/** Who plays what in an arm, and by which way it is run. */
export interface ArmPlan extends PathChoice {
  /** The design point as the arm takes it. */
  settings: Settings;
  cast: Cast;
  /** What is done to the independence of its jobs. */
  traits: Traits;
}

/** Settings whose arms are remembered [count]: one design point, as its profiles and the sides of its coin take it. */
const rememberedMax = 8;

const remembered = new Map<Settings, Map<string, ArmPlan>>();

/**
 * Plans an arm. Run after run of an assignment, and one figure of a design point after the other, ask for the same, and are
 * given it; a study's hundred thousand points are not held on to.
 *
 * @throws RangeError when the arm names a strategy that is not declared
 */
export function planArm(given: Settings, arm: Arm): ArmPlan {
  const settings = heldTo(given, arm.against);
  const arms = recall(settings);
  const name = armName(arm);
  let plan = arms.get(name);
  if (!plan) {
    const cast = stageArm(settings, arm);
    const traits = traitsOfArm(settings, cast);
    plan = { ...choosePath(settings, cast, traits), settings, cast, traits };
    arms.set(name, plan);
  }
  return plan;
}

/**
 * Who plays what in an arm, and nothing of how it is run: exact answers look at some hundred settings, each of them once,
 * and to plan and remember those would take longer than to stage them.
 *
 * @throws RangeError when the arm names a strategy that is not declared
 */
export function stageArm(settings: Settings, arm: Arm): Cast {
  return stage(heldTo(settings, arm.against), arm, catalogueOf(settings));
}

/** What is done to the independence of the jobs of an arm: by its rules and its market, and by whoever plays in it. */
export function traitsOfArm(settings: Settings, { played }: Cast): Traits {
  return { ...played?.traits, ...traitsOf(settings) };
}

function recall(settings: Settings): Map<string, ArmPlan> {
  let arms = remembered.get(settings);
  if (!arms) {
    arms = new Map();
    if (remembered.size >= rememberedMax) remembered.delete(remembered.keys().next().value!);
    remembered.set(settings, arms);
  }
  return arms;
}
