import type { DialectTraits } from '../dialects/dialect.ts'
import type { Constraint, ObjectName } from '../operations/column.ts'
import { describeConstraint, describeIndexParts, describeType } from '../operations/describe-parts.ts'
import type { OperationOf } from '../operations/operation.ts'
import { constraintsWith, indexesLedBy } from '../schema/find-parts.ts'
import { columnsOf, findColumn, findTable } from '../schema/lookup.ts'
import type { Step } from '../schema/replay.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { namesIn } from '../schema/sql-text.ts'

/** A rule that rows may break, with the columns that it looks at. */
export interface RowLimit {
  readonly what: string
  readonly table: ObjectName
  readonly columns: readonly string[]
  /** NULL breaks it, so that a column which down has just made does. */
  readonly refusesNull: boolean
}

/** What the operation asks of the rows that are there; undefined where it asks nothing, or nothing new. */
export function rowLimitOf(
  { operation, before }: Step,
  traits: Pick<DialectTraits, 'typeChange'>,
): RowLimit | undefined {
  switch (operation.kind) {
    case 'set-not-null':
      return notNull(before, operation.table, operation.column)
    case 'change-column':
    case 'change-column-type':
      return restatedColumn(operation, before, traits)
    case 'add-constraint':
      return constraintLimit(operation.table, operation.constraint, before)
    case 'create-index': {
      const { table, unique, parts } = operation.index
      if (!unique || parts.some(({ expression }) => expression !== undefined)) return undefined
      const columns = parts.flatMap(({ column }) => (column === undefined ? [] : [column]))
      const what = `unique (${describeIndexParts(operation.index)}) on ${table}`
      return isUniqueAlready(before, table, columns)
        ? undefined
        : { what, table, columns, refusesNull: false }
    }
    default:
      return undefined
  }
}

function notNull(before: SchemaState, table: ObjectName, column: string): RowLimit | undefined {
  const known = columnIn(before, table, column)
  if (known?.nullable === false) return undefined
  return { what: `${table}.${column} NOT NULL`, table, columns: [column], refusesNull: true }
}

function restatedColumn(
  operation: OperationOf<'change-column' | 'change-column-type'>,
  before: SchemaState,
  traits: Pick<DialectTraits, 'typeChange'>,
): RowLimit | undefined {
  const { table, column } = operation
  const old = columnIn(before, table, column)
  if (old === undefined) return undefined
  const restates = operation.kind === 'change-column'
  const name = restates ? operation.to.name : column
  if (restates && old.nullable && !operation.to.nullable) {
    return { what: `${table}.${name} NOT NULL`, table, columns: [column], refusesNull: true }
  }
  const type = restates ? operation.to.type : operation.type
  if (old.type === undefined || type === undefined) return undefined
  const { loses } = traits.typeChange(old.type, type, restates ? undefined : operation.using)
  return loses === 'can-fail'
    ? {
        what: `${table}.${name} ${describeType(type)}`,
        table,
        columns: [column],
        refusesNull: false,
      }
    : undefined
}

function constraintLimit(
  table: ObjectName,
  constraint: Constraint,
  before: SchemaState,
): RowLimit | undefined {
  const what = `${describeConstraint(constraint)} on ${table}`
  switch (constraint.type) {
    case 'primary-key':
    case 'unique':
      return isUniqueAlready(before, table, constraint.columns)
        ? undefined
        : { what, table, columns: constraint.columns, refusesNull: constraint.type === 'primary-key' }
    case 'foreign-key':
      return constraint.notValid === true || isReferenceAlready(before, table, constraint)
        ? undefined
        : { what, table, columns: constraint.columns, refusesNull: false }
    case 'check':
      return constraint.notValid === true || constraint.notEnforced === true
        ? undefined
        : { what, table, columns: namesIn(constraint.expression), refusesNull: false }
    case 'exclusion':
      return { what, table, columns: namesIn(constraint.definition), refusesNull: false }
    case 'not-null':
      return constraint.notValid === true ? undefined : notNull(before, table, constraint.columns[0] ?? '')
    default:
      constraint satisfies never
      return undefined
  }
}

/** A key on fewer of these columns holds already. */
function isUniqueAlready(before: SchemaState, tableName: ObjectName, columns: readonly string[]): boolean {
  const table = findTable(before, tableName)
  const { columnKey } = before.semantics
  const wanted = new Set(columns.map(columnKey))
  if (table === undefined) return false
  const keys = columns.flatMap(column => [
    ...constraintsWith(table, column, before.semantics).flatMap(constraint =>
      constraint.type === 'primary-key' || constraint.type === 'unique' ? [columnsOf(constraint)] : [],
    ),
    ...indexesLedBy(table, column, before.semantics).flatMap(({ unique, where, parts }) =>
      unique && where === undefined ? [parts.map(part => part.column ?? '')] : [],
    ),
  ])
  return keys.some(key => key.length > 0 && key.every(column => wanted.has(columnKey(column))))
}

function isReferenceAlready(
  { tables, semantics }: SchemaState,
  table: ObjectName,
  { columns, references }: Constraint & { readonly type: 'foreign-key' },
): boolean {
  const keyOf = (names: readonly string[]): string => JSON.stringify(names.map(semantics.columnKey))
  return (tables.get(semantics.objectKey(table))?.constraints ?? []).some(
    constraint =>
      constraint.type === 'foreign-key' &&
      constraint.notValid !== true &&
      semantics.objectKey(constraint.references.table) === semantics.objectKey(references.table) &&
      keyOf(constraint.columns) === keyOf(columns),
  )
}

function columnIn(before: SchemaState, tableName: ObjectName, name: string): ReturnType<typeof findColumn> {
  const table = findTable(before, tableName)
  return table === undefined ? undefined : findColumn(table, name, before.semantics)
}
