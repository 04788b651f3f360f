import type { Statement } from '../../migration/migration.ts'
import type { ObjectName } from '../../operations/column.ts'
import type { Operation, OperationOf } from '../../operations/operation.ts'
import { stepsOn } from '../../schema/find-steps.ts'
import { leavesRowsOut } from '../../schema/leaves-rows-out.ts'
import { findTable, primaryKeyOf } from '../../schema/lookup.ts'
import type { Step } from '../../schema/replay.ts'
import { namesIn, qualifiedNamesIn } from '../../schema/sql-text.ts'
import { sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import type { CopyPlace, FoundCopy } from './copy.ts'
import { readsColumn } from './reads-column.ts'

/** The table that stays and gets rows of this one by the statement. */
export function copyOfRows(
  { operation, statement }: Step,
  table: ObjectName,
  { before, replayedScript }: CopyPlace,
): FoundCopy | undefined {
  const into = filledFrom(operation, statement, table, before)
  if (into === undefined || sameObject(before, into, table)) return undefined
  if (!remains(into, replayedScript)) return undefined
  if (operation.kind === 'update-rows' && !takesValues(operation, statement, table, before)) return undefined
  const partly = operation.kind === 'update-rows' || leavesRowsOut(statement.text, table, before)
  const without = columnsNotNamed(statement.text, table, before)
  return { into, partly, ...(without.length > 0 && { without }) }
}

/** A table that an UPDATE only joins to find its rows by gives them no value. */
function takesValues(
  { assignments = {} }: OperationOf<'update-rows'>,
  { text }: Statement,
  table: ObjectName,
  before: CopyPlace['before'],
): boolean {
  const values = Object.values(assignments)
  const columns = [...(findTable(before, table)?.columns.values() ?? [])]
  return (
    values.length === 0 ||
    columns.length === 0 ||
    values.some(
      value =>
        isNamedIn(value, table, before) ||
        columns.some(({ name }) => readsColumn(value, table, name, text, before)),
    )
  )
}

/** What a copy of the rows leaves behind, of a table that is known whole; the server makes up what is generated again. */
function columnsNotNamed(text: string, table: ObjectName, before: CopyPlace['before']): readonly string[] {
  const known = findTable(before, table)
  if (known?.complete !== true || text.includes('*')) return []
  const named = new Set(namesIn(text).map(before.semantics.columnKey))
  const key = primaryKeyOf(known)
  const ownKey = key?.type === 'primary-key' && key.columns.length === 1 ? key.columns : []
  return [...known.columns.values()].flatMap(({ name, generated }) =>
    generated !== undefined || ownKey.includes(name) || named.has(before.semantics.columnKey(name))
      ? []
      : [name],
  )
}

/** What stays when the deploy is over, and is filled from rows of this table. */
export function rowsReadBy(
  { operation, statement }: Step,
  table: ObjectName,
  { before, atEnd }: Pick<OperationContext, 'before' | 'atEnd'>,
): ObjectName | undefined {
  const into = filledFrom(operation, statement, table, before)
  const isOther = into !== undefined && !sameObject(before, into, table)
  return isOther && findTable(atEnd, into) !== undefined ? into : undefined
}

/** The table that INSERT … SELECT, CREATE TABLE … AS SELECT or UPDATE … FROM fills from this one. */
function filledFrom(
  operation: Operation,
  { text }: Statement,
  table: ObjectName,
  before: CopyPlace['before'],
): ObjectName | undefined {
  if (operation.kind === 'insert-rows') {
    const source = operation.copiesFrom?.table
    const reads =
      (source !== undefined && sameObject(before, source, table)) || isNamedIn(text, table, before)
    return reads ? operation.table : undefined
  }
  if (operation.kind === 'update-rows')
    return !sameObject(before, operation.table, table) && isNamedIn(text, table, before)
      ? operation.table
      : undefined
  if (operation.kind !== 'create-table' || operation.asSelect !== true || operation.temporary)
    return undefined
  return isNamedIn(text, table, before) ? operation.table : undefined
}

/** After FROM or JOIN: a column or a string may be called like the table. */
export function isNamedIn(text: string, table: ObjectName, before: CopyPlace['before']): boolean {
  const from = text.search(/\b(?:from|join)\b/i)
  return from !== -1 && qualifiedNamesIn(text.slice(from)).some(name => sameObject(before, name, table))
}

/** Under the name that a later statement gives it, too. */
function remains(table: ObjectName, { steps, after }: CopyPlace['replayedScript']): boolean {
  return (
    findTable(after, table) !== undefined ||
    stepsOn(steps, table, 'rename-table').some(
      ({ operation }) => findTable(after, operation.to) !== undefined,
    )
  )
}
