import type { Constraint, ObjectName } from '../../operations/column.ts'
import { columnsOfType as ofType } from '../../schema/find-columns.ts'
import { viewsReading } from '../../schema/find-objects.ts'
import { findTable } from '../../schema/lookup.ts'
import { referencesTo as allReferencesTo } from '../../schema/references.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import { sameObject } from '../names/known-columns.ts'

export interface Reference {
  readonly table: ObjectName
  readonly foreignKey: Extract<Constraint, { type: 'foreign-key' }>
}

/** Foreign keys of other tables that point at this one. */
export function referencesTo(table: ObjectName, schema: SchemaState): readonly Reference[] {
  return allReferencesTo(schema, table)
    .filter(reference => !sameObject(schema, reference.table.name, table))
    .map(reference => ({ table: reference.table.name, foreignKey: reference.foreignKey }))
}

/** The table and all that a TRUNCATE … CASCADE of it reaches, in the order in which it is found. */
export function reachedByCascade(table: ObjectName, schema: SchemaState): readonly ObjectName[] {
  const reached = [table]
  for (const current of reached) {
    for (const { table: next } of referencesTo(current, schema)) {
      if (!reached.some(known => sameObject(schema, known, next))) reached.push(next)
    }
  }
  return reached.slice(1)
}

/** Views whose text names the table. */
export function viewsOf(table: ObjectName, schema: SchemaState): readonly ObjectName[] {
  return viewsReading(schema, table).map(({ name }) => name)
}

/** What the engine drops silently together with a column: the index whole, or the one that has no other column. */
export function indexesDroppedWith(
  table: ObjectName,
  column: string,
  schema: SchemaState,
): readonly string[] {
  const { semantics } = schema
  const key = semantics.columnKey(column)
  const goes = (columns: readonly (string | undefined)[]) => {
    const keys = columns.map(name => name && semantics.columnKey(name))
    if (!keys.includes(key)) return false
    if (semantics.droppedColumnInIndex === 'drops-index') return true
    return semantics.droppedColumnInIndex === 'shrinks-index' && keys.length === 1
  }
  const known = findTable(schema, table)
  if (known === undefined) return []
  return [
    ...known.indexes
      .filter(index => goes(index.parts.map(part => part.column)))
      .map(index => `the ${index.unique ? 'unique ' : ''}index ${index.name ?? 'on it'}`),
    ...known.constraints
      .filter(constraint => constraint.type === 'unique' || constraint.type === 'primary-key')
      .filter(constraint => goes(constraint.columns))
      .map(constraint =>
        constraint.type === 'unique'
          ? `the unique constraint ${constraint.name ?? 'on it'}`
          : 'the primary key',
      ),
  ]
}

/** Columns of a user-defined type. */
export function columnsOfType(type: string, schema: SchemaState): readonly string[] {
  return ofType(schema, type).map(({ table, column }) => `${table.name}.${column.name}`)
}
