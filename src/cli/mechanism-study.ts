/** The study that `posp init --mechanism KIND` writes: the smallest that shows what the mechanism is about. */
import { z } from 'zod';
import { builtIn } from '../catalogue/catalogue.ts';
import type { Mechanism } from '../market/mechanism.ts';
import { initialStudy } from './initial-study.ts';

/** What a study of a mechanism has of its own; lines as they stand in the file. */
interface Beginning {
  question: string;
  mechanism?: string;
  market: string;
  players: string;
  coalition?: string;
  claim: string;
}

/** The study of a mechanism as the text of a file. */
export function writeStudy(given: Mechanism): string {
  const { kind, title, source } = given;
  const beginning = beginnings[kind] ?? (builtIn.mechanisms.has(kind) ? undefined : beginAnew(given));
  if (!beginning) return initialStudy;
  const { question, mechanism, market, players, coalition, claim } = beginning;
  return `title: ${title}
question: ${question}
source: ${JSON.stringify(`${source}; the numbers are examples`)}
seed: 1

# The rules. \`posp list mechanisms\` names others, \`posp explain ${kind}\` tells every parameter.
mechanism:
  kind: ${kind}
${mechanism === undefined ? '' : indent(mechanism)}
# The market: what a job costs and pays [credits]. \`posp explain market\` tells the rest.
market:
${indent(market)}
# What a node may do instead of honest work. \`posp list strategies\` names more.
players:
${indent(players)}${coalition === undefined ? '' : `\n# Nodes that act as one and back each other's false results.\ncoalition: ${coalition}\n`}
# Replications grow from min to max until every claim is decided.
replications: { min: 8, max: 64 }
run: { jobs: 5000 }

# What should come out. \`posp test\` fails when it does not; \`posp list claims\` names other kinds.
claims:
  - ${claim}
`;
}

/** The study of a mechanism that is a user's own: every parameter in a line, those that have a default as remarks. */
function beginAnew({ params, round }: Mechanism): Beginning {
  const { properties = {}, required = [] } = z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' });
  const lines = Object.entries(properties as Record<string, z.core.JSONSchema.BaseSchema>).map(([name, schema]) => {
    const { description = '', unit, default: fallback } = schema;
    const says = `${description}${typeof unit === 'string' && unit !== '1' ? ` [${unit}]` : ''}`;
    return required.includes(name)
      ? `${name}: ${JSON.stringify(inside(schema))}  # ${says}\n`
      : `# ${name}: ${JSON.stringify(fallback ?? null)}  # ${says}\n`;
  });
  return {
    question: 'Does honest work pay under these rules?',
    mechanism: lines.join(''),
    market: `nodeCount: 20\n${paid}`,
    players: skipping,
    claim: round ? honest : '{ kind: dominant, role: asserter }',
  };
}

/** Some value that a schema takes: in the middle of its limits, where it has any. */
function inside({ type, enum: words, minimum, maximum, exclusiveMinimum }: z.core.JSONSchema.BaseSchema): unknown {
  if (words) return words[0];
  const low = Number(minimum ?? exclusiveMinimum ?? 0);
  const high = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? low + 2 : maximum;
  const middle = (low + high) / 2;
  return type === 'integer' ? Math.ceil(middle) : middle;
}

function indent(lines: string): string {
  return lines.replace(/^(?=.)/gm, '  ');
}

const honest = '{ kind: dominant, role: asserter, by: exact }';
const skipping = 'asserter: [honest, skip-work]\n';
const copying = `${skipping}validator: [honest, copy]\n`;
const paid = 'computeCost: 1\nreward: 1.2\nstake: 1000\n';

/** By kind; that of posp, which the documents speak of, is written out. */
const beginnings: Readonly<Record<string, Beginning>> = {
  'always-verify': {
    question: 'Does honest work pay when every job is checked?',
    mechanism: 'slashAmount: 150            # stake a liar loses [credits]\n',
    market: `nodeCount: 10\njobsPerSecond: 4            # every job is done twice, a second each time\n${paid}`,
    players: skipping,
    claim: honest,
  },
  'no-verification': {
    question: 'How much fraud is accepted when nobody looks?',
    market: `nodeCount: 10\n${paid}`,
    players: skipping,
    claim: '{ kind: bound, of: undetectedFraud, atLeast: 99 % }',
  },
  'attention-challenge': {
    question: 'Does a share of a bounty pay checkers who could look away?',
    mechanism: 'validatorCount: 3\nslashAmount: 150            # stake a liar loses [credits]\nbounty: 150\n',
    market: 'nodeCount: 12\ncomputeCost: 1\nreward: 1\nverificationCost: 1\noutsideGain: 49\nstake: 1000\n',
    players: copying,
    claim: honest,
  },
  'boss-with-fine': {
    question: 'Is the fine high enough when the boss repeats a fifth of the jobs?',
    mechanism: 'challengeProbability: 0.2\nslashAmount: 5              # the fine [credits]\n',
    market: `nodeCount: 10\n${paid}`,
    players: skipping,
    claim: honest,
  },
  'forced-errors': {
    question: 'Does the jackpot for errors made on purpose pay whoever looks?',
    mechanism: 'validatorCount: 1\nforcedErrorRate: 0.001\njackpot: 5000\n',
    market: 'nodeCount: 8\ncomputeCost: 1\nreward: 1\nverificationCost: 1\nstake: 1000\n',
    players: 'asserter: [honest]\nvalidator: [honest, copy]\n',
    claim: '{ kind: dominant, role: validator, by: exact }',
  },
  inspection: {
    question: 'Does honest work pay when every job may be inspected?',
    mechanism: 'slashAmount: 4\nbounty: 3\nmissedLoss: 5\ngainOnCapture: forfeited\n',
    market: 'nodeCount: 4\ncomputeCost: 1\nreward: 1\nverificationCost: 2\noutsideGain: 0.6\nstake: 1000\n',
    players: copying,
    claim: honest,
  },
  'majority-vote': {
    question: 'How often does a vote accept a false result when a third of the nodes lie in unison?',
    mechanism: 'majority: 15                # equal results that are needed\ndraw: independent\n',
    market: `nodeCount: 200\n${paid}`,
    players: skipping,
    coalition: '{ fraction: 0.35 }',
    claim: '{ kind: bound, of: undetectedFraud, atMost: 5 %, by: exact }',
  },
  'spot-check': {
    question: 'Do spot checks deter workers who cheat now and then?',
    mechanism: 'spotCheckRate: 0.1\njobsPerWorker: 50\n',
    market: `nodeCount: 10\n${paid}`,
    players: 'asserter: [honest, { kind: cheat-sometimes, probability: 0.2 }]\n',
    coalition: '{ fraction: 0.2 }',
    claim: honest,
  },
  'two-clouds': {
    question: 'Is the deposit high enough to break an agreement to lie?',
    mechanism: 'deposit: 5\narbitrationCost: 0.75\nbribe: 0.25\n',
    market: 'nodeCount: 2\ncomputeCost: 1\nreward: 2\nstake: 1000\n',
    players: `${skipping}validator: [honest, collude]\nagainst: [coalition, all-deviating]\n`,
    claim: '{ kind: dominant, role: asserter, against: all-deviating, by: exact }',
  },
};
