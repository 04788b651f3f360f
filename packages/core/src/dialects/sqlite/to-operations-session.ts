import type { Operation } from '../../operations/operation.ts'
import type { PragmaStmt, ReindexStmt, RollbackStmt } from './grammar.ts'
import { objectName, textOf } from './names.ts'

/** Pragmas that work on the database or ask it something, rather than set anything (SQLite manual, PRAGMA). */
const maintaining = new Set(['optimize', 'wal_checkpoint', 'incremental_vacuum', 'shrink_memory'])
const asking =
  /^(?:table_info|table_xinfo|table_list|index_info|index_xinfo|index_list|foreign_key_list|foreign_key_check|integrity_check|quick_check|database_list|collation_list|function_list|module_list|pragma_list|compile_options|data_version|freelist_count|page_count)$/

/** Kept in the database file, so that later sessions have them too (SQLite manual, PRAGMA). */
const persistent = new Set([
  'application_id',
  'auto_vacuum',
  'default_cache_size',
  'encoding',
  'journal_mode',
  'page_size',
  'schema_version',
  'user_version',
])

export function pragma(statement: PragmaStmt, source: string): Operation {
  const name = statement.name.objName.text.toLowerCase()
  if (asking.test(name)) return { kind: 'no-effect', what: `pragma ${name}` }
  const { body } = statement
  if (maintaining.has(name)) return { kind: 'maintain', action: name.replaceAll('_', ' ') }
  if (!body) return { kind: 'no-effect', what: `pragma ${name}` }
  return {
    kind: 'set-variable',
    name,
    value: textOf(source, body.value),
    scope: persistent.has(name) ? 'global' : 'session',
  }
}

export function rollback(statement: RollbackStmt): Operation {
  if (!statement.savepointName) return { kind: 'control-transaction', action: 'rollback' }
  return { kind: 'control-transaction', action: 'rollback-to', name: statement.savepointName.text }
}

/** REINDEX names a collation, a table or an index; which of them, the schema alone knows. */
export function reindex(statement: ReindexStmt): Operation {
  const name = statement.objName ? objectName(statement.objName) : 'main'
  return { kind: 'reindex', target: statement.objName ? 'table' : 'database', name, concurrently: false }
}
