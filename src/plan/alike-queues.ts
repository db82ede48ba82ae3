/**
 * Which design points have queues that are alike: a study may have a hundred thousand points and a few hundred queues, and
 * what is asked of queues need be asked of those alone.
 */

import { needsNothing, needsOf } from '../catalogue/needs.ts';
import type { MechanismNeeds } from '../market/mechanism.ts';
import type { Settings } from '../market/settings.ts';
import { exitOf } from '../market/traits.ts';

/**
 * Numbers settings by all that can change how long jobs take, from 0 on in the order in which they come up; what players
 * earn cannot. Parts that say what those of the settings before did are not written out again.
 *
 * What a mechanism asks of a market hangs on its own parameters alone; a test holds all of them to it.
 */
export function createQueueNumbers(): (settings: Settings) => number {
  const lawsOf = createNumbers(sayLaws);
  const rulesOf = createNumbers(sayRules);
  const membersOf = createNumbers(sayMembers);
  const leaversOf = createNumbers(sayLeavers);
  const numbers = new Map<string, number>();
  let last: Settings | undefined;
  let needs = needsNothing;
  let [laws, rules, members, leavers, answer] = [-1, -1, -1, -1, -1];
  return (settings) => {
    const before = last;
    last = settings;
    const { mechanism, market, coalition, players } = settings;
    const isMarketKept = before !== undefined && hasSameLaws(market, before.market);
    const asked = needs;
    if (mechanism !== before?.mechanism) needs = needsOf(settings) ?? needsNothing;
    const areRulesKept = mechanism.kind === before?.mechanism.kind && hasSameNeeds(needs, asked);
    const isRestKept = areRulesKept && coalition === before.coalition && players === before.players;
    if (isMarketKept && isRestKept) return answer;
    if (!isMarketKept) laws = lawsOf(settings);
    if (!areRulesKept) rules = rulesOf({ kind: mechanism.kind, ...needs });
    members = needs.draw === 'independent' ? membersOf(settings) : -1;
    leavers = exitOf(settings).traits.changesFleet === undefined ? -1 : leaversOf(settings);
    const key = `${laws} ${rules} ${members} ${leavers}`;
    answer = numbers.get(key) ?? numbers.size;
    numbers.set(key, answer);
    return answer;
  };
}

/** The first of the design points of each kind of queue, in order. */
export function pickQueues<Point extends { settings: Settings }>(points: readonly Point[]): Point[] {
  const numberOf = createQueueNumbers();
  const first: Point[] = [];
  for (const point of points) if (numberOf(point.settings) === first.length) first.push(point);
  return first;
}

/** Whether two markets agree in what {@link sayLaws} says and in false alarms, which make nodes leave. */
function hasSameLaws(one: Settings['market'], other: Settings['market']): boolean {
  if (one === other) return true;
  return (
    one.nodeCount === other.nodeCount &&
    one.jobsPerSecond === other.jobsPerSecond &&
    one.demand === other.demand &&
    one.dispatch === other.dispatch &&
    one.hazards === other.hazards &&
    one.serviceSeconds === other.serviceSeconds &&
    one.verificationSeconds === other.verificationSeconds &&
    one.speed === other.speed &&
    one.detector.falseAlarm === other.detector.falseAlarm
  );
}

/** Whether two mechanisms of one kind agree in what {@link sayRules} says. */
function hasSameNeeds(one: MechanismNeeds, other: MechanismNeeds): boolean {
  if (one === other) return true;
  return (
    one.validatorsMax === other.validatorsMax &&
    one.checksPerJob === other.checksPerJob &&
    one.challengeRate === other.challengeRate &&
    one.draw === other.draw
  );
}

function sayLaws({ market }: Settings): string {
  const { nodeCount, jobsPerSecond, demand, dispatch, hazards, serviceSeconds, verificationSeconds, speed } = market;
  const laws = `${write(serviceSeconds)} ${write(verificationSeconds)} ${write(speed)}`;
  return `${nodeCount} ${jobsPerSecond} ${write(demand)} ${write(dispatch)} ${write(hazards)} | ${laws}`;
}

function sayRules({ kind, validatorsMax, checksPerJob, challengeRate }: MechanismNeeds & { kind: string }): string {
  return `${kind} ${validatorsMax} ${checksPerJob} ${challengeRate}`;
}

function sayMembers({ coalition: { size, fraction, backing } }: Settings): string {
  return `${size} ${fraction} ${backing}`;
}

function sayLeavers({ players, market }: Settings): string {
  return `${write(players.exit)} ${market.detector.falseAlarm}`;
}

/** Numbers what is said of a part, the same by the same number. */
function createNumbers<Part>(say: (part: Part) => string): (part: Part) => number {
  const numbers = new Map<string, number>();
  return (part) => {
    const text = say(part);
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
}

const written = new WeakMap<object, string>();

/** A part of the settings as text, remembered for as long as the part is. */
function write(part: unknown): string {
  if (typeof part !== 'object' || part === null) return String(part);
  const text = written.get(part) ?? JSON.stringify(part);
  written.set(part, text);
  return text;
}
