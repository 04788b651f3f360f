import type { LexicalRules } from '../lexer/lexical-rules.ts'
import type { DialectName, Reading } from '../migration/migration.ts'
import type { Column, DataType, ObjectName } from '../operations/column.ts'
import type { Operation } from '../operations/operation.ts'
import type { SchemaSemantics, SchemaState } from '../schema/schema-state.ts'

export interface ParsedStatement {
  readonly operations: readonly Operation[]
  readonly reading: Exclude<Reading, 'recorded'>
}

/** What an operation does to a table while it runs. null: not known. */
export interface Effect {
  readonly table: ObjectName
  /** The engine's own word: `ACCESS EXCLUSIVE`, `SHARE`; MySQL: the metadata lock that it ends with. */
  readonly lock: string | null
  readonly blocksReads: boolean | null
  readonly blocksWrites: boolean | null
  /** Every row is written again. */
  readonly rewrite: boolean | null
  /** Every row is read. */
  readonly scan: boolean | null
  /** MySQL and MariaDB only. */
  readonly algorithm?: 'INSTANT' | 'NOCOPY' | 'INPLACE' | 'COPY' | null
  /** MySQL and MariaDB only: the weakest LOCK clause that the server accepts. */
  readonly lockClause?: 'NONE' | 'SHARED' | 'EXCLUSIVE' | null
}

export interface TypeChange {
  /** `nothing`: every old value fits. `can-fail`: the statement stops at a value that does not fit.
   * `silent`: values are changed or cut without an error. */
  readonly loses: 'nothing' | 'can-fail' | 'silent' | 'unknown'
  /** `can-fail` under strict mode becomes `silent` without it (MySQL). */
  readonly silentWithoutStrictMode?: boolean
  readonly cost: 'none' | 'scan' | 'rewrite' | 'unknown'
  /** One clause for the message: `values longer than 20 characters do not fit`. */
  readonly why?: string
}

/** Facts that rules may ask about an engine, instead of asking for its name. Every fact's comment cites its source. */
export interface DialectTraits {
  /** DDL takes part in a transaction and can be rolled back. */
  readonly transactionalDdl: boolean
  /** Indexes can be built while writes go on, by a keyword (PostgreSQL's CONCURRENTLY). */
  readonly concurrentIndexes: boolean
  /** MODIFY/CHANGE restates the whole column. */
  readonly restatesColumns: boolean
  /** ADD COLUMN … NOT NULL without a default on a table with rows: an error, or an implicit value. */
  addRequiredColumn(column: Column): 'fails' | 'implicit-value' | 'allowed'
  typeChange(from: DataType, to: DataType, using?: string): TypeChange
  /** What the operation does to tables that exist before it; [] when it touches none. */
  effectsOf(operation: Operation, before: SchemaState): readonly Effect[]
  /** This operation commits the open transaction on its own (MySQL's implicit commit). */
  commitsImplicitly(operation: Operation): boolean
  /** An identifier quoted for SQL that we suggest; left bare where that is safe. */
  quote(name: string): string
}

export interface Dialect {
  readonly name: DialectName
  readonly title: string
  readonly lexical: LexicalRules
  readonly semantics: SchemaSemantics
  /** Loads what parsing needs (WebAssembly, generated parsers); idempotent. Call it before `parse`. */
  load(): Promise<void>
  /** One statement, without its delimiter, to operations. Never throws and never returns nothing: what cannot
   * be read is an `unreadable` operation. */
  parse(text: string): ParsedStatement
  /** Facts about a server version such as `15.4`; absent: the oldest version still maintained. */
  traits(version?: string): DialectTraits
}
