/**
 * The house: who may import whom, what may come in from outside, and where the clock may be read.
 *
 * The tables are data; every rule is a function of parsed sources, so that each can be shown to convict.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import * as claims from '../src/claims/index.ts';
import * as distributions from '../src/kernel/distributions/index.ts';
import * as mechanisms from '../src/mechanisms/index.ts';
import * as collaterals from '../src/plugs/collateral/index.ts';
import * as demands from '../src/plugs/demand/index.ts';
import * as dispatches from '../src/plugs/dispatch/index.ts';
import * as evidences from '../src/plugs/evidence/index.ts';
import * as hazards from '../src/plugs/hazards/index.ts';
import * as payments from '../src/plugs/payment/index.ts';
import * as samplings from '../src/plugs/sampling/index.ts';
import * as strategies from '../src/strategies/index.ts';

/** Exponentials and logarithms with the same bits everywhere: the one corner of the kernel that whoever computes opens. */
const mathematics = 'kernel/mathematics';

/** The rooms, or corners of rooms, that each room may open; `findings` holds types only. */
const mayImport: Record<string, readonly string[]> = {
  findings: [],
  foreign: [],
  fleet: [],
  kernel: [],
  stats: [mathematics],
  game: [mathematics],
  market: ['kernel', 'findings', 'game'],
  mechanisms: [mathematics, 'market', 'game', 'findings'],
  strategies: [mathematics, 'market', 'game', 'findings'],
  claims: [mathematics, 'stats', 'game', 'findings'],
  plugs: ['kernel', 'market', 'findings'],
  catalogue: ['kernel', 'market', 'mechanisms', 'strategies', 'plugs', 'claims'],
  scenario: ['foreign', 'fleet', 'kernel', 'market', 'mechanisms', 'strategies', 'catalogue', 'claims', 'findings'],
  plan: ['kernel', 'scenario', 'catalogue', 'market', 'findings'],
  engine: ['kernel', 'stats', 'market', 'catalogue', 'scenario', 'plan', 'findings'],
  run: ['engine', 'plan', 'analysis', 'catalogue', 'market'],
  store: ['engine', 'market', 'plan', 'scenario', 'findings'],
  analysis: [mathematics, 'stats', 'game', 'claims', 'market', 'catalogue', 'plan', 'engine', 'scenario', 'findings'],
  words: [mathematics, 'foreign', 'scenario/schema/parameter-labels.ts', 'findings'],
  study: [
    'words',
    'kernel',
    'plan',
    'engine',
    'run',
    'store',
    'analysis',
    'scenario',
    'catalogue',
    'claims',
    'market',
    'findings',
  ],
  report: ['foreign', 'words', 'analysis', 'plan', 'catalogue', 'findings', 'market'],
};

/** Corners that are entered by their door alone: what is behind it may change without anybody noticing. */
const fenced = ['kernel/wasm'];

/**
 * Wings of large rooms, each above those it may open. What stands in no wing is at the door: it opens all of them, and
 * none of them opens it.
 */
const wings: Record<string, readonly string[]> = {
  analysis: ['round', 'best-response', 'sample', 'stage', 'exhibits', 'solve'],
  scenario: ['problems', 'numbers', 'schema', 'sweep', 'rules', 'read', 'json-schema'],
};

/** Rooms that should know a mechanism by what it says of itself, and by no parameter of its own. */
const strangersToPlugs = [
  'market',
  'catalogue',
  'plan',
  'engine',
  'run',
  'store',
  'analysis',
  'scenario',
  'study',
  'cli',
];

/**
 * Kinds that a file may choose among, and where one may be told from another by its name: there alone where it is said what
 * the kind does. Everybody else asks for the facts. Honest play is no kind among others but what the question is about.
 */
