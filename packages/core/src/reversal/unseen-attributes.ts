import type { Column } from '../operations/column.ts'
import type { Operation } from '../operations/operation.ts'
import { unseenDefault } from '../schema/compare-columns.ts'
import type { Difference } from '../schema/difference.ts'
import { findColumn, findTable } from '../schema/lookup.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import type { AssumedRun } from './assume.ts'

/** A column that no migration read has made: what up changed of it and down says again may be what was there. */
export function unlessUnseen(
  up: readonly Operation[],
  run: AssumedRun,
): (difference: Difference) => Difference {
  const unseen = new Set(up.flatMap(operation => setAgain(operation, run)))
  return difference =>
    difference.kind === 'changed' && unseen.has(`${difference.subject}: ${difference.detail}`)
      ? { kind: 'unknown', subject: difference.subject }
      : difference
}

/** The difference in words, as the comparison has them. */
function setAgain(operation: Operation, { before, afterUp, afterDown }: AssumedRun): readonly string[] {
  switch (operation.kind) {
    case 'set-default':
    case 'drop-default':
    case 'drop-not-null': {
      const { table, column } = operation
      const [was, up, is] = [before, afterUp, afterDown].map(schema => columnOf(schema, table, column))
      if (was?.partial !== true || up === undefined || is === undefined) return []
      const subject = `column ${findTable(before, table)?.name}.${was.name}`
      if (operation.kind === 'drop-not-null')
        return up.nullable && !is.nullable ? [`${subject}: is NOT NULL, was nullable`] : []
      return up.default === is.default
        ? []
        : [`${subject}: has the default ${is.default}, had none${unseenDefault}`]
    }
    default:
      return []
  }
}

function columnOf(schema: SchemaState, table: string, column: string): Column | undefined {
  const known = findTable(schema, table)
  return known && findColumn(known, column, schema.semantics)
}
