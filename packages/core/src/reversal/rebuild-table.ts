import type { DialectTraits } from '../dialects/dialect.ts'
import type { ObjectName } from '../operations/column.ts'
import type { Operation } from '../operations/operation.ts'
import { putTable } from '../schema/edit.ts'
import { objectsOfType, objectsOn, viewsReading } from '../schema/find-objects.ts'
import { findTable } from '../schema/lookup.ts'
import { referencesTo } from '../schema/references.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import { namesIn } from '../schema/sql-text.ts'
import { needsValue } from './required-again.ts'

export interface Rebuilt {
  readonly statements: readonly string[]
  /** A column that has to have a value has none that could be copied. */
  readonly isUnfilled: boolean
  readonly schema: SchemaState
}

/** The tables that both schemas have and that these operations cannot change where they are (SQLite). */
export function tablesToRebuild(
  operations: readonly Operation[],
  to: SchemaState,
  isWritten: (operation: Operation) => boolean,
): ReadonlySet<string> {
  return new Set(
    operations
      .filter(operation => !isWritten(operation))
      .map(changedTable)
      .filter(name => name !== undefined)
      .filter(name => findTable(to, name) !== undefined)
      .map(to.semantics.objectKey),
  )
}

/** The table whose definition it changes. */
export function changedTable(operation: Operation): ObjectName | undefined {
  switch (operation.kind) {
    case 'add-column':
    case 'drop-column':
    case 'change-column':
    case 'change-column-type':
    case 'set-not-null':
    case 'drop-not-null':
    case 'set-default':
    case 'drop-default':
    case 'set-column-option':
    case 'add-constraint':
    case 'drop-constraint':
    case 'set-table-option':
    case 'drop-index':
      return operation.table
    case 'create-index':
      return operation.index.table
    default:
      return undefined
  }
}

/**
 * Undefined where DROP TABLE does more than to drop it: with foreign keys enforced, which no PRAGMA ends within the
 * runner's transaction, it deletes the rows that refer to it, and while it is gone no view or trigger may read it
 * (SQLite manual, ALTER TABLE, 7; measured: SQLite 3.40).
 */
export function rebuildTable(
  name: string,
  schema: SchemaState,
  to: SchemaState,
  traits: Pick<DialectTraits, 'writeRebuild' | 'addRequiredColumn'>,
): Rebuilt | undefined {
  const { writeRebuild } = traits
  const [from, target] = [findTable(schema, name), findTable(to, name)]
  if (from === undefined || target === undefined || writeRebuild === undefined) return undefined
  if (!from.complete || !target.complete || isUsed(target, putTable(schema, target))) return undefined
  if (isUsed(from, schema)) return undefined
  const beside = `${name}_rebuilt`
  if (findTable(schema, beside) !== undefined) return undefined
  const statements = writeRebuild(from, target, beside)
  const triggers = objectsOn(schema, name).map(({ definition }) => definition)
  const isUnfilled = [...target.columns].some(
    ([key, column]) => !from.columns.has(key) && needsValue(column, traits),
  )
  return (
    statements && { statements: [...statements, ...triggers], isUnfilled, schema: putTable(schema, target) }
  )
}

/** By a foreign key, its own too, by a view, or by another table's trigger. */
function isUsed({ name }: Table, schema: SchemaState): boolean {
  const { objectKey } = schema.semantics
  const key = objectKey(name)
  return (
    referencesTo(schema, name).length > 0 ||
    viewsReading(schema, name).length > 0 ||
    objectsOfType(schema, 'trigger').some(
      ({ table, definition }) =>
        (table === undefined || objectKey(table) !== key) &&
        namesIn(definition).some(each => objectKey(each) === key),
    )
  )
}