const kinds: readonly { of: string; words: readonly string[]; toldBy: readonly string[] }[] = [
  { of: 'mechanism', words: Object.values(mechanisms).map(({ kind }) => kind), toldBy: [] },
  {
    of: 'strategy',
    words: Object.values(strategies).flatMap(({ kind }) => (kind === 'honest' ? [] : kind)),
    // What a validator does about a challenge has two of these names.
    toldBy: ['market/detector.ts'],
  },
  {
    of: 'claim',
    words: Object.values(claims).map(({ kind }) => kind),
    // Words of findings: honesty is dominant, an equilibrium, or neither.
    toldBy: ['study/conclude.ts'],
  },
  {
    of: 'distribution',
    words: Object.values(distributions).map(({ kind }) => kind),
    // A way to dispatch is called uniform, too.
    toldBy: ['market/traits.ts'],
  },
  { of: 'exit', words: ['ejected', 'banned'], toldBy: ['market/traits.ts'] },
  { of: 'demand', words: Object.values(demands).map(({ kind }) => kind), toldBy: [] },
  { of: 'dispatch', words: Object.values(dispatches).map(({ kind }) => kind), toldBy: [] },
  { of: 'evidence', words: Object.values(evidences).map(({ kind }) => kind), toldBy: [] },
  { of: 'sampling', words: Object.values(samplings).map(({ kind }) => kind), toldBy: [] },
  { of: 'payment', words: Object.values(payments).map(({ kind }) => kind), toldBy: [] },
  { of: 'collateral', words: Object.values(collaterals).map(({ kind }) => kind), toldBy: [] },
  { of: 'hazard', words: Object.values(hazards).map(({ kind }) => kind), toldBy: [] },
  { of: 'utility', words: ['risk-neutral', 'cara', 'crra'], toldBy: ['market/money/utility.ts'] },
  { of: 'accounting', words: ['alone', 'netted', 'gross'], toldBy: ['market/money/accounting.ts'] },
  { of: 'detector', words: ['exact-match'], toldBy: ['market/detector.ts', 'market/params.ts'] },
  { of: 'arbitration', words: ['perfect', 'referee', 'majority'], toldBy: [] },
];

/** Rooms that may open every other. */
const openRooms = ['cli', 'vitest', 'index.ts'];

/** Doors to the outside: the rooms in which a package may be imported. Those not listed may be imported nowhere. */
const doors: Record<string, readonly string[]> = {
  seedrandom: ['kernel'],
  '@noble/hashes': ['scenario'],
  'fraction.js': ['game'],
  yalps: ['game'],
  zod: Object.keys(mayImport)
    .filter((room) => !['stats', 'game'].includes(room))
    .concat(openRooms),
  yaml: ['scenario', 'vitest'],
  vitest: ['vitest'],
  mathjs: ['scenario'],
  piscina: ['run'],
  bullmq: ['run'],
  ioredis: ['run'],
  '@duckdb/node-api': ['store'],
  vega: ['report'],
  'vega-lite': ['report'],
  '@resvg/resvg-js': ['report'],
  'dejavu-fonts-ttf': ['report'],
  yargs: ['cli'],
  picocolors: ['cli', 'report'],
  xmlbuilder: ['cli'],
};

/** Files, folders and processes are reached from these rooms only; the others compute. */
const roomsWithNode = ['catalogue', 'scenario', 'run', 'store', 'study', 'report', ...openRooms];

/** Facts that are worked out in one place, which others ask: two that work out the same come to differ. */
const workedOutOnce: Record<string, string> = { stage: 'engine/arm-plan.ts', choosePath: 'engine/arm-plan.ts' };

/** Where a program starts: whatever none of them reaches is dead. */
const entries = [
  'index.ts',
  'cli/main.ts',
  'run/worker.ts',
  'report/png-process.ts',
  'report/picture-thread.ts',
  'cli/watchdog-thread.ts',
  'vitest/index.ts',
];

/** Rooms that work in a browser: nothing they reach, in whatever room, may be of Node alone. */
const browserRooms = ['engine'];

/** What a browser has not got, and no package brings along. */
const ofNodeAlone = /^(node:|piscina$|@duckdb\/)/;

const clocks = ['Date.now', 'performance.now', 'Math.random', 'new Date', 'process.hrtime', 'crypto.randomUUID'];

/** What the language defines to the last bit. Everything else of `Math` each engine computes as it likes. */
const exactMathematics =
  'abs ceil clz32 floor fround imul max min random round sign sqrt trunc E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2';

/**
 * Who reads sentences all the same, and whose: other programs tell what went wrong in no other way, and a command that
 * stands in a reason is compared with the one that would be written.
 */
const readersOfSentences: Record<string, string> = {
  'cli/mistake.ts': 'a broken law, whose it is and how to see it again, one text of a study',
  'report/reading-words.ts': 'titles of axes: a picture holds no more',
  'run/engines/thread-group.ts': 'Node',
  'run/queue/redis.ts': 'Redis, which has one code for most of what it refuses',
  'scenario/read/load.ts': 'the parser of YAML',
  'study/verify/derive.ts': 'a command of ours',
};

