import type { Column } from '../../operations/column.ts'
import type { OperationOf } from '../../operations/operation.ts'
import { columnsOf, findColumn } from '../../schema/lookup.ts'
import type { Table } from '../../schema/schema-state.ts'
import { namesIn } from '../../schema/sql-text.ts'
import type { Problem } from '../finding.ts'
import type { OperationContext } from '../rule.ts'
import { sqlName } from '../wording/sql-name.ts'

/** What CREATE TABLE names and the table that is there does not have. */
export function missingColumns(
  { columns }: OperationOf<'create-table'>,
  known: Table,
  { before }: OperationContext,
): readonly Column[] {
  return columns.filter(({ name }) => findColumn(known, name, before.semantics) === undefined)
}

/** Adds them to the table that is there, where that needs no more than their definition. */
export function addedToTable(
  missing: readonly Column[],
  known: Table,
  { traits, step: { operation } }: OperationContext,
): Pick<Problem, 'suggestion'> {
  const isPlain = missing.every(
    ({ nullable, default: value, generated, autoIncrement }) =>
      (nullable || value !== undefined) && generated === undefined && autoIncrement === undefined,
  )
  if (missing.length === 0 || !isPlain) return {}
  // A key or a check of theirs would be left out.
  const isNamed = (name: string): boolean => missing.some(each => each.name === name)
  if (
    operation.kind !== 'create-table' ||
    operation.constraints.some(each => columnsOf(each).some(isNamed)) ||
    operation.constraints.some(each => each.type === 'check' && namesIn(each.expression).some(isNamed)) ||
    operation.indexes.some(({ parts }) => parts.some(({ column = '' }) => isNamed(column)))
  ) {
    return {}
  }
  const table = `ALTER TABLE ${sqlName(known.name, traits)}`
  const adds = missing.map(column => `ADD COLUMN ${traits.columnDefinition(column)}`)
  const sql =
    traits.altersByRebuild === true
      ? adds.map(add => `${table} ${add};`).join('\n')
      : `${table} ${adds.join(', ')};`
  return { suggestion: { title: 'Change the table that is there', sql } }
}
