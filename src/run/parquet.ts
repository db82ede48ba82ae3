/** Tables in Parquet files, through an in-memory DuckDB with one thread, so that the same rows give the same bytes. */
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { writeWholeBy } from './whole-file.ts';

/** As many as a vector of the database holds. */
const ROWS_PER_CHUNK = 2048;

/** A column and how its values are kept. */
export interface ParquetColumn {
  name: string;
  type: 'VARCHAR' | 'DOUBLE' | 'UINTEGER' | 'BOOLEAN';
}

/** A value of a table; `null` where there is none. */
export type ParquetValue = string | number | boolean | null;

/** What was read: the names of the columns, the rows in file order, and the notes written with them. */
export interface ParquetTable {
  columns: string[];
  rows: ParquetValue[][];
  notes: Map<string, string>;
}

/** Reads and writes Parquet files; loads the database when first asked. */
export class ParquetFiles {
  #opened: Promise<{ instance: DuckDBInstance; connection: DuckDBConnection }> | undefined;

  /**
   * Writes a table whole.
   *
   * @param notes  kept in the file beside the rows, as key and value; asked for once the rows have gone by
   * @throws StoreError `unwritable`
   */
  async write(
    path: string,
    columns: readonly ParquetColumn[],
    rows: Iterable<readonly ParquetValue[]>,
    notes: () => Readonly<Record<string, string>> = () => ({}),
  ): Promise<void> {
    const connection = await this.#connect();
    const list = columns.map(({ name, type }) => `${identifier(name)} ${type}`).join(', ');
    await connection.run(`CREATE OR REPLACE TABLE written (${list})`);
    try {
      const appender = await connection.createAppender('written');
      const { DuckDBDataChunk, VARCHAR, DOUBLE, UINTEGER, BOOLEAN } = await import('@duckdb/node-api');
      const kinds = { VARCHAR, DOUBLE, UINTEGER, BOOLEAN };
      const types = columns.map(({ type }) => kinds[type]);
      let held: ParquetValue[][] = columns.map(() => []);
      const hand = () => {
        const chunk = DuckDBDataChunk.create(types, held[0]!.length);
        chunk.setColumns(held);
        appender.appendDataChunk(chunk);
        held = columns.map(() => []);
      };
      // Column by column a chunk at a time: a call into the database per value takes twice as long.
      for (const row of rows) {
        for (let index = 0; index < columns.length; index++)
          held[index]!.push(cellOf(columns[index]!.type, row[index]));
        if (held[0]!.length === ROWS_PER_CHUNK) hand();
      }
      if (held[0]!.length > 0) hand();
      appender.closeSync();
      const pairs = Object.entries(notes());
      const metadata = pairs.map(([key, value]) => `${identifier(key)}: ${literal(value)}`).join(', ');
      const options = `FORMAT parquet, COMPRESSION zstd${pairs.length > 0 ? `, KV_METADATA {${metadata}}` : ''}`;
      await writeWholeBy(path, async (temporary) => {
        await connection.run(`COPY written TO ${literal(temporary)} (${options})`);
      });
    } finally {
      await connection.run('DROP TABLE written');
    }
  }

  /** @throws Error when the file cannot be read or is not Parquet */
  async read(path: string): Promise<ParquetTable> {
    const connection = await this.#connect();
    const file = literal(escapeGlob(path));
    // A folder called `a=1` would otherwise become a column.
    const table = await connection.runAndReadAll(`SELECT * FROM read_parquet(${file}, hive_partitioning = false)`);
    const notes = await connection.runAndReadAll(`SELECT decode(key), decode(value) FROM parquet_kv_metadata(${file})`);
    return {
      columns: table.columnNames(),
      rows: table.getRows() as ParquetValue[][],
      notes: new Map(notes.getRows() as [string, string][]),
    };
  }

  /** Closes the database, if it was opened. */
  async close(): Promise<void> {
    const opened = await this.#opened;
    this.#opened = undefined;
    opened?.connection.closeSync();
    opened?.instance.closeSync();
  }

  async #connect(): Promise<DuckDBConnection> {
    this.#opened ??= (async () => {
      const { DuckDBInstance } = await import('@duckdb/node-api');
      // Without a folder to spill to, DuckDB leaves nothing behind in the current one.
      const instance = await DuckDBInstance.create(':memory:', { threads: '1', temp_directory: '' });
      return { instance, connection: await instance.connect() };
    })();
    return (await this.#opened).connection;
  }
}

function cellOf(type: ParquetColumn['type'], value: ParquetValue | undefined): ParquetValue {
  if (value === null || value === undefined) return null;
  if (type === 'VARCHAR') return String(value);
  return type === 'BOOLEAN' ? value === true : Number(value);
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name that stands for itself where DuckDB would look for wildcards. */
function escapeGlob(path: string): string {
  return path.replace(/[[*?]/g, '[$&]');
}
