import type { ReferenceFacts } from '../protocol.ts'
import type { Ask } from './ask.ts'
import type { CompiledQuery } from './knex-internals.ts'
import { choose, type Run } from './run.ts'

/** MySQL's knex asks how a column is defined before it renames it. */
export async function rowsAboutSchema(
  query: CompiledQuery,
  run: Run,
  ask: Ask,
): Promise<unknown[] | undefined> {
  if (query.sql === 'SELECT 1') {
    return []
  }
  if (/KEY_COLUMN_USAGE AS KCU/.test(query.sql)) {
    const table = Array.isArray(query.bindings) ? String(query.bindings[0]) : ''
    const answer = await ask({ kind: 'references', table }, run)
    return answer.known === 'references' ? answer.references.map(each => foreignKeyRow(each, table)) : []
  }
  const shown = /^show (?:full )?fields from (.{1,200}) where field = /.exec(query.sql)
  if (shown?.[1] === undefined || !Array.isArray(query.bindings)) return undefined
  const wanted = String(query.bindings[0])
  const answer = await ask({ kind: 'columns', table: shown[1].replace(/`/g, '') }, run)
  const column =
    answer.known === 'columns'
      ? answer.columns.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())
      : undefined
  return [
    {
      Field: wanted,
      // Nobody knows: the text says so, and the operation is the renaming alone.
      Type: column?.fullType ?? '…',
      Null: (column?.nullable ?? true) ? 'YES' : 'NO',
      Default: column?.default ?? null,
      Collation: null,
      Extra: '',
    },
  ]
}

/** Columns of a table that we know nothing about: whether one is there is asked when it is looked at. */
export function eachWay(run: Run, table: string): Record<string, unknown> {
  const has = (column: string | symbol): boolean =>
    typeof column === 'string' &&
    !['then', 'toJSON', 'constructor'].includes(column) &&
    choose(run, `hasColumn('${table}', '${column}')`, ['false', 'true'], 'schema') === 1
  return new Proxy<Record<string, unknown>>(
    {},
    {
      has: (_target, column) => has(column),
      get: (_target, column) =>
        has(column) ? { type: 'text', maxLength: null, nullable: true, defaultValue: null } : undefined,
      getOwnPropertyDescriptor: (_target, column) =>
        has(column)
          ? { configurable: true, enumerable: true, value: { type: 'text', nullable: true } }
          : undefined,
    },
  )
}

function foreignKeyRow(reference: ReferenceFacts, referenced: string): Record<string, string> {
  return {
    CONSTRAINT_NAME: reference.name,
    TABLE_NAME: reference.table,
    COLUMN_NAME: reference.column,
    REFERENCED_TABLE_NAME: referenced,
    REFERENCED_COLUMN_NAME: reference.referencedColumn,
    UPDATE_RULE: reference.onUpdate.toUpperCase(),
    DELETE_RULE: reference.onDelete.toUpperCase(),
  }
}
