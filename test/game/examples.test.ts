import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const room = fileURLToPath(new URL('../../src/game/', import.meta.url));
const files = readdirSync(room).filter((file) => file.endsWith('.ts'));
const modules: Record<string, unknown>[] = await Promise.all(
  files.map((file) => import(`../../src/game/${file.slice(0, -3)}.ts`)),
);
const scope = Object.assign({}, ...modules) as Record<string, unknown>;

interface Example {
  readonly file: string;
  readonly code: string;
  readonly expected: string;
}

/** The lines of each `@example`: code, then `// =>` and the value the last expression has. */
function readExamples(file: string): Example[] {
  const blocks = readFileSync(`${room}${file}`, 'utf8').matchAll(/@example\n((?:\s*\*(?!\/).*\n)+)/g);
  return [...blocks].flatMap(([, block]) => {
    const text = block
      .split('\n')
      .map((line) => line.replace(/^\s*\* ?/, ''))
      .filter((line) => !/^\/\/ (?!=>)/.test(line))
      .join('\n');
    const [code, expected] = text.split('// =>');
    return expected === undefined ? [] : [{ file, code: code.trim(), expected: expected.trim() }];
  });
}

function evaluate({ code, expected }: Example): [unknown, unknown] {
  const lines = code.split(';\n');
  const result = lines.pop() ?? '';
  const body = `${lines.map((line) => `${line};`).join('\n')}\nreturn [(${result}), (${expected})];`;
  const names = Object.keys(scope);
  return new Function(...names, body)(...names.map((name) => scope[name])) as [unknown, unknown];
}

/** Numbers to 12 digits: examples print what a reader would write, not the last bit. */
function round(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(12));
  if (Array.isArray(value)) return value.map(round);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, round(inner)]));
}

describe('examples in doc comments of src/game', () => {
  const examples = files.flatMap(readExamples);

  it('exist', () => {
    expect(examples.length).toBeGreaterThan(25);
  });

  it.each(examples)('$file: $code', (example) => {
    const [actual, expected] = evaluate(example);
    expect(round(actual)).toEqual(round(expected));
  });
});
