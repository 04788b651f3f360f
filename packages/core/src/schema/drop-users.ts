import type { Constraint, Index, ObjectName } from '../operations/column.ts'
import { dropReaders } from './cascade.ts'
import { dropColumn } from './drop-column.ts'
import { type IsNamed, isOneOf, withoutDefaults } from './drop-defaults.ts'
import { changeTable, removeObjects } from './edit.ts'
import { findTable } from './lookup.ts'
import { partList } from './part-list.ts'
import type { SchemaState, Table } from './schema-state.ts'
import { isView } from './view-reads.ts'

/** CASCADE: what calls a function, or reads a sequence, goes with it: defaults, checks, generated columns, indexes of an
 * expression, and views (PostgreSQL manual 5.14). */
export function dropUsers(
  schema: SchemaState,
  names: readonly ObjectName[],
  type: 'function' | 'sequence',
): SchemaState {
  const isNamed = isOneOf(schema, names, type === 'function')
  const withoutParts = [...schema.tables.values()].reduce(
    (state, { name }) => dropInTable(state, name, isNamed),
    schema,
  )
  const views = [...withoutParts.objects.values()].filter(
    object => isView(object) && isNamed(object.definition),
  )
  const withoutReaders = views.reduce((state, { name }) => dropReaders(state, name), withoutParts)
  return removeObjects(withoutReaders, views)
}

function dropInTable(schema: SchemaState, name: ObjectName, isNamed: IsNamed): SchemaState {
  const before = findTable(schema, name)
  if (before === undefined || !isUsing(before, isNamed)) return schema
  const changed = changeTable(schema, name, table => ({
    ...table,
    columns: withoutDefaults(table, isNamed),
    constraints: partList(table.constraints).without(table.constraints.filter(each => calls(each, isNamed))),
    indexes: partList(table.indexes).without(table.indexes.filter(each => indexCalls(each, isNamed))),
  }))
  return [...before.columns.values()]
    .filter(({ generated }) => generated !== undefined && isNamed(generated.expression))
    .reduce(
      (state, column) =>
        dropColumn(state, {
          kind: 'drop-column',
          table: name,
          column: column.name,
          ifExists: true,
          cascade: true,
        }),
      changed,
    )
}

function isUsing(table: Table, isNamed: IsNamed): boolean {
  return (
    [...table.columns.values()].some(
      ({ default: value = '', generated }) =>
        isNamed(value) || (generated !== undefined && isNamed(generated.expression)),
    ) ||
    table.constraints.some(each => calls(each, isNamed)) ||
    table.indexes.some(each => indexCalls(each, isNamed))
  )
}

function calls(constraint: Constraint, isNamed: IsNamed): boolean {
  if (constraint.type === 'check') return isNamed(constraint.expression)
  return constraint.type === 'exclusion' && isNamed(constraint.definition)
}

function indexCalls({ parts, where = '' }: Index, isNamed: IsNamed): boolean {
  return isNamed(where) || parts.some(({ expression = '' }) => isNamed(expression))
}
