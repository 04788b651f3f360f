import type { Operation } from '../operations/operation.ts'
import { backingConstraint, findColumn, findIndex } from './lookup.ts'
import { referencesTo } from './references.ts'
import type { SchemaState, Table } from './schema-state.ts'

interface Need {
  /** `foreign key orders_user`. */
  readonly what: string
  /** With which another index has to begin, to serve as well. */
  readonly columns: readonly string[]
  /** Of the table that is referred to. */
  readonly isParent?: boolean
}

/** What needs an index that DROP INDEX or DROP KEY names, for which the server refuses it.
 * `together`: what the same statement does. */
export function whatNeedsIndex(
  name: string,
  table: Table,
  schema: SchemaState,
  together: readonly Operation[],
): Need | undefined {
  if (!schema.semantics.foreignKeyCreatesIndex) {
    const what = constraintOf(name, table, schema)
    return what === undefined ? undefined : { what, columns: [] }
  }
  return (
    foreignKeyWithoutIndex(name, table, schema, together) ??
    neededFromOutside(keyColumns(name, table, schema), table, schema, together)
  )
}

function keyColumns(index: string, table: Table, { semantics }: SchemaState): readonly string[] {
  const key = backingConstraint(table, index, semantics)
  if (key !== undefined && 'columns' in key) return key.columns
  return findIndex(table, index, semantics)?.parts.flatMap(({ column }) => column ?? []) ?? []
}

/** A foreign key of another table, or the table's own AUTO_INCREMENT, that no other key serves (measured: MariaDB 10.11,
 * errors 1553 and 1075, the latter whether foreign keys are checked or not). */
export function neededFromOutside(
  own: readonly string[],
  table: Table,
  schema: SchemaState,
  together: readonly Operation[],
): Need | undefined {
  const { columnKey } = schema.semantics
  const [first] = own
  const isReplaced = together.some(
    ({ kind }) => kind === 'create-index' || kind === 'add-constraint' || kind === 'drop-column',
  )
  if (first === undefined || !table.complete || isReplaced) return undefined
  const keys = [
    ...table.indexes.map(({ parts }) => parts.map(({ column }) => column ?? '')),
    ...table.constraints.flatMap(each =>
      each.type === 'primary-key' || each.type === 'unique' ? [each.columns] : [],
    ),
  ]
  // Another one may have the same columns.
  const dropped = keys.find(columns => columns.join() === own.join())
  const others = keys.filter(columns => columns !== dropped)
  const serves = (key: readonly string[], columns: readonly string[]): boolean =>
    columns.every((column, at) => columnKey(key[at] ?? '') === columnKey(column))
  const isCounted = findColumn(table, first, schema.semantics)?.autoIncrement === 'auto-increment'
  if (isCounted && !others.some(key => serves(key, [first])))
    return { what: `AUTO_INCREMENT of ${first}`, columns: [first] }
  if (schema.sessionVariables?.get('foreign_key_checks') === '0') return undefined
  const stranded = referencesTo(schema, table.name).find(({ foreignKey: { references } }) => {
    const columns = references.columns
    return columns.length > 0 && serves(own, columns) && !others.some(key => serves(key, columns))
  })
  return (
    stranded && {
      what: `foreign key ${stranded.foreignKey.name ?? ''} of ${stranded.table.name}`,
      columns: stranded.foreignKey.references.columns,
      isParent: true,
    }
  )
}

function constraintOf(index: string, table: Table, { semantics }: SchemaState): string | undefined {
  const constraint = backingConstraint(table, index, semantics)
  if (constraint === undefined || findIndex(table, index, semantics) !== undefined) return undefined
  return constraint.type === 'primary-key' ? 'primary key' : `constraint ${constraint.name ?? ''}`
}

/** The foreign key that no other index of the table serves. */
function foreignKeyWithoutIndex(
  name: string,
  table: Table,
  schema: SchemaState,
  together: readonly Operation[],
): Need | undefined {
  const { columnKey } = schema.semantics
  if (!table.complete || schema.sessionVariables?.get('foreign_key_checks') === '0') return undefined
  const addsAnother = together.some(({ kind }) => kind === 'create-index' || kind === 'add-constraint')
  if (addsAnother) return undefined
  const dropped = findIndex(table, name, schema.semantics)
  const others = [
    ...table.indexes.filter(index => index !== dropped).map(index => index.parts.map(part => part.column)),
    ...table.constraints
      .filter(constraint => constraint !== backingConstraint(table, name, schema.semantics))
      .flatMap(constraint =>
        constraint.type === 'primary-key' || constraint.type === 'unique' ? [constraint.columns] : [],
      ),
  ]
  const serves = (key: readonly (string | undefined)[], columns: readonly string[]) =>
    columns.every((column, at) => columnKey(key[at] ?? '') === columnKey(column))
  const own = dropped?.parts.map(part => part.column) ?? []
  const stranded = table.constraints.find(
    constraint =>
      constraint.type === 'foreign-key' &&
      serves(own, constraint.columns) &&
      !others.some(key => serves(key, constraint.columns)),
  )
  if (stranded?.type !== 'foreign-key') return undefined
  return { what: `foreign key ${stranded.name ?? ''}`.trimEnd(), columns: stranded.columns }
}
