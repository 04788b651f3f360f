import type { ObjectName } from '../../../operations/column.ts'
import { constraintsOfType } from '../../../schema/find-parts.ts'
import { findTable } from '../../../schema/lookup.ts'
import type { SchemaState, Table } from '../../../schema/schema-state.ts'
import { namesIn } from '../../../schema/sql-text.ts'

/** A CHECK that implies the bounds saves the scan (manual, ALTER TABLE, ATTACH PARTITION). The bounds ask of each column
 * of the key that it is not NULL, too, unless NULL is among them (measured: PostgreSQL 15, "verifying table"). */
export function mayProve(
  before: SchemaState,
  partition: ObjectName,
  parent: ObjectName,
  bound: string,
): boolean {
  const checks = validChecks(before, partition)
  const table = findTable(before, partition)
  const key = keyOf(before, parent)
  if (!isAboutKey(checks, key)) return false
  return key.every(
    column =>
      /\bnull\b/i.test(bound) ||
      table?.columns.get(before.semantics.columnKey(column))?.nullable === false ||
      checks.some(check => /\bis\s+not\s+null\b/i.test(check)),
  )
}

/** One of the default partition that no row is within the bounds: NULL never is (measured: PostgreSQL 15, also for CREATE
 * TABLE … PARTITION OF). */
export function mayExclude(before: SchemaState, rest: ObjectName, parent: ObjectName): boolean {
  return isAboutKey(validChecks(before, rest), keyOf(before, parent))
}

function validChecks(before: SchemaState, name: ObjectName): readonly string[] {
  const table = findTable(before, name)
  return table === undefined
    ? []
    : constraintsOfType(table, 'check').flatMap(({ notValid, expression }) =>
        notValid === true ? [] : [expression],
      )
}

function isAboutKey(checks: readonly string[], key: readonly string[]): boolean {
  const named = checks.flatMap(namesIn)
  return checks.length > 0 && key.every(column => named.includes(column))
}

/** `RANGE (day)`: the names that are columns; none where the scheme is not known. */
function keyOf(before: SchemaState, parent: ObjectName): readonly string[] {
  const table: Table | undefined = findTable(before, parent)
  const [, ...names] = namesIn(table?.options['partition by'] ?? '')
  return [...(table?.columns.values() ?? [])].flatMap(({ name }) => (names.includes(name) ? [name] : []))
}
