import type { ObjectName } from '../../operations/column.ts'
import { earlierStepsOf, stepsOn } from '../../schema/find-steps.ts'
import { findTable } from '../../schema/lookup.ts'
import type { SchemaState, Table } from '../../schema/schema-state.ts'
import { columnIn, sameColumn, sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/** Every row has one and the same value in the column, and the script adds it again with that value as its default. */
export function isGivenBack(table: ObjectName, column: string, context: OperationContext): boolean {
  const { before, replayedScript } = context
  const value = valueInEveryRow(table, column, context)
  return (
    value !== undefined &&
    stepsOn(replayedScript.steps, table, 'add-column').some(
      ({ operation: { column: added } }) =>
        sameColumn(before, added.name, column) && value === bareConstant(added.default ?? ''),
    )
  )
}

function valueInEveryRow(
  table: ObjectName,
  column: string,
  { before, replayedScript: { steps }, step, tableBefore }: OperationContext,
): string | undefined {
  const known = tableBefore(table)
  const detached = earlierStepsOf(steps, step, 'change-partitions').find(
    ({ operation: { action, partitions } }) =>
      action === 'detach' && partitions.some(each => sameObject(before, each, table)),
  )
  const partition = detached && findTable(detached.before, table)
  return (
    (known && checkedValue(known, column, before)) ??
    (detached && partition && listedValue(partition, column, detached.before))
  )
}

/** Of a partition FOR VALUES IN (one value), the key: NULL is in no such list (PostgreSQL manual, CREATE TABLE). */
function listedValue({ options }: Table, column: string, schema: SchemaState): string | undefined {
  const { 'partition of': parent, 'partition bound': bound = '' } = options
  const scheme = parent === undefined ? undefined : findTable(schema, parent)?.options['partition by']
  const key = /^list\s*\(\s*"?([^"()]+?)"?\s*\)$/i.exec(scheme ?? '')?.[1]
  const value = /\bin\s*\(\s*('[^']*'|[^\s,()']+)\s*\)\s*$/i.exec(bound)?.[1]
  if (key === undefined || value === undefined || /^null$/i.test(value)) return undefined
  return sameColumn(schema, key, column) ? bareConstant(value) : undefined
}

/** A CHECK that is true of NULL as well says nothing of a column that takes it. */
function checkedValue(table: Table, column: string, schema: SchemaState): string | undefined {
  if (columnIn(schema, table.name, column)?.nullable !== false) return undefined
  return table.constraints
    .flatMap(each => {
      if (each.type !== 'check' || each.notValid === true || each.notEnforced === true) return []
      const [, name, value] = /^[\s(]*"?(\w+)"?\s*=\s*('[^']*'|[\w.-]+)[\s)]*$/.exec(each.expression) ?? []
      if (name === undefined || value === undefined || !sameColumn(schema, name, column)) return []
      return bareConstant(value) ?? []
    })
    .at(0)
}

/** `'a'::text` is `a`; undefined of what is no constant. */
function bareConstant(text: string): string | undefined {
  const [, quoted, bare] = /^\s*(?:'([^']*)'|(-?[\d.]+|true|false))(?:::[\w ]+)?\s*$/i.exec(text) ?? []
  return quoted ?? bare?.toLowerCase()
}
