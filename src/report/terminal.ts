import pico from 'picocolors';
import { type AxisValue, type AxisValues, agrees, numberAt, withoutPath } from '../findings/axis-values.ts';
import type { Advantage, DesignPointFindings, Findings, Verdict } from '../findings/findings.ts';
import { decidingAdvantage, judgedProfiles } from '../findings/judgement.ts';
import { meantBy, sayAgainst } from '../findings/profile.ts';
import { plainText } from '../foreign/plain-text.ts';
import { type BindingThreshold, leadingRole, listBindingThresholds, writeHeadline } from '../words/answer/headline.ts';
import { isTakingPartOpen, sayHonesty, sayTakesPart } from '../words/judgement-words.ts';
import {
  abbreviateParameter,
  describeLabels,
  describeSetting,
  explainSymbols,
  inWordsOf,
  nameStrategy,
  titleParameter,
} from '../words/label.ts';
import { listLabelAxes } from '../words/label-axes.ts';
import { chooseMoney, type MoneyScale } from '../words/money.ts';
import { formatConfidence, formatCount, formatMany, formatNumber } from '../words/number.ts';
import { explainEstimates, sayExactAmount, sayPlain, saySharp, sayTakenOut } from '../words/plain-words.ts';
import { columnsOf, sayExact, sayPlainShortly, saySimulatedShortly } from '../words/threshold-words.ts';
import { wrapColumns } from './columns.ts';
import { renderPlot } from './plot.ts';
import { acrossOf } from './scale.ts';
import { cutAlong, listAxes, type SweptAxis } from './sweep.ts';
import { renderTable } from './table.ts';

/** How wide the terminal is, and whether it shows colours. */
export interface TerminalOptions {
  columns: number;
  color: boolean;
}

type Colors = ReturnType<typeof pico.createColors>;

const marks: Record<Verdict, string> = { true: '✓ true', false: '✗ false', undecided: '? undecided' };
const mostPoints = 9;
const mostThresholds = 12;

/**
 * The findings for a terminal: answer, claims, thresholds, plot, design points, warnings. No line is wider than `columns`
 * (at least 40), and without colour the text says all that the colours do.
 */
export function renderTerminal(findings: Findings, options: TerminalOptions): string {
  return inWordsOf(findings, () => composePage(findings, options));
}

