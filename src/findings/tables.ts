import { tabulateEstimates } from './estimate-table.ts';
import type { Findings } from './findings.ts';
import { tabulatePoints } from './point-table.ts';
import type { ColumnMeaning, Table } from './table.ts';

/**
 * The tables of a results folder that are made of its findings.
 *
 * @param parameters  what is known of swept parameters, by path
 */
export function listTables(findings: Findings, parameters: Readonly<Record<string, ColumnMeaning>>): Table[] {
  return [tabulatePoints(findings, parameters), tabulateEstimates(findings)];
}
