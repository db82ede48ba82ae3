/** Tables in Parquet files, through an in-memory DuckDB with one thread, so that the same rows give the same bytes. */
import type { DuckDBConnection, DuckDBDataChunk, DuckDBInstance, DuckDBType } from '@duckdb/node-api';
import { writeWholeBy } from './whole-file.ts';

/** As many rows as a vector of the database holds: the most a chunk may have. */
export const rowsPerChunk = 2048;

/** A column, how its values are kept, and what readers should know of it. */
export interface ParquetColumn {
  name: string;
  type: 'VARCHAR' | 'DOUBLE' | 'UINTEGER' | 'BOOLEAN';
  /** Empty for what has none. */
  unit?: string;
  description?: string;
}

/** A value of a table; `null` where there is none. */
export type ParquetValue = string | number | boolean | null;

/** Some rows, column by column; typed arrays, which hold no `null`, are copied whole. */
export interface ParquetChunk {
  rows: number;
  columns: readonly (Float64Array | Uint32Array | readonly ParquetValue[])[];
}

/** What was read: the names of the columns, the rows in file order, and the notes written with them. */
export interface ParquetTable {
  columns: string[];
  rows: ParquetValue[][];
  notes: Map<string, string>;
}

/** Under this note every file says what its columns mean: JSON, `{ name: { unit, description } }`. */
const columnsNote = 'columns';

interface Opened {
  instance: DuckDBInstance;
  connection: DuckDBConnection;
}

/** Reads and writes Parquet files; loads the database when first asked. */
export class ParquetFiles {
  #opened: Promise<Opened> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #table: TableAtHand | undefined;

  /**
   * Writes a table whole, as its chunks come: it is never in memory as a whole.
   *
   * @param notes  kept in the file beside the rows, as key and value
   * @throws StoreError `unwritable`, or whatever the chunks throw
   */
  write(
    path: string,
    columns: readonly ParquetColumn[],
    chunks: Iterable<ParquetChunk>,
    notes: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    // One table at a time is at hand.
    const turn = this.#writing.then(() => this.#write(path, columns, chunks, notes));
    this.#writing = turn.catch(() => {});
    return turn;
  }

  /** Reads a whole table, for those that are small. @throws Error when the file cannot be read or is not Parquet */
  async read(path: string): Promise<ParquetTable> {
    const { connection } = await this.#connect();
    const table = await connection.runAndReadAll(`SELECT * FROM ${tableIn(path)}`);
    return {
      columns: table.columnNames(),
      rows: table.getRows() as ParquetValue[][],
      notes: await this.readNotes(path),
    };
  }

  /** The notes of a file. */
  async readNotes(path: string): Promise<Map<string, string>> {
    const { connection } = await this.#connect();
    const file = literal(escapeGlob(path));
    const notes = await connection.runAndReadAll(`SELECT decode(key), decode(value) FROM parquet_kv_metadata(${file})`);
    return new Map(notes.getRows() as [string, string][]);
  }

  /**
   * Reads some columns chunk by chunk, in file order.
   *
   * @param names  columns to read; numbers come as they are stored
   * @throws Error when the file cannot be read or lacks a column
   */
  async *readChunks(path: string, names: readonly string[]): AsyncGenerator<ParquetChunk> {
    const { connection } = await this.#connect();
    const result = await connection.stream(`SELECT ${names.map(identifier).join(', ')} FROM ${tableIn(path)}`);
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      const columns = names.map((_, index) => valuesOf(chunk, index));
      yield { rows: chunk.rowCount, columns };
    }
  }

  /** Closes the database, if it was opened. */
  async close(): Promise<void> {
    const opened = await this.#opened;
    this.#opened = undefined;
    this.#table = undefined;
    opened?.connection.closeSync();
    opened?.instance.closeSync();
  }

  async #write(
    path: string,
    columns: readonly ParquetColumn[],
    chunks: Iterable<ParquetChunk>,
    notes: Readonly<Record<string, string>>,
  ): Promise<void> {
    const { connection } = await this.#connect();
    const table = this.#table!;
    const pairs = Object.entries({ ...notes, [columnsNote]: describe(columns) });
    const metadata = pairs.map(([key, value]) => `${identifier(key)}: ${literal(value)}`).join(', ');
    // Dictionaries cost more than zstd gains from them on numbers that hardly repeat.
    const options = `FORMAT parquet, COMPRESSION zstd, DICTIONARY_SIZE_LIMIT 1, KV_METADATA {${metadata}}`;
    await writeWholeBy(path, async (temporary) => {
      table.lay(columns, chunks);
      try {
        await connection.run(`COPY (SELECT * FROM ${tableName}()) TO ${literal(temporary)} (${options})`);
      } catch (error) {
        throw table.failure ?? error;
      }
    });
  }

  async #connect(): Promise<Opened> {
    this.#opened ??= (async () => {
      const duckdb = await import('@duckdb/node-api');
      // Without a folder to spill to, DuckDB leaves nothing behind in the current one.
      const instance = await duckdb.DuckDBInstance.create(':memory:', { threads: '1', temp_directory: '' });
      const connection = await instance.connect();
      const { VARCHAR, DOUBLE, UINTEGER, BOOLEAN } = duckdb;
      this.#table = new TableAtHand({ VARCHAR, DOUBLE, UINTEGER, BOOLEAN });
      connection.registerTableFunction(duckdb.DuckDBTableFunction.create(this.#table.asFunction()));
      return { instance, connection };
    })();
    return this.#opened;
  }
}