function composePage(findings: Findings, { columns, color }: TerminalOptions): string {
  const paint = pico.createColors(color);
  const width = Math.max(40, columns);
  const parts = [
    head(findings, width, paint),
    claims(findings, width, paint),
    thresholds(findings, width, paint),
    plot(findings, width, paint),
    designPoints(findings, width, paint),
    warnings(findings, width, paint),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** The plot alone, without colour: a picture for places that show nothing but text. Empty where nothing is swept. */
export function renderTextPlot(findings: Findings, columns: number): string {
  return plot(findings, Math.max(40, columns), pico.createColors(false)).join('\n');
}

function head(findings: Findings, width: number, paint: Colors): string[] {
  const lines = wrapColumns(plainText(findings.title), width).map(paint.bold);
  if (findings.question !== undefined) lines.push(...wrapColumns(plainText(findings.question), width).map(paint.dim));
  return [...lines, '', ...wrapColumns(writeHeadline(findings), width)];
}

function claims(findings: Findings, width: number, paint: Colors): string[] {
  const colors: Record<Verdict, (text: string) => string> = {
    true: paint.green,
    false: paint.red,
    undecided: paint.yellow,
  };
  const lines = findings.claims.flatMap((claim) => {
    const [first, ...rest] = wrapColumns(plainText(claim.claim), width - 13);
    const indent = ' '.repeat(13);
    const mark = colors[claim.verdict](marks[claim.verdict].padEnd(13));
    const because = wrapColumns(`because ${plainText(claim.because)}`, width - 13);
    return [
      `${mark}${first ?? ''}`,
      ...rest.map((line) => indent + line),
      ...because.map((line) => paint.dim(indent + line)),
    ];
  });
  return lines.length === 0 ? [] : [paint.bold('Claims'), ...lines];
}

function thresholds(findings: Findings, width: number, paint: Colors): string[] {
  // The profile that decides comes first; the others follow as far as there is room.
  const ordered = [...findings.thresholds].sort(
    (a, b) => Number(a.against !== 'coalition') - Number(b.against !== 'coalition'),
  );
  const shown = ordered.slice(0, mostThresholds);
  if (shown.length === 0) return [];
  const { hasSettings, hasOthers, isSimulated, whose } = columnsOf(findings, shown);
  const columns = [
    { title: 'of' },
    ...(hasSettings ? [{ title: 'at' }] : []),
    { title: 'role', optional: true },
    { title: 'over' },
    ...(hasOthers ? [{ title: 'others' }] : []),
    { title: 'exact', number: true },
    ...(isSimulated ? ['sharp', 'plain'].map((title) => ({ title, number: true })) : []),
  ];
  const rows = shown.map((entry) => [
    abbreviateParameter(entry.of),
    ...(hasSettings ? [describeSetting(entry.at)] : []),
    entry.role,
    nameStrategy(entry.over),
    ...(hasOthers ? [meantBy(findings, entry.against)] : []),
    sayExact(entry),
    ...(isSimulated ? [saySimulatedShortly(entry), sayPlainShortly(entry)] : []),
  ]);
  const title = isSimulated
    ? `Where honesty pays${whose}: exact, and thresholds simulated sharp and plain (intervals at ${formatConfidence(findings.confidence)} confidence)`
    : `Where honesty pays${whose}, exactly`;
  const symbols = explainSymbols(
    shown.flatMap(({ of, at }) => [of, ...Object.keys(at)]),
    findings.money,
  );
  return [
    ...wrapColumns(title, width).map(paint.bold),
    ...renderTable(columns, rows, width),
    ...wrapColumns(symbols, width).map(paint.dim),
    ...sayHidden(findings.thresholds.length - shown.length, 'threshold', width, paint),
  ];
}

function plot(findings: Findings, width: number, paint: Colors): string[] {
  const [axis] = listAxes(findings);
  if (axis === undefined) return [];
  const slices = cutAlong(axis, findings.designPoints);
  const [slice] = slices;
  const role = leadingRole(findings) ?? 'asserter';
  const points = slice.points.flatMap((point) => {
    const least = decidingAdvantage(point, role);
    return least === undefined ? [] : [{ x: numberAt(point.at, axis.path), simulated: least.mean, exact: least.exact }];
  });
  const money = chooseMoney(
    findings,
    points.flatMap(({ simulated, exact }) => [simulated, exact]),
  );
  const scaled = points.map(({ x, simulated, exact }) => {
    return { x, simulated: scale(simulated, money), exact: scale(exact, money) };
  });
  const binding = bindingAt(findings, axis.path, slice.at);
  const lines = renderPlot(scaled, acrossOf(axis, 8 * width), binding?.value ?? null, { columns: width, rows: 14 });
  if (lines.length === 0) return [];
  const held = slices.length === 1 ? '' : ` for ${describeSetting(slice.at)}`;
  const others = sayAgainst(findings, judgedProfiles(findings, role));
  const marks = [
    ...(points.some(({ simulated }) => simulated !== null) ? ['o simulated'] : []),
    ...(points.some(({ exact }) => exact !== null) ? ['. exact'] : []),
    ...(binding === undefined ? [] : [': threshold']),
  ];
  const title = `Smallest advantage of an honest ${role}${others} [${money.unit}]${held}`;
  return [
    ...wrapColumns(title, width).map(paint.bold),
    ...lines,
    ...wrapColumns(`${titleParameter(axis.path, findings.money)}. ${marks.join(' ')}`, width).map(paint.dim),
  ];
}

function designPoints(findings: Findings, width: number, paint: Colors): string[] {
  const role = leadingRole(findings);
  if (role === undefined) return [];
  const { shown, hidden } = choosePoints(findings);
  const labels = listLabelAxes(findings.designPoints);
  const numbers = listAxes(findings);
  const leasts = shown.map((point) => decidingAdvantage(point, role));
  const money = chooseMoney(
    findings,
    leasts.flatMap((least) => (least === undefined ? [] : [least.exact, least.mean])),
  );
  const other = role === 'asserter' ? 'validator' : 'asserter';
  const hasParticipation = isTakingPartOpen(shown, role);
  const over = new Set(leasts.flatMap((least) => (least === undefined ? [] : [nameStrategy(least.over)])));
  const against = new Set(leasts.flatMap((least) => (least === undefined ? [] : [least.against])));
  const isSimulated = leasts.some((least) => least !== undefined && least.mean !== null);
  const columns = [
    ...labels.map((axis, i) => ({ title: abbreviateParameter(axis.path), optional: i > 0 && width < 60 })),
    ...numbers.map((axis) => ({ title: abbreviateParameter(axis.path), number: true })),
    ...(over.size > 1 ? [{ title: 'over' }] : []),
    ...(against.size > 1 ? [{ title: 'others' }] : []),
    { title: 'exact', number: true, optional: labels.length > 0 && isSimulated },
    ...(isSimulated
      ? [
          { title: 'sharp', number: true },
          { title: 'plain', number: true, optional: width < 60 },
          { title: 'taken out', number: true, optional: labels.length > 0 || width < 60 },
        ]
      : []),
    { title: role },
    ...(hasParticipation ? [{ title: 'takes part' }] : []),
    { title: other, optional: true },
    { title: 'undetected', number: true, optional: true },
  ];
  const rows = shown.map((point, i) => [
    ...[...labels, ...numbers].map(({ path }) => sayValue(point.at[path])),
    ...(over.size > 1 ? [leasts[i] === undefined ? '–' : nameStrategy(leasts[i].over)] : []),
    ...(against.size > 1 ? [leasts[i] === undefined ? '–' : meantBy(findings, leasts[i].against)] : []),
    ...describeLeast(leasts[i], money).slice(0, isSimulated ? undefined : 1),
    sayHonesty(point, role),
    ...(hasParticipation ? [sayTakesPart(point, role)] : []),
    sayHonesty(point, other),
    formatNumber(point.rates.undetectedFraud?.value ?? point.rates.undetectedFraud?.exact),
  ]);
  const others = against.size === 1 ? sayAgainst(findings, [...against]) : '';
  const whose = `${over.size === 1 ? ` over ${[...over][0]}` : ''}${others}`;
  const symbols = explainSymbols(
    [...labels, ...numbers].map(({ path }) => path),
    findings.money,
  );
  return [
    ...wrapColumns(
      `Design points (${formatCount(findings.jobs)} jobs simulated): least advantage${whose} [${money.unit}], and whether honesty pays`,
      width,
    ).map(paint.bold),
    ...renderTable(columns, rows, width),
    ...wrapColumns(symbols, width).map(paint.dim),
    ...(isSimulated
      ? wrapColumns(`${explainEstimates(leasts.filter((least) => least !== undefined))}.`, width).map(paint.dim)
      : []),
    ...sayHidden(hidden, 'design point', width, paint),
  ];
}

/** Exact, sharp, plain, and what the controls took out between the two. */
function describeLeast(least: Advantage | undefined, money: MoneyScale): string[] {
  if (least === undefined) return ['–', '–', '–', '–'];
  return [sayExactAmount(least, money), saySharp(least, money), sayPlain(least, money), sayTakenOut(least)];
}

function scale(amount: number | null, { factor }: MoneyScale): number | null {
  return amount === null ? null : amount * factor;
}

function sayValue(value: AxisValue | undefined): string {
  return typeof value === 'string' ? plainText(value) : formatNumber(value);
}

/** All design points when they are few, otherwise those around the threshold of the first setting. */
function choosePoints(findings: Findings): { shown: DesignPointFindings[]; hidden: number } {
  const all = findings.designPoints;
  if (all.length <= mostPoints) return { shown: all, hidden: 0 };
  const [axis] = listAxes(findings);
  if (axis !== undefined && listLabelAxes(all).length > 0) {
    const shown = chooseByLabel(findings, axis).slice(0, mostPoints);
    return { shown, hidden: all.length - shown.length };
  }
  const [slice] = axis === undefined ? [{ at: {}, points: all }] : cutAlong(axis, all);
  const binding = axis === undefined ? undefined : bindingAt(findings, axis.path, slice.at);
  const place = binding?.value ?? null;
  const past = place === null ? 0 : slice.points.findIndex((point) => numberAt(point.at, axis.path) >= place);
  const middle = past < 0 ? slice.points.length : past;
  const first = Math.max(0, Math.min(slice.points.length - mostPoints, middle - Math.ceil(mostPoints / 2)));
  const shown = slice.points.slice(first, first + mostPoints);
  return { shown, hidden: all.length - shown.length };
}

/** Of every alternative the first point from its threshold on, otherwise its last. */
function chooseByLabel(findings: Findings, axis: SweptAxis): DesignPointFindings[] {
  const labels = [...new Set(findings.designPoints.map(({ at }) => describeLabels(at)))];
  return labels.map((label) => {
    const points = findings.designPoints.filter(({ at }) => describeLabels(at) === label);
    const binding = bindingAt(findings, axis.path, withoutPath(points[0].at, axis.path));
    const place = binding?.value ?? null;
    return points.find(({ at }) => place !== null && numberAt(at, axis.path) >= place) ?? points.at(-1)!;
  });
}

function bindingAt(findings: Findings, path: string, at: AxisValues): BindingThreshold | undefined {
  return listBindingThresholds(findings, leadingRole(findings) ?? 'asserter').find(
    (entry) => entry.of === path && agrees(entry.at, at),
  );
}

function sayHidden(hidden: number, noun: string, width: number, paint: Colors): string[] {
  if (hidden === 0) return [];
  return wrapColumns(`… ${formatMany(hidden, `more ${noun}`)} in the results folder`, width).map(paint.dim);
}

function warnings(findings: Findings, width: number, paint: Colors): string[] {
  const lines = findings.warnings.flatMap((warning) => wrapColumns(`- ${plainText(warning)}`, width, '  '));
  return lines.length === 0 ? [] : [paint.bold(paint.yellow('Warnings')), ...lines];
}