/** What a mechanism says of itself, what every plug has, what is plugged into it, and what is asked of a schema. */
const spoken =
  'kind title source summary params check needs create flights assertersPerJob validatorsPerJob vouchersCompare drawApart extremes levers countedBy round piecesAlong sums coin formulas evidence sampling safeParse'.split(
    ' ',
  );

/** Methods of text that look for other text. */
const lookups = 'replace replaceAll split includes startsWith endsWith indexOf lastIndexOf match search'.split(' ');

interface Source {
  /** Path below src/, with slashes. */
  path: string;
  imports: { from: string; erased: boolean }[];
  /** Readings of a clock or of stray randomness. */
  clocks: string[];
  /** Parameters of a mechanism that are read by name. */
  pockets: string[];
  /** Words that something is compared with. */
  compared: string[];
  /** Functions of mathematics taken from the engine. */
  inexact: string[];
  /** Names of functions that are called. */
  calls: string[];
  /** Patterns and lookups that take sentences apart. */
  sentences: string[];
}

const root = join(import.meta.dirname, '..', 'src');
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => parse(path.replaceAll('\\', '/'), readFileSync(join(root, path), 'utf8')));

/** Reads what a file imports, by any of `import`, `export … from`, `import()`, `require()` and `createRequire()()`. */
function parse(path: string, text: string): Source {
  const source: Source = {
    path,
    imports: [],
    clocks: [],
    pockets: [],
    compared: [],
    inexact: [],
    calls: [],
    sentences: [],
  };
  const note = (from: ts.Expression | undefined, erased: boolean) => {
    if (from && ts.isStringLiteralLike(from)) source.imports.push({ from: from.text, erased });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      note(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    } else if (ts.isExportDeclaration(node)) {
      note(node.moduleSpecifier, node.isTypeOnly);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      note(node.argument.literal as ts.Expression, true);
    } else if (ts.isCallExpression(node)) {
      const callee = node.expression.getText(file);
      if (callee === 'import' || callee === 'require' || callee.startsWith('createRequire('))
        note(node.arguments[0], false);
      source.calls.push(callee);
    } else if (ts.isPropertyAccessExpression(node) && clocks.includes(node.getText(file))) {
      source.clocks.push(node.getText(file));
    } else if (ts.isNewExpression(node) && node.expression.getText(file) === 'Date') {
      source.clocks.push('new Date');
    }
    source.pockets.push(...listPockets(node));
    if (readsSentences(node, file)) source.sentences.push(node.getText(file));
    source.compared.push(...listCompared(node));
    if (isInexact(node)) source.inexact.push(node.getText(file));
    ts.forEachChild(node, visit);
  };
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  visit(file);
  return source;
}

/** Names read of whatever is called `mechanism`: `mechanism.name`, `settings.mechanism.name`, `const { name } = mechanism`. */
function listPockets(node: ts.Node): string[] {
  const isMechanism = (of: ts.Node | undefined): boolean =>
    of !== undefined &&
    ((ts.isIdentifier(of) && of.text === 'mechanism') ||
      (ts.isPropertyAccessExpression(of) && of.name.text === 'mechanism' && !isRegistered(of)));
  const isRegistered = ({ expression }: ts.PropertyAccessExpression) => expression.getText().startsWith('catalogue');
  if (ts.isPropertyAccessExpression(node) && isMechanism(node.expression)) {
    return spoken.includes(node.name.text) ? [] : [node.name.text];
  }
  if (!ts.isVariableDeclaration(node) || !isMechanism(node.initializer) || !ts.isObjectBindingPattern(node.name))
    return [];
  return node.name.elements
    .filter(({ dotDotDotToken }) => !dotDotDotToken)
    .map(({ propertyName, name }) => (propertyName ?? name).getText())
    .filter((name) => !spoken.includes(name));
}

/**
 * Whether words are looked for in a text: a pattern or a text with a word beside a blank, a pattern of nothing but words,
 * or a word that is replaced. What is meant is told as data; words are made where they are shown.
 */
