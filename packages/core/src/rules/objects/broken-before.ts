import type { ObjectName } from '../../operations/column.ts'
import { bodiesNaming } from '../../schema/bodies.ts'
import { stepsOf } from '../../schema/find-steps.ts'
import type { NamedObject } from '../../schema/schema-state.ts'
import { columnIn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

interface Missed {
  readonly table: ObjectName
  readonly column: string
  /** Of the applied migration that has dropped or renamed it. */
  readonly by: string
}

/** What the code of a routine asks a table for, `o.address`, and an applied migration has taken: a call fails there already. */
export function missedBefore(
  object: NamedObject,
  { applied, before }: Pick<OperationContext, 'applied' | 'before'>,
): Missed | undefined {
  for (const { migration, up } of applied) {
    for (const { operation, before: then } of stepsOf(up.steps, 'drop-column', 'rename-column')) {
      const { table, column } = operation
      if (columnIn(before, table, column) !== undefined || !isAskedFor(column, object)) continue
      const isCode = (each: NamedObject): boolean =>
        each.type === object.type && each.name === object.name && each.definition === object.definition
      if (bodiesNaming(then, table, column).some(isCode)) return { table, column, by: migration.name }
    }
  }
  return undefined
}

/** A name alone may be a variable's. */
function isAskedFor(column: string, { definition }: NamedObject): boolean {
  const name = column.replace(/[^\w]/g, '\\$&')
  return new RegExp(`(?<!\\b(?:new|old))\\s*\\.\\s*["\`]?${name}\\b`, 'i').test(definition)
}