const tableName = 'table_at_hand';

/** The table that is being written, as a function the database calls for chunk after chunk. */
class TableAtHand {
  /** What the chunks threw; an error that crosses the database loses its class. */
  failure: unknown;
  readonly #types: Readonly<Record<ParquetColumn['type'], DuckDBType>>;
  #columns: readonly ParquetColumn[] = [];
  #chunks: Iterator<ParquetChunk> = [][Symbol.iterator]();

  constructor(types: Readonly<Record<ParquetColumn['type'], DuckDBType>>) {
    this.#types = types;
  }

  lay(columns: readonly ParquetColumn[], chunks: Iterable<ParquetChunk>): void {
    this.#columns = columns;
    this.#chunks = chunks[Symbol.iterator]();
    this.failure = undefined;
  }

  asFunction(): Parameters<typeof import('@duckdb/node-api').DuckDBTableFunction.create>[0] {
    return {
      name: tableName,
      bindFunction: (info) => {
        for (const { name, type } of this.#columns) info.addResultColumn(name, this.#types[type]);
      },
      initFunction: (info) => info.setMaxThreads(1),
      mainFunction: (info, output) => {
        try {
          this.#hand(output);
        } catch (error) {
          this.failure = error;
          output.rowCount = 0;
          info.setError(error instanceof Error ? error.message : String(error));
        }
      },
    };
  }

  #hand(output: DuckDBDataChunk): void {
    const { done, value: chunk } = this.#chunks.next();
    output.rowCount = done ? 0 : chunk.rows;
    if (done) return;
    chunk.columns.forEach((values, index) => {
      const vector = output.getColumnVector(index);
      if (values instanceof Float64Array || values instanceof Uint32Array) {
        (vector as unknown as { items: typeof values }).items.set(values.subarray(0, chunk.rows));
      } else {
        const { type } = this.#columns[index];
        for (let row = 0; row < chunk.rows; row++) vector.setItem(row, cellOf(type, values[row]));
      }
      vector.flush();
    });
  }
}

/** Rows as chunks, for tables that are small. */
export function* chunksOf(
  columns: readonly ParquetColumn[],
  rows: Iterable<readonly ParquetValue[]>,
): Generator<ParquetChunk> {
  let held: ParquetValue[][] = columns.map(() => []);
  for (const row of rows) {
    for (let index = 0; index < columns.length; index++) held[index].push(row[index] ?? null);
    if (held[0].length < rowsPerChunk) continue;
    yield { rows: rowsPerChunk, columns: held };
    held = columns.map(() => []);
  }
  if (held[0].length > 0) yield { rows: held[0].length, columns: held };
}

function valuesOf(chunk: DuckDBDataChunk, index: number): ParquetChunk['columns'][number] {
  const vector = chunk.getColumnVector(index);
  const { items } = vector as unknown as { items?: unknown };
  // A copy, because the memory is the database's and goes with the chunk.
  if (items instanceof Float64Array) return items.slice(0, chunk.rowCount);
  return Array.from({ length: chunk.rowCount }, (_, row) => vector.getItem(row) as ParquetValue);
}

function describe(columns: readonly ParquetColumn[]): string {
  return JSON.stringify(
    Object.fromEntries(columns.map(({ name, unit = '', description = '' }) => [name, { unit, description }])),
  );
}

function cellOf(type: ParquetColumn['type'], value: ParquetValue | undefined): ParquetValue {
  if (value === null || value === undefined) return null;
  if (type === 'VARCHAR') return String(value);
  return type === 'BOOLEAN' ? value === true : Number(value);
}

/** A file as a table; a folder called `a=1` above it would otherwise become a column. */
function tableIn(path: string): string {
  return `read_parquet(${literal(escapeGlob(path))}, hive_partitioning = false)`;
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
