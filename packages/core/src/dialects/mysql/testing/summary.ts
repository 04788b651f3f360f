import type { Operation } from '../../../operations/operation.ts'
import { mariadb, mysql } from '../index.ts'

/** One line for each operation, for tables of probes. */
export function summaries(text: string, dialect: typeof mysql = mysql): readonly string[] {
  const { operations, reading } = dialect.parse(text)
  const lines = operations.map(summary)
  return reading === 'own-parser' ? lines : [`${reading}:`, ...lines]
}

export function mariadbSummaries(text: string): readonly string[] {
  return summaries(text, mariadb)
}

function summary(operation: Operation): string {
  return [operation.kind, ...details(operation)].filter(text => text !== '').join(' ')
}

function details(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case 'create-table':
      return [
        operation.table,
        `(${operation.columns.map(column => column.name).join(' ')})`,
        ...operation.constraints.map(constraint => constraint.type),
        ...operation.indexes.map(index => `index:${index.name ?? '?'}`),
        operation.orReplace ? 'replace' : '',
        operation.temporary ? 'temporary' : '',
        (operation.likes ?? []).map(({ table }) => `like:${table}`).join(),
        operation.asSelect ? 'select' : '',
      ]
    case 'add-column':
      return [`${operation.table}.${operation.column.name}`, position(operation.position)]
    case 'change-column':
      return [`${operation.table}.${operation.column}`, operation.to.name, position(operation.position)]
    case 'drop-column':
    case 'set-default':
    case 'drop-default':
      return [`${operation.table}.${operation.column}`]
    case 'rename-column':
      return [`${operation.table}.${operation.column}`, operation.to]
    case 'set-column-option':
      return [`${operation.table}.${operation.column}`, operation.value]
    case 'add-constraint':
      return [operation.table, operation.constraint.type, operation.constraint.name ?? '']
    case 'drop-constraint':
      return [operation.table, operation.type ?? '', operation.name ?? '']
    case 'create-index': {
      const { name, parts, table, unique, variant } = operation.index
      const columns = parts.map(part => part.column ?? `(${part.expression})`).join(' ')
      return [
        unique ? 'unique' : (variant ?? ''),
        `${table}(${columns})`,
        name ?? '',
        operation.ignoresErrors ? 'ignore' : '',
      ]
    }
    case 'drop-index':
      return [`${operation.table}.${operation.name}`]
    case 'rename-index':
      return [`${operation.table}.${operation.name}`, operation.to]
    case 'rename-table':
      return [operation.table, operation.to]
    case 'set-table-option':
      return [operation.table, `${operation.option}=${operation.value}`]
    case 'convert-charset':
      return [operation.table, operation.charset, operation.collation ?? '']
    case 'change-partitions':
      return [operation.table, operation.action, operation.partitions.join(',')]
    case 'create-object':
    case 'drop-object':
      return [operation.objectType, operation.name]
    case 'alter-object':
      return [operation.objectType, operation.name, operation.change]
    case 'rename-object':
      return [operation.objectType, operation.name, operation.to]
    case 'insert-rows':
      return [operation.table, operation.columns.join(','), operation.replace ? 'replace' : '']
    case 'update-rows':
      return [operation.table, operation.columns.join(','), operation.filter]
    case 'delete-rows':
      return [operation.table, operation.filter]
    case 'read-rows':
      return [operation.tables.join(',')]
    case 'set-variable':
      return [operation.scope, `${operation.name}=${operation.value}`]
    case 'control-transaction':
      return [operation.action, operation.name ?? '']
    case 'lock-table':
      return [operation.table, operation.mode]
    case 'maintain':
      return [operation.action, operation.table ?? '']
    case 'run-code':
      return [operation.dynamic ? 'dynamic' : 'static']
    case 'change-privileges':
      return [operation.action, operation.privileges.join(','), operation.on, operation.roles.join(',')]
    case 'no-effect':
      return [operation.what]
    case 'unreadable':
      return [
        operation.level,
        operation.verb ?? '',
        operation.object ?? '',
        operation.reason,
        `@${operation.offset}`,
      ]
    case 'drop-table':
    case 'truncate-table':
      return [operation.table]
    default:
      return []
  }
}

function position(place: 'first' | { readonly after: string } | undefined): string {
  if (place === undefined) return ''
  return place === 'first' ? 'first' : `after:${place.after}`
}
