/**
 * What a scenario file may hold at most, counted before anything is built from it: one megabyte can ask a parser for
 * minutes and gigabytes.
 */
import { Lexer } from 'yaml';
import { isRecord } from '../numbers/leaves.ts';
import { type PathProblem, say } from '../problems/problems.ts';

/** Deepest nesting. */
export const depthMax = 40;
/** Lines, values, keys and signs in a file: what the parser looks at one by one [count]. */
export const partsMax = 50_000;
/** Keys of all mappings together [count]. */
export const keysMax = 5000;
/** Places that are given a name, and places that use one [count]. */
export const aliasesMax = 100;
/** Values once every use of a name is written out [count]. */
export const expandedMax = 100_000;

/** A limit that is broken, and after how many characters. */
export interface Excess {
  problem: PathProblem;
  offset: number;
}

/** What the lexer puts in front of a scalar, of a document and of an error: signs that stand for no text. */
const scalarFollows = '\u001f';
const signs = ['\u0002', '\u0018', scalarFollows];

/** The first limit that a text breaks, or nothing; takes a fraction of the time that parsing takes. */
export function findExcess(text: string): Excess | undefined {
  let [parts, keys, anchors, aliases, brackets, offset] = [0, 0, 0, 0, 0, 0];
  // Lists in lists may stand on one line: `- - - 1`.
  let dashes = 0;
  let isScalar = false;
  for (const token of new Lexer().lex(text)) {
    const isText = isScalar;
    isScalar = token === scalarFollows;
    if (signs.includes(token)) continue;
    const [first] = token;
    parts += isText || first !== ' ' ? 1 : 0;
    if (!isText) {
      keys += token === ':' || token === '?' ? 1 : 0;
      anchors += first === '&' ? 1 : 0;
      aliases += first === '*' ? 1 : 0;
      brackets = Math.max(0, brackets + (token === '[' || token === '{' ? 1 : token === ']' || token === '}' ? -1 : 0));
      dashes = first === '\n' || first === '\r' ? 0 : dashes + (token === '-' || token === '?' ? 1 : 0);
    }
    const problem = judge({ parts, keys, anchors, aliases, depth: Math.max(brackets, dashes) });
    if (problem) return { problem, offset };
    offset += token.length;
  }
  return undefined;
}

/** Entries of what is checked entry by entry, and against each other [count]. */
const entriesMax: readonly (readonly [path: string, most: number])[] = [
  ['players.asserter', 100],
  ['players.validator', 100],
  ['claims', 1000],
  ['sweep', 50],
];

/** Sections of a file with more entries than anybody can mean. */
export function findOvergrown(data: Readonly<Record<string, unknown>>): PathProblem[] {
  return entriesMax.flatMap(([path, most]) => {
    const steps = path.split('.');
    const section = steps.reduce<unknown>((holder, step) => (isRecord(holder) ? holder[step] : undefined), data);
    const count = Array.isArray(section) ? section.length : isRecord(section) ? Object.keys(section).length : 0;
    if (count <= most) return [];
    return [
      say(
        'too-many-entries',
        steps,
        count,
        `at most ${most}`,
        `${path} has ${count} entries; at most ${most} are allowed`,
      ),
    ];
  });
}

function judge(counted: Record<'parts' | 'keys' | 'anchors' | 'aliases' | 'depth', number>): PathProblem | undefined {
  if (counted.depth > depthMax) return tooDeep([]);
  if (counted.parts > partsMax) {
    return tooMany('parts', partsMax, 'lines, values and signs', 'values at equal steps are written from, to, steps');
  }
  if (counted.keys > keysMax) return tooMany('keys', keysMax, 'keys', 'a scenario has some dozens');
  if (Math.max(counted.anchors, counted.aliases) > aliasesMax) {
    return tooMany('aliases', aliasesMax, 'anchors or aliases', 'write the values out');
  }
  return undefined;
}

/** That something is nested too deeply. */
export function tooDeep(steps: PathProblem['steps']): PathProblem {
  return say('too-deep', steps, null, `at most ${depthMax} levels`, `it is nested deeper than ${depthMax} levels`);
}

/** That the uses of named values, written out, are too many. */
export function tooMuchExpanded(): PathProblem {
  return tooMany('aliases', expandedMax, 'values once its aliases are written out', 'write the values out');
}

function tooMany(name: string, most: number, what: string, wayOut: string): PathProblem {
  const many = String(most).replace(/(?<=\d)(?=(\d{3})+$)/g, ' ');
  return say(`too-many-${name}`, [], null, `at most ${many} ${what}`, `it has more than ${many} ${what}; ${wayOut}`);
}
