import type { Dialect } from '../../dialects/dialect.ts'
import type { Column, ReferentialAction } from '../../operations/column.ts'
import type { Operation } from '../../operations/operation.ts'
import type { EmulatedChange } from './protocol.ts'

/**
 * The one change that knex makes in a roundabout way, above all by rebuilding a table (SQLite). knex 3.3.0 dialects/sqlite3/schema/ddl.js names the
 * methods and their arguments.
 */
export function changeOperations(change: EmulatedChange, dialect: Dialect): readonly Operation[] {
  const { method, table, args } = change
  const [first, second] = args
  switch (method) {
    case 'dropColumn':
      return texts(first).map(column => ({
        kind: 'drop-column',
        table,
        column,
        ifExists: false,
        cascade: false,
      }))
    case 'alterColumn':
      return list(first).flatMap(column => changedColumn(table, column, dialect))
    case 'renameColumn':
      return [{ kind: 'rename-column', table, column: text(first) ?? '', to: text(second) ?? '' }]
    case 'setNullable': {
      const column = text(first) ?? ''
      return [{ kind: second === false ? 'set-not-null' : 'drop-not-null', table, column }]
    }
    case 'foreign':
      return [{ kind: 'add-constraint', table, constraint: foreignKey(first) }]
    case 'primary':
      return [
        {
          kind: 'add-constraint',
          table,
          constraint: { type: 'primary-key', columns: texts(first), ...named(second) },
        },
      ]
    case 'dropForeign':
      return [
        {
          kind: 'drop-constraint',
          table,
          type: 'foreign-key',
          ifExists: false,
          cascade: false,
          ...(text(second) === undefined ? { columns: texts(first) } : named(second)),
        },
      ]
    case 'dropPrimary':
      return [
        {
          kind: 'drop-constraint',
          table,
          type: 'primary-key',
          ifExists: false,
          cascade: false,
          ...named(first),
        },
      ]
    default:
      return [{ kind: 'unreadable', level: 'partial', reason: `knex's "${method}" on SQLite`, object: table }]
  }
}

/** How the change would be said if SQLite had a statement for it. */
export function changeText(change: EmulatedChange, dialect: Dialect): string {
  const { method, table, args } = change
  const quote = dialect.traits().quote
  const columns = texts(args[0]).map(quote).join(', ')
  const start = `alter table ${quote(table)}`
  switch (method) {
    case 'dropColumn':
      return texts(args[0])
        .map(column => `${start} drop column ${quote(column)}`)
        .join('; ')
    case 'alterColumn':
      return list(args[0])
        .map(column => `${start} alter column ${columnText(column, quote)}`)
        .join('; ')
    case 'setNullable':
      return `${start} alter column ${columns} ${args[1] === false ? 'set' : 'drop'} not null`
    case 'foreign':
      return `${start} add foreign key (${texts(field(args[0], 'column')).map(quote).join(', ')}) references ${quote(text(field(args[0], 'inTable')) ?? '')}`
    case 'primary':
      return `${start} add primary key (${columns})`
    case 'dropForeign':
      return `${start} drop foreign key (${columns})`
    case 'dropPrimary':
      return `${start} drop primary key`
    default:
      return `${start} ${method}`
  }
}

function changedColumn(table: string, column: unknown, dialect: Dialect): readonly Operation[] {
  const { quote } = dialect.traits()
  const { operations } = dialect.parse(`create table ${quote(table)} (${columnText(column, quote)})`)
  const made = operations.find(operation => operation.kind === 'create-table')
  return (made?.columns ?? []).map((to: Column) => ({
    kind: 'change-column',
    table,
    column: to.name,
    to,
    constraints: [],
    ifExists: false,
  }))
}

function columnText(column: unknown, quote: (name: string) => string): string {
  const name = quote(text(field(column, 'name')) ?? '')
  const type = text(field(column, 'type')) ?? ''
  const defaultTo = text(field(column, 'defaultTo'))
  const notNull = field(column, 'notNull') === true ? ' not null' : ''
  return `${name} ${type}${notNull}${defaultTo === undefined ? '' : ` default ${defaultTo}`}`
}

function foreignKey(info: unknown): Extract<Operation, { kind: 'add-constraint' }>['constraint'] {
  const onDelete = action(field(info, 'onDelete'))
  const onUpdate = action(field(info, 'onUpdate'))
  return {
    type: 'foreign-key',
    columns: texts(field(info, 'column')),
    references: { table: text(field(info, 'inTable')) ?? '', columns: texts(field(info, 'references')) },
    ...named(field(info, 'keyName')),
    ...(onDelete === undefined ? {} : { onDelete }),
    ...(onUpdate === undefined ? {} : { onUpdate }),
  }
}

const actions: readonly ReferentialAction[] = ['no action', 'restrict', 'cascade', 'set null', 'set default']

function action(value: unknown): ReferentialAction | undefined {
  const wanted = text(value)?.toLowerCase()
  return actions.find(each => each === wanted)
}

function named(value: unknown): { readonly name?: string } {
  const name = text(value)
  return name === undefined || name === '' ? {} : { name }
}

function field(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
}

function texts(value: unknown): readonly string[] {
  // Before knex 3.3 dropTimestamps hands a list in a list.
  return list(value)
    .flat()
    .filter(each => typeof each === 'string')
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
