/** What a file may say by data in the place of numbers, for whoever describes files: substitutes and detections. */
import { detections, hardware, models } from '../../fleet/index.ts';
import type { JsonSchema } from './json-schema.ts';

const quantity = { $ref: '#/definitions/quantity' };
const chance = { anyOf: [{ type: 'number', minimum: 0, maximum: 1 }, quantity] };
const count = { type: 'integer', minimum: 0 };

const model = { enum: models.map(({ kind }) => kind) };
const substitute = {
  type: 'object',
  description: 'What is served in the place of what; its cost follows from the law of both.',
  properties: {
    from: model,
    to: model,
    costShare: {
      type: 'number',
      minimum: 0,
      maximum: 1,
      description: 'What it costs of that, where no law says so [1].',
    },
  },
  required: ['from'],
  oneOf: [{ required: ['to'] }, { required: ['costShare'] }],
  additionalProperties: false,
};
const substitution = { anyOf: [substitute, { type: 'array', items: substitute, minItems: 1 }] };

const row = {
  type: 'object',
  properties: {
    cheat: { type: 'string', description: 'A strategy of the asserter, by its name.' },
    job: { type: 'string', description: 'A kind of job, by its name; any when left out.' },
    hardware: {
      description: 'Hardware of who answers and of who checks; any when left out.',
      type: 'array',
      items: { enum: hardware.map(({ kind }) => kind) },
      minItems: 2,
      maxItems: 2,
    },
    tokens: {
      description: 'Tokens of the answer; any when left out [count].',
      type: 'array',
      items: count,
      minItems: 2,
      maxItems: 2,
    },
    miss: chance,
    falseAlarm: chance,
    published: {
      description: 'Rates that were published: posp list detections.',
      enum: detections.map(({ kind }) => kind),
    },
  },
  required: ['cheat'],
  oneOf: [{ required: ['miss'] }, { required: ['published'] }],
  additionalProperties: false,
};
const table = {
  type: 'object',
  description: 'Rates by cheat, kind of job, hardware and length.',
  properties: {
    kind: { const: 'table' },
    rows: { type: 'array', items: row, minItems: 1 },
    miss: { ...chance, description: 'Misses of whatever has no row.' },
    falseAlarm: { ...chance, description: 'False alarms where no row says any.' },
  },
  required: ['kind', 'rows'],
  additionalProperties: false,
};

/** A schema in which such data may stand for the numbers that follow from it. */
export function addData(schema: JsonSchema): JsonSchema {
  const added = replaceIn(schema);
  const { detector, jobs } = added.properties!.market.properties!;
  Object.assign(added.properties!.market.properties!, {
    detector: { description: detector.description, anyOf: [{ ...detector, description: undefined }, table] },
    jobs: { ...jobs, items: { ...(jobs.items as JsonSchema), patternProperties: strategies } },
  });
  return JSON.parse(JSON.stringify(added)) as JsonSchema;
}

const strategies = {
  '^players\\.(asserter|validator)\\.[a-zA-Z][\\w-]*\\.\\w+$': {
    description: 'A parameter of a strategy at jobs of this kind.',
    anyOf: [{ type: 'number' }, quantity],
  },
};

/** Whatever is chosen by its kind and takes what the data stands for. */
function replaceIn<Node>(node: Node): Node {
  if (Array.isArray(node)) return node.map(replaceIn) as Node;
  if (typeof node !== 'object' || node === null) return node;
  const one = Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, replaceIn(inner)])) as JsonSchema;
  const { properties } = one;
  if (properties?.kind?.const === undefined) return one as Node;
  if (!properties.cost || !properties.miss) return one as Node;
  const required = one.required?.filter((name) => name !== 'cost');
  return { ...one, properties: { ...properties, substitution }, ...(required && { required }) } as Node;
}
