/** The two checklists of a report, filled with what a scenario says. */

import { catalogueOf } from '../catalogue/catalogue.ts';
import { cleanText } from '../foreign/plain-text.ts';
import { isRiskNeutral } from '../market/money/utility.ts';
import type { PlugSpec } from '../market/settings.ts';
import { jobsWithoutQueues } from '../market/waiting/auto-jobs.ts';
import type { StudyDescription } from '../report/description.ts';
import type { Scenario } from '../scenario/schema/scenario.ts';
import { formatCount, formatMany } from '../words/number.ts';
import { type Entry, listsOf } from './catalogue.ts';
import { readVersion } from './version.ts';

/** Fills both; every sentence holds for this study, or follows from how the program works. */
export function fillChecklists(
  scenario: Scenario,
  pointCount: number,
  mechanism: Entry,
): Pick<StudyDescription, 'stress' | 'odd'> {
  const facts = gatherFacts(scenario, pointCount, mechanism);
  return { stress: fillStress(facts), odd: fillOdd(facts) };
}

/** What several items of the checklists speak of, in words. */
function gatherFacts(scenario: Scenario, pointCount: number, mechanism: Entry) {
  const { players, coalition, sweep, replications, run, claims, confidence } = scenario;
  const list = (role: 'asserter' | 'validator') => players[role].map(({ name }) => name).join(', ');
  const share =
    coalition.size === undefined ? `a share of ${coalition.fraction ?? 0} of the nodes` : `${coalition.size} nodes`;
  return {
    question: cleanText(scenario.question ?? scenario.title),
    description: scenario.description ? cleanText(scenario.description) : '',
    source: scenario.source ? cleanText(scenario.source) : '',
    seed: String(scenario.seed),
    mechanism: mechanism.summary ?? mechanism.title,
    mechanismTitle: mechanism.title,
    asserter: list('asserter'),
    validator: list('validator'),
    coalition: share,
    backing: coalition.backing,
    against: players.against.join(', '),
    demand: sayKinds(scenario, 'demand'),
    dispatch: sayKinds(scenario, 'dispatch'),
    payment: sayKinds(scenario, 'payment'),
    collateral: sayKinds(scenario, 'collateral'),
    utility: sayUtility(players.utility),
    exit: players.exit,
    discount: String(players.discount),
    axes: sweep.map(({ path, values }) => `${path} (${formatMany(values.length, 'value')})`).join(', '),
    points: formatMany(pointCount, 'design point'),
    replications:
      replications.min === replications.max ? `${replications.min}` : `${replications.min} to ${replications.max}`,
    length: run.seconds === undefined ? sayJobs(run.jobs!) : `the jobs of ${run.seconds} s`,
    warmUp: run.warmUpJobs === undefined ? 'auto' : String(run.warmUpJobs),
    claims: claims.length === 0 ? 'none' : claims.map(({ kind }) => kind).join(', '),
    confidence: `${Number((100 * confidence).toPrecision(4))} %`,
    nodes: String(scenario.market.nodeCount),
  };
}

/** What is plugged into a socket, in words; all of it where several are swept. */
function sayKinds(scenario: Scenario, socket: 'demand' | 'dispatch' | 'payment' | 'collateral'): string {
  const { market, sweep } = scenario;
  const [path, there] =
    socket in market ? [`market.${socket}`, market[socket]] : [socket, scenario[socket as keyof Scenario]];
  const listed = sweep.find((axis) => axis.path === path)?.options ?? [there];
  const kinds = new Set((listed as PlugSpec[]).map(({ kind }) => kind));
  const titles = listsOf(catalogueOf(scenario))
    [socket].filter(({ kind }) => kinds.has(kind))
    .map(({ title }) => title);
  return titles.map((title) => title.charAt(0).toLowerCase() + title.slice(1)).join('; or ');
}

/** `risk-averse (crra 1, wealth 20)`; whoever has a negative aversion loves risk. */
function sayUtility(utility: Scenario['players']['utility']): string {
  if (isRiskNeutral(utility)) return utility;
  const parameters = Object.entries(utility);
  const isLoving = parameters.some(([, value]) => Number(value) < 0);
  return `risk-${isLoving ? 'loving' : 'averse'} (${parameters.map((pair) => pair.join(' ')).join(', ')})`;
}

function sayJobs(jobs: number | 'auto'): string {
  return jobs === 'auto'
    ? `auto: ${formatCount(jobsWithoutQueues)} jobs, more where queues decide who gets a job`
    : `${formatCount(jobs)} jobs`;
}

type Facts = ReturnType<typeof gatherFacts>;

