import type { ObjectName } from '../../operations/column.ts'
import type { Operation } from '../../operations/operation.ts'
import { parentNames } from '../../schema/child-tables.ts'
import { findTable } from '../../schema/lookup.ts'
import { oncePer } from '../../schema/once-per.ts'
import { withKey, withoutKey } from '../../schema/persistent-set.ts'
import type { ReplayedScript, Step } from '../../schema/replay.ts'
import type { SchemaState } from '../../schema/schema-state.ts'

/** Has this script taken every row out of the table before the step, and put none in since? */
export function isEmptiedFirst(table: string, step: Step, script: ReplayedScript): boolean {
  return emptiedBefore(script).get(step)?.has(step.before.semantics.objectKey(table)) === true
}

const none: ReadonlySet<string> = new Set()

/** Object keys of the tables that are empty before each step. */
const emptiedBefore = oncePer(({ steps }: ReplayedScript): ReadonlyMap<Step, ReadonlySet<string>> => {
  const known = new Map<Step, ReadonlySet<string>>()
  let emptied = none
  for (const step of steps) {
    known.set(step, emptied)
    emptied = emptiedAfter(step, emptied)
  }
  return known
})

function emptiedAfter({ operation, before }: Step, emptied: ReadonlySet<string>): ReadonlySet<string> {
  const { objectKey } = before.semantics
  if (takesAllRows(operation)) return withKey(emptied, objectKey(operation.table))
  switch (operation.kind) {
    // What cannot be seen may have put rows in.
    case 'unreadable':
      return none
    case 'run-code':
      return operation.dynamic ? none : emptied
    // The rows are back.
    case 'control-transaction':
      return operation.action === 'rollback' || operation.action === 'rollback-to' ? none : emptied
    case 'insert-rows':
      return [operation.table, ...ancestors(before, operation.table)]
        .map(objectKey)
        .reduce(withoutKey, emptied)
    // ATTACH and EXCHANGE bring the rows of another table.
    case 'change-partitions':
    case 'drop-table':
      return withoutKey(emptied, objectKey(operation.table))
    case 'rename-table': {
      const [from, to] = [objectKey(operation.table), objectKey(operation.to)]
      const others = withoutKey(withoutKey(emptied, from), to)
      return emptied.has(from) ? withKey(others, to) : others
    }
    case 'rename-object':
      return operation.objectType === 'schema' ? none : emptied
    default:
      return emptied
  }
}

/** The tables that this one is a partition of or inherits from: its rows are theirs. */
function ancestors(schema: SchemaState, table: ObjectName): readonly ObjectName[] {
  const known = findTable(schema, table)
  return known === undefined
    ? []
    : parentNames(known).flatMap(parent => [parent, ...ancestors(schema, parent)])
}

function takesAllRows(
  operation: Operation,
): operation is Extract<Operation, { kind: 'truncate-table' | 'delete-rows' }> {
  if (operation.conditions !== undefined && operation.conditions.length > 0) return false
  return (
    operation.kind === 'truncate-table' || (operation.kind === 'delete-rows' && operation.filter === 'absent')
  )
}