function readsSentences(node: ts.Node, file: ts.SourceFile): boolean {
  const hasWords = (text: string) => /[A-Za-z]{2,}[,;:]? | [A-Za-z]{2,}/.test(text);
  if (ts.isRegularExpressionLiteral(node)) {
    const pattern = node.text.slice(1, node.text.lastIndexOf('/'));
    return hasWords(pattern) || /^[A-Za-z|]{4,}$/.test(pattern);
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const [sought] = node.arguments;
  const method = node.expression.name.getText(file);
  if (!sought || !ts.isStringLiteralLike(sought) || !lookups.includes(method)) return false;
  return hasWords(sought.text) || (method.startsWith('replace') && /^[a-z]{3,}$/.test(sought.text));
}

/**
 * Words of `x === 'word'`, `'word' in x`, `case 'word'`, `['word'].includes(x)` and `x.kind === 'none'`, which is told by
 * what has the kind.
 */
function listCompared(node: ts.Node): string[] {
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'includes') {
    const list = ts.isArrayLiteralExpression(node.expression) ? node.expression.elements : [];
    return list.flatMap((element) => (ts.isStringLiteralLike(element) ? [element.text] : []));
  }
  if (ts.isCaseClause(node)) return ts.isStringLiteralLike(node.expression) ? [node.expression.text] : [];
  if (!ts.isBinaryExpression(node)) return [];
  const { EqualsEqualsEqualsToken, ExclamationEqualsEqualsToken, InKeyword } = ts.SyntaxKind;
  if (![EqualsEqualsEqualsToken, ExclamationEqualsEqualsToken, InKeyword].includes(node.operatorToken.kind)) return [];
  const sides = [node.left, node.right];
  const isExit = sides.some((side) => /(?:^|\.)exit(?:\.kind)?$/.test(side.getText()));
  return sides.flatMap((side) => {
    if (!ts.isStringLiteralLike(side)) return [];
    return side.text === 'none' && isExit ? ['ejected'] : [side.text];
  });
}

/** Anything of `Math` that is not exact, `Math` as a whole, and `**` except for a written-out power of two. */
function isInexact(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Math') {
    return !exactMathematics.split(' ').includes(node.name.text);
  }
  if (ts.isIdentifier(node) && node.text === 'Math') return !ts.isPropertyAccessExpression(node.parent);
  if (!ts.isBinaryExpression(node)) return false;
  const { AsteriskAsteriskToken, AsteriskAsteriskEqualsToken } = ts.SyntaxKind;
  if (node.operatorToken.kind === AsteriskAsteriskEqualsToken) return true;
  if (node.operatorToken.kind !== AsteriskAsteriskToken) return false;
  return !(/^2n?$/.test(node.left.getText()) && /^-?\d+n?$/.test(node.right.getText()));
}

function roomOf(path: string): string {
  return path.split('/')[0];
}

/** Path below src/ of what a relative import names; `undefined` when it leaves src/ or is not relative. */
function resolve(importer: string, from: string): string | undefined {
  if (!from.startsWith('.')) return undefined;
  const path = relative(root, join(root, dirname(importer), from)).replaceAll('\\', '/');
  return path.startsWith('..') ? undefined : path;
}

function findTrespasses(files: readonly Source[]): string[] {
  return files.flatMap(({ path, imports }) => {
    const room = roomOf(path);
    if (openRooms.includes(room)) return [];
    const allowed = mayImport[room];
    if (!allowed) return [`${path} stands in no room of the table`];
    const doing = allowed.length > 0 ? allowed.join(', ') : 'nothing';
    return imports.flatMap(({ from }) => {
      const target = resolve(path, from);
      if (target === undefined) return from.startsWith('.') ? [`${path} imports ${from}, which lies outside src/`] : [];
      const other = roomOf(target);
      const open = allowed.some((door) => door === other || target === door || target.startsWith(`${door}/`));
      return other === room || open ? [] : [`${path} imports ${other}; ${room} may import ${doing}`];
    });
  });
}

function findFenceJumpers(files: readonly Source[]): string[] {
  return files.flatMap(({ path, imports }) =>
    imports.flatMap(({ from }) => {
      const target = resolve(path, from);
      const fence = fenced.find((corner) => target?.startsWith(`${corner}/`) && !path.startsWith(`${corner}/`));
      return fence && target !== `${fence}/index.ts`
        ? [`${path} imports ${target}; the door is ${fence}/index.ts`]
        : [];
    }),
  );
}

