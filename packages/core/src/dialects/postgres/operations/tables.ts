import type { Operation } from '../../../operations/operation.ts'
import type { CreateTableAsStmt, TruncateStmt } from '../grammar.ts'
import type { Source } from '../source.ts'
import { strings, tableName } from '../tree/names.ts'
import { alterTable } from './alter-table.ts'
import { columnsRead } from './columns-read.ts'
import { created } from './create-object.ts'
import { createTable, createTableAs, isMaterializedView } from './create-table.ts'
import { callEffects } from './function-call.ts'
import { createIndex, reindex } from './indexes.ts'
import { on, type ReaderEntry } from './reader.ts'
import { writesInWith } from './rows.ts'
import { selectionOf } from './selection.ts'
import { tablesRead } from './tables-read.ts'

export const tableReaders: readonly ReaderEntry[] = [
  on('CreateStmt', (statement, source) => createTable(statement, source)),
  on('CreateForeignTableStmt', (statement, source) =>
    createTable(statement.base ?? {}, source, statement.servername ?? ''),
  ),
  on('CreateTableAsStmt', createFromQuery),
  on('AlterTableStmt', alterTable),
  on('TruncateStmt', truncate),
  on('IndexStmt', createIndex),
  on('ReindexStmt', reindex),
]

/** EXECUTE runs a statement that was prepared before, perhaps elsewhere. */
export const executedPlan: Operation = { kind: 'run-code', language: 'sql', dynamic: true }

function createFromQuery(statement: CreateTableAsStmt, source: Source): readonly Operation[] {
  const ifNotExists = statement.if_not_exists ?? false
  if (!isMaterializedView(statement)) {
    const { query } = statement
    return [
      ...writesInWith(query, source),
      ...callEffects(query, source),
      ...(query && 'ExecuteStmt' in query ? [executedPlan] : []),
      ...createTableAs(statement.into, query, ifNotExists),
    ]
  }
  return [
    created('materialized-view', tableName(statement.into?.rel), source, {
      ifNotExists,
      reads: tablesRead(statement.query),
      readsColumns: columnsRead(statement.query),
      selection: selectionOf(statement.query, strings(statement.into?.colNames)),
    }),
  ]
}

function truncate(statement: TruncateStmt): readonly Operation[] {
  return (statement.relations ?? []).flatMap(node =>
    'RangeVar' in node
      ? [
          {
            kind: 'truncate-table',
            table: tableName(node.RangeVar),
            cascade: statement.behavior === 'DROP_CASCADE',
            restartIdentity: statement.restart_seqs ?? false,
          },
        ]
      : [],
  )
}
