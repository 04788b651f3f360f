import type { Column } from '../../../operations/column.ts'
import type { Operation } from '../../../operations/operation.ts'
import { findTable, primaryKeyOf } from '../../../schema/lookup.ts'
import type { SchemaState } from '../../../schema/schema-state.ts'
import { textTokens } from '../../../schema/sql-text.ts'
import type { ReplicaHazard } from '../../dialect.ts'
import type { Engine } from '../grammar.ts'

/** Measured: MariaDB 10.11, warning 1592 under binlog_format=STATEMENT for each; MySQL 8.0 manual 19.2.1.3. */
const unsafeCalls: ReadonlySet<string> = new Set(
  `current_user found_rows get_lock is_free_lock is_used_lock load_file rand random_bytes release_lock row_count
  session_user sleep sysdate system_user user uuid uuid_short version`.split(/\s+/),
)

/** What a replica may do otherwise than its source, or much more slowly. */
export function replicaHazard(
  operation: Operation,
  text: string,
  before: SchemaState,
  engine: Engine,
): ReplicaHazard | undefined {
  switch (operation.kind) {
    case 'add-column':
      return addedValues(operation.column, operation.table, before, engine)
    case 'insert-rows':
      return unsafeWords(text) ?? unsafeCopy(operation, before)
    case 'create-table':
      return operation.asSelect === true ? unsafeWords(text) : undefined
    case 'update-rows':
    case 'delete-rows':
      return unsafeWords(text) ?? searchedRows(operation.table, before)
    default:
      return undefined
  }
}

/** DDL goes to the replicas as a statement, whatever the format (MySQL 8.0 manual 19.2.1). Measured: MariaDB 10.11 under
 * binlog_format=ROW; MySQL refuses uuid() there (error 1674). AUTO_INCREMENT: MySQL 8.0 manual 19.5.1.1. */
function addedValues(
  { default: value, autoIncrement, name }: Column,
  table: string,
  before: SchemaState,
  engine: Engine,
): ReplicaHazard | undefined {
  const call = value === undefined || engine === 'mysql' ? undefined : unsafeCall(value)
  if (call !== undefined) {
    return { logged: 'ddl', why: `each server calls ${call}() for itself and gives ${name} other values` }
  }
  if (autoIncrement === undefined || hasKey(table, before) !== false) return undefined
  return { logged: 'ddl', why: `each server numbers ${name} in the order in which it keeps the rows` }
}

function unsafeWords(text: string): ReplicaHazard | undefined {
  const words = textTokens(text).flatMap(({ kind, text: word }) =>
    kind === 'word' ? [word.toLowerCase()] : [],
  )
  if (words.includes('limit') && !words.includes('order')) {
    return { logged: 'statement', why: 'which rows LIMIT takes is not said without ORDER BY' }
  }
  const call = unsafeCall(text)
  return call === undefined
    ? undefined
    : { logged: 'statement', why: `${call}() has another value on each server` }
}

function unsafeCall(text: string): string | undefined {
  const tokens = textTokens(text).filter(({ kind }) => kind !== 'space')
  return tokens
    .filter(({ kind }, index) => kind === 'word' && tokens[index + 1]?.text.startsWith('(') === true)
    .map(({ text: name }) => name.toLowerCase())
    .find(name => unsafeCalls.has(name))
}

function unsafeCopy(
  { table, columns, copiesFrom, ignoresErrors, replace }: Extract<Operation, { kind: 'insert-rows' }>,
  before: SchemaState,
): ReplicaHazard | undefined {
  if (copiesFrom === undefined) return undefined
  if (replace || ignoresErrors === true) {
    return {
      logged: 'statement',
      why: 'which of two rows with one key stays depends on the order of reading',
    }
  }
  const { columnKey } = before.semantics
  const counted = [...(findTable(before, table)?.columns.values() ?? [])].find(
    ({ autoIncrement }) => autoIncrement !== undefined,
  )
  if (counted === undefined || columns.some(name => columnKey(name) === columnKey(counted.name)))
    return undefined
  if (columns.length === 0) return undefined
  return { logged: 'statement', why: `${counted.name} is numbered in the order of reading` }
}

/** MySQL 8.0 manual 19.5.1.20 and slave_rows_search_algorithms: a row without a key is looked for in the whole table. */
function searchedRows(table: string, before: SchemaState): ReplicaHazard | undefined {
  return hasKey(table, before) === false
    ? { logged: 'row', why: `${table} has no key, so that it reads the whole table for each row` }
    : undefined
}

/** Undefined: not known. */
function hasKey(name: string, before: SchemaState): boolean | undefined {
  const table = findTable(before, name)
  if (table?.complete !== true) return undefined
  return primaryKeyOf(table) !== undefined || table.indexes.length > 0 || table.constraints.some(isUnique)
}

function isUnique({ type }: { readonly type: string }): boolean {
  return type === 'unique'
}