function findWingClimbers(files: readonly Source[]): string[] {
  const wingOf = (path: string) => path.split('/')[1]!;
  return files.flatMap(({ path, imports }) => {
    const order = wings[roomOf(path)] ?? [];
    const own = order.indexOf(wingOf(path));
    if (own < 0) return [];
    return imports.flatMap(({ from }) => {
      const target = resolve(path, from);
      if (target === undefined || roomOf(target) !== roomOf(path)) return [];
      const other = order.indexOf(wingOf(target));
      return other >= 0 && other <= own ? [] : [`${path} imports ${target}, which stands above it`];
    });
  });
}

function findStrangers(files: readonly Source[]): string[] {
  return files.flatMap(({ path, imports }) =>
    imports.flatMap(({ from }) => {
      if (from.startsWith('.')) return [];
      const room = roomOf(path);
      const name = from.startsWith('node:')
        ? 'node:'
        : from
            .split('/')
            .slice(0, from.startsWith('@') ? 2 : 1)
            .join('/');
      const rooms = name === 'node:' ? roomsWithNode : (doors[name] ?? []);
      return rooms.includes(room) ? [] : [`${path} imports ${from}; its door is in ${rooms.join(', ') || 'no room'}`];
    }),
  );
}

/**
 * Every chain of imports that comes back to where it started, by file. Types count too, or files that cannot be read one
 * without the other could spread over a room; neighbours in one folder may know each other's.
 */
function findCycles(files: readonly Source[]): string[] {
  const graph = new Map(
    files.map(({ path, imports }) => {
      const targets = imports.map(({ from, erased }) => ({ target: resolve(path, from), erased }));
      const isFree = (target: string, erased: boolean) => erased && dirname(target) === dirname(path);
      return [path, targets.flatMap(({ target, erased }) => (!target || isFree(target, erased) ? [] : target))];
    }),
  );
  return findLoops(graph);
}

function findLoops(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const loops: string[] = [];
  const walk = (node: string, trail: readonly string[]): void => {
    const from = trail.indexOf(node);
    if (from >= 0) loops.push([...trail.slice(from), node].join(' → '));
    if (from >= 0 || done.has(node)) return;
    for (const next of graph.get(node) ?? []) walk(next, [...trail, node]);
    done.add(node);
  };
  for (const node of graph.keys()) walk(node, []);
  return loops;
}

function findUnreachable(files: readonly Source[], starts: readonly string[]): string[] {
  const imports = new Map(files.map((file) => [file.path, file]));
  const reached = new Set<string>();
  const walk = (path: string): void => {
    const file = imports.get(path);
    if (!file || reached.has(path)) return;
    reached.add(path);
    for (const { from } of file.imports) walk(resolve(path, from) ?? '');
  };
  for (const start of starts) walk(start);
  return [...imports.keys()].filter((path) => !reached.has(path));
}

