import type { DialectTraits } from '../dialects/dialect.ts'
import type { Statement } from '../migration/migration.ts'
import type { ObjectName } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { bindsColumn } from '../schema/binds-column.ts'
import { dependentsOf } from '../schema/dependents.ts'
import { columnsOfType } from '../schema/find-columns.ts'
import { triggersCalling } from '../schema/find-objects.ts'
import { stepsOfStatement, stepsOn } from '../schema/find-steps.ts'
import { indexOrKeyNamed } from '../schema/index-parts.ts'
import { findObject, findTable, tableOfIndex } from '../schema/lookup.ts'
import { whatNeedsIndex } from '../schema/needed-index.ts'
import { oncePer } from '../schema/once-per.ts'
import type { ReplayedMigration, Step } from '../schema/replay.ts'
import type { SchemaSemantics, SchemaState } from '../schema/schema-state.ts'

/** Why down stops whatever the rows are: it drops, without CASCADE, what something else still needs. What one statement
 * drops together does not keep itself. */
export function downStopsOnDependents(
  { down }: ReplayedMigration,
  traits: Pick<DialectTraits, 'dropReferencedTable' | 'dropsNeedCascade' | 'columnDropRefusedBy'>,
): readonly string[] {
  return (down?.steps ?? []).flatMap((step, _index, steps) => {
    const { operation } = step
    if (operation.kind === 'drop-column') return stopsAtColumn(step, operation, traits)
    if (traits.dropReferencedTable !== 'fails') return []
    if (operation.kind === 'drop-table')
      return stopsAtTable(step, operation, stepsOfStatement(steps, step.statement), traits)
    if (operation.kind === 'drop-index') return stopsAtIndex(step, operation)
    const isChecked = operation.kind === 'drop-object' && traits.dropsNeedCascade === true
    return isChecked ? stopsAtObject(step, operation) : []
  })
}

/** SQLite: "error in index … after drop column"; what builds the table anew leaves the index out. PostgreSQL: 2BP01.
 * MySQL, MariaDB: 1553, 1828, 3959, 1054. */
function stopsAtColumn(
  { before, statement }: Step,
  { table, column, cascade }: OperationOf<'drop-column'>,
  { columnDropRefusedBy = [] }: Pick<DialectTraits, 'columnDropRefusedBy'>,
): readonly string[] {
  const name = `column ${table}.${column}`
  if (before.semantics.droppedColumnInIndex === 'refuses') {
    if (statement.rebuildsTable !== undefined) return []
    return dependentsOf(before, table, column)
      .filter(({ kind }) => kind === 'index')
      .map(index => `${name} is dropped while index ${index.name} is on it`)
  }
  if (cascade || before.sessionVariables?.get('foreign_key_checks') === '0') return []
  const bound = dependentsOf(before, table, column)
    .filter(({ kind }) => columnDropRefusedBy.includes(kind))
    .filter(dependent => bindsColumn(before, dependent, table, column))
  if (bound.length === 0) return []
  const { columnKey } = before.semantics
  const together = droppedTogether(before.semantics)(statement)
  return bound
    .filter(({ kind, name: other }) => kind.endsWith('view') || !together.has(columnKey(other)))
    .map(({ kind, name: other }) => `${name} is dropped while ${kind.replaceAll('-', ' ')} ${other} needs it`)
}

/** The names of the columns and constraints that one statement drops. */
const droppedTogether = oncePer(({ columnKey }: SchemaSemantics) =>
  oncePer(
    ({ operations }: Statement): ReadonlySet<string> =>
      new Set(
        operations.flatMap(operation =>
          operation.kind === 'drop-column'
            ? [columnKey(operation.column)]
            : operation.kind === 'drop-constraint' && operation.name !== undefined
              ? [columnKey(operation.name)]
              : [],
        ),
      ),
  ),
)

/** PostgreSQL: error 2BP01, for foreign keys and views. MySQL, MariaDB: error 3730 and 1451, for foreign keys while they
 * are checked; a view there is left without its table. */
function stopsAtTable(
  { before }: Step,
  { table, cascade }: OperationOf<'drop-table'>,
  together: readonly Step[],
  { dropsNeedCascade }: Pick<DialectTraits, 'dropsNeedCascade'>,
): readonly string[] {
  const known = findTable(before, table)
  if (dropsNeedCascade === true && known === undefined && isView(before, table))
    return [`${table} is a view, which DROP TABLE refuses`]
  if (cascade || known === undefined || before.sessionVariables?.get('foreign_key_checks') === '0') return []
  return dependentsOf(before, table).flatMap(({ kind, name, table: on }) => {
    if (kind === 'foreign-key' && on !== undefined && stepsOn(together, on, 'drop-table').length === 0) {
      return [`table ${known.name} is dropped while foreign key ${name} of ${on} refers to it`]
    }
    const isView = kind === 'view' || kind === 'materialized-view'
    return isView && dropsNeedCascade === true
      ? [`table ${known.name} is dropped while view ${name} reads it`]
      : []
  })
}

/** Measured: PostgreSQL 15, error 42809, with IF EXISTS too. */
function isView(schema: SchemaState, name: ObjectName): boolean {
  return (
    findObject(schema, 'view', name) !== undefined ||
    findObject(schema, 'materialized-view', name) !== undefined
  )
}

/** PostgreSQL: error 2BP01, with CASCADE too. MySQL, MariaDB: 1553 and 1075. */
function stopsAtIndex(
  { before, statement }: Step,
  { name, table }: OperationOf<'drop-index'>,
): readonly string[] {
  const on = tableOfIndex(before, name, table)
  const above = indexOrKeyNamed(on, name, before.semantics)?.attachedTo
  if (above !== undefined) return [`index ${name} is dropped while it is attached to ${above}`]
  const isCaught = statement.caught === true && before.semantics.foreignKeyCreatesIndex
  const needs = on && !isCaught ? whatNeedsIndex(name, on, before, statement.operations) : undefined
  return needs === undefined ? [] : [`index ${name} is dropped while ${needs.what} needs it`]
}

/** PostgreSQL: error 2BP01. */
function stopsAtObject({ before }: Step, operation: OperationOf<'drop-object'>): readonly string[] {
  const { objectType, name, cascade } = operation
  if (cascade) return []
  if (objectType === 'type' || objectType === 'domain') {
    return columnsOfType(before, name).map(
      ({ table, column }) => `type ${name} is dropped while column ${table.name}.${column.name} has it`,
    )
  }
  if (objectType !== 'function') return []
  return triggersCalling(before, name).map(
    trigger => `function ${name} is dropped while trigger ${trigger.name} on ${trigger.table} runs it`,
  )
}
