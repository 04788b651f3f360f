import type { ObjectName } from '../operations/column.ts'
import { childTables } from './child-tables.ts'
import { columnsComputedFrom } from './find-columns.ts'
import { objectsOn, sequencesOwnedBy, viewsReading } from './find-objects.ts'
import { constraintsWith, indexesWith, namesInConstraint } from './find-parts.ts'
import { findTable } from './lookup.ts'
import { referencesTo } from './references.ts'
import type { NamedObject, SchemaState, Table } from './schema-state.ts'
import { namesIn } from './sql-text.ts'

/** One thing that hangs on a table or a column. */
export interface Dependent {
  readonly kind:
    | 'view'
    | 'materialized-view'
    | 'trigger'
    | 'policy'
    | 'rule'
    | 'sequence'
    | 'partition'
    | 'inheriting-table'
    | 'foreign-key'
    | 'primary-key'
    | 'unique'
    | 'check'
    | 'exclusion'
    | 'index'
    | 'generated-column'
  readonly name: string
  /** The table that it belongs to; absent for a view or a sequence. */
  readonly table?: ObjectName
}

/**
 * What hangs on the table: views that read it, at any distance, foreign keys of other tables, triggers, policies,
 * rules, partitions, owned sequences. With a column: those of them that name it, and the keys, checks, indexes and
 * generated columns of the table itself. Nothing that is not known is listed.
 */
export function dependentsOf(
  schema: SchemaState,
  tableName: ObjectName,
  column?: string,
): readonly Dependent[] {
  const table = findTable(schema, tableName)
  return [
    ...viewsOn(schema, tableName, column),
    ...foreignKeysTo(schema, tableName, column),
    ...hangers(schema, tableName, column),
    ...ownedSequences(schema, tableName, column),
    ...(column === undefined
      ? children(schema, tableName)
      : table === undefined
        ? []
        : partsWith(schema, table, column)),
  ]
}

/** A view on a view is reached by its table, whatever the column is called there. */
function viewsOn(schema: SchemaState, table: ObjectName, column: string | undefined): readonly Dependent[] {
  const found = new Set(viewsReading(schema, table, column))
  // The set grows while it is walked; each view enters it once.
  for (const { name } of found) {
    for (const view of viewsReading(schema, name)) found.add(view)
  }
  return [...found].map(({ type, name }) => ({ kind: type === 'view' ? 'view' : 'materialized-view', name }))
}

function foreignKeysTo(
  schema: SchemaState,
  target: ObjectName,
  column: string | undefined,
): readonly Dependent[] {
  const { objectKey, columnKey } = schema.semantics
  return referencesTo(schema, target)
    .filter(({ table }) => objectKey(table.name) !== objectKey(target))
    .filter(
      ({ foreignKey }) =>
        column === undefined ||
        foreignKey.references.columns.some(name => columnKey(name) === columnKey(column)),
    )
    .map(({ table, foreignKey: { name = '' } }) => ({ kind: 'foreign-key', name, table: table.name }))
}

function hangers(schema: SchemaState, table: ObjectName, column: string | undefined): readonly Dependent[] {
  const { semantics } = schema
  return objectsOn(schema, table).flatMap((object): readonly Dependent[] => {
    const kind = hangerKind(object)
    if (kind === undefined || object.table === undefined) return []
    const names = columnNamesIn(object).map(semantics.columnKey)
    const isNamed = column === undefined || names.includes(semantics.columnKey(column))
    return isNamed ? [{ kind, name: object.name, table: object.table }] : []
  })
}

/** A policy's columns are in its conditions: its table may be called like one of them. */
function columnNamesIn({ type, definition }: NamedObject): readonly string[] {
  const conditions = definition.indexOf('(')
  if (type !== 'policy') return namesIn(definition)
  return conditions === -1 ? [] : namesIn(definition.slice(conditions))
}

function hangerKind({ type }: NamedObject): 'trigger' | 'policy' | 'rule' | undefined {
  return type === 'trigger' || type === 'policy' || type === 'rule' ? type : undefined
}

function ownedSequences(
  schema: SchemaState,
  table: ObjectName,
  column: string | undefined,
): readonly Dependent[] {
  return sequencesOwnedBy(schema, table, column).map(({ name }) => ({ kind: 'sequence', name }))
}

function children(schema: SchemaState, table: ObjectName): readonly Dependent[] {
  return childTables(schema, table).map(({ name, options }) => ({
    kind: options['partition of'] === undefined ? 'inheriting-table' : 'partition',
    name,
  }))
}

function partsWith({ semantics }: SchemaState, table: Table, column: string): readonly Dependent[] {
  const key = semantics.columnKey(column)
  const isColumn = (name: string): boolean => semantics.columnKey(name) === key
  const at = { table: table.name }
  const generated = columnsComputedFrom(table, column, semantics).filter(({ name }) => !isColumn(name))
  return [
    ...constraintsWith(table, column, semantics).flatMap(constraint =>
      constraint.type !== 'not-null' && namesInConstraint(constraint).some(isColumn)
        ? [{ kind: constraint.type, name: constraint.name ?? '', ...at }]
        : [],
    ),
    ...indexesWith(table, column, semantics).map(
      ({ name = '' }) => ({ kind: 'index', name, ...at }) as const,
    ),
    ...generated.map(({ name }) => ({ kind: 'generated-column', name, ...at }) as const),
  ]
}
