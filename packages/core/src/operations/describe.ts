import type { Column, Index } from './column.ts'
import { describeConstraint, describeIndexParts } from './describe-parts.ts'
import type { Operation, OperationOf } from './operation.ts'

/** One operation in words: `drop column products.legacy_category_id`. */
export function describe(operation: Operation): string {
  switch (operation.kind) {
    case 'create-table':
      return `create ${operation.temporary ? 'temporary ' : ''}table ${operation.table}`
    case 'drop-table':
      return `drop table ${operation.table}${cascade(operation)}`
    case 'rename-table':
      return `rename table ${operation.table} to ${operation.to}`
    case 'truncate-table':
      return `truncate table ${operation.table}${cascade(operation)}`
    case 'set-table-option':
      return `set ${operation.option} of table ${operation.table}${to(operation.value)}`
    case 'convert-charset':
      return `convert table ${operation.table} to character set ${operation.charset}`
    case 'change-partitions':
      return describePartitions(operation)
    case 'add-column':
      return `add column ${operation.table}.${describeColumn(operation.column)}`
    case 'drop-column':
      return `drop column ${operation.table}.${operation.column}${cascade(operation)}`
    case 'rename-column':
      return `rename column ${operation.table}.${operation.column} to ${operation.to}`
    case 'change-column':
      return describeChange(operation)
    case 'change-column-type':
      return `change type of column ${operation.table}.${operation.column} to ${operation.type.text}`
    case 'set-not-null':
      return `set column ${operation.table}.${operation.column} not null`
    case 'drop-not-null':
      return `drop not null of column ${operation.table}.${operation.column}`
    case 'set-default':
      return `set default of column ${operation.table}.${operation.column} to ${operation.default}`
    case 'drop-default':
      return `drop default of column ${operation.table}.${operation.column}`
    case 'set-column-option':
      return operation.value === ''
        ? `drop ${operation.option} of column ${operation.table}.${operation.column}`
        : `set ${operation.option} of column ${operation.table}.${operation.column}${to(operation.value)}`
    case 'add-constraint':
      return `add ${describeConstraint(operation.constraint)} on ${operation.table}`
    case 'drop-constraint':
      return `drop ${describeDropped(operation)} of ${operation.table}${cascade(operation)}`
    case 'validate-constraint':
      return `validate constraint ${operation.name} of ${operation.table}`
    case 'rename-constraint':
      return `rename constraint ${operation.name} of ${operation.table} to ${operation.to}`
    case 'create-index':
      return describeNewIndex(operation.index)
    case 'drop-index':
      return `drop index ${operation.name}${of(operation.table)}${cascade(operation)}`
    case 'rename-index':
      return `rename index ${operation.name}${of(operation.table)} to ${operation.to}`
    case 'attach-index':
      return `attach index ${operation.partition} to ${operation.name}`
    case 'reindex':
      return operation.name === ''
        ? `reindex ${operation.target}`
        : `reindex ${operation.target} ${operation.name}`
    case 'create-enum':
      return `create enum ${operation.type} (${list(operation.values)})`
    case 'add-enum-value':
      return `add value '${operation.value}' to enum ${operation.type}`
    case 'rename-enum-value':
      return `rename value '${operation.value}' of enum ${operation.type} to '${operation.to}'`
    case 'create-object':
      return `create ${words(operation.objectType)} ${operation.name}${on(operation.table)}`
    case 'drop-object':
      return `drop ${words(operation.objectType)} ${operation.name}${on(operation.table)}${cascade(operation)}`
    case 'rename-object':
      return `rename ${words(operation.objectType)} ${operation.name}${on(operation.table)} to ${operation.to}`
    case 'alter-object':
      return `alter ${words(operation.objectType)} ${operation.name}${on(operation.table)}: ${operation.change}`
    case 'insert-rows':
      return `${operation.replace ? 'replace rows' : 'insert rows'} in ${operation.table}`
    case 'update-rows':
      return `update ${rows(operation)} of ${operation.table}${assigned(operation.columns)}`
    case 'delete-rows':
      return `delete ${rows(operation)} of ${operation.table}`
    case 'read-rows':
      return operation.tables.length === 0 ? 'read rows' : `read rows of ${operation.tables.join(', ')}`
    case 'control-transaction':
      return [words(operation.action), operation.name].filter(part => part !== undefined).join(' ')
    case 'set-variable':
      return operation.value === undefined
        ? `reset ${operation.name}`
        : `set ${operation.name}${to(operation.value)}`
    case 'lock-table':
      return `lock table ${operation.table} in mode ${operation.mode}`
    case 'change-privileges':
      return describePrivileges(operation)
    case 'maintain':
      return [operation.action, operation.table].filter(part => part !== undefined).join(' ')
    case 'run-code':
      return operation.dynamic
        ? `run ${operation.language} code that builds SQL`
        : `run ${operation.language} code`
    case 'set-comment':
      return operation.comment === undefined
        ? `drop comment of ${words(operation.objectType)} ${operation.name}`
        : `set comment of ${words(operation.objectType)} ${operation.name}`
    case 'no-effect':
      return operation.what
    case 'unreadable':
      return describeUnreadable(operation)
    default:
      operation satisfies never
      return ''
  }
}

