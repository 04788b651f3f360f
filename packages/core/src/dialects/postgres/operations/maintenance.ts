import type { Operation } from '../../../operations/operation.ts'
import type { CopyStmt, Node, VacuumStmt } from '../grammar.ts'
import { strings, tableName } from '../tree/names.ts'
import { hasOption } from '../tree/values.ts'
import { on, type ReaderEntry } from './reader.ts'
import { tablesRead } from './tables-read.ts'

export const maintenanceReaders: readonly ReaderEntry[] = [
  on('VacuumStmt', vacuum),
  on('ClusterStmt', ({ relation, indexname }) => ({
    kind: 'maintain',
    action: 'cluster',
    ...(relation && { table: tableName(relation) }),
    ...(indexname && { index: indexname }),
  })),
  on('RefreshMatViewStmt', ({ relation, concurrent, skipData }) => ({
    kind: 'maintain',
    action: 'refresh',
    table: tableName(relation),
    ...(concurrent && { concurrently: true }),
    ...(skipData && { empties: true }),
  })),
  on('CheckPointStmt', () => ({ kind: 'maintain', action: 'checkpoint' })),
]

function vacuum(statement: VacuumStmt): readonly Operation[] {
  const action = vacuumAction(statement)
  const tables = (statement.rels ?? []).flatMap(node =>
    'VacuumRelation' in node && node.VacuumRelation.relation ? [tableName(node.VacuumRelation.relation)] : [],
  )
  if (tables.length === 0) return [{ kind: 'maintain', action }]
  return tables.map(table => ({ kind: 'maintain', action, table }))
}

function vacuumAction({ is_vacuumcmd, options }: VacuumStmt): string {
  if (!is_vacuumcmd) return 'analyze'
  return hasOption(options, 'full') ? 'vacuum full' : 'vacuum'
}

/** COPY … FROM writes rows, COPY … TO reads them. */
export function copyTable(statement: CopyStmt): Operation {
  if (!statement.is_from) {
    const tables = statement.relation ? [tableName(statement.relation)] : tablesRead(statement.query)
    return { kind: 'read-rows', tables }
  }
  const columns: readonly Node[] = statement.attlist ?? []
  return {
    kind: 'insert-rows',
    table: tableName(statement.relation),
    columns: strings(columns),
    replace: false,
  }
}