/** Registry modules are made of `export … from` alone; an entry is a module that one of them names. */
function findKnowingEntries(files: readonly Source[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return files
    .filter(({ path }) => path.endsWith('/index.ts'))
    .flatMap((registry) =>
      registry.imports.flatMap(({ from }) => {
        const entry = byPath.get(resolve(registry.path, from) ?? '');
        const knows = entry?.imports.some((own) => resolve(entry.path, own.from) === registry.path);
        return knows ? [`${entry?.path} imports its registry ${registry.path}`] : [];
      }),
    );
}

function findReaders(files: readonly Source[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    files
      .filter(({ path, pockets }) => strangersToPlugs.includes(roomOf(path)) && pockets.length > 0)
      .map(({ path, pockets }) => [path, [...new Set(pockets)].sort()] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

/** Follows what is imported when a room's files run: types are gone by then. */
function findBarredFromBrowsers(files: readonly Source[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reached = new Set<string>();
  const walk = (path: string): string[] => {
    const file = byPath.get(path);
    if (!file || reached.has(path)) return [];
    reached.add(path);
    return file.imports
      .filter(({ erased }) => !erased)
      .flatMap(({ from }) => {
        if (ofNodeAlone.test(from))
          return [`${path} imports ${from}; ${browserRooms.join(', ')} must run in a browser`];
        return walk(resolve(path, from) ?? '');
      });
  };
  return files.flatMap(({ path }) => (browserRooms.includes(roomOf(path)) ? walk(path) : []));
}

function findRepeated(files: readonly Source[]): string[] {
  return files.flatMap(({ path, calls }) =>
    calls
      .filter((name) => Object.hasOwn(workedOutOnce, name) && workedOutOnce[name] !== path)
      .map((name) => `${path} calls ${name}; ask ${workedOutOnce[name]}`),
  );
}

function findTold(files: readonly Source[]): string[] {
  return files
    .filter(({ path }) => strangersToPlugs.includes(roomOf(path)))
    .flatMap(({ path, compared }) =>
      kinds.flatMap(({ of, words, toldBy }) =>
        toldBy.includes(path) || !words.some((word) => compared.includes(word))
          ? []
          : [
              `${path} tells a kind of ${of} by its name: ${words.filter((word) => compared.includes(word)).join(', ')}`,
            ],
      ),
    );
}

function findClocks(files: readonly Source[]): string[] {
  return files
    .filter(({ path }) => roomOf(path) !== 'cli')
    .flatMap((file) => file.clocks.map((clock) => `${file.path} uses ${clock}; only cli/ may`));
}

function findReadersOfSentences(files: readonly Source[]): string[] {
  return files
    .filter(({ path }) => !Object.hasOwn(readersOfSentences, path))
    .flatMap(({ path, sentences }) => sentences.map((text) => `${path} reads words: ${text}`));
}

/** Pictures are drawn from results and may differ by a hair; results may not. */
function findInexact(files: readonly Source[]): string[] {
  return files
    .filter(({ path }) => roomOf(path) !== 'report')
    .flatMap((file) => file.inexact.map((text) => `${file.path} uses ${text}; results take it from ${mathematics}/`));
}

describe('src/', () => {
  test('rooms import only the rooms they may', () => expect(findTrespasses(sources)).toEqual([]));
  test('fenced corners are entered by their doors', () => expect(findFenceJumpers(sources)).toEqual([]));
  test('a wing opens those below it, and never the door', () => expect(findWingClimbers(sources)).toEqual([]));
  test('packages come in by their own doors', () => expect(findStrangers(sources)).toEqual([]));
  test('no chain of imports is a circle', () => expect(findCycles(sources)).toEqual([]));
  test('an entry does not know its registry', () => expect(findKnowingEntries(sources)).toEqual([]));
  test('nobody else reads a parameter of a mechanism by name', () => expect(findReaders(sources)).toEqual({}));
  test('nobody tells a kind by its name', () => expect(findTold(sources)).toEqual([]));
  test('how an arm is played is worked out once', () => expect(findRepeated(sources)).toEqual([]));
  test('the engine runs in a browser', () => expect(findBarredFromBrowsers(sources)).toEqual([]));
  test('nobody reads sentences', () => {
    expect(findReadersOfSentences(sources)).toEqual([]);
    const reading = sources.filter(({ sentences }) => sentences.length > 0).map(({ path }) => path);
    expect(Object.keys(readersOfSentences).filter((path) => !reading.includes(path))).toEqual([]);
  });
  test('no clock and no stray randomness outside cli/', () => expect(findClocks(sources)).toEqual([]));

  test('no function of mathematics from the engine outside report/', () => expect(findInexact(sources)).toEqual([]));

  test('every file is reachable from where a program starts', () => {
    const present = entries.filter((entry) => existsSync(join(root, entry)));
    expect(present).not.toEqual([]);
    expect(findUnreachable(sources, present)).toEqual([]);
  });

  test('every import names a file that is there', () => {
    const paths = new Set(sources.map(({ path }) => path));
    const broken = sources.flatMap(({ path, imports }) =>
      imports
        .map(({ from }) => resolve(path, from))
        .filter((target) => target?.endsWith('.ts') && !paths.has(target))
        .map((target) => `${path} imports ${target}`),
    );
    expect(broken).toEqual([]);
  });
});

describe('the table', () => {
  test('has no circle', () => {
    const rooms = Object.entries(mayImport).map(([room, doors]) => [room, doors.map(roomOf)] as const);
    expect(findLoops(new Map(rooms))).toEqual([]);
  });

  test('names every room there is, and no other', () => {
    const rooms = readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(Object.keys(mayImport).concat('cli', 'vitest').sort()).toEqual(rooms.sort());
  });

  test('has a door for every dependency of the package, and no other', () => {
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(root, '..', 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
      peerDependencies: Record<string, string>;
    };
    // Whoever imports posp-sim/vitest has vitest already, and whoever asks for a queue installs what speaks to it.
    expect(Object.keys(doors).sort()).toEqual(Object.keys({ ...dependencies, ...peerDependencies }).sort());
  });
});

describe('each rule convicts', () => {
  const own = (path: string, text: string) => [parse(path, text)];

  test('a room that opens a door it may not', () => {
    expect(findTrespasses(own('kernel/stream.ts', "import { load } from '../scenario/load.ts';"))).toEqual([
      'kernel/stream.ts imports scenario; kernel may import nothing',
    ]);
    expect(findTrespasses(own('report/chart.ts', "export type { Run } from '../run/pool.ts';"))).toEqual([
      'report/chart.ts imports run; report may import foreign, words, analysis, plan, catalogue, findings, market',
    ]);
    expect(findTrespasses(own('attic/old.ts', ''))).toEqual(['attic/old.ts stands in no room of the table']);
    expect(findTrespasses(own('cli/run.ts', "import '../kernel/stream.ts';"))).toEqual([]);
  });

  test('a fence that is jumped', () => {
    const climbs = (from: string) => findFenceJumpers(own('kernel/stream.ts', `import { a } from '${from}';`));
    expect(climbs('./wasm/assembly.ts')).toEqual([
      'kernel/stream.ts imports kernel/wasm/assembly.ts; the door is kernel/wasm/index.ts',
    ]);
    expect(climbs('./wasm/index.ts')).toEqual([]);
    expect(findFenceJumpers(own('kernel/wasm/index.ts', "export { a } from './assembly.ts';"))).toEqual([]);
  });

  test.each([
    ["import yargs from 'yargs/helpers';", 'stats/mean.ts imports yargs/helpers; its door is in cli'],
    ["const { z } = await import('zod');", /stats\/mean.ts imports zod/],
    ["createRequire(import.meta.url)('@duckdb/node-api');", /its door is in store/],
    ["type Z = import('left-pad').Z;", 'stats/mean.ts imports left-pad; its door is in no room'],
    ["import { readFileSync } from 'node:fs';", /stats\/mean.ts imports node:fs/],
  ])('a stranger: %s', (text, sentence) => {
    const found = findStrangers(own('stats/mean.ts', text));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(sentence);
  });

  test('a wing that opens one above it, or its own door', () => {
    const climbs = (from: string) => findWingClimbers(own('analysis/sample/plain.ts', `import { a } from '${from}';`));
    expect(climbs('../stage/stage-game.ts')).toHaveLength(1);
    expect(climbs('../analyse.ts')).toHaveLength(1);
    expect(climbs('../round/exact.ts')).toEqual([]);
    expect(climbs('./estimate.ts')).toEqual([]);
    expect(climbs('../../stats/t.ts')).toEqual([]);
  });

  test('a circle, unless a type closes it within one folder', () => {
    const circle = (folder: string, word: string) => [
      parse('run/a.ts', `import { b } from './${folder}b.ts';`),
      parse(`run/${folder}b.ts`, `import ${word}{ a } from '${folder && '.'}./a.ts';`),
    ];
    expect(findCycles(circle('', ''))).toEqual(['run/a.ts → run/b.ts → run/a.ts']);
    expect(findCycles(circle('', 'type '))).toEqual([]);
    expect(findCycles(circle('inner/', 'type '))).toEqual(['run/a.ts → run/inner/b.ts → run/a.ts']);
  });

  test('an entry that reads the registry', () => {
    const files = [
      parse('claims/index.ts', "export { bound } from './bound.ts';"),
      parse('claims/bound.ts', "import * as registry from './index.ts';"),
    ];
    expect(findKnowingEntries(files)).toEqual(['claims/bound.ts imports its registry claims/index.ts']);
  });

  test('a hand in the pockets of a mechanism', () => {
    const read = (text: string) => findReaders(own('plan/arms.ts', text));
    expect(read('const n = settings.mechanism.validatorCount;')).toEqual({ 'plan/arms.ts': ['validatorCount'] });
    expect(read('const { kind, draw: how } = mechanism;')).toEqual({ 'plan/arms.ts': ['draw'] });
    expect(read('mechanism.needs(settings); const { kind, ...given } = mechanism;')).toEqual({});
    expect(findReaders(own('mechanisms/posp/round.ts', 'mechanism.draw'))).toEqual({});
  });

  test('an arm that is staged a second time', () => {
    const text = 'const cast = stage(settings, arm, catalogue);';
    expect(findRepeated(own('analysis/round/fate.ts', text))).toEqual([
      'analysis/round/fate.ts calls stage; ask engine/arm-plan.ts',
    ]);
    expect(findRepeated(own('engine/arm-plan.ts', text))).toEqual([]);
  });

  test('what a browser has not got, at whatever remove', () => {
    const files = (word: string) => [
      parse('engine/simulate.ts', "import { needs } from '../scenario/needs.ts';"),
      parse('scenario/needs.ts', `import ${word}{ hash } from './hash.ts';`),
      parse('scenario/hash.ts', "import { createHash } from 'node:crypto';"),
    ];
    expect(findBarredFromBrowsers(files(''))).toEqual([
      'scenario/hash.ts imports node:crypto; engine must run in a browser',
    ]);
    expect(findBarredFromBrowsers(files('type '))).toEqual([]);
  });

  test.each([
    'const [, jobs] = /(\\d+) jobs there would tell/.exec(because)',
    '/latency|utilisation/i.test(claim)',
    "caption.replace('bands', 'intervals')",
    "because.lastIndexOf('replay: ')",
    "unit.replace(' per job', '')",
  ])('who reads a sentence: %s', (text) => {
    expect(findReadersOfSentences(own('report/words.ts', text))).toHaveLength(1);
    expect(findReadersOfSentences(own('scenario/read/load.ts', text))).toEqual([]);
  });

  test('text that is no sentence may be read', () => {
    const text =
      "/^part-(\\d+)/.exec(name); path.startsWith('players.'); text.split(', '); say.replace('VALUE', given)";
    expect(findReadersOfSentences(own('report/words.ts', text))).toEqual([]);
  });

  test.each([
    ["if (spec.kind === 'copy') run();", 'strategy'],
    ["switch (mechanism.kind) { case 'posp': run(); }", 'mechanism'],
    ["const isShort = 'shorter-of-two' === market.dispatch;", 'dispatch'],
    ["const stays = players.exit.kind === 'none';", 'exit'],
    ["const risk = 'crra' in utility ? 1 : 0;", 'utility'],
    ["if (claim.kind === 'threshold') look(claim.of);", 'claim'],
    ["const hasFigure = ['bound', 'monotone'].includes(kind);", 'claim'],
    ["const isMemoryless = serviceSeconds.kind === 'exponential';", 'distribution'],
  ])('a kind told by its name: %s', (text, of) => {
    expect(findTold(own('plan/arms.ts', text))).toEqual([expect.stringContaining(`tells a kind of ${of} by its name`)]);
    expect(findTold(own('strategies/copy.ts', text))).toEqual([]);
  });

  test('what is no test of a kind passes', () => {
    const text = "const why = isOut ? 'banned' : 'ejected'; if (name === 'honest' || reading === 'none') run('posp');";
    expect(findTold(own('plan/arms.ts', text))).toEqual([]);
  });

  test('a clock, wherever it hides', () => {
    const text =
      'const a = Date.now(); const b = new Date(); const c = { d: Math.random }; // Date.now is named here only';
    expect(findClocks(own('run/pool.ts', text))).toHaveLength(3);
    expect(findClocks(own('cli/progress.ts', text))).toEqual([]);
  });

  test('a room that opens more of the kernel than its corner', () => {
    expect(findTrespasses(own('game/a.ts', "import { exp } from '../kernel/mathematics/index.ts';"))).toEqual([]);
    expect(findTrespasses(own('game/a.ts', "import { x } from '../kernel/mathematics.ts';"))).toHaveLength(1);
    expect(findTrespasses(own('game/a.ts', "import { x } from '../kernel/stream.ts';"))).toHaveLength(1);
  });

  test.each([
    'Math.exp(1)',
    'xs.map(Math.log)',
    'const { exp } = Math',
    "Math['exp'](1)",
    'x ** 2',
    '2 ** n',
    'x **= 3',
  ])("the engine's own %s", (text) => {
    expect(findInexact(own('stats/mean.ts', text))).toHaveLength(1);
    expect(findInexact(own('report/scale.ts', text))).toEqual([]);
  });

  test('what is exact everywhere passes', () => {
    const text = 'Math.sqrt(Math.PI) + 2 ** -53 + Number(2n ** 40n); // Math.exp is named here only';
    expect(findInexact(own('stats/mean.ts', text))).toEqual([]);
  });

  test('a file that nothing imports', () => {
    const files = [
      parse('index.ts', "export type { A } from './run/a.ts';"),
      parse('run/a.ts', ''),
      parse('run/b.ts', ''),
    ];
    expect(findUnreachable(files, ['index.ts'])).toEqual(['run/b.ts']);
  });
});