/** A column with what is said of it: `status enum('a','b') not null default 'a'`. */
export function describeColumn(column: Column): string {
  return [column.name, ...columnAttributes(column)].join(' ')
}

function columnAttributes(column: Column): readonly string[] {
  return [
    column.type?.text ?? '',
    column.nullable ? '' : 'not null',
    column.default === undefined ? '' : `default ${column.default}`,
    column.generated === undefined ? '' : `as (${column.generated.expression}) ${column.generated.storage}`,
  ].filter(part => part !== '')
}

function describeChange({ table, column, to: changed }: OperationOf<'change-column'>): string {
  const renamed = changed.name === column ? '' : ` ${changed.name}`
  return `change column ${table}.${column} to${renamed} ${columnAttributes(changed).join(' ')}`.trimEnd()
}

function describePartitions({ action, partitions, table }: OperationOf<'change-partitions'>): string {
  const named = partitions.length === 0 ? '' : ` ${partitions.join(', ')}`
  return `${action} partitions${named} of table ${table}`
}

function describeDropped({ name, type, columns }: OperationOf<'drop-constraint'>): string {
  const what = words(type ?? (name === undefined ? 'primary-key' : 'constraint'))
  if (columns !== undefined) return `${what} (${columns.join(', ')})`
  return name === undefined ? what : `${what} ${name}`
}

function describeNewIndex(index: Index): string {
  const unique = index.unique ? 'unique ' : ''
  const variant = index.variant === undefined ? '' : `${index.variant} `
  const name = index.name === undefined ? '' : ` ${index.name}`
  return `create ${unique}${variant}index${name} on ${index.table} (${describeIndexParts(index)})`
}

function describePrivileges({
  action,
  privileges,
  on: object,
  roles,
}: OperationOf<'change-privileges'>): string {
  if (action === 'default') return `change default privileges${object === '' ? '' : ` on ${object}`}`
  const preposition = action === 'grant' ? 'to' : 'from'
  return `${action} ${privileges.join(', ')} on ${object} ${preposition} ${roles.join(', ')}`
}

function describeUnreadable({ verb, object, reason }: OperationOf<'unreadable'>): string {
  const what = [verb?.toLowerCase(), object].filter(part => part !== undefined).join(' ')
  return what === '' ? `not read: ${reason}` : `${what}, not read whole: ${reason}`
}

function rows({ filter }: OperationOf<'update-rows' | 'delete-rows'>): string {
  return filter === 'present' ? 'rows' : 'every row'
}

function assigned(columns: readonly string[]): string {
  return columns.length === 0 ? '' : ` (${columns.join(', ')})`
}

function cascade(operation: { readonly cascade: boolean }): string {
  return operation.cascade ? ' cascade' : ''
}

function to(value: string): string {
  return value === '' ? '' : ` to ${value}`
}

function of(table: string | undefined): string {
  return table === undefined ? '' : ` of ${table}`
}

function on(table: string | undefined): string {
  return table === undefined ? '' : ` on ${table}`
}

function list(values: readonly string[]): string {
  return values.map(value => `'${value}'`).join(', ')
}

function words(name: string): string {
  return name.replaceAll('-', ' ')
}