function fillStress(facts: Facts): StudyDescription['stress'] {
  return [
    ['1.1 Purpose of the model', `${facts.question} ${facts.description}`.trim()],
    [
      '1.2 Model outputs',
      'Advantage of honesty over each declared deviation [credits per job]; rates of challenges, detections, undetected fraud, false slashes and verification; thresholds along swept parameters.',
    ],
    [
      '1.3 Experimentation aims',
      `Claims judged: ${facts.claims}. ${facts.axes ? `Swept: ${facts.axes}; ${facts.points}.` : 'One design point.'}`,
    ],
    ['2.1, 2.2 Base model', facts.mechanism],
    [
      '2.3 Scenario logic',
      `Each design point is run once for every declared strategy of a role, the others held to a profile (${facts.against}); honest play is the comparison.`,
    ],
    [
      '2.4 Algorithms',
      'The same rules are evaluated without time, by enumerating the round as a game tree; where the model says that both must agree, a gap beyond five standard errors ends the run as a mistake of the program.',
    ],
    [
      '2.5 Components',
      `Clients who pay for jobs; ${facts.nodes} staked nodes, first come first served, that assert and validate; a coalition of ${facts.coalition}; a ledger of integer amounts that must balance at every moment.`,
    ],
    ['3.1 Data sources', facts.source || 'None stated in the scenario.'],
    [
      '3.2 Pre-processing',
      'Units are converted once when the scenario is read; money is held in integer nano-credits.',
    ],
    ['3.3 Input parameters', 'All of them, defaults included, are listed under Parameters.'],
    [
      '3.4 Assumptions',
      `Computation is a cost and a time, and a result is true or false. Arrivals: ${facts.demand}. Dispatch: ${facts.dispatch}. Payment: ${facts.payment}. Collateral: ${facts.collateral}. Nodes differ in speed, strategy and membership alone. Whether a job is challenged is drawn after its result is committed, and nobody can foresee or steer it. Waiting costs nothing. A slash takes no more stake than is there. Players are ${facts.utility}${facts.discount === '1' ? ' and weigh each job by itself' : `, and value the next job at ${facts.discount}`}.`,
    ],
    [
      '4.1 Initialisation',
      `The market starts empty, every node with its full stake; warm-up jobs are left out (${facts.warmUp}).`,
    ],
    ['4.2 Run length', `Per replication ${facts.length}; jobs unsettled at the end run to settlement.`],
    [
      '4.3 Estimation',
      `${facts.replications} replications of every arm, more where a claim is still open. Intervals hold at ${facts.confidence} however often the study looked at its data, for all comparisons behind a verdict together. Arms share their random numbers; known means serve as control variates.`,
    ],
    ['5.1 Software', `posp-sim ${readVersion()} on Node.js.`],
    [
      '5.2 Random sampling',
      `Named streams by purpose and replication (sfc32), and draws keyed by replication, job and purpose (Threefry4x32-20); their keys are spelt from seed ${facts.seed} by seedrandom.`,
    ],
    [
      '5.3 Model execution',
      'Events in order of time; of several at one time, the one that was scheduled first. The same scenario and seed give the same bytes on any number of worker threads.',
    ],
    ['5.4 System', 'Any machine that runs Node.js; results do not depend on it.'],
    [
      '6.1 Code access',
      'posp-sim is free software under the MIT licence; the results folder holds the scenario in full.',
    ],
  ].map(([item, answer]) => ({ item: item, answer: answer }));
}

function fillOdd(facts: Facts): StudyDescription['odd'] {
  return [
    [
      '1 Purpose and patterns',
      `${facts.question} A run is trusted when money is conserved and the simulated advantages agree with the exact ones.`,
    ],
    [
      '2 Entities, state variables, scales',
      `Nodes (stake, balance, speed, strategy, membership, queue), jobs (asserted, challenged, settled), challenges (validators, reports, verdict), and the ledger. Time is continuous, in seconds; ${facts.nodes} nodes; ${facts.length}.`,
    ],
    [
      '3 Process overview and scheduling',
      `A job arrives, is computed by a node, asserted, perhaps challenged, and settled. ${facts.mechanism}`,
    ],
    [
      '4 Design concepts',
      `Adaptation: none beyond the declared strategies; asserters play ${facts.asserter}; validators play ${facts.validator}. Objectives: credits per job, ${facts.utility}. Sensing: a node sees its own assignment and, as a validator, what the mechanism reveals. Interaction: through challenges, queues and the coalition (backing: ${facts.backing}). Stochasticity: arrivals, choice of nodes and validators, challenges, comparisons, times. Collectives: a coalition of ${facts.coalition}. Observation: columns of each run's record, per job asserted by the nodes in question.`,
    ],
    ['5 Initialisation', 'An empty market; every node holds its full stake.'],
    ['6 Input data', 'None over time: parameters are constant within a run.'],
    ['7 Submodels', `${facts.mechanismTitle}, with the parameters below. Slashed nodes: exit ${facts.exit}.`],
  ].map(([item, answer]) => ({ item: item, answer: answer }));
}
